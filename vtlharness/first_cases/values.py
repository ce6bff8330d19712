"""Values for what templates read.

Comes in: wishes. Goes out: JSON data in which every place has a value, and what changes to make one place different.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, NamedTuple

from vtlharness.first_cases.inputs import ITEM, JSON, MISSING, VALUE, Origin, Wish
from vtlharness.first_cases.matching_text import matching_text

_NUMBERS = re.compile(
    r"(?i)(?:count|quantity|qty|amount|total|price|number|size|page|limit|offset|age|max|min|year|weight|height|width)$"
    r"|^(?:n|num|latitude|longitude)$"
)
_BOOLEANS = re.compile(
    r"^(?:is|has|can|should)[A-Z_]|(?i:^(?:enabled|active|valid|success|ok|truncated|urgent|express|gift)$)"
)
_OTHER = "another value"
_TYPES_OF_DYNAMODB = {
    "S": None,
    "N": "1",
    "BOOL": True,
    "B": "dGV4dA==",
    "NULL": True,
    "SS": None,
    "L": None,
    "M": None,
}
"""The type descriptors of DynamoDB's attributes, with the value of each; None for one that is the name's."""


class Change(NamedTuple):
    """Another value for one place, and how a case's name says it."""

    origin: Origin
    value: Any
    words: str


def text_for(name: str) -> str:
    """A text that stands for what a name means."""
    short = name.strip("$*") or "text"
    if re.search(r"(?i)e-?mail", short):
        return "someone@example.com"
    if re.search(r"(?i)host$", short):
        return "host.example.com"
    if re.search(r"(?i)(?:ur[il]|link|href)$", short):
        return "https://example.com"
    if re.search(r"(?i)(?:date|day)$", short):
        return "2024-05-20"
    if re.search(r"(?i:time|timestamp)$|(?:At|_at)$", short):
        return "2024-05-20T12:00:00Z"
    return short


def plain_value(name: str, kind: str | None) -> Any:
    """A value for a place with this name."""
    if kind == "boolean" or (kind is None and _BOOLEANS.search(name)):
        return True
    if kind == "number" or (kind is None and _NUMBERS.search(name)):
        return 1
    if kind == "list":
        return [text_for(name), f"{text_for(name)} 2"]
    if kind == "map":
        return {}
    return "1" if _NUMBERS.search(name) else text_for(name)


def wished_value(name: str, wish: Wish) -> Any:
    """The first value that a place's conditions ask for, else a plain one."""
    for value in wish.values:
        if isinstance(value, tuple):
            made = asked_value(value)
            if made is not None:
                return made
        elif value is not MISSING and value != "" and (wish.kind is None or kind_fits(value, wish.kind)):
            return value
    return plain_value(name, wish.kind)


def kind_fits(value: Any, kind: str) -> bool:
    """Whether a value is of a kind that a place has."""
    return (isinstance(value, str), isinstance(value, bool)) == (kind == "text", kind == "boolean")


def asked_value(value: tuple[str, Any]) -> str | None:
    """A text that answers a question with yes; None for other wishes."""
    what, argument = value
    if what == "matching":
        return matching_text(str(argument))
    return str(argument) if what == "containing" else None


class Payload:
    """The data of a payload, made of the places that are read."""

    def __init__(self, wishes: Mapping[tuple[str, ...], Wish], base: Any = MISSING) -> None:
        """`base` is data that is there already, which the places are added to."""
        self._wishes = wishes
        tree = _Tree()
        for steps, wish in wishes.items():
            tree.place(steps).wish = wish
        self._tree = tree
        self._base = base

    def data(self) -> Any:
        """The data."""
        return self._tree.data("", self._base)


class _Tree:
    """One place, and the places in it."""

    def __init__(self) -> None:
        self.wish = Wish()
        self.inner: dict[str, _Tree] = {}

    def place(self, steps: tuple[str, ...]) -> _Tree:
        found = self
        for step in steps:
            found = found.inner.setdefault(step, _Tree())
        return found

    def data(self, name: str, base: Any = MISSING) -> Any:
        if JSON in self.inner:
            return json.dumps(self.inner[JSON].data(name), ensure_ascii=False)
        if ITEM in self.inner:
            return self._list(name, base)
        if not self.inner:
            return wished_value(name or "text", self.wish) if base is MISSING else base
        made = dict(base) if isinstance(base, dict) else {}
        if base is not MISSING and not isinstance(base, dict):
            return base
        for step, inner in self.inner.items():
            if step in _TYPES_OF_DYNAMODB and name and step not in made:
                made[step] = inner.data(name) if inner.inner else _TYPES_OF_DYNAMODB[step] or text_for(name)
            elif step == VALUE:
                for key in list(made) or ["key"]:
                    made[key] = inner.data(key, made.get(key, MISSING))
            else:
                made[step] = inner.data(step, made.get(step, MISSING))
        return made

    def _list(self, name: str, base: Any) -> Any:
        singular = name[:-1] if name.endswith("s") and len(name) > 2 else name or "item"
        items = list(base) if isinstance(base, list) and base else [MISSING, MISSING]
        if base is not MISSING and not isinstance(base, list):
            return base
        made = [self.inner[ITEM].data(singular, one) for one in items]
        if len(made) == 2 and items[0] is MISSING:
            made[1] = _other(made[1])
        return made


