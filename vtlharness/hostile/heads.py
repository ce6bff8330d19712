"""Judges what a call sends beside its bodies: headers, address and query string, made by templates or by mappings.

Comes in: the `Head` of a message for a hostile text, and the one for a harmless text at the same place. Goes out:
`HeadFault`s. What the gateway encodes is not a fault: a mapped or overridden query string, path parameters of a client.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from vtlharness.cases.results import HostileKind
from vtlharness.gateway.codecs.headers import Multi, override_values
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.hostile.texts import ADDED, HARMLESS

About: TypeAlias = Literal["header", "path", "querystring"]

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_DOTS = re.compile(r"/\.\.?(?=/|$)")
_OUT_OF_PATH = re.compile(r"[/?#]|^\.\.?$")
_TAKE_OUT = 'take out what a header cannot hold: $value.replaceAll("[\\p{Cntrl}]", "")'
_ENCODE_PATH = "encode the value: #set($context.requestOverride.path.{} = $util.urlEncode($value))"
_MAP_QUERY = "map it to `integration.request.querystring.<name>`, which the gateway encodes"


@dataclass(frozen=True, slots=True)
class Head:
    """A message without its body; `path` holds path parameters that a template sets, where no address is known."""

    headers: Mapping[str, list[str]] = field(default_factory=dict)
    query: Mapping[str, list[str]] = field(default_factory=dict)
    path: Mapping[str, list[str]] = field(default_factory=dict)
    uri: str | None = None


class HeadFault(NamedTuple):
    """What is wrong with a head: `about` and `name` tell the header or parameter; a `name` may be empty."""

    kind: HostileKind
    message: str
    hint: str
    about: About
    name: str


def head_of_request(sent: IntegrationRequest) -> Head:
    """The head of an integration request."""
    return Head(sent.headers, sent.query_string, {}, sent.uri)


def head_of_override(override: Mapping[str, object]) -> Head:
    """The head that a `requestOverride` or a `responseOverride` makes."""
    header, query, path = (override_values(override.get(name)) for name in ("header", "querystring", "path"))
    return Head(header, query, path)


def head_faults(head: Head, harmless: Head) -> Iterator[HeadFault]:
    """The faults of a head that the one for a harmless text does not have."""
    yield from _faults_of_headers(head.headers, harmless.headers)
    yield from _faults_of_path_parameters(head.path, harmless.path)
    if head.uri is not None and harmless.uri is not None and HARMLESS in harmless.uri:
        message = _address_problem(head.uri, harmless.uri)
        if message is not None:
            yield HeadFault("another path", message, _ENCODE_PATH.format("<name>"), "path", "")
    if ADDED in head.query and ADDED not in harmless.query:
        yield HeadFault("adds keys", f"the value writes the parameter `{ADDED}`", _MAP_QUERY, "querystring", ADDED)


def _faults_of_headers(headers: Mapping[str, list[str]], harmless: Mapping[str, list[str]]) -> Iterator[HeadFault]:
    for name, values in headers.items():
        found = _control_in([name, *values])
        if found and not _control_in(harmless.get(name, [])):
            what = "a line end" if found in "\r\n" else "a control character"
            shown = name if name.isprintable() else HARMLESS
            yield HeadFault("not a header", f"the header `{shown}` has {what}", _TAKE_OUT, "header", shown)


def _faults_of_path_parameters(
    path: Mapping[str, list[str]], harmless: Multi | Mapping[str, list[str]]
) -> Iterator[HeadFault]:
    for name, values in path.items():
        own = "".join(harmless.get(name, []))
        found = HARMLESS in own and next(filter(None, map(_OUT_OF_PATH.search, values)), None)
        if found and not _OUT_OF_PATH.search(own):
            message = f"the path parameter `{name}` has a `{found[0]}`"
            yield HeadFault("another path", message, _ENCODE_PATH.format(name), "path", name)


def _control_in(texts: list[str]) -> str | None:
    return next((found[0] for found in map(_CONTROL.search, texts) if found), None)


def _address_problem(uri: str, harmless: str) -> str | None:
    """How the path of an address differs from the one for a harmless text; None if it has the same segments."""
    if "#" in uri and "#" not in harmless:
        return "the address ends at the `#` of the value"
    if _DOTS.search(uri) and not _DOTS.search(harmless):
        return "the value leaves its place in the path with `..`"
    if uri.count("/") != harmless.count("/"):
        return "the `/` of the value makes segments of the path"
    return None
