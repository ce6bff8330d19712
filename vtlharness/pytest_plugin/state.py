"""The state of the plugin in a pytest session: the session of cases, and the cases that `--vtl-update` rewrites."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import pytest

from vtlharness.options import SHARED_OPTIONS, SessionOptions

if TYPE_CHECKING:
    from vtlharness.cases.session import CaseName, Session
    from vtlharness.cases.update.updating import Update


class VtlTemplateWarning(pytest.PytestWarning):
    """The warning that pytest shows for a finding: the service may treat the template otherwise."""


class PluginState:
    """The options, the session of cases, and how far `--vtl-update` has come.

    `failing_elsewhere` are cases that failed in xdist workers, by their paths from the root folder.
    """

    def __init__(self, config: pytest.Config) -> None:
        values = {option.name: config.getoption(f"vtl_{option.name}") for option in SHARED_OPTIONS}
        self.options = SessionOptions(**values)
        self.failing_elsewhere: set[CaseName] = set()
        self.lost_worker = False
        self.updates: list[Update] = []
        self.not_updated = ""

    @cached_property
    def session(self) -> Session:
        """The session of cases, created when first needed. Raises VtlHarnessError as `Session` does."""
        from vtlharness.cases.session import Session

        return Session(self.options)


STATE = pytest.StashKey[PluginState]()
