"""Distributes case files to several processes.

Comes in: the paths of case files and the settings of the run. Goes out: `CaseRecord`s in the order of the files and of
the cases in them, whichever process ran them. A process that dies costs the case that it ran: another process takes
over, and does not run that case again.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vtlharness.cases.session import Session
from vtlharness.errors import VtlHarnessError
from vtlharness.limits.deadline import stop_watching
from vtlharness.report.record import CaseRecord, broken_file, from_plain
from vtlharness.running.files import NO_CASE, FileRunner, RunSettings
from vtlharness.running.interruptions import ProcessEndedError, RunInterruptedError, process_ended
from vtlharness.vtl.recording import Recording

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext

    from vtlharness.hostile.checking import HostileChecks

_MOST_FILES = 16  # in one order to a process
_MOST_READINGS = 2  # of a file that ends the process that reads it; a process may also be killed for other reasons
_MOST_IDLE_ENDS = 3  # of processes one after the other that end before they begin a file
_LOOK_S = 1.0  # how often to look for processes whose end their pipe does not tell
_END_S = 2.0  # for a process to end by itself


def run_in_processes(
    paths: list[Path],
    settings: RunSettings,
    processes: int,
    session: Session | None = None,
    hostile: HostileChecks | None = None,
) -> Generator[CaseRecord, None, None]:
    """All records in the same order, from this many processes.

    When the caller stops early or is interrupted, the processes end; they also end when this process dies. Raises as
    FileRunner does, and RunInterruptedError, with the cases that were running, when KeyboardInterrupt is raised here
    or thrown in.
    """
    runner = FileRunner(settings, session, hostile=hostile)  # wrong options show at once
    settings = settings._replace(measured=Recording.recorder is not None)
    pool = _Pool(paths, settings, min(processes, len(paths)), runner.hostile)
    try:
        pool.start()
        for file, path in enumerate(paths):
            yield from pool.records(file, path)
        pool.dismiss()
    except KeyboardInterrupt:
        raise RunInterruptedError(_names(pool.running(), paths, runner)) from None
    finally:
        pool.end()


def usable_processors() -> int:
    """The number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Process:
    """A process, its pipe, its `place`, and the files that it has not finished."""

    def __init__(self, context: BaseContext) -> None:
        self.place = context.RawArray("q", (NO_CASE, NO_CASE))
        self.unfinished: list[int] = []
        self.process: Any = None
        self.link: Connection | None = None

    def start(self, context: BaseContext, others: list[Connection], paths: list[Path], settings: RunSettings) -> None:
        """Starts a process, which closes the pipes of `others` that it inherits."""
        from vtlharness.running.worker import interrupts_held_back, work

        self.place[:] = (NO_CASE, NO_CASE)
        self.link, end = context.Pipe()
        inherited = [*others, self.link] if context.get_start_method() == "fork" else []
        process = context.Process(  # type: ignore[attr-defined]  # every context has it
            target=work, args=(end, self.place, inherited, paths, settings), daemon=True
        )
        with interrupts_held_back():
            process.start()
            self.process = process
        end.close()

    def end(self) -> None:
        """Ends the process, whatever it does."""
        if self.process is not None:
            self.process.kill()  # it ignores anything less
            self.process.join()
        self.close()

    def close(self) -> None:
        if self.link is not None:
            self.link.close()
            self.link = None


