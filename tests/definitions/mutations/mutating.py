"""Mutates one node of a definition, and says what is wrong with the answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from itertools import zip_longest
from pathlib import Path
from random import Random
from typing import Any, NamedTuple, TypeAlias

from tests.definitions.mutations.samples import Sample, samples
from vtlharness.definitions import load_definition
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.model import RestApi

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
    """Every change of every node, in random order, and then two changes at once, without an end.

    The samples take turns, so that a long one does not push out the others.
    """
    single = [
        [Mutation(sample, (Change(operation, path),)) for path in paths(sample.data) for operation in OPERATIONS]
        for sample in samples()
    ]
    for changes in single:
        random.shuffle(changes)
    for turn in zip_longest(*single):
        for changes, mutation in zip(single, turn, strict=True):
            yield _twice(random.choice(changes), random) if mutation is None else mutation
    while True:
        yield from (_twice(random.choice(changes), random) for changes in single)


def _twice(mutation: Mutation, random: Random) -> Mutation:
    """The mutation with one more change, if there is anything left to change."""
    sample, (first,) = mutation
    data = deepcopy(sample.data)
    first.apply(data)
    others = list(paths(data))
    if not others:
        return mutation
    return Mutation(sample, (first, Change(random.choice(OPERATIONS), random.choice(others))))


def fault(mutation: Mutation, folder: Path, methods: Callable[[Sample], int]) -> str | None:
    """What is wrong with the answer to a mutated definition; None if nothing is.

    A foreign exception is wrong, and a method that is lost without a word.
    """
    try:
        api = _loaded(mutation.sample, mutation.text(), folder)
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


def _loaded(sample: Sample, text: str, folder: Path) -> RestApi:
    """The API of a sample whose mutated file has this text."""
    own = sample.put(folder)
    (own / sample.mutated).write_text(text, encoding="utf-8")
    return load_definition(own / sample.loaded, **dict(sample.options))


def count_methods(folder: Path) -> Callable[[Sample], int]:
    """A function that counts the methods of a sample as it is, once."""
    counts: dict[str, int] = {}

    def counted(sample: Sample) -> int:
        if sample.name not in counts:
            counts[sample.name] = len(_loaded(sample, json.dumps(sample.data), folder).methods)
        return counts[sample.name]

    return counted
