"""The state of the plugin in a pytest session: the session of cases, and the cases that `--vtl-update` rewrites."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest

from vtlharness.options import SETTABLE, SHARED_OPTIONS, SessionOptions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vtlharness.cases.session import CaseName, Session
    from vtlharness.cases.update.updating import Update
    from vtlharness.hostile.checking import HostileChecks

_NOTICE_KEY = "vtlharness_cache_notice"


class VtlTemplateWarning(pytest.PytestWarning):
    """The warning that pytest shows for a finding: the service may treat the template otherwise."""


class PluginState:
    """The options, the session of cases, and how far `--vtl-update` has come.

    `given` are the options of the command line, without the settings of the project.
    `tags` are those of cases, registered as marks. `failing_elsewhere` are cases that failed in xdist workers, by their
    paths from the root folder. `takes_records`: cases that pass have records, too; `keeps_records`: a report needs them
    whole. `cache_notice` are the lines that say why the cache was not used, in this process or in the first of the
    workers.
    """

    def __init__(self, config: pytest.Config) -> None:
        values = {option.name: config.getoption(f"vtl_{option.name}") for option in SHARED_OPTIONS}
        values = {name: value for name, value in values.items() if value is not None}
        self._folder = config.invocation_params.dir
        values["allow_outside"] = self._paths(values["allow_outside"])
        values.update({name: tuple(value) for name, value in values.items() if isinstance(value, list)})
        for name in ("cache_dir", "backends"):
            if values[name]:
                values[name] = str(self._folder / values[name])
        self._values = values
        self.given = SessionOptions(**values)
        self._config = config
        self.takes_records = self.keeps_records = False
        self.cache_notice: list[str] = []
        self.tags: set[str] = set()
        self.failing_elsewhere: set[CaseName] = set()
        self.lost_worker = False
        self.updates: list[Update] = []
        self.not_updated = ""

    @property
    def mutates(self) -> bool:
        """Whether the run ends with changes of templates."""
        return bool(self._config.getoption("vtl_mutate")) or self._config.getoption("vtl_mutate_since") is not None

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        """The settings of the project, read when the first case needs them. Raises VtlHarnessError for a wrong one."""
        from vtlharness.documents.settings import project_settings

        found = project_settings(str(self._folder))
        if found is None:
            return {}
        from vtlharness.running.settings import read_settings

        return read_settings(found)

    @cached_property
    def options(self) -> SessionOptions:
        """The options of the command line, and where it says nothing the settings. Raises VtlHarnessError."""
        known = {name: value for name, value in self.settings.items() if name in SETTABLE}
        if self.given.rewrites:
            known.pop("hostile", None)  # as in `vtl-run`: the command line contradicts it
        return SessionOptions(**{**known, **self._values})

    @property
    def log(self) -> str:
        """The only log of a failing case to show; empty for those that are shown by default."""
        return str(self._config.getoption("vtl_log") or self.settings.get("log", ""))

    @property
    def _subjects(self) -> list[str]:
        subjects: list[str] = getattr(self._config.option, "vtl_subjects", [])
        return subjects

    def add_subjects(self, *paths: str) -> None:
        """Notes templates and definitions that the command line names, and where their case files were searched: the
        user named these, too. xdist hands them to its workers.
        """
        self._config.option.vtl_subjects = [*self._subjects, *paths]

    @cached_property
    def session(self) -> Session:
        """The session of cases, created when first needed. Raises VtlHarnessError as `Session` does."""
        from vtlharness.cases.session import Session
        from vtlharness.documents.readable_files import ReadingRule

        given = self._paths((*(argument.partition("::")[0] for argument in self._config.args), *self._subjects))
        rule = ReadingRule(given, self.options.allow_outside)
        return Session(self.options, rule, str(self._folder))  # a test may work elsewhere by now

    def close(self) -> None:
        """Ends what the session of cases has started."""
        if "session" in self.__dict__:
            self.session.close()

    @cached_property
    def hostile(self) -> HostileChecks:
        """The checks with hostile input, for `--vtl-hostile`."""
        from vtlharness.hostile.checking import HostileChecks

        return HostileChecks(self.session)

    def _paths(self, names: Iterable[str]) -> tuple[str, ...]:
        """The paths of names from the folder where pytest was started, wherever tests have gone."""
        return tuple(str(self._folder / name) for name in names)

    def note_cache(self, config: pytest.Config) -> None:
        """Takes the session's notice about the cache; an xdist worker gives it to the process that prints."""
        problem = self.session.cache_problem if "session" in self.__dict__ else None
        if problem is not None:
            from vtlharness.report.text.lines import notice_lines

            self.cache_notice = notice_lines(problem)
            if hasattr(config, "workeroutput"):
                config.workeroutput[_NOTICE_KEY] = self.cache_notice

    def take_cache_notice(self, node: Any) -> None:
        """Takes the notice from an xdist worker that has ended, unless another one has given it."""
        output = getattr(node, "workeroutput", None) or {}
        self.cache_notice = self.cache_notice or output.get(_NOTICE_KEY, [])


STATE = pytest.StashKey[PluginState]()
