"""Runs case files in this process and gives one record for each case.

Comes in: the paths of case files and the settings of the run. Goes out: `CaseRecord`s. Next: the commands print and
count them; `processes` distributes the files.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, MutableSequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vtlharness.cases.model import Case
from vtlharness.cases.results import CaseResult
from vtlharness.cases.running import internal_error
from vtlharness.cases.session import Session
from vtlharness.documents.readable_files import ReadingRule
from vtlharness.errors import VtlHarnessError
from vtlharness.options import SessionOptions
from vtlharness.report.record import CaseRecord, broken_file, case_record

if TYPE_CHECKING:
    from vtlharness.hostile.checking import HostileChecks
    from vtlharness.running.selection import Selection, Verdict

NO_CASE = -1
"""The place of a `FileRunner` that is not running a case: it reads the file, or is done with it."""


class RunSettings(NamedTuple):
    """The settings that every process of a run needs.

    `keyword` selects cases, and so does `selection`. `list_only` lists cases without running them. `log`, one of
    `LOG_KINDS`, keeps the logs of cases that pass. `complete` fills every field of a record, even if that takes longer.
    `rule` is that of `Session`. `measured`: another process counts what its templates reach. With `xfail_strict`, a
    case with `xfail` that passes has failed.
    """

    options: SessionOptions = SessionOptions()
    keyword: str = ""
    list_only: bool = False
    log: str = ""
    complete: bool = False
    rule: ReadingRule | None = None
    measured: bool = False
    xfail_strict: bool = False
    selection: Selection | None = None


class FileRunner:
    """Runs case files one by one, in one session.

    The last item of `place` is always the index of the case that is running, or NO_CASE, so that another process that
    shares `place` knows it.
    """

    def __init__(
        self,
        settings: RunSettings,
        session: Session | None = None,
        place: MutableSequence[int] | None = None,
        hostile: HostileChecks | None = None,
        begun: Callable[[Case], None] | None = None,
    ) -> None:
        """`hostile` keeps what hostile input finds. `begun` is told each case before it runs.

        Raises VtlHarnessError for an engine that is not installed, and for a keyword that does not parse."""
        self.session = session or Session(settings.options, settings.rule)
        self._settings = settings
        self.begun = begun
        self._verdict = _verdict(settings)
        self.hostile = hostile
        if hostile is None and settings.options.hostile:
            from vtlharness.hostile.checking import HostileChecks

            self.hostile = HostileChecks(self.session)
        self._place = [NO_CASE] if place is None else place

    def records(self, path: Path, ended: Mapping[int, VtlHarnessError] | None = None) -> Iterator[CaseRecord]:
        """The records of a file's cases, each run when it is requested; one record for a file that cannot be read.

        `ended` has the errors of cases, by their indexes, that ended an earlier process: they are not run again.
        Raises RunInterruptedError when the user interrupts a case, or the reading of the file.
        """
        file = path.as_posix()
        settings, place = self._settings, self._place
        try:
            cases = self.session.load(path).cases
        except VtlHarnessError as problem:
            yield broken_file(file, problem)
            return
        except Exception as problem:  # a bug here must not lose the records of the other files
            yield broken_file(file, internal_error(problem))
            return
        except KeyboardInterrupt:
            raise _interrupted(file) from None
        for index, case in enumerate(cases):
            verdict = self._verdict(case)
            if verdict == "hidden":
                continue
            if verdict == "deselected":
                yield CaseRecord(case.id, "deselected", file, case.name, tags=case.marks.tags)
            elif settings.list_only:
                line = case.line if settings.complete else None
                yield CaseRecord(case.id, "listed", file, case.name, line)
            elif ended and index in ended:
                yield self._record(CaseResult(case, "error", error=ended[index], engine=settings.options.engine))
            else:
                place[-1] = index
                if self.begun is not None:
                    self.begun(case)
                try:
                    result = self.session.run(case)
                    if self.hostile is not None:
                        result = self.hostile.checked(result)
                except (KeyboardInterrupt, SystemExit) as problem:
                    result = self._ended(case, problem)
                if case.marks.xfail is not None:
                    from vtlharness.cases.expected_failures import as_expected_failure

                    result = as_expected_failure(result, strict=settings.xfail_strict)
                yield self._record(result)
        place[-1] = NO_CASE
        if self.hostile is not None:
            self.hostile.end_file(cases)

    def _ended(self, case: Case, problem: KeyboardInterrupt | SystemExit) -> CaseResult:
        """The result of a case that calls `sys.exit`. Raises RunInterruptedError for one that is interrupted."""
        if isinstance(problem, KeyboardInterrupt):
            raise _interrupted(case.id) from None
        from vtlharness.running.interruptions import case_exited

        return CaseResult(case, "error", error=case_exited(problem), engine=self._settings.options.engine)

    def _record(self, result: CaseResult) -> CaseRecord:
        settings = self._settings
        try:
            return case_record(result, log=settings.log, complete=settings.complete)
        except Exception as problem:  # as above, and for the other cases
            return case_record(CaseResult(result.case, "error", error=internal_error(problem), engine=result.engine))


def _interrupted(name: str) -> KeyboardInterrupt:
    from vtlharness.running.interruptions import RunInterruptedError

    return RunInterruptedError([name])


def _verdict(settings: RunSettings) -> Callable[[Case], Verdict]:
    if settings.selection is not None:
        from vtlharness.running.selection import selected_by

        return selected_by(settings.selection)
    if not settings.keyword:
        return lambda _: "runs"
    from vtlharness.running.keyword import compile_keyword

    matches = compile_keyword(settings.keyword)
    return lambda case: "runs" if matches(case.id) else "deselected"


def run_files(
    paths: Iterable[Path],
    settings: RunSettings,
    session: Session | None = None,
    hostile: HostileChecks | None = None,
    begun: Callable[[Case], None] | None = None,
) -> Generator[CaseRecord, None, None]:
    """All records, from this process. Raises as FileRunner does."""
    runner = FileRunner(settings, session, hostile=hostile, begun=begun)
    try:
        for path in paths:
            yield from runner.records(path)
    finally:
        runner.session.close()
