"""How far a run is: the files and cases that are done, and the case that is running, on a terminal's status line.

Comes in: each case before it runs, and each record. Goes out: the status line. Other streams get no progress.
"""

from __future__ import annotations

from time import perf_counter

from vtlharness.cases.model import Case
from vtlharness.cli.terminal import Terminal
from vtlharness.report.record import CaseRecord
from vtlharness.report.text.visible import safe

_MANY = 30  # with this many case files or more, the progress shows at once
_LONG_S = 1.0  # a run of fewer files shows it when it has lasted so long
_WIDTH = 100  # a longer line would wrap, and could not be cleared


class Progress:
    """The progress of one run."""

    def __init__(self, terminal: Terminal, files: int) -> None:
        """`files` is how many case files there are."""
        self._terminal = terminal
        self._files = files
        self._file = 0
        self._cases = 0
        self._current = ""
        self._begins_s = 0.0 if files >= _MANY else perf_counter() + _LONG_S

    def begin(self, case: Case) -> None:
        """Shows a case that begins to run."""
        file = case.file.as_posix()
        self._show(case.id, self._file if file == self._current else self._file + 1)

    def take(self, record: CaseRecord) -> None:
        """Counts a record; in a run with several processes, its file is what the line shows."""
        if record.file != self._current:
            self._current, self._file = record.file, min(self._file + 1, self._files)
            self._show(record.file, self._file)
        if record.outcome != "deselected":
            self._cases += 1

    def _show(self, what: str, file: int) -> None:
        if perf_counter() < self._begins_s:
            return
        done = "1 case" if self._cases == 1 else f"{self._cases} cases"
        line = f"[{min(file, self._files)}/{self._files}] {safe(what)}"
        room = _WIDTH - len(done) - 9
        self._terminal.status(f"{line if len(line) <= room else f'{line[:room]}…'} ({done} done)")
