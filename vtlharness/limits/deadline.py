"""The time limit of a case, for all that no budget sees: a schema, a path, a comparison, a document.

Comes in: a function and seconds. Goes out: its result, or `LimitExceeded`. A thread looks at the running cases four
times a second, and raises the exception in the thread of one that takes too long, at its next step in Python. Calls
into C are not interrupted: their input is limited by the budget, and regular expressions have their own limit.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf
from time import monotonic
from typing import Any, TypeVar

from vtlharness.limits.budget import (
    GIVEN,
    Budget,
    LimitExceeded,
    Limits,
    current_budget,
    out_of_memory,
    put_back,
    put_in_force,
)

_Result = TypeVar("_Result")
_LOOKS_EVERY_S = 0.25
_STEPS = 10_000  # in which an exception arrives for certain: one is enough


class OutOfTime(LimitExceeded):
    """The time of a case is over. Python makes it without arguments."""

    def __init__(self) -> None:
        most = current_budget().limits.seconds
        super().__init__("seconds", most, f"the case takes more than {most:g} seconds")


class _Watched:
    """A case that runs: the thread, and when its time is over."""

    __slots__ = ("deadline", "over", "stopped", "thread")

    def __init__(self, thread: int, deadline: float) -> None:
        self.thread = thread
        self.deadline = deadline
        self.over = False
        self.stopped = False


class _Watch:
    """The thread that looks at the running cases; it is started with the first case."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.running: list[_Watched] = []
        self._wanted = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self, deadline: float) -> _Watched:
        watched = _Watched(threading.get_ident(), deadline)
        self.running.append(watched)
        if not self._wanted.is_set():
            self._wanted.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._look, name="vtlharness time limit", daemon=True)
            self._thread.start()
        return watched

    def end(self, watched: _Watched) -> None:
        """Nothing is raised in the case's thread any more, and what was raised and has not arrived arrives here.

        It is not taken back: CPython 3.11 would forget the exception but not that there is one, and a traced function,
        as under a debugger or coverage.py, would then never begin.
        """
        while watched in self.running:
            try:
                with self._lock:
                    watched.over = True
                if watched.stopped:
                    watched.stopped = False
                    _raise_in(watched.thread, OutOfTime)
                    for _ in range(_STEPS):
                        pass
                self.running.remove(watched)
            except OutOfTime:
                continue

    def stop(self) -> None:
        """Ends the thread; the next case starts one anew."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._stopping.set()
            self._wanted.set()
            thread.join()
            self._stopping.clear()

    def _look(self) -> None:
        while True:
            self._wanted.wait()
            if self._stopping.wait(_LOOKS_EVERY_S):
                return
            if not self.running:
                self._wanted.clear()
                if self.running or self._stopping.is_set():  # one began, or the end was asked for, in between
                    self._wanted.set()
                continue
            now = monotonic()
            for watched in tuple(self.running):
                if now > watched.deadline:
                    with self._lock:
                        if not watched.over:
                            watched.stopped = True
                            _raise_in(watched.thread, OutOfTime)


_watch = _Watch()


def stop_watching() -> None:
    """Ends the thread that looks at the cases, before this process is forked. No case may be running."""
    _watch.stop()


def _watch_anew() -> None:
    global _watch
    _watch = _Watch()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_watch_anew)  # a thread does not survive a fork


def within_limits(limits: Limits, function: Callable[..., _Result], *arguments: Any, given: int = GIVEN) -> _Result:
    """The result of a call under these limits, time included; `given` is the length of the longest text that it gets.

    Raises LimitExceeded, also where the memory ends.
    """
    deadline = monotonic() + limits.seconds
    before = put_in_force(Budget(limits, deadline, given))
    watch = _watch
    watched = watch.begin(deadline)
    try:
        return function(*arguments)
    except MemoryError as problem:
        raise out_of_memory(problem) from None
    finally:
        watch.end(watched)
        put_back(before)


@contextmanager
def time_stands_still() -> Iterator[None]:
    """The time inside is not the case's: it waits for another program, which has a time limit of its own."""
    thread, budget = threading.get_ident(), current_budget()
    mine = [(watched, watched.deadline) for watched in tuple(_watch.running) if watched.thread == thread]
    started = monotonic()
    for watched, _ in mine:
        watched.deadline = inf
    try:
        yield
    finally:
        waited = monotonic() - started
        for watched, deadline in mine:
            watched.deadline = deadline + waited
        if budget.deadline is not None:
            budget.deadline += waited


def _raise_in(thread: int, exception: type[BaseException]) -> None:
    import ctypes  # slow to import, and few cases take too long

    python = getattr(ctypes, "pythonapi", None)
    if python is not None:
        python.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(exception))
