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


class ItemWithFixtures(pytest.Item):
    """An item with fixtures, which are the same for all items of its file."""

    obj = function = staticmethod(a_case)
    funcargs: dict[str, Any] | None = None
    _request: Any = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        kept = self.parent.stash  # type: ignore[union-attr]  # an item has a parent
        if _INFO not in kept:
            kept[_INFO] = self.session._fixturemanager.getfixtureinfo(node=self, func=a_case, cls=None)
        self._fixtureinfo = kept[_INFO]
        self.fixturenames = self._fixtureinfo.names_closure

    def _initrequest(self) -> None:
        """pytest calls this before each run of an item, and forgets the request after it."""
        self.funcargs = {}
        self._request = _Request(self, _ispytest=True)

    def setup(self) -> None:
        """Makes the autouse fixtures of conftest.py and of plugins. Fails the item for one with `params`: a case runs
        once.
        """
        if not self.fixturenames:
            return
        for name in self.fixturenames:
            for definition in self._fixtureinfo.name2fixturedefs.get(name, ())[-1:]:
                if definition.params is not None:
                    pytest.fail(
                        f"the fixture {name} has `params`, but a case runs once: give its values to the case as "
                        "`parameters`, or make the fixture without `autouse`",
                        pytrace=False,
                    )
        self._request._fillfixtures()
