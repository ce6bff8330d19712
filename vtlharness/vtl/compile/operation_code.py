"""The two ways in which generated code writes an operation.

`Calls` writes a call of a function of `vtl.runtime`: short text, which Python compiles quickly. `Inline` writes the
common case out and leaves the rest to the same function: this text takes longer to compile and renders faster. Both
mean the same. The local `t` holds a value for the moment between its computation and its use.

Comes in: the text of Python expressions, where None means that a reference resolves to nothing. Goes out: the text of
one expression.
"""

from __future__ import annotations

import re
from collections.abc import Callable

COMPARISONS = {"<": "less", "<=": "less_or_equal", ">": "greater", ">=": "greater_or_equal"}
"""The operators that compare numbers, and their names in the runtime."""

_SMALL = "-0x80000000 <= {0} <= 0x7fffffff"
_POSITIVE = "0 <= {0} <= 0x7fffffff and 0 < {1} <= 0x7fffffff"
_OF_INTEGERS = {
    "+": ("{2}", "0 <= {0} and 0 <= {1} and ({2} := {0} + {1}) <= 0x7fffffff"),
    "-": ("{0} - {1}", "0 <= {1} <= {0} <= 0x7fffffff"),
    "*": ("{2}", "0 < {0} <= 0x7fffffff and 0 < ({2} := {0} * {1}) <= 0x7fffffff"),
    "/": ("{0} // {1}", _POSITIVE),
    "%": ("{0} % {1}", _POSITIVE),
}
"""The result of a calculation, and the condition under which Python calculates with two integers as Java does: neither
is negative and both are small, because integers of more than 32 bits have another class."""


class Calls:
    """Each operation is a call."""

    inline = False

    def property(self, of: str, name: str) -> str:
        """`$of.name`."""
        return f"get_property({of}, {name!r})"

    def get(self, of: str, key: str, trap: int) -> str:
        """`$of.get($key)`, where `key` is a local; `trap` is that of a value without this method."""
        return f"get_entry({of}, {key}, {trap}, reached)"

    def value(self, of: str) -> str:
        """The value of a reference: the empty string for nothing."""
        return f"value({of})"

    def text(self, of: str) -> str:
        """The text that a reference prints."""
        return f"text({of})"

    def text_in_json(self, of: str, trap: int) -> str:
        """The text that a reference prints in a template that writes JSON."""
        return f"text_in_json({of}, {trap}, reached)"

    def truth(self, of: str, trap: int) -> str:
        """Whether a reference is true as a condition."""
        return f"truth({of}, {trap}, reached)"

    def equal(self, of: str, text: str) -> str:
        """Whether a reference equals a text."""
        return f"equal({self.value(of)}, {text!r})"

    def first_equal(self, of: str, name: str, text: str) -> str:
        """Whether a variable equals a text; the local `name` then has what compares with other texts."""
        return f"({name} := comparable({of})) == {text!r}"

    def compare(self, operator: str, of: str, number: int) -> str:
        """How a value compares with a number."""
        return f"{COMPARISONS[operator]}({of}, {number})"

    def arithmetic(self, operator: str, left: str, right: str, depth: int, call: Callable[[str, str], str]) -> str:
        """A calculation: `call` writes it for two operands, `depth` is the number of calculations around it."""
        return call(left, right)

    def sequence(self, of: str) -> str:
        """The items that a `#foreach` runs over."""
        return f"sequence({of})"

    def key_sequence(self, of: str, trap: int, plain: str) -> str:
        """The items that a `#foreach` over `$of.keySet()` runs over; `plain` tells whether all keys are texts,
        `trap` is that of a value without this method.
        """
        return f"key_sequence({of}, {trap}, reached)"


class Inline(Calls):
    """The common case of each operation is written out."""

    inline = True

    def property(self, of: str, name: str) -> str:
        """`$of.name`."""
        held, first = _held(of)
        return f"({held}.get({name!r}) if {first}.__class__ is dict else get_property({held}, {name!r}))"

    def get(self, of: str, key: str, trap: int) -> str:
        """`$of.get($key)`, where `key` is a local; `trap` is that of a value without this method."""
        held, first = _held(of)
        plain = f"{first}.__class__ is dict and {key}.__class__ is str"
        return f"({held}.get({key}) if {plain} else {super().get(held, key, trap)})"

    def value(self, of: str) -> str:
        """The value of a reference: the empty string for nothing."""
        held, first = _held(of)
        return f"('' if {first} is None else {held})"

    def text(self, of: str) -> str:
        """The text that a reference prints."""
        return self._printed(of, super().text)

    def text_in_json(self, of: str, trap: int) -> str:
        """The text that a reference prints in a template that writes JSON."""
        return self._printed(of, lambda held: super(Inline, self).text_in_json(held, trap))

    def _printed(self, of: str, call: Callable[[str], str]) -> str:
        held, first = _held(of)
        number = f"str({held}) if {held}.__class__ is int and {_SMALL.format(held)}"
        return f"({held} if {first}.__class__ is str else {number} else {call(held)})"

    def truth(self, of: str, trap: int) -> str:
        """Whether a reference is true as a condition."""
        held, first = _held(of)
        return f"(True if {first} else truth({held}, {trap}, reached))"

    def equal(self, of: str, text: str) -> str:
        """Whether a reference equals a text."""
        held, first = _held(of)
        return f"({first} == {text!r} or {held}.__class__ is not str and equal({self.value(held)}, {text!r}))"

    def first_equal(self, of: str, name: str, text: str) -> str:
        """Whether a variable equals a text; the local `name` then has what compares with other texts."""
        return f"({name} := {of} if {of}.__class__ is str else comparable({of})) == {text!r}"

    def compare(self, operator: str, of: str, number: int) -> str:
        """How a value compares with a number."""
        held, first = _held(of)
        call = super().compare(operator, held, number)
        return f"({held} {operator} {number} if {first}.__class__ is int else {call})"

    def arithmetic(self, operator: str, left: str, right: str, depth: int, call: Callable[[str, str], str]) -> str:
        """A calculation: `call` writes it for two operands, `depth` is the number of calculations around it."""
        a, first = _operand(left, f"a{depth}")
        b, second = _operand(right, f"b{depth}")
        integers = f"{first}.__class__ is {second}.__class__ is int"
        result, condition = (form.format(a, b, f"r{depth}") for form in _OF_INTEGERS[operator])
        return f"({result} if {integers} and {condition} else {call(a, b)})"

    def sequence(self, of: str) -> str:
        """The items that a `#foreach` runs over."""
        held, first = _held(of)
        return f"({held} if {first}.__class__ is list else sequence({held}))"

    def key_sequence(self, of: str, trap: int, plain: str) -> str:
        """The items that a `#foreach` over `$of.keySet()` runs over; `plain` tells whether all keys are texts,
        `trap` is that of a value without this method.
        """
        held, first = _held(of)
        return f"({held} if {first}.__class__ is dict and {plain} else key_sequence({held}, {trap}, reached))"


_KEPT = re.compile(r"(p[0-9]+)|\((p[0-9]+) := .*", re.DOTALL)
"""A local that is set once, or its setting."""


def _held(of: str) -> tuple[str, str]:
    """The name of a value, and its first mention, which computes it."""
    return (of, of) if of.isidentifier() else _operand(of, "t")


def _operand(of: str, name: str) -> tuple[str, str]:
    """As `_held`, if a variable may be set before the value is used: the value then has its own name."""
    kept = _KEPT.fullmatch(of)
    return (kept[1] or kept[2], of) if kept else (name, f"({name} := {of})")
