"""The OpenAPI document of a SAM API while the transform works on it.

Comes in: the document that the template writes, or the empty one that SAM begins with. Goes out: a cursor at the whole
for the OpenAPI reader, in which every part keeps its place in the template.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from vtlharness.definitions.openapi import ANY_METHOD, INTEGRATION
from vtlharness.definitions.reading.cursor import Cursor

_VERSION_3 = re.compile(r"3\.\d(\.\d)?")
_NOT_VERBS = ("summary", "description", "parameters")
"""The keys of a path that the transform knows are not verbs."""


class ApiDocument:
    """The paths and the other keys of a document.

    `paths` holds each path's keys: operations, and whatever else the document writes there. What a condition leaves out
    is None: it counts for the list of verbs that CORS allows, and then goes away. `left_out` are paths that go away as
    a whole.
    """

    def __init__(self, root: Cursor, *, managed: bool) -> None:
        """`managed`: the document is SAM's own, not the template's. Raises DefinitionError."""
        self.managed = managed
        self._root = root
        self.keys: dict[str, Any] = {key: item for key, item in root.items() if key != "paths"}
        self.paths: dict[str, dict[str, Any]] = {}
        self.left_out: set[str] = set()
        self._places: dict[str, Cursor] = {}
        paths = root.get("paths")
        self.is_valid = paths is not None and type(paths.value) is dict and self._has_version()
        for path, item in paths.items() if paths is not None and type(paths.value) is dict else ():
            self._places[path] = item.mapping()
            present = dict(item.items())
            self.paths[path] = {key: present.get(key) for key in item.value}

    @classmethod
    def empty(cls, place: Cursor, version: str | None) -> ApiDocument:
        """The document that SAM begins with; `place` is the API's, `version` its `OpenApiVersion`."""
        written = {"openapi": version} if version is not None and is_version_3(version) else {"swagger": "2.0"}
        info = {"version": "1.0", "title": {"Ref": "AWS::StackName"}}
        return cls(place.with_value({**written, "info": info, "paths": {}}), managed=True)

    def _has_version(self) -> bool:
        return bool(self._text("swagger")) or is_version_3(self._text("openapi"))

    def _text(self, key: str) -> str:
        at = self.keys.get(key)
        return "" if at is None or at.value is None else at.text()

    @property
    def is_swagger(self) -> bool:
        """Whether the document is Swagger 2.0."""
        return bool(self._text("swagger"))

    def section(self, key: str) -> dict[str, Any]:
        """The mapping under a key, made when it is absent; what is put into it is in the document."""
        found = self.keys.get(key)
        if not isinstance(found, dict):
            found = {} if found is None or not found.value else dict(found.items())
            self.keys[key] = found
        return found

    def operations(self) -> Iterator[tuple[str, str, Cursor]]:
        """The path, the key and the cursor of each operation that has an integration."""
        for path, keys in self.paths.items():
            for key, operation in [*keys.items()]:
                if key in _NOT_VERBS or operation is None or type(operation.value) is not dict:
                    continue
                if operation.get(INTEGRATION) is not None:
                    yield path, key, operation

    def cursor(self, version: str | None) -> Cursor:
        """The whole document, in the form that its version or the API's `OpenApiVersion` wants."""
        keys = {
            key: self._root.with_value(value) if isinstance(value, dict) else value for key, value in self.keys.items()
        }
        written = self._text("openapi") if version is None else version
        if not self.is_swagger and is_version_3(written):
            _move_to_components(keys, self._root)
        paths = {path: self._item(path, item) for path, item in self.paths.items() if path not in self.left_out}
        plain = {key: _plain(value) for key, value in keys.items()}
        return self._root.with_value({**plain, "paths": self._root.with_value(paths)})

    def _item(self, path: str, item: dict[str, Any]) -> Cursor:
        place = self._places.get(path, self._root)
        return place.with_value({key: _plain(value) for key, value in item.items() if value is not None})


def verb_key(verb: str) -> str:
    """The key of a verb in a document."""
    return ANY_METHOD if verb.lower() == "any" else verb.lower()


def is_version_3(version: str) -> bool:
    """Whether the transform takes this for a version of OpenAPI 3."""
    return _VERSION_3.fullmatch(version) is not None


def _plain(value: Cursor) -> Any:
    """A value that is not a mapping or a list without its cursor: readers look at the type of such values."""
    return value if type(value.value) in (dict, list) else value.value


def _move_to_components(keys: dict[str, Any], root: Cursor) -> None:
    """Puts what SAM writes as Swagger does where OpenAPI 3 has it. There it replaces what the template writes."""
    for key, name in (("securityDefinitions", "securitySchemes"), ("definitions", "schemas")):
        moved = keys.pop(key, None)
        if moved is None or not moved.value:
            continue
        before = keys.get("components")
        components = {} if before is None or not before.value else dict(before.items())
        keys["components"] = root.with_value({**components, name: moved})
