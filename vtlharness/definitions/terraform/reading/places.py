"""The places of a plan or a state that the user's `parameters` may fill: unknown until apply, or sensitive.

Comes in: the values that the user gives. Goes out: a value for each place, or a placeholder such as
`<aws_api_gateway_integration.get.uri>`. A sensitive value is never read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from vtlharness.definitions.functions.sample_values import placeholder
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.reading.wrong_option import WrongOptionError, unused_parameter
from vtlharness.errors import DefinitionError

GIVE = "give it a value under the name `{}`: `parameters` in a case file's `api`, `parameters=` in Python"


class Places:
    """The places that were met while a file was read, and what the user gives for them."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given
        self._met: dict[str, None] = {}
        self._open: dict[str, Callable[[], DefinitionError]] = {}

    def given(self, name: str) -> str | None:
        """The value that the user gives for a place; None without one."""
        self._met[name] = None
        return self._given.get(name)

    def text(self, name: str) -> str:
        """The value for a place, or its placeholder."""
        found = self.given(name)
        return placeholder(name) if found is None else found

    def is_open(self, name: str) -> bool:
        """Whether the user gives no value for a place that was met."""
        return name not in self._given

    def say(self, name: str, sentence: Callable[[], DefinitionError]) -> None:
        """Notes that a place without a value matters to a call; `sentence` makes an error about it."""
        self._open.setdefault(name, sentence)

    def said(self) -> Iterator[DefinitionError]:
        """A sentence about each place that has no value and matters to a call, as an error that is not raised."""
        return (sentence() for sentence in self._open.values())

    def entries(self, name: str) -> list[str]:
        """The keys of a map that is a place as a whole, as far as the user gives values for its entries."""
        start = f'{name}["'
        found = []
        for one in self._given:
            if one.startswith(start) and one.endswith('"]'):
                try:
                    key = json.loads(one[len(start) - 1 : -1])
                except ValueError:
                    continue
                self._met[one] = None
                found.append(str(key))
        return found

    def unused(self, root: Cursor) -> WrongOptionError | None:
        """The error for a value whose name is not that of a place in the file; None if all values have a place."""
        for name in self._given:
            if name not in self._met:
                reason = "nothing with this name needs one" if self._met else "everything in it is known"
                return unused_parameter(root.document, name, self._met, reason)
        return None


def not_known(name: str, *, sensitive: bool, references: Sequence[str] = ()) -> tuple[str, str]:
    """A sentence about a place that the user does not fill, and a hint."""
    why = "is sensitive, so it is not read" if sensitive else "is known only after apply"
    refers = "" if sensitive or not references else f": it refers to `{'`, `'.join(references[:3])}`"
    return f"`{name}` {why}{refers}", GIVE.format(name) + ("" if sensitive else ", or name the state")
