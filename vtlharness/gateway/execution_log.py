"""The execution log, line by line as TestInvokeMethod prints it or as CloudWatch keeps it, in the service's words.

Comes in: entries, which the stages append and which are written out when someone reads them (a passing case does not).
Goes out: lines with the time of the call, or with the id of the request. `cloudwatch_entries` has the entries that
only CloudWatch's log has. Evidence: docs/fidelity.md#execution-log, docs/fidelity.md#cloudwatch-log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.call import Call
from vtlharness.gateway.codecs.content_handling import Payload, payload_bytes
from vtlharness.gateway.codecs.dates import log_time, utc
from vtlharness.gateway.codecs.headers import multi, single
from vtlharness.gateway.codecs.media_types import content_type, is_binary
from vtlharness.gateway.codecs.utf8 import utf8_text
from vtlharness.gateway.gateway_failure import GatewayFailure
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.stages.exchange import Exchange
from vtlharness.java.values import HashMap

_Entries = Callable[[], Iterable[str]]

# An entry holds 1,024 characters: 998 of them for the headers of an endpoint request, after their label.
_ENTRY_LIMIT = 1024


class ExecutionLog:
    """The log of one call; each stage appends the entries that it knows to be final."""

    __slots__ = ("_call", "_cloudwatch", "_console")

    def __init__(self, call: Call) -> None:
        self._call = call
        self._console: list[_Entries] = []
        self._cloudwatch: list[_Entries] = []

    def add(self, entries: _Entries) -> None:
        """Appends the entries of a stage, as a function that writes them."""
        self._console.append(entries)
        self._cloudwatch.append(entries)

    def add_to_cloudwatch(self, entries: _Entries) -> None:
        """Appends entries that TestInvokeMethod does not print."""
        self._cloudwatch.append(entries)

    def lines(self) -> tuple[str, ...]:
        """TestInvokeMethod's log: its heading, then every entry after the time of the call; a long entry is cut."""
        stamp = log_time(self._call.request_time_epoch)
        heading = f"Execution log for request {self._call.request_id}"
        return (heading, *(f"{stamp} : {_cut(entry)}" for written in self._console for entry in written()))

    def cloudwatch_lines(self) -> tuple[str, ...]:
        """CloudWatch's log: every entry after the id of the request; a long entry is cut."""
        begin = f"({self._call.request_id}) "
        return tuple(f"{begin}{_cut(entry)}" for written in self._cloudwatch for entry in written())


def _cut(entry: str) -> str:
    return entry if len(entry) <= _ENTRY_LIMIT else f"{entry[:_ENTRY_LIMIT]} [TRUNCATED]"


def log_text(lines: tuple[str, ...]) -> str:
    """The log as one text, with a line end after its last line."""
    return "".join(f"{line}\n" for line in lines)


def printed_map(values: Mapping[str, object]) -> str:
    """A map as Java prints it: `{a=b, c=d}`."""
    return "{" + ", ".join(f"{name}={value}" for name, value in values.items()) + "}"


_BINARY = "[Binary Data]"  # docs/fidelity.md#binary-bodies-in-the-log

# They stand for the signature, whose values a test cannot know: stars as the service prints them, and a token that is
# too long for an entry, as real ones are.
_SIGNATURE = "*" * 40 + "71dcd7"
_SECURITY_TOKEN = "IQoJb3JpZ2luX2VjE" + "x" * 1023


def method_request_entries(exchange: Exchange, path: str) -> list[str]:
    """The client's request; `path` is the concrete path."""
    request = exchange.request
    return [
        f"Starting execution for request: {exchange.call.request_id}",
        f"HTTP Method: {request.http_method}, Resource Path: {path}",
        f"Method request path: {printed_map(request.path_parameters)}",
        f"Method request query string: {printed_map(single(multi(request.query_string)))}",
        f"Method request headers: {printed_map(single(multi(request.headers)))}",
        f"Method request body before transformations: {_received(exchange, request.headers, exchange.body)}",
    ]


def integration_request_entries(exchange: Exchange, sent: IntegrationRequest) -> list[str]:
    """The request to the backend, with headers in the order of a Java HashMap; a request to AWS has its signature."""
    headers: HashMap = HashMap(single(sent.headers))
    if sent.service is not None:
        when = utc(exchange.call.request_time_epoch)
        headers["Authorization"] = _SIGNATURE
        headers["X-Amz-Date"] = f"{when:%Y%m%dT%H%M%SZ}"
        headers["X-Amz-Security-Token"] = _SECURITY_TOKEN
    return [
        f"Endpoint request URI: {sent.url}",
        f"Endpoint request headers: {printed_map(headers)}",
        f"Endpoint request body after transformations: {_made(sent.body)}",
        f"Sending request to {sent.url}",
    ]


def reply_entries(exchange: Exchange, reply: BackendReply) -> list[str]:
    """The backend's answer."""
    latency = exchange.call.integration_latency
    body = _received(exchange, reply.headers, payload_bytes(reply.body, reply.raw_body))
    return [
        *map(note_entry, reply.notes),
        f"Received response. Status: {reply.status_code}, Integration latency: {latency} ms",
        f"Endpoint response headers: {printed_map(single(multi(reply.headers)))}",
        f"Endpoint response body before transformations: {body}",
    ]


def note_entry(note: str) -> str:
    """What the service's log does not say."""
    return f"(vtlharness: {note})"


def method_response_entries(status: int, headers: Mapping[str, list[str]], body: Payload) -> list[str]:
    """The client's answer."""
    return [
        f"Method response body after transformations: {_made(body)}",
        f"Method response headers: {printed_map(single(headers))}",
        "Successfully completed execution",
        *completed_entries(status),
    ]


def failure_entries(failure: GatewayFailure) -> list[str]:
    """The failure, where the log speaks of it."""
    return [] if failure.log is None else [failure.log]


def completed_entries(status: int) -> list[str]:
    """The status of the client's answer."""
    return [f"Method completed with status: {status}"]


def _received(exchange: Exchange, headers: Mapping[str, object], body: bytes) -> str:
    """A body as it came: its text, or the service's words for a body of a binary type, an empty one too."""
    if is_binary(content_type(headers), exchange.api.binary_media_types):
        return _BINARY
    return utf8_text(body)


def _made(body: Payload) -> str:
    """A body that the gateway made: its text, or the service's words for bytes."""
    return body if isinstance(body, str) else _BINARY


def method_path(request: MethodRequest) -> str:
    """The path of a request as the log shows it: several slashes in front of it become one."""
    return "/" + request.path.lstrip("/")
