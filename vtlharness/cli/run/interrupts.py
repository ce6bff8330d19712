"""Ctrl-C and SIGTERM: both end a run early, with its summary and its reports.

Comes in: signals. Goes out: KeyboardInterrupt, and then the note and the exit code of the run.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from vtlharness.cli.command import ExitCode


class Interrupts:
    """The interrupts of one run."""

    def __init__(self) -> None:
        self._terminated = False

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Makes SIGTERM raise KeyboardInterrupt too, unless it is ignored. A second one ends the process at once."""
        import signal
        from threading import current_thread, main_thread

        only_default = signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
        if not only_default or current_thread() is not main_thread():  # which alone may handle signals
            yield
            return

        def terminate(number: int, _: Any) -> None:
            signal.signal(number, signal.SIG_DFL)
            self._terminated = True
            raise KeyboardInterrupt

        signal.signal(signal.SIGTERM, terminate)
        try:
            yield
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)

    def outcome(self, interrupt: KeyboardInterrupt) -> tuple[str, ExitCode]:
        """The note of a run that was interrupted, which names the cases that were running, and its exit code."""
        from vtlharness.report.text.visible import safe
        from vtlharness.running.interruptions import RunInterruptedError, while_running

        running = interrupt.running if isinstance(interrupt, RunInterruptedError) else ()
        what, code = ("terminated", ExitCode.TERMINATED) if self._terminated else ("interrupted", ExitCode.INTERRUPTED)
        return f"{what} {while_running([safe(name) for name in running])}".rstrip(), code
