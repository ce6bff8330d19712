"""How Lambda tells the end of a runtime that did not answer. Evidence: docs/fidelity.md#local-functions."""

from __future__ import annotations

import signal

# Lambda writes a signal as Go names it. Numbers differ between systems, names do not.
_SIGNALS = {
    "SIGHUP": "hangup",
    "SIGINT": "interrupt",
    "SIGQUIT": "quit",
    "SIGILL": "illegal instruction",
    "SIGTRAP": "trace/breakpoint trap",
    "SIGABRT": "aborted",
    "SIGBUS": "bus error",
    "SIGFPE": "floating point exception",
    "SIGKILL": "killed",
    "SIGUSR1": "user defined signal 1",
    "SIGSEGV": "segmentation fault",
    "SIGUSR2": "user defined signal 2",
    "SIGPIPE": "broken pipe",
    "SIGALRM": "alarm clock",
    "SIGTERM": "terminated",
    "SIGXCPU": "CPU time limit exceeded",
    "SIGXFSZ": "file size limit exceeded",
    "SIGSYS": "bad system call",
}


def told_exit(code: int) -> str:
    """The words for an exit code; a negative one is that of a signal, as `subprocess` has it."""
    if code == 0:
        return "Runtime exited without providing a reason"
    if code < 0:
        return f"Runtime exited with error: signal: {_told_signal(-code)}"
    return f"Runtime exited with error: exit status {code}"


def _told_signal(number: int) -> str:
    try:
        return _SIGNALS[signal.Signals(number).name]
    except (KeyError, ValueError):  # a real-time signal has no name
        return f"signal {number}"
