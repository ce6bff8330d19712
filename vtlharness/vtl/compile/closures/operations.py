"""Functions that calculate, compare and print the values of other functions, with those of `vtl.runtime`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vtlharness.java import numbers
from vtlharness.limits.budget import joined
from vtlharness.vtl.compile.closures.scope import REACHED, Evaluate, Values
from vtlharness.vtl.runtime import (
    equal,
    greater,
    greater_or_equal,
    key_sequence,
    less,
    less_or_equal,
    never,
    piece,
    text,
    text_in_json,
    truth,
)

COMPARISONS = {"<": less, "<=": less_or_equal, ">": greater, ">=": greater_or_equal}
ARITHMETIC = {
    "+": numbers.add,
    "-": numbers.subtract,
    "*": numbers.multiply,
    "/": numbers.divide,
    "%": numbers.modulo,
}


def keys(map_: Evaluate, trap: int) -> Evaluate:
    """The items that a `#foreach` over `$map.keySet()` runs over; `trap` is that of a value without this method."""

    def give(v: Values) -> Any:
        return key_sequence(map_(v), trap, v[REACHED])

    return give


def value(chain: Evaluate) -> Evaluate:
    """The value of a reference: the empty string for nothing."""

    def give(v: Values) -> Any:
        found = chain(v)
        return "" if found is None else found

    return give


def both(function: Callable[[Any, Any], Any], left: Evaluate, right: Evaluate) -> Evaluate:
    """A function of two values."""

    def calculate(v: Values) -> Any:
        return function(left(v), right(v))

    return calculate


def sum_with_literals(
    function: Callable[[Any, Any, str, str], Any], left: Evaluate, right: Evaluate, texts: tuple[str, str]
) -> Evaluate:
    """A sum in which a null operand prints its text."""

    def add(v: Values) -> Any:
        return function(left(v), right(v), *texts)

    return add


def holds(chain: Evaluate, trap: int) -> Evaluate:
    """Whether a reference is true as a condition."""

    def test(v: Values) -> bool:
        return truth(chain(v), trap, v[REACHED])

    return test


def never_holds(trap: int) -> Evaluate:
    """A condition that never holds."""

    def test(v: Values) -> bool:
        return never(trap, v[REACHED])

    return test


def negated(test: Evaluate) -> Evaluate:
    """Whether a condition does not hold."""

    def negate(v: Values) -> bool:
        return not test(v)

    return negate


def all_hold(tests: list[Evaluate]) -> Evaluate:
    """`&&`: conditions behind one that does not hold are not computed."""

    def test_all(v: Values) -> bool:
        return all(test(v) for test in tests)

    return test_all


def any_holds(tests: list[Evaluate]) -> Evaluate:
    """`||`: conditions behind one that holds are not computed."""

    def test_any(v: Values) -> bool:
        return any(test(v) for test in tests)

    return test_any


def equals_text(chain: Evaluate, literal: str) -> Evaluate:
    """Whether a reference equals a text."""

    def test(v: Values) -> bool:
        found = chain(v)
        if found.__class__ is str:
            return bool(found == literal)
        return equal("" if found is None else found, literal)

    return test


def printed(chain: Evaluate) -> Evaluate:
    """The text that a reference prints."""

    def print_value(v: Values) -> str:
        found = chain(v)
        return found if found.__class__ is str else text(found)

    return print_value


def printed_in_json(chain: Evaluate, trap: int) -> Evaluate:
    """The text that a reference prints in a template that writes JSON."""

    def print_value(v: Values) -> str:
        found = chain(v)
        return found if found.__class__ is str else text_in_json(found, trap, v[REACHED])

    return print_value


def printed_piece(chain: Evaluate, prefix: str, literal: str) -> Evaluate:
    """The text that a reference prints in a template that has `#define`."""

    def print_value(v: Values) -> str:
        return piece(chain(v), prefix, literal)

    return print_value


def prefixed(prefix: str, printing: Evaluate) -> Evaluate:
    """A text with the reference's prefix before it."""

    def print_both(v: Values) -> str:
        text: str = printing(v)
        return prefix + text

    return print_both


def joined_pieces(pieces: list[Evaluate]) -> Evaluate:
    """Several texts as one, which the template has made."""

    def join(v: Values) -> str:
        return joined([give(v) for give in pieces])

    return join


def concatenated(pieces: list[Evaluate]) -> Evaluate:
    """A few texts as one."""

    def concatenate(v: Values) -> str:
        return "".join([give(v) for give in pieces])

    return concatenate
