"""The conditions of a CloudFormation template.

Comes in: the name of a condition, and the place that asks for it. Goes out: whether it is true. `resolver` gives the
values that conditions compare.
"""

from __future__ import annotations

from collections.abc import Callable

from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.nearest import nearest_hint

_FUNCTIONS = ("Fn::And", "Fn::Or", "Fn::Not", "Fn::Equals")


class Conditions:
    """The conditions of one template, each evaluated once."""

    def __init__(self, root: Cursor, text_of: Callable[[Cursor], str]) -> None:
        """`root` is the template's root; `text_of` gives the text that a function or a value stands for."""
        self._root = root
        self._text_of = text_of
        self._known: dict[str, bool] = {}
        self._busy: set[str] = set()

    def holds(self, name: str, asking: Cursor) -> bool:
        """Whether a condition is true. Raises DefinitionError, at the cursor for an unknown one."""
        if name in self._known:
            return self._known[name]
        root = self._root
        section = root.value.get("Conditions") if type(root.value) is dict else None
        if type(section) is not dict or name not in section:
            hint = nearest_hint(name, section if type(section) is dict else ())
            raise asking.error(f"the template has no condition `{name}`", hint=hint)
        if name in self._busy:
            raise asking.error(f"the condition `{name}` depends on itself")
        self._busy.add(name)
        holds = self._known[name] = self._value(root.raw("Conditions").raw(name))
        return holds

    def _value(self, cursor: Cursor) -> bool:
        value = cursor.value
        if type(value) is dict and len(value) == 1:
            (function,) = value
            argument = cursor.raw(function)
            if function == "Condition" and type(argument.value) is str:
                return self.holds(argument.value, argument)
            if function in _FUNCTIONS:
                if type(argument.value) is not list:
                    argument.wrong("a list")
                parts = [argument.raw(index) for index in range(len(argument.value))]
                if function == "Fn::Equals":
                    _expect(argument, 2)
                    return self._text_of(parts[0]) == self._text_of(parts[1])
                if function == "Fn::Not":
                    _expect(argument, 1)
                    return not self._value(parts[0])
                return (all if function == "Fn::And" else any)([self._value(part) for part in parts])
        raise cursor.error(
            "this is not a condition", hint="a condition is Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition"
        )


def _expect(argument: Cursor, count: int) -> None:
    if len(argument.value) != count:
        raise argument.error(f"{argument.path[-1]} takes a list of {count}, but this has {len(argument.value)}")
