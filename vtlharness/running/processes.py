"""Distributes case files to several processes.

Comes in: the paths of case files and the settings of the run. Goes out: `CaseRecord`s in the order of the files and of
the cases in them, whichever process ran them.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from vtlharness.cases.session import Session
from vtlharness.limits.deadline import stop_watching
from vtlharness.report.record import CaseRecord, from_plain, to_plain
from vtlharness.running.files import FileRunner, RunSettings

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.context import BaseContext

_worker: FileRunner | None = None


def run_in_processes(
    paths: list[Path], settings: RunSettings, processes: int, session: Session | None = None
) -> Iterator[CaseRecord]:
    """All records in the same order, from this many processes, a file at a time.

    The first file is run here, so that wrong options show at once and forked processes find all modules loaded. When
    the caller stops early or is interrupted, the processes end. Raises as FileRunner does.
    """
    yield from FileRunner(settings, session).records(paths[0])
    with _executor(settings, processes) as executor:
        chunk = max(1, min(16, len(paths) // (processes * 4)))
        for records in executor.map(_file_records, paths[1:], chunksize=chunk):
            yield from map(from_plain, marshal.loads(records))


def usable_processors() -> int:
    """The number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _executor(settings: RunSettings, processes: int) -> Iterator[ProcessPoolExecutor]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children

    others = active_children()
    executor = ProcessPoolExecutor(processes, _context(), initializer=_start_worker, initargs=(settings,))
    try:
        yield executor
    except BaseException:
        for process in active_children():
            if process not in others:
                process.terminate()
        raise
    finally:
        executor.shutdown(cancel_futures=True)


def _context() -> BaseContext | None:
    """How to start processes: forked on Linux, even if that is not the default (from Python 3.14 on).

    A process that has other threads cannot be forked safely: a lock that one of them holds would stay locked.
    """
    from multiprocessing import get_context
    from threading import active_count

    if sys.platform != "linux":
        return None
    stop_watching()
    return get_context("fork" if active_count() == 1 else "spawn")


def _start_worker(settings: RunSettings) -> None:
    import signal

    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group, but only the parent ends the run
    _worker = FileRunner(settings)


def _file_records(path: Path) -> bytes:
    """The records of a file; `marshal` is several times as fast as `pickle`."""
    assert _worker is not None
    return marshal.dumps([to_plain(record) for record in _worker.records(path)])
