"""The places of a plan or a state that the user's `parameters` may fill: unknown until apply, or sensitive.

Comes in: the values that the user gives. Goes out: a value for each place, or a placeholder such as
`<aws_api_gateway_integration.get.uri>`. A sensitive value is never read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from vtlharness.definitions.functions.resolver import placeholder
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.reading.wrong_option import WrongOptionError, unused_parameter
from vtlharness.errors import DefinitionError

GIVE = "give it a value: `parameters` in a case file's `api`, `parameters=` in Python, with the name `{}`"


class Places:
    """The places that were met while a file was read, and what the user gives for them."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given
        self._met: dict[str, None] = {}

    def given(self, name: str) -> str | None:
        """The value that the user gives for a place; None without one."""
        self._met[name] = None
        return self._given.get(name)

    def text(self, name: str) -> str:
        """The value for a place, or its placeholder."""
        found = self.given(name)
        return placeholder(name) if found is None else found

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
        """The error for a value whose name is no place that was met; None if there is none."""
        for name in self._given:
            if name not in self._met:
                reason = "nothing with this name is unknown until apply" if self._met else "everything in it is known"
                return unused_parameter(root.document, name, self._met, reason)
        return None


def not_known(cursor: Cursor, name: str, *, sensitive: bool) -> DefinitionError:
    """The error for a place whose value decides something, and that the user does not fill."""
    why = "is sensitive, so it is not read" if sensitive else "is known only after apply"
    return cursor.error(f"`{name}` {why}", hint=GIVE.format(name) + ("" if sensitive else ", or name the state"))
