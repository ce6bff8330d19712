"""What `--hostile` adds to a run: its checks, and what becomes of their findings at the end.

Comes in: the checks of a run. Goes out: notices, and with `--save` cases in case files. Used by `case_run`.
"""

from __future__ import annotations

from vtlharness.cli.terminal import Terminal
from vtlharness.hostile.checking import HostileChecks
from vtlharness.visible import one_line

__all__ = ["HostileChecks", "finish"]


def finish(checks: HostileChecks, terminal: Terminal, *, save: bool, quiet: bool) -> None:
    """With `save` writes the findings as cases, and prints which.

    Names the cases whose time was over, and the accepted findings that no case has.
    """
    if not quiet:
        for case in checks.cut_short:
            terminal.line(one_line(f"notice: {case}: the time was over before all hostile input was tried"))
        for file, unused in checks.unused:
            kind = "" if unused.kind is None else f" ({unused.kind})"
            shown = (
                f"notice: {file}: hostile.accept has {unused.place}{kind}, and no case has such a finding: delete it"
            )
            terminal.line(one_line(shown))
    if not save:
        return
    from vtlharness.hostile.saving import save_findings
    from vtlharness.report.text.hostile import saved_lines

    saved = save_findings(checks.found, checks.engine)
    if not quiet:
        terminal.lines(saved_lines(saved, terminal.style))
