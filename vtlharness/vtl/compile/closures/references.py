"""The value of a reference: its variable, and the steps from there.

None stands for a reference that resolves to nothing. `literal` arguments are known when the template is compiled.
"""

from __future__ import annotations

from typing import Any

from vtlharness.java.methods.table import call, get_index, get_property
from vtlharness.limits.budget import made
from vtlharness.vtl.compile.closures.scope import LONG, REACHED, Evaluate, Values
from vtlharness.vtl.compile.usage import GETTERS_OF_MAPS
from vtlharness.vtl.runtime import get_entry


def variable(slot: int) -> Evaluate:
    """`$name`."""

    def read_variable(v: Values) -> Any:
        return v[slot]

    return read_variable


def constant(value: Any) -> Evaluate:
    """A value that is always the same and that nobody changes."""

    def give(v: Values) -> Any:
        return value

    return give


def property_of_variable(slot: int, name: str) -> Evaluate:
    """`$variable.name`."""
    if name in GETTERS_OF_MAPS:
        return property_of(variable(slot), name)

    def read_property(v: Values) -> Any:
        of = v[slot]
        return of.get(name) if of.__class__ is dict else get_property(of, name)

    return read_property


def property_of(of: Evaluate, name: str) -> Evaluate:
    """`.name` of a value."""

    def read_property(v: Values) -> Any:
        return get_property(of(v), name)

    return read_property


def entry_of(of: Evaluate, key_slot: int, trap: int) -> Evaluate:
    """`.get($key)` of a value; `trap` is that of a value without this method."""

    def read_entry(v: Values) -> Any:
        map_, key = of(v), v[key_slot]
        if map_.__class__ is dict and key.__class__ is str:
            return map_.get(key)
        return get_entry(map_, key, trap, v[REACHED])

    return read_entry


def index_of(of: Evaluate, index: Evaluate) -> Evaluate:
    """`[index]` of a value."""

    def read_index(v: Values) -> Any:
        value = of(v)
        return None if value is None else get_index(value, index(v))

    return read_index


def call_of(of: Evaluate, name: str, arguments: list[Evaluate], trap: int) -> Evaluate:
    """`.name(arguments)` of a value; of null, the arguments are not computed. `trap` is that of a value without this
    method.
    """

    def call_method(v: Values) -> Any:
        value = of(v)
        if value is None:
            return None
        return call(value, name, tuple([argument(v) for argument in arguments]), trap, v[REACHED])

    return call_method


def call_with_literals(of: Evaluate, name: str, literals: tuple[Any, ...], trap: int) -> Evaluate:
    """As `call_of`, with literal arguments."""

    def call_method(v: Values) -> Any:
        return call(of(v), name, literals, trap, v[REACHED])

    return call_method


def root_call(function: Any, slot: int | None, arguments: list[Evaluate]) -> Evaluate:
    """A call of a root's method that has a function of its own, which takes the root if its `slot` is given."""
    if slot is not None and not arguments:

        def call_with_root(v: Values) -> Any:
            return function(v[slot])

        return call_with_root
    if slot is None and len(arguments) == 1:
        (only,) = arguments

        def call_with_argument(v: Values) -> Any:
            return function(only(v))

        return call_with_argument

    def call_with_all(v: Values) -> Any:
        root = [] if slot is None else [v[slot]]
        return function(*root, *[argument(v) for argument in arguments])

    return call_with_all


def charged(text: Evaluate) -> Evaluate:
    """A text that a function has made and that the template goes on with."""

    def charge(v: Values) -> Any:
        found = text(v)
        return found if len(found) <= v[LONG] else made(found)

    return charge
