"""What ends a case other than its own result: a user who interrupts the run, and the end of the case's process.

Goes out: an exception that names the cases that were running, and the error of a case or a file whose process ended.
"""

from __future__ import annotations

from collections.abc import Sequence

from vtlharness.errors import VtlHarnessError
from vtlharness.visible import one_line


class RunInterruptedError(KeyboardInterrupt):
    """Raised for an interrupted run. `running` names the cases that were running, or files that were being read."""

    def __init__(self, running: Sequence[str]) -> None:
        super().__init__(f"interrupted {while_running([one_line(name) for name in running])}".rstrip())
        self.running = tuple(running)


class ProcessEndedError(VtlHarnessError):
    """The error of a case, or of a case file, that ended the process in which it ran or was read."""


def while_running(names: Sequence[str]) -> str:
    """`while a.vtl.yaml::name was running`; empty without names."""
    return f"while {', '.join(names)} {'was' if len(names) == 1 else 'were'} running" if names else ""


def process_ended(exit_code: int, what: str = "ran this case") -> ProcessEndedError:
    """The error for the end of a process, from its exit code as `multiprocessing` has it: a signal is negative."""
    if exit_code >= 0:
        return ProcessEndedError(f"the process that {what} ended with the exit code {exit_code}")
    name = _signal_name(-exit_code)
    hint = None
    if name == "SIGKILL":
        hint = "the system kills a process with SIGKILL when memory runs out"
    elif name in ("SIGSEGV", "SIGABRT", "SIGBUS", "SIGILL", "SIGFPE"):
        hint = "the Python interpreter, or a package that it uses, crashed"
    return ProcessEndedError(f"the process that {what} was killed by the signal {name}", hint=hint)


def case_exited(problem: SystemExit) -> ProcessEndedError:
    """The error of a case that calls `sys.exit`."""
    return ProcessEndedError(f"the case called sys.exit({problem.code!r})")


def _signal_name(number: int) -> str:
    import signal

    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)
