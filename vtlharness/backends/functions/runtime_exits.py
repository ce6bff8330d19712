"""How Lambda tells the end of a runtime that did not answer. Evidence: docs/fidelity.md#local-functions."""

from __future__ import annotations

_SIGNALS = {
    1: "hangup",
    2: "interrupt",
    3: "quit",
    4: "illegal instruction",
    5: "trace/breakpoint trap",
    6: "aborted",
    8: "floating point exception",
    9: "killed",
    11: "segmentation fault",
    13: "broken pipe",
    14: "alarm clock",
    15: "terminated",
}


def told_exit(code: int) -> str:
    """The words for an exit code; a negative one is that of a signal, as `subprocess` has it."""
    if code == 0:
        return "Runtime exited without providing a reason"
    if code < 0:
        return f"Runtime exited with error: signal: {_SIGNALS.get(-code, f'signal {-code}')}"
    return f"Runtime exited with error: exit status {code}"
