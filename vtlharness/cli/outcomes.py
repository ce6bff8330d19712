"""Case files to outcomes, one per case, in one process or in many.

Comes in: the paths of case files and the settings of the run. Goes out: `Outcome`s in the order of the files and of the
cases in them, whatever process ran them. Next: `cli.run` prints and counts them.
"""

from __future__ import annotations

import marshal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from vtlharness.cases.loading import data_cache, load_case_file
from vtlharness.cases.results import CaseResult
from vtlharness.cases.running import run_case
from vtlharness.engines import Engine, load_engine
from vtlharness.errors import VtlHarnessError
from vtlharness.report.text.style import PLAIN, Style

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

Status = Literal["passed", "failed", "error", "broken file", "deselected", "listed"]


class RunSettings(NamedTuple):
    """What every process of a run must know."""

    engine: str = "native"
    keyword: str = ""
    list_only: bool = False
    cached: bool = True
    log: bool = False
    style: Style = PLAIN


class Outcome(NamedTuple):
    """What came of one case, or of a file that could not be read.

    `lines` explain it (empty for most that passed); `notices` name the warnings in them, so that one warning need not
    be shown for every case. `log` is the execution log of a whole integration, where it is asked for. `result` stays in
    the process that ran the case.
    """

    id: str
    status: Status
    file: str = ""
    lines: tuple[str, ...] = ()
    notices: frozenset[str] = frozenset()
    log: tuple[str, ...] = ()
    duration_s: float = 0.0
    result: CaseResult | None = None


class FileRunner:
    """Runs case files one by one, with one engine for all."""

    def __init__(self, settings: RunSettings) -> None:
        self.settings = settings
        self.engine: Engine = load_engine(settings.engine, cached=settings.cached)
        self.service: Engine | None = (
            None if settings.engine == "native" else load_engine("native", cached=settings.cached)
        )
        self._kept = data_cache() if settings.cached else None
        self.selected = _selection(settings.keyword)

    def outcomes(self, path: Path) -> Iterator[Outcome]:
        """The outcomes of a file's cases, each run when it is asked for."""
        name = path.as_posix()
        try:
            case_file = load_case_file(path, self._kept)
        except VtlHarnessError as problem:
            from vtlharness.report.text.lines import error_lines

            yield Outcome(name, "broken file", name, tuple(error_lines(problem, self.settings.style)))
            return
        for case in case_file.cases:
            if not self.selected(case.id):
                yield Outcome(case.id, "deselected", name)
            elif self.settings.list_only:
                yield Outcome(case.id, "listed", name)
            else:
                yield self._outcome(run_case(case, self.engine, service=self.service), name)

    def _outcome(self, result: CaseResult, file: str) -> Outcome:
        notices = _notices(result)
        lines: list[str] = []
        if notices or result.outcome != "passed":
            from vtlharness.report.text.lines import result_lines

            lines = result_lines(result, self.settings.style)
        log: list[str] = []
        if self.settings.log and result.invocation is not None:
            from vtlharness.report.text.lines import log_lines

            log = log_lines(result.invocation, self.settings.style)
        return Outcome(
            result.case.id, result.outcome, file, tuple(lines), notices, tuple(log), result.duration_s, result
        )


def _selection(keyword: str) -> Callable[[str], bool]:
    if not keyword:
        return lambda _: True
    from vtlharness.cli.keyword import compile_keyword

    return compile_keyword(keyword)


def _notices(result: CaseResult) -> frozenset[str]:
    """Names for what a passing case has to say: its template's warnings, or what the service would give otherwise."""
    names = set(result.warnings)
    if result.service_differences:
        names.add(result.case.id)
    return frozenset(names)


def run_here(paths: Iterable[Path], settings: RunSettings) -> Iterator[Outcome]:
    """All outcomes, from this process."""
    runner = FileRunner(settings)
    for path in paths:
        yield from runner.outcomes(path)


_worker: FileRunner | None = None


def run_in_processes(paths: list[Path], settings: RunSettings, processes: int) -> Iterator[Outcome]:
    """All outcomes in the same order, from this many processes, a file at a time.

    The first file is run here: what is wrong with the options shows at once, and processes that are forked find all
    modules loaded. When the caller stops early, or is interrupted, the processes are ended.
    """
    for outcome in FileRunner(settings).outcomes(paths[0]):
        yield outcome._replace(result=None)
    with _executor(settings, processes) as executor:
        chunk = max(1, min(16, len(paths) // (processes * 4)))
        for outcomes in executor.map(_file_outcomes, paths[1:], chunksize=chunk):
            for fields in marshal.loads(outcomes):
                yield Outcome(*fields)


@contextmanager
def _executor(settings: RunSettings, processes: int) -> Iterator[ProcessPoolExecutor]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children, get_context

    others = active_children()
    # This process has no other threads: it can be forked, also where that is no longer the default (Python 3.14).
    context = get_context("fork") if sys.platform == "linux" else None
    executor = ProcessPoolExecutor(processes, context, initializer=_start_worker, initargs=(settings,))
    try:
        yield executor
    except BaseException:
        for process in active_children():
            if process not in others:
                process.terminate()
        raise
    finally:
        executor.shutdown(cancel_futures=True)


def _start_worker(settings: RunSettings) -> None:
    import signal

    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group: the parent alone ends the run
    _worker = FileRunner(settings)


def _file_outcomes(path: Path) -> bytes:
    """The outcomes of a file, without their results; `marshal` is several times as fast as `pickle`."""
    assert _worker is not None
    return marshal.dumps([tuple(outcome._replace(result=None)) for outcome in _worker.outcomes(path)])
