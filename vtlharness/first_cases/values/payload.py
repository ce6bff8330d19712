"""Values for what templates read.

Comes in: wishes. Goes out: JSON data in which every place has a value, and what changes to make one place different.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any, NamedTuple

from vtlharness.first_cases.reading.inputs import ITEM, JSON, MISSING, VALUE, Origin, Wish
from vtlharness.first_cases.values.dynamodb_attributes import NAMES, attribute
from vtlharness.first_cases.values.matching_text import matching_text
from vtlharness.first_cases.values.samples import plain_value

_SHOWN_PLACES = {
    "header": "headers",
    "path": "path parameters",
    "querystring": "query string",
    "stageVariables": "stage variables",
}
_LEVELS_OF_SEVERAL = 4
"""More lists inside each other have one item each: two in all of them would double the data at each level."""
_MOST_KEYS = 20
"""The most keys that a map gets because a template compares its keys with them."""
_LARGEST = 1000
"""The largest size that a list or a text is made for."""
_OTHER = "another value"


class Change(NamedTuple):
    """Another value for one place, and how a case's name says it."""

    origin: Origin
    value: Any
    words: str


def wished_value(name: str, wish: Wish, plain: Callable[[str, str | None], Any] = plain_value) -> Any:
    """The first value that a place's conditions ask for, else a plain one."""
    for value in wish.values:
        if isinstance(value, tuple):
            made = asked_value(value)
            if made is not None:
                return made
        elif isinstance(value, bool) and wish.kind != "boolean":
            continue  # a condition that asks whether there is a value
        elif value is not MISSING and value != "" and (wish.kind is None or kind_fits(value, wish.kind)):
            return value
    return plain(name, "bare" if wish.kind is None and wish.bare else wish.kind)


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

    def data(self, name: str, base: Any = MISSING, levels: int = _LEVELS_OF_SEVERAL) -> Any:
        """The data of the place; `levels` of lists and maps inside each other have several items."""
        if JSON in self.inner:
            return json.dumps(self.inner[JSON].data(name, levels=levels), ensure_ascii=False)
        if ITEM in self.inner:
            return self._list(name, base, levels)
        if not self.inner:
            return wished_value(name or "text", self.wish) if base is MISSING else base
        if base is not MISSING and not isinstance(base, dict):
            return base
        made = dict(base) if isinstance(base, dict) else {}
        for step, inner in self.inner.items():
            if step in NAMES and name and step not in made:
                made[step] = inner.data(name, levels=levels) if inner.inner else attribute(step, name)
            elif step == VALUE and len(NAMES.keys() & inner.inner.keys()) > 1:
                made.update({} if made else inner.attributes(levels))
            elif step == VALUE:
                for key in list(made) or [*["key", "key2"][: 2 if levels > 0 else 1], *self.wish.keys[:_MOST_KEYS]]:
                    made[key] = inner.data(key, made.get(key, MISSING), levels - 1)
            else:
                made[step] = inner.data(step, made.get(step, MISSING), levels)
        return made

    def _list(self, name: str, base: Any, levels: int) -> Any:
        singular = name[:-1] if name.endswith("s") and len(name) > 2 else name or "item"
        item = self.inner[ITEM]
        if isinstance(base, list) and base:
            return [item.data(singular, one, levels - 1) for one in base]
        if base is not MISSING and base != []:
            return base
        if len(NAMES.keys() & item.inner.keys()) > 1:
            return list(item.attributes(levels).values())
        one = item.data(singular, levels=levels - 1)
        return [one, _other(one)] if levels > 0 else [one]

    def attributes(self, levels: int) -> dict[str, Any]:
        """Attributes of DynamoDB, one of each type that a template tells from the others."""
        return {
            NAMES[step]: {step: inner.data(NAMES[step], levels=levels) if inner.inner else attribute(step, NAMES[step])}
            for step, inner in self.inner.items()
            if step in NAMES
        }


def _other(value: Any) -> Any:
    """The second item of a list: as the first, with other plain texts and numbers."""
    if isinstance(value, dict):
        first = next((key for kind in (str, int) for key, inner in value.items() if _is_plain(inner, kind)), None)
        return {key: _other(inner) if key == first else inner for key, inner in value.items()}
    if isinstance(value, str) and value and not value.startswith(("{", "[")):
        return f"{value} 2"
    return value + 1 if _is_plain(value, int) else value


def _is_plain(value: Any, kind: type) -> bool:
    return isinstance(value, kind) and not isinstance(value, bool)


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
            yield Change(origin, value, f"empty {name}" if value == "" else f"{name} is {shown(value)}")
    if isinstance(present, str) and any(not isinstance(value, bool) and value is not MISSING for value in wish.values):
        yield Change(origin, _OTHER, f"another {name}")
    if MISSING in wish.values and origin.place == "body":
        yield from _without_holders(origin)


def _without_holders(origin: Origin) -> Iterator[Change]:
    """The maps that hold a place go, one after the other: a model may want the place in its map, but not the map."""
    for length in range(len(origin.steps) - 1, 0, -1):
        holder = Origin(origin.place, origin.steps[:length])
        if holder.steps[-1] not in (ITEM, JSON, VALUE) and holder.steps[-1] not in NAMES:
            yield Change(holder, MISSING, f"without {shown_name(holder)}")


def _of_size(origin: Origin, name: str, present: Any, size: int) -> Iterator[Change]:
    if size > _LARGEST:
        return
    if isinstance(present, (list, dict)) and present:
        made = _resized(present, size)
        words = f"empty {name}" if not size else f"one item in {name}" if size == 1 else f"{size} items in {name}"
        if made != present:
            yield Change(origin, made, words)
        return
    if size == 0:
        empty: Any = {} if isinstance(present, dict) else "" if isinstance(present, str) else []
        if present != empty:
            yield Change(origin, empty, f"empty {name}")
        yield Change(origin, MISSING, f"without {name}")
    elif isinstance(present, str):
        yield Change(origin, (present * size)[:size], f"{name} has {size} character{'s' if size > 1 else ''}")


def _resized(present: list[Any] | dict[str, Any], size: int) -> Any:
    """As many of the items as the size says; more are like the last."""
    if isinstance(present, list):
        return [deepcopy(present[number]) if number < len(present) else _other(present[-1]) for number in range(size)]
    last = next(reversed(present))
    more = {f"{last}{number + 1}": _other(present[last]) for number in range(len(present), size)}
    return dict(list({**deepcopy(present), **more}.items())[:size])


def parameter_text(value: Any) -> str:
    """A value as a parameter, a stage variable or a value of `$context` has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def shown_name(origin: Origin) -> str:
    """How a case's name says a place."""
    steps: list[str] = []
    for step in origin.steps:
        if step == VALUE:
            steps.append("*")
        elif step not in (ITEM, JSON) and (not steps or steps[-1] == "*" or step not in NAMES):
            steps.append(step)
    if origin.place == "body":
        text = ".".join(steps) or "body"
        return f"item of {text}" if origin.steps[-1:] == (ITEM,) else text
    return ".".join(steps) or _SHOWN_PLACES.get(origin.place, origin.place)


def shown(value: Any) -> str:
    """A value as a case's name says it, cut where it is long."""
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
            raise LookupError
        inner = list(data)
        if not rest and value is MISSING:
            return inner[1:]
        inner[0] = with_change(inner[0], rest, value)
        return inner
    made = dict(data)
    key = next(iter(made), None) if first == VALUE else first
    if key is None:
        raise LookupError
    if not rest and value is MISSING:
        del made[key]
    else:
        made[key] = with_change(made.get(key), rest, value)
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
