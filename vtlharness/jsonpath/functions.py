"""The functions of paths: `.length()`, `.sum()`, `.concat("a")` and the others of Jayway JsonPath 2.9.

Comes in: the value before the dot, and the arguments (JSON text, or a path read from the document's root). Raises
InvalidPathError for a function that does not exist, JsonPathError if Jayway fails, PathNotFound if an argument's path
finds nothing. Aggregations use doubles and Jayway's starting values: the smallest maximum is 4.9E-324.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from vtlharness import json_smart
from vtlharness.java.text import text_of
from vtlharness.java.values import KeySet
from vtlharness.jsonpath.containers import is_array, is_object
from vtlharness.jsonpath.errors import IndexOutOfBoundsError, InvalidPathError, JsonPathError
from vtlharness.jsonpath.run import Run
from vtlharness.jsonpath.syntax.numbers import double_value, int_value, is_number
from vtlharness.limits.budget import current_budget, joined, spend_items

SMALLEST_DOUBLE = 5e-324  # Java's Double.MIN_VALUE


class PathArgumentReader(Protocol):
    """A path argument ready to run."""

    ends_in_function: bool

    def value(self, document: Any, root: Any, *, require: bool = False) -> Any:
        """The value of the path; raises PathNotFound."""

    def children(self, document: Any, root: Any, *, require: bool = False) -> Any:
        """The values of the path with a wildcard after it, read as definite as the path itself."""


class _Call:
    """One call: its value, and its arguments; JSON among these is parsed when the call reads it."""

    __slots__ = ("_given", "_read", "offset", "run", "value")

    def __init__(self, value: Any, arguments: tuple[str | PathArgumentReader, ...], run: Run, offset: int) -> None:
        self.value = value
        self.run = run
        self.offset = offset
        self._given = arguments
        # every path is read before the function begins, used or not
        self._read = [
            None if isinstance(argument, str) else argument.value(run.root, run.root, require=run.require)
            for argument in arguments
        ]

    def error(self, message: str) -> JsonPathError:
        return JsonPathError(message, self.offset)

    def first_path(self) -> PathArgumentReader | None:
        if not self._given:
            return None
        first = self._given[0]
        if isinstance(first, str):
            raise self.error("length takes a path, not JSON")
        return first

    def arguments(self) -> Iterator[Any]:
        for given, read in zip(self._given, self._read, strict=True):
            if not isinstance(given, str):
                yield read
                continue
            try:
                yield json_smart.parse(given)
            except json_smart.JsonError as problem:
                raise self.error(f"An argument of the function is not JSON: {problem}") from problem

    def spread_arguments(self) -> Iterator[Any]:
        """The arguments, with the items of an array in its place; nulls are skipped."""
        for argument in self.arguments():
            for value in argument if is_array(argument) else (argument,):
                if value is not None:
                    yield value

    def numbers(self) -> list[float]:
        items = list(self.value) if is_array(self.value) else []
        found = [double_value(value) for value in (*items, *self.spread_arguments()) if is_number(value)]
        if not found:
            raise self.error("The function found no numbers")
        return found


def call(name: str, value: Any, arguments: tuple[str | PathArgumentReader, ...], run: Run, offset: int) -> Any:
    """The result of a function on a value. `arguments` are JSON texts and readers of paths."""
    function = FUNCTIONS.get(name)
    if function is None:
        hint = f"to read a key of that name, write ['{name}']"
        raise InvalidPathError(f"The function {name}() does not exist", offset, hint=hint)
    return function(_Call(value, arguments, run, offset))


def _sum(values: list[float]) -> float:
    total = 0.0
    for value in values:
        total += value  # one after the other, as Java adds; sum() rounds less in newer Pythons
    return total


def _minimum(made: _Call) -> float:
    least = sys.float_info.max
    for value in made.numbers():
        if least > value:
            least = value
    return least


def _maximum(made: _Call) -> float:
    most = SMALLEST_DOUBLE
    for value in made.numbers():
        if most < value:
            most = value
    return most


def _average(made: _Call) -> float:
    values = made.numbers()
    return _sum(values) / len(values)


def _standard_deviation(made: _Call) -> float:
    values = made.numbers()
    count, total = float(len(values)), _sum(values)
    variance = _sum([value * value for value in values]) / count - total * total / count / count
    return math.sqrt(variance) if variance >= 0 else math.nan


def _length(made: _Call) -> int | None:
    path = made.first_path()
    if path is not None:
        if made.value is None:
            raise made.error("length(path) cannot look into null")
        read = path.value if path.ends_in_function else path.children
        found = read(made.value, made.value, require=made.run.require)
        if is_array(found):
            return len(found)
    return len(made.value) if is_array(made.value) or is_object(made.value) else None


def _concatenate(made: _Call) -> str:
    items = made.value if is_array(made.value) else ()
    texts = [item for item in items if isinstance(item, str)]
    return joined(texts + [text_of(value) for value in made.spread_arguments()])


def _append(made: _Call) -> Any:
    if is_array(made.value):
        for argument in made.arguments():
            spend_items(1)
            current_budget().used().shares = True
            made.value.append(argument)
    return made.value


def _keys(made: _Call) -> Any:
    return KeySet(made.value) if is_object(made.value) else None


def _item(made: _Call, index: int) -> Any:
    count = len(made.value)
    if index >= count:
        raise IndexOutOfBoundsError(f"The array has no item {index}", made.offset)
    if index < 0 and index + count <= 0:
        # Jayway excludes the first item when it counts from the end
        raise made.error(f"Jayway does not find item {index} of the array")
    return made.value[index]


def _at(index: Callable[[_Call], int]) -> Callable[[_Call], Any]:
    def item(made: _Call) -> Any:
        if not is_array(made.value):
            raise made.error("The function needs an array")
        return _item(made, index(made))

    return item


def _index_argument(made: _Call) -> int:
    for value in made.spread_arguments():
        if is_number(value):
            return int_value(value)
    raise IndexOutOfBoundsError("index() needs the number of an item", made.offset)


FUNCTIONS: dict[str, Callable[[_Call], Any]] = {
    "min": _minimum,
    "max": _maximum,
    "avg": _average,
    "sum": lambda made: _sum(made.numbers()),
    "stddev": _standard_deviation,
    "concat": _concatenate,
    "length": _length,
    "size": _length,
    "append": _append,
    "keys": _keys,
    "first": _at(lambda made: 0),
    "last": _at(lambda made: -1),
    "index": _at(_index_argument),
}
