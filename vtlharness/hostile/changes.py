"""The changes of a case's input: each makes one place of it hostile.

Comes in: a case. Goes out: `Place`s, each with its `Change`s, the smallest first. The order never depends on chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from vtlharness.cases.model import Case
from vtlharness.documents.json.writing import json_line
from vtlharness.hostile.data_paths import MISSING, Steps, path_words, places_in, with_value
from vtlharness.hostile.inputs import Input, inputs_of
from vtlharness.hostile.texts import TEXTS, other_kinds

Family: TypeAlias = Literal["missing", "text", "kind", "list", "name"]
"""What a change does: it takes the value away, puts a text, a value of another kind or another list in its place, or
adds a name to the names there.
"""

VALUE_OF_NAME = "x"
"""The value of a name that a sender adds."""

_WIDTH = 60


class Change(NamedTuple):
    """Another value at a place, MISSING to leave it out."""

    family: Family
    value: object

    @property
    def cause(self) -> str:
        """What changes have in common that one cure mends: a hostile text and a value of another kind have."""
        return "value" if self.family in ("text", "kind") else self.family

    @property
    def words(self) -> str:
        """The value as a reader of a report needs it: JSON, shortened, or `missing`."""
        if self.value is MISSING:
            return "missing"
        text = json_line(self.value).decode("utf-8", "replace").rstrip("\n")
        return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}… ({len(text)} characters)"


class Place(NamedTuple):
    """A place in the input of a case, where others choose the value."""

    input: Input
    steps: Steps
    value: object
    of_names: bool = False

    @property
    def words(self) -> str:
        """The place in words: `body $.items[0].name`, `header X-Tenant`, `query name` for a name itself."""
        given = self.input
        if self.of_names:
            return f"{given.words} {path_words(self.steps)} name" if given.kind == "data" else f"{given.words} name"
        if given.kind == "text":
            return given.words
        if given.kind in ("data", "claims"):
            return f"{given.words} {path_words(self.steps)}"
        return f"{given.words} {self.steps[0]}"

    def changed_input(self, change: Change) -> object:
        """The part of the input with the change in it."""
        if self.of_names:
            assert isinstance(self.value, dict)
            return with_value(self.input.value, self.steps, {**self.value, change.value: VALUE_OF_NAME})
        return with_value(self.input.value, self.steps, change.value)

    def changed(self, case: Case, change: Change) -> Case:
        """The case with the change in its input."""
        return self.input.with_value(case, self.changed_input(change))

    def probes(self) -> tuple[Change, ...]:
        """Changes that a template prints in some way if it reads the place at all."""
        if self.of_names:
            return (Change("name", "".join(self.input.names)),)
        gone = (Change("missing", MISSING),) if self.can_be_missing else ()
        return (Change("text", "".join(self.input.texts)), *gone)

    @property
    def can_be_missing(self) -> bool:
        """Whether the place is a name, not an item of a list, that a sender may leave out."""
        return not self.input.whole and bool(self.steps) and isinstance(self.steps[-1], str)

    def changes(self) -> Iterator[Change]:
        """Every change at this place."""
        if self.of_names:
            yield from (Change("name", name) for name in self.input.names)
            return
        if self.can_be_missing:
            yield Change("missing", MISSING)
        if self.input.kind == "data":
            yield from self._of_data()
        else:
            texts = self.input.texts
            yield from (Change("text", text) for text in texts if text or self.input.kind != "text")

    def _of_data(self) -> Iterator[Change]:
        value = self.value
        if value is not None:
            yield Change("missing", None)
        if isinstance(value, str):
            yield from (Change("text", text) for text in TEXTS if text != value)
        elif isinstance(value, list) and value:
            yield Change("list", [])
            yield Change("list", [value[0], value[0]])
        yield from (Change("kind", other) for other in other_kinds(value))


def places_of(case: Case) -> Iterator[Place]:
    """The places of a case's input, in the order of its parts."""
    for given in inputs_of(case):
        if given.kind == "text":
            yield Place(given, (), given.value)
        elif given.kind == "data":
            yield from _places_in_data(given)
        elif given.kind == "claims":
            found = places_in(given.value)
            yield from (Place(given, steps, value) for steps, value in found if isinstance(value, (str, int, float)))
        elif given.unsent is not None:
            yield Place(given, (given.unsent,), "")
        else:
            yield from (Place(given, (name,), value) for name, value in given.value.items())
            yield from _names_of(given, (), given.value)


def _places_in_data(given: Input) -> Iterator[Place]:
    if isinstance(given.value, list):
        yield Place(given, (), given.value)
    yield from _names_of(given, (), given.value)
    for steps, value in places_in(given.value):
        yield Place(given, steps, value)
        yield from _names_of(given, steps, value)


def _names_of(given: Input, steps: Steps, value: object) -> Iterator[Place]:
    if given.names and isinstance(value, dict):
        yield Place(given, steps, value, of_names=True)
