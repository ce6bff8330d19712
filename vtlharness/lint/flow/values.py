"""What is known of a value before the template runs: what kind it is, who controls it, and how it prints.

A value that somebody else controls carries samples: hostile texts that it may be. The methods that the template calls
are called on the samples, so that any way of escaping, stripping or checking counts by what it does.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["any", "boolean", "collection", "json", "map", "number", "text"]
"""What a value is: `any` is not known, `json` is a JSON text, `collection` was made by the template, `map` is a Java
map that prints as Java does.
"""

HOSTILE = ("a'b", 'a"b', "a\\", "a\nb", "a&b=c", "a b", "<é>")
"""The texts that a value from outside may be."""

HOSTILE_JSON = ('{"a":"b\'c"}', '{"a":"b\\"c d&e"}')
"""The JSON texts that `$input.json` may print."""

MOST_SAMPLES = 24


class Value(NamedTuple):
    """A value of which some things are known.

    `samples` are hostile texts that it may print, none if it prints nothing harmful. `who` controls it (None: nobody
    outside). `missing` tells that it may be missing. `text` is its text if that is known. `role` names a value with
    members of its own, such as `params`. `items` is what a collection of the template holds.
    """

    kind: Kind = "any"
    samples: tuple[str, ...] = ()
    who: str | None = None
    missing: bool = False
    text: str | None = None
    role: str = ""
    items: Value | None = None

    @property
    def is_text(self) -> bool:
        """Whether it is surely a text."""
        return self.kind in ("text", "json")


UNKNOWN = Value()
NUMBER = Value("number")
BOOLEAN = Value("boolean")
TEXT = Value("text")
EMPTY = Value("text", missing=True, text="")
"""What a missing value is."""


def outside(who: str, kind: Kind = "any", *, missing: bool = True) -> Value:
    """A value that somebody else controls."""
    return Value(kind, HOSTILE, who, missing)


def constant(value: object) -> Value:
    """A value that the template has written."""
    if isinstance(value, bool):
        return Value("boolean", text=str(value).lower())
    if isinstance(value, (int, float)):
        return NUMBER
    text = str(value)
    return Value("text", text=text)


def joined(one: Value, other: Value) -> Value:
    """What is known of a value that is the one or the other."""
    if one == other:
        return one
    return Value(
        one.kind if one.kind == other.kind else _joined_kind(one, other),
        merged(one.samples, other.samples),
        one.who or other.who,
        one.missing or other.missing,
        one.text if one.text == other.text else None,
        one.role if one.role == other.role else "",
        one.items if other.items is None else other.items if one.items is None else joined(one.items, other.items),
    )


def merged(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """Both groups of samples, each sample once."""
    return one if one == other else tuple(dict.fromkeys((*one, *other)))[:MOST_SAMPLES]


def _joined_kind(one: Value, other: Value) -> Kind:
    return "text" if one.is_text and other.is_text else "any"