class _Pool:
    """The processes of a run and the files that wait for them."""

    def __init__(self, paths: list[Path], settings: RunSettings, processes: int, hostile: HostileChecks | None) -> None:
        self._paths, self._settings, self._hostile = paths, settings, hostile
        self._context = process_context()
        self._waiting = deque(range(len(paths)))
        self._most = max(1, min(_MOST_FILES, len(paths) // (processes * 4)))
        self._finished: dict[int, list[Any]] = {}
        self._broken: dict[int, ProcessEndedError] = {}
        self._ended: dict[int, dict[int, int]] = {}  # by file and case: the exit code of the process
        self._readings: dict[int, int] = {}
        self._idle_ends = 0
        self._processes = [_Process(self._context) for _ in range(processes)]

    def start(self) -> None:
        """Starts the processes, each with files to run."""
        for process in self._processes:
            self._start(process)

    def records(self, file: int, path: Path) -> Iterator[CaseRecord]:
        """The records of a file, when its process has sent them."""
        while file not in self._finished and file not in self._broken:
            self._wait()
        if file in self._broken:
            yield broken_file(path.as_posix(), self._broken[file])
        else:
            yield from map(from_plain, self._finished.pop(file))

    def running(self) -> list[tuple[int, int]]:
        """The file and the case that each process is running."""
        places = [(process.place, process.unfinished) for process in self._processes]
        return sorted((place[0], place[1]) for place, unfinished in places if place[0] in unfinished)

    def dismiss(self) -> None:
        """Lets the processes end by themselves; all are done."""
        for process in self._processes:
            process.close()
        for process in self._processes:
            process.process.join(_END_S)

    def end(self) -> None:
        """Ends the processes, whatever they do."""
        from vtlharness.running.worker import interrupts_held_back

        with interrupts_held_back():
            for process in self._processes:
                process.end()

    def _start(self, process: _Process) -> None:
        links = [other.link for other in self._processes if other.link is not None]
        process.start(self._context, links, self._paths, self._settings)
        self._feed(process)

    def _feed(self, process: _Process) -> None:
        """Sends a process files to run: some in advance, as long as the others have enough."""
        assert process.link is not None
        while self._waiting and len(process.unfinished) <= self._most:
            if process.unfinished and len(self._waiting) <= self._most * len(self._processes):
                return
            files = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
            process.unfinished += files
            with suppress(OSError):  # it has just died: `_wait` will see that
                process.link.send_bytes(marshal.dumps([(file, self._ended.get(file, {})) for file in files]))

    def _wait(self) -> None:
        """Takes in what the processes have sent, and replaces those that have ended."""
        from multiprocessing.connection import wait

        links = {process.link: process for process in self._processes if process.link is not None}
        ready = wait(list(links), _LOOK_S)
        for link in ready:
            self._take(links[link])  # type: ignore[index]  # only these are waited for
        if not ready:
            for process in links.values():
                if not process.process.is_alive():
                    self._replace(process)

    def _take(self, process: _Process) -> None:
        assert process.link is not None
        try:
            message = process.link.recv_bytes()
        except (EOFError, OSError):
            self._replace(process)
            return
        self._idle_ends = 0
        finished, reached, notices = marshal.loads(message)
        if Recording.recorder is not None:
            Recording.recorder.elsewhere += reached
        if self._hostile is not None:
            self._hostile.take(notices)
        for file, records in finished:
            self._finished[file] = records
            process.unfinished.remove(file)
        self._feed(process)

    def _replace(self, process: _Process) -> None:
        """Notes what a process that has ended was doing, and starts another for the rest."""
        process.close()
        process.process.join()
        code = process.process.exitcode
        file, case = process.place
        if file not in process.unfinished:
            self._idle_ends += 1
            if self._idle_ends > _MOST_IDLE_ENDS:
                raise VtlHarnessError(
                    f"the processes of the run end before they run a case, with the exit code {code}",
                    hint="run the cases in one process; a program that uses several must be safe to import",
                )
        elif case != NO_CASE:
            self._ended.setdefault(file, {})[case] = code
        else:
            self._readings[file] = self._readings.get(file, 0) + 1
            if self._readings[file] == _MOST_READINGS:
                self._broken[file] = process_ended(code, "read this file")
                process.unfinished.remove(file)
        self._waiting.extendleft(reversed(process.unfinished))
        process.unfinished = []
        if self._waiting:
            self._start(process)


def process_context() -> BaseContext:
    """How to start processes: forked on Linux, even if that is not the default (from Python 3.14 on).

    A process that has other threads cannot be forked safely: a lock that one of them holds would stay locked.
    """
    from multiprocessing import get_context
    from threading import active_count

    if sys.platform != "linux":
        return get_context()
    stop_watching()
    return get_context("fork" if active_count() == 1 else "spawn")


def _names(running: list[tuple[int, int]], paths: list[Path], runner: FileRunner) -> list[str]:
    """The names of running cases; of a file that is being read, its path."""
    names = []
    for file, case in running:
        name = paths[file].as_posix()
        if case != NO_CASE:
            with suppress(VtlHarnessError, IndexError):
                name = runner.session.load(paths[file]).cases[case].id
        names.append(name)
    return names