def _other(value: Any) -> Any:
    """The second item of a list: as the first, with other plain texts and numbers."""
    if isinstance(value, dict):
        first = next((key for key, inner in value.items() if isinstance(inner, str)), None)
        return {key: _other(inner) if key == first else inner for key, inner in value.items()}
    if isinstance(value, str) and value and not value.startswith(("{", "[")):
        return f"{value} 2"
    return value


def changes(origin: Origin, wish: Wish, present: Any) -> Iterator[Change]:
    """The changes of one place that may make a difference; `present` is the value that it has."""
    name = shown_name(origin)
    for value in wish.values:
        if value is MISSING:
            yield Change(origin, MISSING, f"without {name}")
        elif isinstance(value, tuple):
            what, argument = value
            if what == "size":
                yield from _of_size(origin, name, present, int(argument))
            else:
                made = asked_value(value)
                if made is not None and made != present:
                    yield Change(origin, made, f"{name} is {made}")
        elif type(value) is not type(present) or value != present:
            yield Change(origin, value, f"{name} is {_shown(value)}")
    if isinstance(present, str) and any(not isinstance(value, bool) and value is not MISSING for value in wish.values):
        yield Change(origin, _OTHER, f"{name} is something else")


def _of_size(origin: Origin, name: str, present: Any, size: int) -> Iterator[Change]:
    if isinstance(present, list) and present:
        items = [deepcopy(present[number]) if number < len(present) else _other(present[-1]) for number in range(size)]
        words = f"{name} is empty" if not size else f"{name} has {size} item{'s' if size > 1 else ''}"
        if items != present:
            yield Change(origin, items, words)
        return
    if size == 0:
        yield Change(
            origin, {} if isinstance(present, dict) else "" if isinstance(present, str) else [], f"{name} is empty"
        )
        yield Change(origin, MISSING, f"without {name}")
    elif isinstance(present, str):
        yield Change(origin, (present * size)[:size], f"{name} has {size} character{'s' if size > 1 else ''}")


def parameter_text(value: Any) -> str:
    """A value as a parameter, a stage variable or a value of `$context` has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def shown_name(origin: Origin) -> str:
    """How a case's name says a place."""
    steps = [step for step in origin.steps if step not in (ITEM, JSON, VALUE)]
    if origin.place == "body":
        return ".".join(steps) or "body"
    return ".".join(steps) or origin.place


def _shown(value: Any) -> str:
    if value == "":
        return "empty"
    text = value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= 30 else f"{text[:29]}…"


def with_change(data: Any, steps: tuple[str, ...], value: Any) -> Any:
    """The data with another value at a place: of lists in its first item, of texts with JSON in this JSON.

    Raises LookupError and TypeError where there is no such place.
    """
    if not steps:
        return value if value is MISSING else deepcopy(value)
    first, rest = steps[0], steps[1:]
    if first == JSON:
        return json.dumps(with_change(json.loads(data), rest, value), ensure_ascii=False)
    if first == ITEM:
        if not isinstance(data, list) or not data:
            raise LookupError("there is no item")
        inner = list(data)
        if not rest and value is MISSING:
            return inner[1:]
        inner[0] = with_change(inner[0], rest, value)
        return inner
    made = dict(data)
    key = next(iter(made), None) if first == VALUE else first
    if key is None:
        raise LookupError("the map is empty")
    if not rest and value is MISSING:
        del made[key]
    else:
        made[key] = with_change(made.get(key), rest, value) if rest else deepcopy(value)
    return made


def at(data: Any, steps: tuple[str, ...]) -> Any:
    """The value of a place, MISSING where there is none."""
    for step in steps:
        try:
            if step == JSON:
                data = json.loads(data)
            elif step == ITEM:
                data = data[0]
            else:
                data = data[next(iter(data)) if step == VALUE else step]
        except (LookupError, TypeError, ValueError, StopIteration):
            return MISSING
    return data
