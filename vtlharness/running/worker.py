"""One process of a run: runs the case files that the parent process sends it.

Comes in: indexes of case files, through a pipe. Goes out: the records of each file, with what templates reached in a
run that is measured, and `place`, memory that both processes share: the index of the file and of the case that is
running. A write there costs nothing, unlike a message, and outlives the process.
"""

from __future__ import annotations

import marshal
import os
import signal
from collections.abc import Iterator, MutableSequence, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from vtlharness.report.record import to_plain
from vtlharness.running.files import NO_CASE, FileRunner, RunSettings
from vtlharness.running.interruptions import process_ended
from vtlharness.vtl.recording import Recording

if TYPE_CHECKING:
    from vtlharness.vtl.counts import Recorder

_INTERRUPTS = (signal.SIGINT, signal.SIGTERM)
_PATIENCE_S = 0.02  # so long records are kept, to be sent together; small files take a fraction of it


def work(
    link: Connection,
    place: MutableSequence[int],
    inherited: Sequence[Connection],
    paths: Sequence[Path],
    settings: RunSettings,
) -> None:
    """Runs files until the parent process closes `link`, or ends. `inherited` are the pipes of other processes."""
    from threading import Thread

    ignore_interrupts()
    for other in inherited:
        other.close()
    Thread(target=end_with_parent, daemon=True).start()
    recorder = _recorder(settings)
    runner = FileRunner(settings, place=place)
    try:
        with suppress(EOFError, ConnectionError):  # the parent has closed the pipe
            while True:
                _carry_out(marshal.loads(link.recv_bytes()), link, place, paths, runner, recorder)
    finally:
        runner.session.close()


@contextmanager
def interrupts_held_back() -> Iterator[None]:
    """A process that starts meanwhile gets no signal before it ignores interrupts."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _INTERRUPTS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ignore_interrupts() -> None:
    """Ctrl-C, and often SIGTERM, reaches the whole group of processes, but only the parent ends the run."""
    for interrupt in _INTERRUPTS:
        signal.signal(interrupt, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _INTERRUPTS)


def _carry_out(
    order: Sequence[Any],
    link: Connection,
    place: MutableSequence[int],
    paths: Sequence[Path],
    runner: FileRunner,
    recorder: Recorder | None,
) -> None:
    """Runs the files of an order: pairs of the file's index, and the cases that ended a process, with its exit code."""
    sent = perf_counter()
    finished: list[Any] = []
    for file, ended in order:
        place[-1] = NO_CASE
        place[0] = file
        errors = {case: process_ended(code) for case, code in ended.items()}
        finished.append((file, [to_plain(record) for record in runner.records(paths[file], errors)]))
        if perf_counter() - sent > _PATIENCE_S:
            link.send_bytes(marshal.dumps((finished, _reached(recorder), _notices(runner))))
            sent, finished = perf_counter(), []
    if finished:
        link.send_bytes(marshal.dumps((finished, _reached(recorder), _notices(runner))))


def _notices(runner: FileRunner) -> list[Any]:
    """What the checks with hostile input have to tell since the last time."""
    return [] if runner.hostile is None else runner.hostile.notices()


def _recorder(settings: RunSettings) -> Recorder | None:
    """The recorder of this process, if the run is measured."""
    if not settings.measured:
        return None
    from vtlharness.vtl.counts import Recorder

    Recording.recorder = recorder = Recorder()
    return recorder


def _reached(recorder: Recorder | None) -> list[Any]:
    """What templates have reached since the last time."""
    if recorder is None:
        return []
    from vtlharness.coverage.reached import take

    return take(recorder).plain()


def end_with_parent() -> None:
    """Waits for the end of the parent process, and ends this one."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
