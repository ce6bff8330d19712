"""A request as it is sent: the address to connect to, the request line, the headers, the body.

Comes in: an `IntegrationRequest`. Goes out: a `WireRequest`, which is plain data: nothing is sent here. Next: signing,
then `backends.wire.sending`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from vtlharness.backends.wire.encoding import wire_path, wire_query
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.codecs.utf8 import utf8_bytes
from vtlharness.gateway.gateway_failure import GatewayFailure, configuration_error
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.visible import one_line

_ADDRESS = re.compile(r"(https?)://([^/?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_NETLOC = re.compile(r"(?:[^@]*@)?(\[[0-9A-Fa-f:.]+\]|[^\x00-\x20\x7f:\[\]@]+)(?::([0-9]*))?")
_USER = re.compile(r"//[^/?#]*@")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_LINE_BREAK = re.compile("[\r\n\0]")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A place to connect to: `secure` means TLS. `host` is in lower case, without the brackets of an IPv6 address."""

    host: str
    port: int
    secure: bool

    @property
    def netloc(self) -> str:
        """Host and port as a Host header names them: the scheme's own port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def host_and_port(self) -> str:
        """Host and port, for a message."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def scheme(self) -> str:
        """`https` or `http`."""
        return "https" if self.secure else "http"


@dataclass(frozen=True, slots=True)
class WireRequest:
    """A request as it is sent.

    `target` is the request line's second word; `headers` are in their order and casing, a repeated one as often as it
    is sent. Host and Content-Length are among them.
    """

    endpoint: Endpoint
    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""

    @property
    def head(self) -> bytes:
        """The request line and the headers, as they are sent."""
        lines = [f"{self.method} {self.target} HTTP/1.1", *(f"{name}: {value}" for name, value in self.headers)]
        return utf8_bytes("".join(f"{line}\r\n" for line in lines) + "\r\n")

    @property
    def url(self) -> str:
        """The address that a signature covers: the Host header's host, and the target."""
        host = next((value for name, value in self.headers if name.lower() == "host"), self.endpoint.netloc)
        return f"{self.endpoint.scheme}://{host}{self.target}"

    def sent_to(self, endpoint: Endpoint) -> WireRequest:
        """The same request, Host header included, to another place."""
        return replace(self, endpoint=endpoint)


def split_address(address: str) -> tuple[Endpoint, str]:
    """The place to connect to, and the rest of an address. Raises GatewayFailure (500) if it names no host."""
    found = _ADDRESS.fullmatch(address)
    place = found and _NETLOC.fullmatch(found[2])
    if not found or not place:
        raise configuration_error("Invalid endpoint address")
    scheme = found[1].lower()
    port = int(place[2]) if place[2] and len(place[2]) <= 5 else 0 if place[2] else _PORTS[scheme]
    if not 0 < port < 65536:
        raise configuration_error("Invalid endpoint address")
    return Endpoint(place[1].strip("[]").lower(), port, scheme == "https"), found[3]


def shown_address(address: str) -> str:
    """An address for a message: a user and a password in it are not shown."""
    return one_line(_USER.sub("//...@", address))


def named_endpoint(address: str) -> Endpoint:
    """The place that a user names. Raises VtlHarnessError for anything other than a scheme and a host."""
    try:
        endpoint, path = split_address(address)
    except GatewayFailure:
        endpoint, path = None, ""
    if endpoint is None or path not in ("", "/"):
        raise VtlHarnessError(
            f"'{shown_address(address)}' is not the address of an HTTP backend",
            hint="write a scheme and a host, such as https://warehouse.example.com or http://127.0.0.1:9100",
        )
    return endpoint


def wire_request(sent: IntegrationRequest) -> WireRequest:
    """The request that is sent for an integration request.

    Raises GatewayFailure (500) for an address without a host, VtlHarnessError for a header or verb that HTTP cannot
    carry.
    """
    endpoint, path = split_address(sent.uri)
    target = wire_path(path if path.startswith("/") else f"/{path}")
    query = wire_query(sent.query_string)
    if not _TOKEN.fullmatch(sent.http_method):
        raise VtlHarnessError(f"the verb '{one_line(sent.http_method)}' cannot be sent over HTTP")
    headers = tuple((name, value) for name, values in sent.wire_headers.items() for value in values)
    for name, value in headers:
        _check_header(name, value)
    return WireRequest(endpoint, sent.http_method, f"{target}?{query}" if query else target, headers, sent.body_bytes)


def _check_header(name: str, value: str) -> None:
    if not _TOKEN.fullmatch(name):
        raise VtlHarnessError(f"the header '{one_line(name)}' cannot be sent: this is not a header's name")
    if _LINE_BREAK.search(value):
        raise VtlHarnessError(
            f"the header {name} cannot be sent: its value contains a line break or a NUL",
            hint="remove line breaks where the header is mapped or overridden",
        )
