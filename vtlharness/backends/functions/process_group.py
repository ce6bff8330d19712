"""The processes of functions, each with its descendants a group of its own, which ends with the run.

A run that is killed ends nothing itself. So one small process watches it: it holds the other end of a pipe, knows the
groups, and kills them when the pipe closes. A program waits for one byte on its standard input before it does anything:
by then the watcher knows it. Where there are no process groups (Windows), a function's process ends when
it next asks the run for an event.
"""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock

_WATCHER = Path(__file__).with_name("bootstraps") / "end_with_run.py"
_HAS_GROUPS = hasattr(os, "killpg")


class ProcessGroup:
    """A process that was started, with its descendants."""

    def __init__(self, command: Sequence[str], folder: str, environment: Mapping[str, str], output: int) -> None:
        """Starts a command whose output goes to a file descriptor. Raises OSError, ValueError."""
        watcher = _the_watcher() if _HAS_GROUPS else None
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
        self._watcher = watcher
        self._lock = Lock()
        self._has_ended = False
        if watcher is not None:
            watcher.tell(f"+{self._process.pid}")
        assert self._process.stdin is not None
        with suppress(OSError), self._process.stdin as go:
            go.write(b"\n")

    def wait(self) -> int:
        """Waits for the end of the process, ends its descendants, and gives its exit code."""
        if hasattr(os, "waitid"):  # the process's number is not given to another one before the group has ended
            os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOWAIT)
        else:  # Windows, and macOS before Python 3.13
            self._process.wait()
        with self._lock:
            self._kill()
            code = self._process.wait()
            self._has_ended = True
        if self._watcher is not None:
            self._watcher.tell(f"-{self._process.pid}")
        return code

    def kill(self) -> None:
        """Ends the process and its descendants; `wait` still has to be called."""
        with self._lock:
            if not self._has_ended:
                self._kill()

    def _kill(self) -> None:
        if not _HAS_GROUPS:
            self._process.kill()
            return
        with suppress(ProcessLookupError, PermissionError):  # PermissionError: macOS, for a group of ended processes
            os.killpg(self._process.pid, signal.SIGKILL)


class _Watcher:
    """The process that outlives the run by a moment."""

    def __init__(self) -> None:
        """Raises OSError."""
        self.run = os.getpid()
        self._lock = Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(_WATCHER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def tell(self, line: str) -> None:
        """Names a group that begins or ends."""
        assert self._process.stdin is not None
        with self._lock, suppress(OSError, ValueError):  # someone ended it, or the run is about to end
            os.write(self._process.stdin.fileno(), f"{line}\n".encode())

    def let_go(self) -> None:
        """Closes the pipe in a forked process, which would keep it open after the end of the run."""
        if self._process.stdin is not None:
            self._process.stdin.close()

    def end(self) -> None:
        """Ends the groups that are left, and the watcher, unless it is that of the process that forked this one."""
        if self.run == os.getpid() and self._process.stdin is not None:
            self._process.stdin.close()
            self._process.wait()


_lock = Lock()
_watchers: list[_Watcher] = []


@atexit.register  # earlier than any function, so it runs after their own ends
def _end_watchers() -> None:
    for watcher in _watchers:
        watcher.end()


def _the_watcher() -> _Watcher:
    """The watcher of this process; a forked one has its own."""
    with _lock:
        if not _watchers or _watchers[-1].run != os.getpid():
            for inherited in _watchers:
                inherited.let_go()
            _watchers.append(_Watcher())
        return _watchers[-1]
