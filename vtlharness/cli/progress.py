"""How far a run is: the files and cases that are done, and the case that is running, on a terminal's status line.

Comes in: each case before it runs, and each record. Goes out: the status line. Other streams get no progress.
"""

from __future__ import annotations

from vtlharness.cases.model import Case
from vtlharness.cli.terminal import Terminal
from vtlharness.report.record import CaseRecord
from vtlharness.report.text.visible import safe

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

    def begin(self, case: Case) -> None:
        """Shows a case that begins to run."""
        file = case.file.as_posix()
        self._show(safe(case.id), self._file if file == self._current else self._file + 1)

    def take(self, record: CaseRecord) -> None:
        """Counts a record; in a run with several processes, it is what the line shows."""
        if record.file != self._current:
            self._current, self._file = record.file, min(self._file + 1, self._files)
            self._show(safe(record.file), self._file)
        if record.outcome != "deselected":
            self._cases += 1

    def _show(self, what: str, file: int) -> None:
        done = "1 case" if self._cases == 1 else f"{self._cases} cases"
        line = f"[file {min(file, self._files)}/{self._files}, {done} done] {what}"
        self._terminal.status(line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…")
