"""Fixtures for cases: pytest makes those with `autouse` for items of its own kind only, unless an item asks for them.

Comes in: an item. Goes out: what pytest looks for in an item that has fixtures. The names differ between pytest 7.4
and later; its items for doctests do the same.
"""

from __future__ import annotations

from typing import Any

import pytest
from _pytest import fixtures

_Request: Any = getattr(fixtures, "TopRequest", fixtures.FixtureRequest)  # pytest 8 has both


def a_case() -> None:
    """What fixtures get as `request.function`."""


_INFO = pytest.StashKey[Any]()


class FixtureRequests:
    """The fixtures of an item, which are the same for all items of its file."""

    def __init__(self, item: Any) -> None:
        item.obj = item.function = a_case
        item.funcargs = {}
        kept = item.getparent(pytest.Module).stash
        if _INFO not in kept:
            kept[_INFO] = item.session._fixturemanager.getfixtureinfo(node=item, func=a_case, cls=None)
        item._fixtureinfo = kept[_INFO]
        item.fixturenames = item._fixtureinfo.names_closure
        item._request = _Request(item, _ispytest=True)
        self._item = item

    def fill(self) -> None:
        """Makes the fixtures. Fails the item for one with `params`: a case runs once."""
        for name in self._item.fixturenames:
            for definition in self._item._fixtureinfo.name2fixturedefs.get(name, ())[-1:]:
                if definition.params is not None:
                    pytest.fail(
                        f"the fixture {name} has `params`, but a case runs once: give its values to the case as "
                        "`parameters`, or make the fixture without `autouse`",
                        pytrace=False,
                    )
        if self._item.fixturenames:
            self._item._request._fillfixtures()
