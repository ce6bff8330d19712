"""What a template reads of the call, and which values its conditions ask for.

For each place of the payload, the parameters, `$context` and the stage variables that the template reads: the kinds of
value it can have, and values that make a difference. Made by `template_inputs`.
"""

from __future__ import annotations

import re
from typing import Any, Literal, NamedTuple, TypeAlias

Place: TypeAlias = Literal["body", "path", "querystring", "header", "parameter", "context", "stageVariables"]
ITEM = "[]"
"""The step from a list to its items."""
JSON = "{json}"
"""The step from a text to the JSON in it."""
VALUE = "{value}"
"""The step from a map to its values, whatever their keys are."""
MOST_STEPS = 50
"""The most steps to a place: what lies deeper has no value."""
MISSING = object()
"""Stands for a value that is not there."""

_PATH_STEP = re.compile(
    r"\.\.|\.?\[\s*(?:'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"|(-?\d+|\*|[^\]]*))\s*\]|\.([^.\[\s]+)"
)


class Origin(NamedTuple):
    """A value of the call: `steps` lead to it in the payload; elsewhere they are its name."""

    place: Place
    steps: tuple[str, ...] = ()

    def of(self, *steps: str) -> Origin:
        """The value that steps lead to from here; deeper than data may nest, the value itself."""
        return Origin(self.place, (*self.steps, *steps)) if len(self.steps) + len(steps) <= MOST_STEPS else self


class Wish:
    """What is known about one place: `kind` of value, and `values` that make a difference, in order.

    A value is `bare` if the template prints it into JSON without quotes.
    """

    def __init__(self) -> None:
        self.kind: str | None = None
        self.bare = False
        self.values: list[Any] = []
        self.keys: list[str] = []
        """Keys that the template compares those of a map with."""

    def may_be(self, value: Any) -> None:
        """Takes note of a value that makes a difference."""
        if not any(type(known) is type(value) and known == value for known in self.values):
            self.values.append(value)

    def has_key(self, key: str) -> None:
        """Takes note of a key that makes a difference."""
        if key not in self.keys:
            self.keys.append(key)

    def has_kind(self, kind: str) -> None:
        """Takes note of a kind of value; the first that is known stays, text gives way to every other."""
        if self.kind in (None, "text"):
            self.kind = kind

    def take(self, other: Wish) -> None:
        """Takes what is known elsewhere about the same place."""
        self.bare |= other.bare
        if other.kind is not None:
            self.has_kind(other.kind)
        for value in other.values:
            self.may_be(value)
        for key in other.keys:
            self.has_key(key)


class Inputs:
    """What a template reads; `wishes` has each place in the order in which the template reads them."""

    def __init__(self) -> None:
        self.wishes: dict[Origin, Wish] = {}
        self.answers = False
        """Whether the template is one for responses: it sets the client's answer, or reads what services answer."""

    def wish(self, origin: Origin) -> Wish:
        """What is known about a place."""
        return self.wishes.setdefault(origin, Wish())

    def add(self, other: Inputs) -> None:
        """Takes what another template reads, too."""
        for origin, wish in other.wishes.items():
            self.wish(origin).take(wish)


def path_steps(path: str) -> tuple[str, ...] | None:
    """The steps of a JSONPath; None for one that leads to no one place."""
    rest = path.strip().removeprefix("$")
    if rest and not path.strip().startswith("$"):
        rest = f".{rest}"
    steps: list[str] = []
    at = 0
    while at < len(rest):
        match = _PATH_STEP.match(rest, at)
        if match is None or match[0] == "..":
            return tuple(steps) if steps else None
        quoted = match[1] if match[1] is not None else match[2]
        if quoted is not None:
            steps.append(quoted)
        elif match[4] is not None:
            if match[4].endswith("()"):
                return tuple(steps)
            steps.append(VALUE if match[4] == "*" else match[4])
        else:
            steps.append(ITEM)
        at = match.end()
    return tuple(steps) if len(steps) <= MOST_STEPS else None
