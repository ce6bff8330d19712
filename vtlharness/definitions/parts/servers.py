"""The address of an OpenAPI document's API: its host and its base path.

Comes in: the document's root. Goes out: the address of the first server that has one. What an import cannot read of
`servers` is dropped with a finding. Evidence: docs/fidelity.md#import-variables.
"""

from __future__ import annotations

from collections.abc import Iterator

from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.documents.kinds import kind_of
from vtlharness.limits.budget import room_for

_RULE = "API472"
_SERVERS_HINT = "begin each server with `-`: `servers: [{url: https://example.com/base}]`"
_VARIABLE_HINT = "write `variables: {basePath: {default: /base}}`"


def address(root: Cursor) -> tuple[str, str]:
    """The host and the base path of a document's API, each "" when the document names none. Raises DefinitionError."""
    if "swagger" in root.value:
        return root.text_at("host") or "", root.text_at("basePath") or ""
    for server in servers(root):
        if server.get("url") is None:
            server.found(_RULE, "a server has no `url`: the import drops it")
            continue
        return _server_address(server)
    return "", ""


def servers(root: Cursor) -> Iterator[Cursor]:
    """The servers of a document that an import can read. Raises DefinitionError."""
    listed = root.get("servers")
    if listed is None or not _is(list, listed, "`servers` must be a list", _SERVERS_HINT):
        return
    for server in listed.elements():
        if _is(dict, server, "a server must be a mapping", _SERVERS_HINT):
            yield server


def _server_address(server: Cursor) -> tuple[str, str]:
    """The address of a server; its variable `basePath` counts, also where the URL does not name it."""
    url = server.text_at("url") or ""
    base_path = None if "{basePath}" in url else ""
    variables = server.get("variables")
    if variables is not None and _is(dict, variables, "`variables` must be a mapping", _VARIABLE_HINT):
        for name, variable in variables.items():
            if not _is(dict, variable, "a server variable must be a mapping", _VARIABLE_HINT):
                continue
            default = (variable.text_at("default") or "").strip("/")
            if name == "basePath" and base_path is not None:
                base_path = default
            place = f"{{{name}}}"
            room_for(len(url) + url.count(place) * len(default))
            url = url.replace(place, default)
    host, _, path = url.rpartition("://")[2].partition("/")
    path = base_path or path
    return host, f"/{path}" if path else ""


def _is(kind: type, cursor: Cursor, must: str, hint: str) -> bool:
    """Whether a value is of a kind; if it is not, the import drops it, with a finding."""
    if type(cursor.value) is kind:
        return True
    cursor.found(_RULE, f"{must}, but this is {kind_of(cursor.value)}: the import drops it", hint=hint)
    return False
