"""What looks at all cases of a session: `--vtl-report` and `--vtl-mutate`.

Comes in: the records of the cases, also those of xdist's workers. Goes out: reports, changes that no case notices, an
exit status. Imported only where one of these options is given.
"""

from __future__ import annotations

import marshal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

import pytest

from vtlharness.errors import VtlHarnessError
from vtlharness.options import SessionOptions
from vtlharness.pytest_plugin.items import VtlCase, VtlFile
from vtlharness.pytest_plugin.mutation import MutationPlan, mutation_plan, tried_changes
from vtlharness.pytest_plugin.outcomes import listed_record, record_of
from vtlharness.pytest_plugin.state import PluginState
from vtlharness.pytest_plugin.working_folder import in_folder
from vtlharness.report.coverage_section import CoverageSection
from vtlharness.report.mutations import MutationRecord
from vtlharness.report.record import PROBLEMS, CaseRecord, broken_file, from_plain, to_plain
from vtlharness.report.report_files import ReportFile, check_files, report_file, write_files
from vtlharness.report.reporters import ANNOTATIONS, STANDARD_OUTPUT
from vtlharness.report.run_record import RunRecord

_WORKER_KEY = "vtlharness_records"


def take_whole_run(config: pytest.Config, state: PluginState) -> None:
    """Registers the hooks below, if the options are right. Raises UsageError."""
    try:
        with in_folder(config.invocation_params.dir):
            reports = [_report(value) for value in config.getoption("vtl_report")]
            check_files(reports)
    except VtlHarnessError as problem:
        raise pytest.UsageError(f"--vtl-report: {problem}") from None
    plan = mutation_plan(config, state)
    state.takes_records, state.keeps_records = True, bool(reports)
    config.pluginmanager.register(WholeRun(config, state, reports, plan), "vtlharness-whole-run")


def _report(value: str) -> ReportFile:
    found = report_file(value)
    if found.path == STANDARD_OUTPUT:
        raise VtlHarnessError("pytest itself writes to standard output: name a file.")
    return found


class WholeRun:
    """The hooks, and what they have found. Records have the positions of their cases, which workers share out."""

    def __init__(
        self, config: pytest.Config, state: PluginState, reports: list[ReportFile], plan: MutationPlan | None
    ) -> None:
        self._config = config
        self._state = state
        self._reports = reports
        self._plan = plan
        self._is_worker = hasattr(config, "workerinput")
        self._began = perf_counter()
        self._positions: dict[str, int] = {}
        self._records: dict[str, tuple[int, CaseRecord]] = {}
        self._deselected = 0
        self._note = ""
        self._lines: list[str] = []

    # What is found

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Notes the order of the cases; all of them if they are only listed."""
        cases = [item for item in session.items if isinstance(item, VtlCase)]
        self._positions = {item.nodeid: number for number, item in enumerate(cases)}
        if self._config.option.collectonly:
            for item in cases:
                self._take(item, listed_record(item))

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        """Counts the cases that `-k` and `-m` leave out."""
        self._deselected += sum(isinstance(item, VtlCase) for item in items)

    def pytest_exception_interact(self, node: pytest.Item | pytest.Collector, call: pytest.CallInfo[Any]) -> None:
        """Notes a case file that cannot be read."""
        problem = None if call.excinfo is None else call.excinfo.value
        if isinstance(node, VtlFile) and isinstance(problem, VtlHarnessError):
            record = broken_file(node.shown_path.as_posix(), problem)
            self._records[record.id] = (-1, record)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
        """Notes how a case came out."""
        made: Any = yield
        if isinstance(item, VtlCase):
            record = record_of(item, made.get_result(), call)
            if record is not None:
                self._take(item, record)

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Notes why the session does not run to its end: Ctrl-C, or what pytest says."""
        told = str(excinfo.value)
        by_user = not isinstance(excinfo.value, (pytest.Session.Interrupted, pytest.exit.Exception))
        self._note = (f"interrupted while {told}" if told else "interrupted") if by_user else told

    def _take(self, item: VtlCase, record: CaseRecord) -> None:
        self._records[record.id] = (self._positions.get(item.nodeid, 0), record)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Takes the records of an xdist worker that has ended."""
        output = getattr(node, "workeroutput", None) or {}
        if _WORKER_KEY not in output:
            self._note = "a process that ran cases has ended"
        else:
            deselected, plain = marshal.loads(output[_WORKER_KEY])
            self._deselected = max(self._deselected, deselected)
            found = [(position, from_plain(record)) for position, record in plain]
            self._records.update((record.id, (position, record)) for position, record in found)

    # The end

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Changes templates of a run that passed, and writes the reports; a worker only hands its records on."""
        records = [record for _, record in sorted(self._records.values(), key=lambda one: one[0])]
        if self._is_worker:
            plain = [(position, to_plain(record)) for position, record in self._records.values()]
            self._config.workeroutput[_WORKER_KEY] = marshal.dumps((self._deselected, plain))  # type: ignore[attr-defined]
            return
        try:
            with in_folder(self._config.invocation_params.dir):
                mutation = self._mutation(records, session)
                self._write(self._run(records, session, mutation))
        except VtlHarnessError as problem:
            self._lines += str(problem).splitlines()
            session.exitstatus = max(int(session.exitstatus), int(pytest.ExitCode.USAGE_ERROR))

    def _mutation(self, records: list[CaseRecord], session: pytest.Session) -> MutationRecord | None:
        if self._plan is None:
            return None
        if session.exitstatus != pytest.ExitCode.OK:
            self._lines.append("nothing was changed: --vtl-mutate is for a run that passes")
            return None
        record, lines = tried_changes(self._state.session, self._plan, records)
        self._lines += lines
        if record.unnoticed:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        return record

    def _run(self, records: list[CaseRecord], session: pytest.Session, mutation: MutationRecord | None) -> RunRecord:
        failed = sum(record.outcome in PROBLEMS for record in records)
        if session.shouldfail:
            self._note = f"stopped after {failed} failure{'' if failed == 1 else 's'}"
        return RunRecord(
            records,
            self._options.engine,
            perf_counter() - self._began,
            self._deselected,
            sum(update.refusal is None and not update.passed for update in self._state.updates),
            self._note,
            coverage=self._coverage(),
            mutation=mutation,
        )

    def _coverage(self) -> CoverageSection | None:
        """What a measured session reached. pytest-cov may have stopped by now, and has its own reports."""
        if "vtlharness.coverage.plugin" not in sys.modules:
            return None
        from vtlharness.pytest_plugin.reached_parts import section

        return section(self._config)

    @property
    def _options(self) -> SessionOptions:
        try:
            return self._state.options
        except VtlHarnessError:  # a wrong setting, which the case files report
            return self._state.given

    def _write(self, run: RunRecord) -> None:
        """Writes the reports; annotations begin on a line of their own, below those of pytest."""
        terminal = self._config.pluginmanager.get_plugin("terminalreporter")
        if terminal is not None and any(report.kind in ANNOTATIONS for report in self._reports):
            terminal.write_line("")
            terminal.flush()
        with self._uncaptured():
            write_files(self._reports, run)

    @contextmanager
    def _uncaptured(self) -> Iterator[None]:
        capture = self._config.pluginmanager.get_plugin("capturemanager")
        if capture is None:
            yield
            return
        with capture.global_and_fixture_disabled():
            yield

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Prints the changes that no case notices, and why a report could not be written."""
        if not self._lines:
            return
        terminalreporter.section("vtl mutation" if self._plan is not None else "vtl report")
        for line in self._lines:
            terminalreporter.line(line)
