"""`Fn::ForEach` of the transform `AWS::LanguageExtensions`: the template after its loops have run.

Comes in: a template's data, and the scope that resolves the collections. Goes out: the data without loops, and for each
part that a loop has made, the path in the file that it comes from. Next: `resolver`. Evidence:
docs/fidelity.md#loops.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.limits.budget import made, room_for_replacing, spend_items

LOOP = "Fn::ForEach::"

_SECTIONS = ("Conditions", "Resources", "Outputs")
"""The sections that may contain loops."""

_Path: TypeAlias = tuple[str | int, ...]
_NOT_ALPHANUMERIC = re.compile(r"[^A-Za-z0-9]")


def without_loops(
    root: Cursor, template: dict[str, Any], *, may_run: bool
) -> tuple[dict[str, Any], dict[_Path, _Path]]:
    """The template with the results of its loops, and the path of each result with the path that it comes from.

    `may_run`: the template has the transform. Raises DefinitionError for a loop that CloudFormation refuses, and
    LimitExceeded for loops that make too much.
    """
    loops = _Loops(root, may_run=may_run)
    found = dict(template)
    for section in _SECTIONS:
        if section in template:
            found[section] = loops.run(template[section], (section,), (section,), {})
    return found, loops.moved


class _Loops:
    """The loops of one template; `moved` grows while they run."""

    def __init__(self, root: Cursor, *, may_run: bool) -> None:
        self._root = root
        self._may_run = may_run
        self.moved: dict[_Path, _Path] = {}

    def run(self, value: Any, written: _Path, path: _Path, names: Mapping[str, str]) -> Any:
        """The value that the file has at `written`, as it is at `path` with the values of the loops' identifiers."""
        at = self._cursor(value, written)
        if type(value) is dict:
            if len(value) == 1 and type(value.get("Ref")) is str and value["Ref"] in names:
                return names[value["Ref"]]
            return self._mapping(at, path, names)
        if type(value) is list:
            return [
                self.run(at.raw(index).value, (*written, index), (*path, index), names) for index in range(len(value))
            ]
        return _filled(value, names) if names and type(value) is str else value

    def _mapping(self, at: Cursor, path: _Path, names: Mapping[str, str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key in at.value:
            if key.startswith(LOOP):
                self._loop(at, key, found, path, names)
            else:
                self._add(at, key, found, path, names)
        return found

    def _add(self, at: Cursor, key: str, found: dict[str, Any], path: _Path, names: Mapping[str, str]) -> None:
        """Adds the value under a key of the mapping at `at` to what the mapping at `path` becomes."""
        name = _filled(key, names) if names else key
        if name in found:
            if not names:
                raise at.error(f"a loop makes the key `{name}`, too", key=key)
            hint = "the key in the loop needs the identifier, as in `Method${Name}`"
            raise at.error(f"two rounds of the loop make the same key `{name}`", key=key, hint=hint)
        below = (*path, name)
        written = (*at.path, key)
        if names:
            spend_items(1)
            self.moved[below] = written
        found[name] = self.run(at.raw(key).value, written, below, names)

    def _loop(self, at: Cursor, key: str, found: dict[str, Any], path: _Path, names: Mapping[str, str]) -> None:
        if not self._may_run:
            hint = "add `Transform: AWS::LanguageExtensions` at the top of the template"
            raise at.error(f"`{key}` needs the transform AWS::LanguageExtensions", key=key, hint=hint)
        loop = at.raw(key)
        if type(loop.value) is not list or len(loop.value) != 3:
            raise at.error(f"`{key}` takes a list of an identifier, a collection and a mapping", key=key)
        identifier = loop.raw(0)
        if type(identifier.value) is not str:
            identifier.wrong("text")
        name = _filled(identifier.value, names)
        if name in names:
            raise identifier.error(f"an outer loop has the identifier `{name}`, too", hint="name it otherwise")
        fragment = loop.raw(2).mapping()
        for item in self._collection(loop.raw(1), names):
            inner = {**names, name: item}
            for part in fragment.value:
                if part.startswith(LOOP):
                    self._loop(fragment, part, found, path, inner)
                    continue
                self._add(fragment, part, found, path, inner)
                self._check_logical_id(fragment, part, inner, path)

    def _check_logical_id(self, fragment: Cursor, key: str, names: Mapping[str, str], path: _Path) -> None:
        """Raises DefinitionError for a name of a resource, an output or a condition with other signs in it."""
        name = _filled(key, names)
        if len(path) == 1 and _NOT_ALPHANUMERIC.search(name):
            hint = "`&{Name}` instead of `${Name}` leaves out what is neither a letter nor a digit"
            raise fragment.error(
                f"the loop makes the logical id `{name}`, which is not alphanumeric", key=key, hint=hint
            )

    def _collection(self, at: Cursor, names: Mapping[str, str]) -> Iterator[str]:
        """The texts of a collection: a list, or a function with the value of one. Raises DefinitionError."""
        collection = self._cursor(self.run(at.value, at.path, at.path, names), at.path).resolved()
        if type(collection.value) is not list:
            raise at.error(
                "the collection of a loop must be a list that is known here",
                hint="write a list, the Ref of a list parameter with a value, or Fn::FindInMap",
            )
        spend_items(len(collection.value))
        for item in collection.elements():
            yield item.text()

    def _cursor(self, value: Any, path: _Path) -> Cursor:
        return Cursor(self._root.document, value, path, self._root.scope)


def _filled(text: str, names: Mapping[str, str]) -> str:
    """The text with the values of the identifiers. Raises LimitExceeded."""
    if "{" not in text:
        return text
    for name, value in names.items():
        for place, replacement in ((f"${{{name}}}", value), (f"&{{{name}}}", _NOT_ALPHANUMERIC.sub("", value))):
            if place in text:
                room_for_replacing(text, place, replacement)
                text = made(text.replace(place, replacement))
    return text
