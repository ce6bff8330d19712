"""`vtl-run --watch`: runs the cases, waits for a change, and runs again what the changed file touches.

Comes in: `RunOptions`. Goes out: runs, one after the other, until Ctrl-C. A case file is touched by a change of itself,
its template, its data files, and its definition with what that includes: of every file that was read, or looked for,
when the case file was loaded. Files are looked at again and again, which works on every system and every disk.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from time import sleep

from vtlharness.cases.session import Session
from vtlharness.cli.command import ExitCode
from vtlharness.cli.run.case_run import RunOptions, case_files, run
from vtlharness.cli.terminal import Terminal, print_error
from vtlharness.definitions.read_files import stamps
from vtlharness.errors import VtlHarnessError
from vtlharness.report.record import CaseRecord
from vtlharness.report.text.visible import safe

Wait = Callable[[], None]
"""Waits a moment between two looks at the files."""

_MOMENT_S = 0.4
_MOST_NAMED = 3  # changed files in a message
_ENDED = (ExitCode.INTERRUPTED, ExitCode.TERMINATED)


def watch(options: RunOptions, wait: Wait = lambda: sleep(_MOMENT_S)) -> ExitCode:
    """Runs and watches until KeyboardInterrupt. The exit code is that of the last results of all files.

    An interrupt while cases run ends the watch as it ends any run. Raises VtlHarnessError when not even the first run
    can begin.
    """
    watched = _Watched(options)
    terminal = Terminal(options.color)
    files = watched.look()
    code = _run(options, watched, None)
    while code not in _ENDED:
        try:
            terminal.line(terminal.style.paint(terminal.style.faint, watched.waiting_line()))
            terminal.stream.flush()
            changed: list[str] = []
            while not changed:
                wait()
                files, changed = watched.changes()
        except KeyboardInterrupt:
            return watched.code
        terminal.line(_changed_line(changed))
        if not files:
            continue
        try:
            code = _run(options, watched, files)
        except VtlHarnessError as problem:
            print_error(str(problem))
    return code


def _run(options: RunOptions, watched: _Watched, files: list[Path] | None) -> ExitCode:
    watched.begin(files)
    return run(options, only=files, heard=watched.hear)


def _changed_line(changed: list[str]) -> str:
    names = [safe(os.path.relpath(path)) for path in changed[:_MOST_NAMED]]
    more = len(changed) - len(names)
    return f"changed: {', '.join(names)}{f' and {more} more' if more else ''}"


class _Watched:
    """The files that are watched, and the last results of the case files."""

    def __init__(self, options: RunOptions) -> None:
        self._options = options
        self._touching: dict[Path, frozenset[str]] = {}
        self._stamps: dict[str, tuple[str, int, int]] = {}
        self._of_subject: dict[Path, frozenset[str]] = {}
        self._outcomes: dict[str, set[str]] = {}

    @property
    def code(self) -> ExitCode:
        """The exit code for the last results of all files."""
        outcomes = {outcome for found in self._outcomes.values() for outcome in found}
        if outcomes & {"error", "broken file"}:
            return ExitCode.USAGE
        if "failed" in outcomes:
            return ExitCode.FAILED
        return ExitCode.OK if outcomes or self._options.allow_empty else ExitCode.NOTHING_FOUND

    def waiting_line(self) -> str:
        """What the user reads while nothing happens."""
        count = len(self._stamps)
        return f"watching {count} {'file' if count == 1 else 'files'}; Ctrl-C ends"

    def begin(self, files: Iterable[Path] | None) -> None:
        """Forgets the results of files that run now; of all files for None."""
        if files is None:
            self._outcomes.clear()
        for path in files or ():
            self._outcomes.pop(path.as_posix(), None)

    def hear(self, record: CaseRecord) -> None:
        """Takes in a record of the run."""
        if record.outcome != "deselected":
            self._outcomes.setdefault(record.file, set()).add(record.outcome)

    def look(self) -> list[Path]:
        """Finds out which files touch which case files. Raises VtlHarnessError as `case_files` does."""
        files, _ = case_files(self._options)
        self._touching, self._of_subject, self._stamps = {}, {}, {}
        self._learn(files)
        return files

    def changes(self) -> tuple[list[Path], list[str]]:
        """The case files that changes touch, and the paths that changed since the last look, appeared or are gone."""
        now = {stamp[0]: stamp for stamp in stamps(self._stamps)}
        changed = [path for path, stamp in now.items() if stamp != self._stamps[path]]
        try:
            files, _ = case_files(self._options)
        except VtlHarnessError:  # a folder is being replaced
            files = list(self._touching)
        known = set(self._touching)
        new = [path for path in files if path not in known]
        gone = known.difference(files)
        for path in gone:
            del self._touching[path]
            self._outcomes.pop(path.as_posix(), None)
        changed += [os.path.abspath(path) for path in (*new, *gone) if os.path.abspath(path) not in changed]
        touched = [path for path in files if path in new or not self._touching[path].isdisjoint(changed)]
        self._stamps.update(now)
        self._of_subject = {}
        self._learn(touched)
        wanted = frozenset().union(*self._touching.values())
        self._stamps = {path: stamp for path, stamp in self._stamps.items() if path in wanted}
        return touched, changed

    def _learn(self, files: Iterable[Path]) -> None:
        """Loads case files, and notes what is read for each."""
        met: set[str] = set()
        _, rule = case_files(self._options)
        rule.met = met
        with closing(Session(self._options.session, rule)) as session:
            for path in files:
                met.clear()
                subject = None
                try:
                    cases = session.load(path).cases
                    subject = cases[0].subject_file if cases else None
                except VtlHarnessError:
                    pass  # the run says what is wrong
                found = frozenset((os.path.abspath(path), *met))
                if subject is not None:  # a definition is read once for all case files
                    found |= self._of_subject.setdefault(subject, found)
                self._touching[path] = found
                self._stamps.update({stamp[0]: stamp for stamp in stamps(found - self._stamps.keys())})
