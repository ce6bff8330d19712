"""The state of the plugin in a pytest session: the session of cases, and the cases that `--vtl-update` rewrites."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import pytest

from vtlharness.options import SHARED_OPTIONS, SessionOptions

if TYPE_CHECKING:
    from collections.abc import Iterable

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
        self._folder = config.invocation_params.dir
        values["allow_outside"] = self._paths(values["allow_outside"])
        values["limit"] = tuple(values["limit"])
        self.options = SessionOptions(**values)
        self._config = config
        self.failing_elsewhere: set[CaseName] = set()
        self.lost_worker = False
        self.updates: list[Update] = []
        self.not_updated = ""

    @cached_property
    def session(self) -> Session:
        """The session of cases, created when first needed. Raises VtlHarnessError as `Session` does."""
        from vtlharness.cases.session import Session
        from vtlharness.documents.readable_files import ReadingRule

        given = self._paths(argument.partition("::")[0] for argument in self._config.args)
        return Session(self.options, ReadingRule(given, self.options.allow_outside))

    def _paths(self, names: Iterable[str]) -> tuple[str, ...]:
        """The paths of names from the folder where pytest was started, wherever tests have gone."""
        return tuple(str(self._folder / name) for name in names)


STATE = pytest.StashKey[PluginState]()
