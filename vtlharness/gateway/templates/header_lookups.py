"""Finds the headers that a template reads in another casing than the client sends them in.

Comes in: a template and the request that it runs on. Goes out: findings. Names of headers count in their own casing
(docs/fidelity.md#mapping-sources), so that such a lookup gives nothing. Only names that the template writes out
count, and none that it also writes in the client's casing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from vtlharness.findings import Finding
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.roots.params import HIDDEN_HEADERS
from vtlharness.source import Source

_NAME = r"""\(\s*(?:'(?P<{0}1>[^'"$]+)'|"(?P<{0}2>[^'"$]+)")\s*\)"""
_LOOKUP = (
    r"\$!?\{?input\.params(?:"
    + _NAME.format("any")
    + r"|\(\)\.header(?:\.get"
    + _NAME.format("get")
    + r"""|\[\s*(?:'(?P<index1>[^'"$]+)'|"(?P<index2>[^'"$]+)")\s*\]|\.(?P<property1>[A-Za-z][\w-]*)(?![\w(-])))"""
)


class HeaderLookup(NamedTuple):
    """A lookup of a header: its name, its text and place in the template; `anywhere` if it looks in the path and the
    query string first.
    """

    name: str
    text: str
    offset: int
    anywhere: bool


@lru_cache(maxsize=1024)
def header_lookups(template: str) -> tuple[HeaderLookup, ...]:
    """The lookups of a template, each name once."""
    found: dict[str, HeaderLookup] = {}
    for match in re.finditer(_LOOKUP, template) if "input.params(" in template else ():
        kind, name = next((kind[:-1], name) for kind, name in match.groupdict().items() if name is not None)
        found.setdefault(name, HeaderLookup(name, match[0].lstrip("$!{"), match.start(), kind == "any"))
    return tuple(found.values())


@lru_cache(maxsize=1024)
def lookups_in_another_casing(template: str, headers: tuple[str, ...]) -> tuple[tuple[HeaderLookup, str], ...]:
    """The lookups of a template that miss one of these headers by its casing, each with the header's name."""
    lookups = header_lookups(template)
    sent = {name.lower(): name for name in headers}
    looked_up = {lookup.name for lookup in lookups}
    found = ((lookup, sent.get(lookup.name.lower())) for lookup in lookups if lookup.name not in headers)
    return tuple(
        (lookup, name)
        for lookup, name in found
        if name is not None and name not in looked_up and name.lower() not in HIDDEN_HEADERS
    )


def header_findings(template: Source, request: MethodRequest) -> Iterator[Finding]:
    """The findings of a template that ran on a request."""
    for lookup, name in lookups_in_another_casing(template.text, tuple(request.headers)):
        if lookup.anywhere and (lookup.name in request.path_parameters or lookup.name in request.query_string):
            continue
        place = template.position(lookup.offset)
        yield Finding(
            "VTL131",
            f"${lookup.text} finds nothing: the client sends this header as {name}, and its casing counts",
            place.line,
            place.column,
            f"write `{name}`, as the client does",
            template.name,
        )
