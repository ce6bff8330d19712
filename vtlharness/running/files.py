"""Runs case files in this process and gives one record for each case.

Comes in: the paths of case files and the settings of the run. Goes out: `CaseRecord`s. Next: the commands print and
count them; `processes` distributes the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from vtlharness.cases.results import CaseResult
from vtlharness.cases.running import internal_error
from vtlharness.cases.session import Session
from vtlharness.documents.readable_files import ReadingRule
from vtlharness.errors import VtlHarnessError
from vtlharness.options import SessionOptions
from vtlharness.report.record import CaseRecord, broken_file, case_record


class RunSettings(NamedTuple):
    """The settings that every process of a run needs.

    `keyword` selects cases. `list_only` lists cases without running them. `log` keeps the execution logs of cases that
    pass. `complete` fills every field of a record, even if that takes longer. `rule` is that of `Session`.
    """

    options: SessionOptions = SessionOptions()
    keyword: str = ""
    list_only: bool = False
    log: bool = False
    complete: bool = False
    rule: ReadingRule | None = None


class FileRunner:
    """Runs case files one by one, in one session."""

    def __init__(self, settings: RunSettings, session: Session | None = None) -> None:
        """Raises VtlHarnessError for an engine that is not installed, and for a keyword that does not parse."""
        self._settings = settings
        self._session = session or Session(settings.options, settings.rule)
        self._selected = _selection(settings.keyword)

    def records(self, path: Path) -> Iterator[CaseRecord]:
        """The records of a file's cases, each run when it is requested; one record for a file that cannot be read."""
        file = path.as_posix()
        settings = self._settings
        try:
            cases = self._session.load(path).cases
        except VtlHarnessError as problem:
            yield broken_file(file, problem)
            return
        except Exception as problem:  # a bug here must not lose the records of the other files
            yield broken_file(file, internal_error(problem))
            return
        for case in cases:
            if not self._selected(case.id):
                yield CaseRecord(case.id, "deselected", file, case.name)
            elif settings.list_only:
                line = case.line if settings.complete else None
                yield CaseRecord(case.id, "listed", file, case.name, line)
            else:
                yield self._record(self._session.run(case))

    def _record(self, result: CaseResult) -> CaseRecord:
        settings = self._settings
        try:
            return case_record(result, log=settings.log, complete=settings.complete)
        except Exception as problem:  # as above, and for the other cases
            return case_record(CaseResult(result.case, "error", error=internal_error(problem), engine=result.engine))


def _selection(keyword: str) -> Callable[[str], bool]:
    if not keyword:
        return lambda _: True
    from vtlharness.running.keyword import compile_keyword

    return compile_keyword(keyword)


def run_files(paths: Iterable[Path], settings: RunSettings, session: Session | None = None) -> Iterator[CaseRecord]:
    """All records, from this process. Raises as FileRunner does."""
    runner = FileRunner(settings, session)
    for path in paths:
        yield from runner.records(path)
