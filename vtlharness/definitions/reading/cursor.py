"""A place in a definition: its value with intrinsic functions resolved, and the way back to its file and line.

Comes in: a `Document` and a `Scope` that resolves functions. Goes out: values of the kind that was asked for, or one
DefinitionError at the place. Walking makes a cursor per step and looks up no position until something is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, Protocol

from vtlharness.definitions.reading.definition_findings import DefinitionFindings
from vtlharness.definitions.reading.document import (
    Document,
    named_path,
    named_source,
    parsed_document,
)
from vtlharness.documents.kinds import kind_of
from vtlharness.documents.readable_files import ReadableFiles
from vtlharness.documents.reading import UnreadableFileError
from vtlharness.errors import DefinitionError
from vtlharness.nearest import nearest_hint
from vtlharness.source import Source
from vtlharness.visible import one_line

NO_VALUE = object()
"""The value of `AWS::NoValue`: the property with it is absent."""

VARIABLE = "${AWS::"
"""The beginning of a variable that an import resolves."""

MOST_FILES_DEEP = 16
"""The number of definition files that may include one another in a chain."""

_MOST_DIGITS = 1000
"""The number of digits of a whole number that is written as text: Python reads no more than 4,300."""

MOST_LEVELS = 200
"""The depth to which values may nest, including functions."""


class Scope(Protocol):
    """The surroundings of a definition: how its functions resolve, which files it may name, and which were read."""

    files: list[str]
    readable: ReadableFiles
    findings: DefinitionFindings
    imports: bool
    """Whether the values are those of a document that the service imports: it drops what it does not know."""

    @property
    def importing(self) -> Scope:
        """The scope for the values of a document that the service imports."""
        ...

    @property
    def lenient(self) -> Scope:
        """The scope for values that decide nothing: a parameter without a value is a placeholder, not an error."""
        ...

    def resolve(self, cursor: Cursor) -> Cursor:
        """The cursor, or a cursor at the value of the function there. Raises DefinitionError."""
        ...

    def with_variables(self, value: Any) -> Any:
        """A value with the variables of an import resolved in its texts."""
        ...


@dataclass(frozen=True, slots=True)
class Cursor:
    """A value and its place: `path` leads to it from the root of `document`.

    Inside a mapping or a list that a transform put together, a value may be a cursor itself: it keeps its own place.
    """

    document: Document
    value: Any
    path: tuple[str | int, ...]
    scope: Scope

    # Moving

    def raw(self, step: str | int) -> Cursor:
        """The value under an existing key or index, with functions unresolved. Raises DefinitionError."""
        if len(self.path) >= MOST_LEVELS:
            raise DefinitionError(f"{one_line(self.document.source.name)} nests its values too deep")
        value = self.value[step]
        if type(value) is Cursor:
            return value if value.scope is self.scope else value.within(self.scope)
        return Cursor(self.document, value, (*self.path, step), self.scope)

    def written(self, key: str) -> Any:
        """The value under a key of this mapping with functions unresolved; None where it is absent."""
        return self.raw(key).value if key in self.mapping().value else None

    def resolved(self) -> Cursor:
        """The value here, with a function resolved."""
        value = self.value
        return self.scope.resolve(self) if type(value) is dict and len(value) == 1 else self

    def at(self, *path: str | int) -> Cursor | None:
        """The value at a path of keys and indexes, each resolved; None where there is none. Raises DefinitionError."""
        found = self
        for step in path:
            value = found.value
            if not (step in value if type(value) is dict else type(value) is list and step in range(len(value))):
                return None
            found = found.raw(step).resolved()
        return None if found.value is None or found.value is NO_VALUE else found

    def leniently(self) -> Cursor:
        """This cursor for reading values that decide nothing (see `Scope.lenient`)."""
        return Cursor(self.document, self.value, self.path, self.scope.lenient)

    def imported(self) -> Cursor:
        """This cursor for reading a document as the service's import does, with its variables resolved."""
        scope = self.scope.importing
        has_none = self.value is self.document.data and VARIABLE not in self.document.source.text
        value = self.value if has_none else scope.with_variables(self.value)
        return Cursor(self.document, value, self.path, scope)

    def get(self, key: str) -> Cursor | None:
        """The value under a key of this mapping; None where it is absent, null or `AWS::NoValue`.

        Raises DefinitionError when this is not a mapping.
        """
        value = self.value
        if type(value) is not dict:
            self.wrong("a mapping")
        if value.get(key) is None:
            return None
        found = self.raw(key)
        value = found.value
        if type(value) is dict and len(value) == 1:
            found = found.scope.resolve(found)
            value = found.value
        return None if value is None or value is NO_VALUE else found

    def need(self, key: str, *, of: str, hint: str | None = None) -> Cursor:
        """The value under a key; `of` names the owner in the message. Raises DefinitionError when it is missing."""
        found = self.get(key)
        if found is None:
            raise self.error(f"{of} has no `{key}`", hint=hint)
        return found

    def section(self, key: str) -> Iterator[tuple[str, Cursor]]:
        """The keys and values of the mapping under a key, none where it is absent. Raises DefinitionError."""
        found = self.get(key)
        return iter(()) if found is None else found.items()

    def listed(self, key: str) -> Iterator[Cursor]:
        """The items of the list under a key, none where it is absent. Raises DefinitionError."""
        found = self.get(key)
        return iter(()) if found is None else found.elements()

    def text_at(self, key: str) -> str | None:
        """The text under a key; None where it is absent. Raises DefinitionError."""
        found = self.get(key)
        return None if found is None else found.text()

    def flag_at(self, key: str) -> bool:
        """The boolean under a key; false where it is absent. Raises DefinitionError."""
        found = self.get(key)
        return found is not None and found.boolean()

    def whole_at(self, key: str) -> int | None:
        """The whole number under a key; None where it is absent. Raises DefinitionError."""
        found = self.get(key)
        return None if found is None else found.whole()

    def items(self) -> Iterator[tuple[str, Cursor]]:
        """The keys and values of this mapping, with null values but without `AWS::NoValue`.

        The keys have an import's variables resolved; their values' places keep the keys as they are written.
        """
        imports = self.scope.imports
        for key in self.mapping().value:
            found = self.raw(key).resolved()
            if found.value is not NO_VALUE:
                yield self.scope.with_variables(key) if imports and VARIABLE in key else key, found

    def elements(self) -> Iterator[Cursor]:
        """The items of this list."""
        if type(self.value) is not list:
            self.wrong("a list")
        for index in range(len(self.value)):
            found = self.raw(index).resolved()
            if found.value is not NO_VALUE:
                yield found

    # Values

    def mapping(self) -> Cursor:
        """This cursor, if it is at a mapping. Raises DefinitionError."""
        if type(self.value) is not dict:
            self.wrong("a mapping")
        return self

    def text(self) -> str:
        """The text here; numbers and booleans as JSON writes them. Raises DefinitionError."""
        value = self.value
        if type(value) is str:
            return value
        if not isinstance(value, (int, float)):
            self.wrong("text")
        return json.dumps(value)

    def boolean(self) -> bool:
        """The boolean here, which CloudFormation also takes as text. Raises DefinitionError."""
        value = self.value
        if type(value) is bool:
            return value
        text = value.lower() if type(value) is str else None
        if text not in ("true", "false"):
            self.wrong("true or false")
        return text == "true"

    def whole(self) -> int:
        """The whole number here, which CloudFormation also takes as text. Raises DefinitionError."""
        value = self.value
        if type(value) is str and value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS:
            return int(value)
        if type(value) is not int:
            self.wrong("a whole number")
        return int(value)

    def number(self) -> float:
        """The number here, which CloudFormation also takes as text. Raises DefinitionError."""
        value = self.value
        if type(value) is int or type(value) is float:
            try:
                return float(value)
            except OverflowError:  # 400 digits
                self.wrong("a number")
        try:
            return float(value) if type(value) is str else self.wrong("a number")
        except ValueError:
            self.wrong("a number")

    def texts(self) -> dict[str, str]:
        """The mapping of names to texts here. Raises DefinitionError."""
        return {key: item.text() for key, item in self.items()}

    def flags(self) -> dict[str, bool]:
        """The mapping of names to booleans here. Raises DefinitionError."""
        return {key: item.boolean() for key, item in self.items()}

    def flags_or_texts(self) -> dict[str, bool]:
        """The mapping of names to booleans here, of which CloudFormation takes any text for false. Raises
        DefinitionError.
        """
        found = {}
        for key, item in self.items():
            is_text = type(item.value) is str
            found[key] = item.value.lower() == "true" if is_text else item.boolean()
        return found

    def data(self) -> Any:
        """The value here as plain data, with every function resolved."""
        value = self.value
        if type(value) is dict:
            return {key: item.data() for key, item in self.items()}
        if type(value) is list:
            return [item.data() for item in self.elements()]
        return value

    # Files

    def named_file(self, what: str) -> Source:
        """The text of the file that is named here. Raises DefinitionError."""
        return self._named(what)

    def named_document(self, what: str, *, last_key_counts: bool = False) -> Cursor:
        """The root of the JSON or YAML file that is named here. Raises DefinitionError, also for a repeated key.

        With `last_key_counts`, a repeated key is a finding.
        """
        source = self._named(what)
        if self.document.depth == MOST_FILES_DEEP:
            raise self.error("the files name each other in a circle")
        document = parsed_document(source)
        document.depth = self.document.depth + 1
        found = Cursor(document, document.data, (), self.scope)
        found.check_keys(last_key_counts=last_key_counts)
        return found.imported() if self.scope.imports else found

    def check_keys(self, *, last_key_counts: bool) -> None:
        """Raises DefinitionError for a repeated key of the file; with `last_key_counts` it is a finding."""
        for repeated in self.document.repeated:
            if not last_key_counts:
                raise repeated
            self.scope.findings.add("API474", repeated.with_message(f"{repeated.message}: the last one counts"))

    def _named(self, what: str) -> Source:
        name = self.text()
        try:
            path = named_path(self.document.folder, name, self.scope.readable)
            self.scope.files.append(path)
            return named_source(path, self.scope.readable)
        except UnreadableFileError as refused:
            raise self.error(f"{what} {name!r} {refused.reason}", hint=refused.hint) from None

    # Putting together

    def with_keys(self, **changed: Any) -> Cursor:
        """This mapping with some keys changed, at the same place. Raises DefinitionError when it is not a mapping."""
        return self.with_value({**self.mapping().value, **changed})

    def within(self, scope: Scope) -> Cursor:
        """This cursor with other surroundings."""
        return Cursor(self.document, self.value, self.path, scope)

    def with_value(self, value: Any) -> Cursor:
        """Another value at the place of this one."""
        return Cursor(self.document, value, self.path, self.scope)

    # Errors

    def error(
        self, message: str, *, key: str | None = None, hint: str | None = None, inside: str | None = None
    ) -> DefinitionError:
        """The error here, or with `key` at that key of this mapping, with `inside` at these characters of the text."""
        path = self.path if key is None else (*self.path, key)
        return self.document.error(path, message, at_key=key is not None, hint=hint, inside=inside)

    def wrong(self, wanted: str) -> NoReturn:
        """Raises DefinitionError for a value of the wrong kind."""
        name = next((step for step in reversed(self.path) if isinstance(step, str)), "the definition")
        hint = "put it in quotes" if wanted == "text" and isinstance(self.value, (bool, int, float)) else None
        found = "AWS::NoValue" if self.value is NO_VALUE else kind_of(self.value)
        if isinstance(self.value, str):
            found = f"the text {self.value[:40]!r}"
        raise self.error(f"`{name}` must be {wanted}, but this is {found}", hint=hint)

    def found(self, rule: str, message: str, *, key: str | None = None, hint: str | None = None) -> None:
        """Adds a finding here, or with `key` at that key of this mapping."""
        if not self.scope.findings.is_full:
            self.scope.findings.add(rule, self.error(message, key=key, hint=hint))

    def drop_unknown(self, key: str, of: str, known: Sequence[str], hint: str | None = None) -> None:
        """An unknown key of this mapping: a finding where the service's import drops it, else a DefinitionError."""
        if not self.scope.imports:
            raise self.unknown(key, of, known) if hint is None else self.error(_no_key(of, key), key=key, hint=hint)
        if not self.scope.findings.is_full:
            near = hint or nearest_hint(key, known)
            self.found("API471", f"{_no_key(of, key)}: the import drops it", key=key, hint=near)

    def unknown(self, key: str, of: str, known: Iterable[str]) -> DefinitionError:
        """The error for an unknown key of this mapping."""
        return self.error(_no_key(of, key), key=key, hint=nearest_hint(key, known))


def _no_key(of: str, key: str) -> str:
    return f"{of} has no key `{key}`"
