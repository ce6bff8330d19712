"""One session of cases: the engine, the disk cache, running and updating. `vtl-run` and pytest each have one.

Comes in: `SessionOptions`, then case files and cases. Goes out: `CaseFile`s, `CaseResult`s, and `Update`s of what
failed.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from vtlharness.cases.loading import data_cache, load_case_file
from vtlharness.cases.model import Case, CaseFile
from vtlharness.cases.results import CaseResult
from vtlharness.cases.running import run_case
from vtlharness.cases.strictness import judged
from vtlharness.disk_cache.cache import CacheFolder, DiskCache
from vtlharness.disk_cache.opening import NoCacheError, open_cache
from vtlharness.disk_cache.places import working_tree
from vtlharness.documents.readable_files import ReadingRule
from vtlharness.engines import Engine, load_engine
from vtlharness.errors import VtlHarnessError
from vtlharness.limits.budget import LimitExceeded, Limits, combined
from vtlharness.limits.deadline import within_limits
from vtlharness.limits.errors import limit_error
from vtlharness.limits.written import written_limits
from vtlharness.options import SessionOptions
from vtlharness.source import Source
from vtlharness.visible import one_line

if TYPE_CHECKING:
    from vtlharness.cases.integration.live import LiveBackends
    from vtlharness.cases.update.file_changes import FileChanges
    from vtlharness.cases.update.updating import Update

CaseName = tuple[str, str]
"""A case, named by its file as given and its own name."""


class Session:
    """Runs cases with one engine for all.

    `engine` is the chosen engine; if that is not the native engine, `service` is, which renders as the service does.
    `strict` are the rules whose findings fail a case.
    With the option `update`, the results of failing cases are kept in `failing` until `rewrite` is called, those of
    passing cases that expect nothing somewhere in `unfilled`; with `record`, those of live cases in `called`.
    """

    def __init__(self, options: SessionOptions, rule: ReadingRule | None = None, started_in: str = ".") -> None:
        """`rule` says which files case files may name; by default, the user named each case file that is loaded.

        `started_in` is the folder where the run is started, whose working tree may hold no cache that is not named.
        Raises VtlHarnessError for an engine that is not installed, a folder of `allow_outside` that is not one, a limit
        or a rule that does not exist, and a fault in the file of `backends`.
        """
        self.options = options
        self._started_in = started_in
        self._rule = rule or ReadingRule(allow_outside=options.allow_outside)
        self._limits = written_limits(options.limit)
        self.strict = _strict_prefixes(options.strict)
        self._cache: CacheFolder | None = None
        self._no_cache: NoCacheError | None = None
        if options.cache:
            try:
                self._cache = open_cache(options.cache_dir, started_in)
            except NoCacheError as problem:
                self._no_cache = problem
        self.engine: Engine = load_engine(options.engine, cache=self._cache)
        self.service = None if options.engine == "native" else load_engine("native", cache=self._cache)
        self.failing: list[CaseResult] = []
        self.unfilled: list[CaseResult] = []
        self.called: list[CaseResult] = []
        self._called_elsewhere: list[Case] = []
        self._live = _live_backends(options) if options.live else None
        self._kept = None if self._cache is None else data_cache(self._cache)

    def close(self) -> None:
        """Ends the processes of functions that live cases called. The session may go on; they start again then."""
        if self._live is not None:
            self._live.close()

    @property
    def limits(self) -> Limits:
        """The limits of the run, as they hold where no case file sets its own."""
        return combined(self._limits, {})

    @property
    def last_run(self) -> DiskCache | None:
        """Where what failed in the last run is kept; None where no cache is used."""
        return None if self._cache is None else DiskCache(self._cache, "last run 1")

    @property
    def last_run_key(self) -> Source:
        """The key of what is kept there: the working tree in which the run is started."""
        return Source("", os.fsencode(working_tree(self._started_in)).hex())

    @property
    def cache_problem(self) -> VtlHarnessError | None:
        """Why the cache that the options ask for is not used or, later in a run, could not be written."""
        if self._cache is not None and self._cache.problem:
            return VtlHarnessError(f"the cache could not be written: {self._cache.problem}")
        return self._no_cache

    def load(self, path: str | Path) -> CaseFile:
        """A case file. Raises CaseFileError, and LimitError for one that takes too long."""
        try:
            return within_limits(self.limits, load_case_file, path, self._kept, self._rule)
        except LimitExceeded as problem:
            raise limit_error(problem, of=f"reading {one_line(str(path))}") from None

    def run(self, case: Case) -> CaseResult:
        """The result of a case. Never raises."""
        result = judged(
            run_case(case, self.engine, service=self.service, limits=self._limits, live=self._live), self.strict
        )
        if self.options.update and result.outcome == "failed" and case.marks.xfail is None:
            self.failing.append(result)
        elif self.options.update and result.outcome == "passed" and _has_empty_parts(result.case):
            self.unfilled.append(result)
        if self.options.record and case.live and result.outcome != "skipped":
            self.called.append(result)
        return result

    def run_again(self, names: Collection[CaseName]) -> None:
        """Runs cases that failed in other processes, for `rewrite`. Raises CaseFileError.

        A live case is not run again, because it would call its backend again: `rewrite` refuses it.
        """
        for path in sorted({path for path, _ in names}):
            for case in self.load(path).cases:
                if (path, case.name) in names and case.live:
                    self._called_elsewhere.append(case)
                elif (path, case.name) in names:
                    self.run(case)

    def rewrite(self, changes: FileChanges | None = None) -> list[Update]:
        """Rewrites the expectations of failing cases and fills empty ones, or records live cases.

        One `Update` for each. `changes` takes what is written.
        """
        if not (self.failing or self.unfilled or self.called or self._called_elsewhere):
            return []
        from vtlharness.cases.update.file_changes import FileChanges
        from vtlharness.cases.update.updating import Update, update_case_files

        why = "it ran in another process, and is not called twice; run it without -n"
        refused = [Update(case, case.file, refusal=why) for case in self._called_elsewhere]
        if not self.called:
            return [*update_case_files([*self.failing, *self.unfilled], changes), *refused]
        from vtlharness.cases.update.recording import record_backends

        return [*record_backends(self.called, changes or FileChanges()), *refused]


def _has_empty_parts(case: Case) -> bool:
    from vtlharness.cases.update.empty_parts import empty_parts

    return bool(empty_parts(case))


def _live_backends(options: SessionOptions) -> LiveBackends:
    from vtlharness.cases.integration.live import LiveBackends

    return LiveBackends(options.backends, allow_aws=options.allow_aws, assume_role=options.assume_role)


def _strict_prefixes(written: tuple[str, ...]) -> tuple[str, ...]:
    if not written:
        return ()
    from vtlharness.cases.rule_prefixes import rule_prefixes

    return rule_prefixes("strict", written)


def failing_names(results: Collection[CaseResult]) -> Iterator[CaseName]:
    """The names by which another process finds these cases."""
    return ((result.case.file.as_posix(), result.case.name) for result in results)
