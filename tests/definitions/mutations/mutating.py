"""Mutates one node of a definition, and says what is wrong with the answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any, NamedTuple, TypeAlias

from tests.definitions.mutations.samples import Sample, samples
from vtlharness.definitions import load_definition
from vtlharness.errors import VtlHarnessError

NodePath: TypeAlias = tuple["str | int", ...]

RETYPED: dict[str, Any] = {
    "null": None,
    "boolean": True,
    "number": 7,
    "fraction": 0.5,
    "text": "other",
    "empty": "",
    "list": [],
    "mapping": {},
    "list of it": lambda value: [value],
    "mapping of it": lambda value: {"a": value},
    "Ref": lambda value: {"Ref": "Nothing"},
    "Fn::Sub": lambda value: {"Fn::Sub": "${Nothing.Arn}"},
    "$ref": lambda value: {"$ref": "#/components/schemas/Nothing"},
}
OPERATIONS = ("drop", "double", "repeat", *RETYPED)
_AGAIN = "\x01"
"""The end of a key that becomes a repeated one in the text."""

_STAYS = ("boolean", "number", "fraction", "text", "double", "repeat")
"""Operations after which a definition still says as much as before, with one value changed."""

_CHOOSES = ("Condition", "Conditions", "Parameters", "Mappings")
"""Parts of a template that may leave a method out on purpose."""


class Change(NamedTuple):
    """A change of one node."""

    operation: str
    path: NodePath

    def apply(self, data: Any) -> None:
        """Changes the data in place."""
        owner = data
        for step in self.path[:-1]:
            owner = owner[step]
        last: Any = self.path[-1]
        if self.operation == "drop":
            del owner[last]
        elif self.operation == "double":
            _double(owner, last)
        elif self.operation == "repeat":
            owner[f"{last}{_AGAIN}" if isinstance(owner, dict) else last] = deepcopy(owner[last])
        else:
            new = RETYPED[self.operation]
            owner[last] = new(owner[last]) if callable(new) else deepcopy(new)


class Mutation(NamedTuple):
    """A sample after one change, or after two."""

    sample: Sample
    changes: tuple[Change, ...]

    def text(self) -> str:
        """The mutated definition as JSON."""
        data = deepcopy(self.sample.data)
        for change in self.changes:
            change.apply(data)
        return json.dumps(data).replace('\\u0001"', '"')

    def __str__(self) -> str:
        changes = ", then ".join(f"{operation} {list(path)}" for operation, path in self.changes)
        return f"{self.sample.name}: {changes}"


def _double(owner: Any, last: Any) -> None:
    if isinstance(owner, dict):
        owner[f"{last}2"] = deepcopy(owner[last])
    else:
        owner.insert(last, deepcopy(owner[last]))


def paths(data: Any, before: NodePath = ()) -> Iterator[NodePath]:
    """The path of every node but the root."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in items:
        yield (*before, step)
        yield from paths(value, (*before, step))


def mutations(random: Random) -> Iterator[Mutation]:
    """Every change of every node of every sample, in random order, and then two changes at once, without an end."""
    single = [
        Mutation(sample, (Change(operation, path),))
        for sample in samples()
        for path in paths(sample.data)
        for operation in OPERATIONS
    ]
    random.shuffle(single)
    yield from single
    while True:
        sample, (first,) = random.choice(single)
        data = deepcopy(sample.data)
        first.apply(data)
        others = list(paths(data))
        if others:
            yield Mutation(sample, (first, Change(random.choice(OPERATIONS), random.choice(others))))


def fault(mutation: Mutation, folder: Path, methods: Callable[[Sample], int]) -> str | None:
    """What is wrong with the answer to a mutated definition; None if nothing is.

    A foreign exception is wrong, and a method that is lost without a word.
    """
    file = folder / "api.json"
    file.write_text(mutation.text(), encoding="utf-8")
    try:
        api = load_definition(file)
    except VtlHarnessError as problem:
        return str(problem) if "internal error: " in str(problem) else None
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"
    if not api.methods and not api.findings:
        return "no method is left, and no finding says so"
    before = methods(mutation.sample)
    stays = all(
        change.operation in _STAYS and not any(step in _CHOOSES for step in change.path) for change in mutation.changes
    )
    if stays and len(api.methods) < before and not api.findings:
        return f"{before - len(api.methods)} of {before} methods are lost, and no finding says so"
    return None


def count_methods(folder: Path) -> Callable[[Sample], int]:
    """A function that counts the methods of a sample as it is, once."""
    counts: dict[str, int] = {}

    def counted(sample: Sample) -> int:
        if sample.name not in counts:
            file = folder / "sample.json"
            file.write_text(json.dumps(sample.data), encoding="utf-8")
            counts[sample.name] = len(load_definition(file).methods)
        return counts[sample.name]

    return counted
