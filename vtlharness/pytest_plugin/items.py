"""Case files and cases for pytest: a collector for each file, an item for each case."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from _pytest._code import filter_traceback
from _pytest._code.code import ReprEntryNative, ReprExceptionInfo, ReprFileLocation, ReprTraceback

from vtlharness.cases.model import NO_MARKS, Case, Marks
from vtlharness.errors import VtlHarnessError
from vtlharness.pytest_plugin.fixtures_of_cases import ItemWithFixtures
from vtlharness.pytest_plugin.state import STATE, VtlTemplateWarning
from vtlharness.pytest_plugin.tracebacks import is_ours
from vtlharness.report.record import CaseRecord, case_record
from vtlharness.report.text.visible import safe

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr


class CaseProblemError(Exception):
    """Raised for a case that did not pass; holds its record."""

    def __init__(self, record: CaseRecord) -> None:
        super().__init__(record.id)
        self.record = record


class CaseFailedError(CaseProblemError):
    """Raised for a case that failed, as one with `xfail` is expected to."""


class CaseErrorError(CaseProblemError):
    """Raised for a case that could not be run, which nobody expects."""


class VtlFile(pytest.Module):
    """A case file. It is a module for pytest, because fixtures of the scope `module` belong to one."""

    @classmethod
    def at(cls, parent: pytest.Collector, path: Path) -> VtlFile:
        """The collector of a file. A line end in the file's name would begin a line of pytest's output, so its id and
        name are on one line.
        """
        file: VtlFile = cls.from_parent(parent, path=path)
        shown = safe(file.nodeid)
        if shown == file.nodeid:
            return file
        return cls.from_parent(parent, path=path, name=safe(file.name), nodeid=shown)

    def _getobj(self) -> ModuleType:
        """What fixtures get as `request.module`: an empty module with the file's name."""
        module = ModuleType(self.path.name.partition(".")[0])
        module.__file__ = str(self.path)
        return module

    @property
    def shown_path(self) -> Path:
        """The path by which records name the file: from the folder where pytest was started, if it is below."""
        folder = self.config.invocation_params.dir
        return self.path.relative_to(folder) if self.path.is_relative_to(folder) and Path.cwd() == folder else self.path

    def collect(self) -> Iterator[VtlCase | VtlNamePart]:
        """One item per case. Raises CaseFileError, which `repr_failure` shows as its message alone."""
        for case in self.config.stash[STATE].session.load(self.shown_path).cases:
            yield _node(self, _name_parts(safe(case.name)), case, f"{self.nodeid}::{safe(case.name)}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str | TerminalRepr:
        """A broken case file's message, without a Python traceback."""
        if isinstance(excinfo.value, VtlHarnessError):
            from vtlharness.report.text.lines import error_lines

            lines = error_lines(excinfo.value)
            if hasattr(self.config, "workeroutput"):
                return "\n".join(lines)  # xdist shows the same text of several workers once
            place = ReprFileLocation(safe(str(self.path)), excinfo.value.line or 1, lines[0])
            return ReprExceptionInfo(reprcrash=place, reprtraceback=_plain(lines))
        return super().repr_failure(excinfo)


class VtlNamePart(pytest.Collector):
    """What stands before a `::` in the name of a case: pytest looks for each part of an id in a node of its own.

    Each case has nodes of its own, so that cases stay in their order. pytest 7 keeps what a node collects by the node's
    id, which is therefore not that of another case's node.
    """

    def __init__(self, *, parts: list[str], case: Case, case_id: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._node = parts, case, case_id

    def collect(self) -> Iterator[VtlCase | VtlNamePart]:
        """The case, or the next part of its name."""
        yield _node(self, *self._node)


def _node(parent: pytest.Collector, parts: list[str], case: Case, case_id: str) -> VtlCase | VtlNamePart:
    name, *others = parts
    if others:
        own_id = f"{parent.nodeid}::{'::'.join(parts)}"
        part: VtlNamePart = VtlNamePart.from_parent(
            parent, name=name, nodeid=own_id, parts=others, case=case, case_id=case_id
        )
        return part
    item: VtlCase = VtlCase.from_parent(parent, name=name, nodeid=case_id, case=case)
    if case.marks is not NO_MARKS:
        _add_marks(item, case.marks)
    if case.live and not item.config.stash[STATE].given.live:
        item.add_marker(pytest.mark.skip(reason="it calls its real backend, in runs with --vtl-live"))
    return item


def _name_parts(name: str) -> list[str]:
    """The parts of a name in which pytest looks for it: `::` parts them, except behind a bracket."""
    base, bracket, rest = name.partition("[")
    *parts, last = base.split("::")
    return [*parts, f"{last}{bracket}{rest}"]


def _add_marks(item: VtlCase, marks: Marks) -> None:
    """Makes tags pytest's marks, which are registered here, and `skip` and `xfail` those of pytest."""
    for tag in marks.tags:
        if tag not in item.config.stash[STATE].tags:
            item.config.stash[STATE].tags.add(tag)
            item.config.addinivalue_line("markers", f"{tag}: a tag of cases")
        item.add_marker(getattr(pytest.mark, tag))
    if marks.skip is not None:
        item.add_marker(pytest.mark.skip(reason=marks.skip or "unconditional skip"))
    if marks.xfail is not None:
        strict = {"strict": True} if item.config.stash[STATE].settings.get("xfail_strict") else {}
        item.add_marker(pytest.mark.xfail(raises=CaseFailedError, reason=marks.xfail, **strict))


_SHOWN_PATH = pytest.StashKey[str]()


class VtlCase(ItemWithFixtures):
    """One case of a case file."""

    def __init__(self, *, case: Case, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.case = case
        self.record: CaseRecord | None = None

    def runtest(self) -> None:
        """Runs the case; with `--vtl-update`, the session remembers a failing one until the end."""
        state = self.config.stash[STATE]
        session = state.session
        try:
            result = session.run(self.case)
            if state.options.hostile:
                result = state.hostile.checked(result)
        except KeyboardInterrupt:  # pytest prints its message
            raise KeyboardInterrupt(f"{safe(self.case.id)} was running") from None
        told = result.findings or result.service_differences or state.takes_records
        if result.outcome == "passed" and not told:
            return
        wanted = state.log
        record = case_record(result, log=wanted if result.outcome != "passed" else "", complete=state.keeps_records)
        self.record = record
        self._warn(record)
        if record.outcome != "passed":
            self._add_logs(record, wanted)
        if record.outcome == "error":
            raise CaseErrorError(record)
        updated = session.options.update and self.case.marks.xfail is None
        if record.outcome != "passed" and not (record.outcome == "failed" and updated):
            raise CaseFailedError(record)

    def _traceback_filter(self, excinfo: pytest.ExceptionInfo[BaseException]) -> Any:
        """Of a fixture that fails, what the fixture did: not how pytest and this package came to it."""
        of_others = excinfo.traceback.filter(filter_traceback)
        kept = of_others.filter(lambda entry: not is_ours(entry.frame.f_globals))
        return kept or of_others or excinfo.traceback

    def _add_logs(self, record: CaseRecord, wanted: str) -> None:
        """The sections of the report with the logs; `wanted` is the only log to show, if there is one."""
        from vtlharness.report.text.lines import access_log_lines, log_lines

        if record.log and wanted != "access":
            self.add_report_section("call", "execution log", "\n".join(log_lines(record.log)))
        if record.access_log is not None and wanted in ("", "access"):
            self.add_report_section("call", "access log", "\n".join(access_log_lines(record.access_log)))

    def _warn(self, record: CaseRecord) -> None:
        if not (record.findings or record.service_differences):
            return
        from vtlharness.report.text.lines import finding_lines, record_lines, warnings_of

        for finding in warnings_of(record):
            self.warn(VtlTemplateWarning("\n".join(finding_lines(finding))))
        if record.service_differences and record.outcome == "passed":
            self.warn(VtlTemplateWarning("\n".join(record_lines(record))))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str | TerminalRepr:
        """The same lines as `vtl-run` prints."""
        if isinstance(excinfo.value, CaseProblemError):
            return _Explanation(excinfo.value.record)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The case's place in its file."""
        return Path(safe(str(self.path))), self.case.line - 1, safe(self.case.name)

    @cached_property
    def location(self) -> tuple[str, int | None, str]:
        """The same with the path from the root folder, which pytest finds once for all cases of a file."""
        kept = self.getparent(VtlFile).stash  # type: ignore[union-attr]  # every case stands in a file
        path = kept.get(_SHOWN_PATH, None)
        if path is None:
            path, line, name = super().location
            kept[_SHOWN_PATH] = path
            return path, line, name
        return path, self.case.line - 1, safe(self.case.name)


def _plain(lines: list[str]) -> ReprTraceback:
    """Lines that stand where pytest otherwise prints a traceback."""
    return ReprTraceback([ReprEntryNative([f"{line}\n" for line in lines])], None, "native")


class _Explanation(ReprExceptionInfo):
    """A failing case's lines: plain as text, in colour on pytest's terminal.

    pytest takes the first reason for its summary and for JUnit's message from the `reprcrash`. xdist hands on the plain
    lines and the reason.
    """

    def __init__(self, record: CaseRecord) -> None:
        from vtlharness.report.text.in_short import first_difference_in_short
        from vtlharness.report.text.lines import record_lines

        place = ReprFileLocation(safe(record.file), record.line or 1, first_difference_in_short(record))
        super().__init__(reprcrash=place, reprtraceback=_plain(record_lines(record)))
        self.record = record

    def toterminal(self, tw: Any) -> None:
        """pytest calls this to print the failure section."""
        from vtlharness.report.text.lines import record_lines
        from vtlharness.report.text.style import ANSI, PLAIN

        for line in record_lines(self.record, ANSI if tw.hasmarkup else PLAIN):
            tw.line(line)
