"""`--vtl-update`: only the process that started the session writes, and only after a whole run."""

from __future__ import annotations

from typing import Any

import pytest

from vtlharness.cases.session import failing_names
from vtlharness.errors import VtlHarnessError
from vtlharness.pytest_plugin.state import STATE, PluginState
from vtlharness.pytest_plugin.working_folder import in_folder

_WORKER_KEY = "vtlharness_failing"


def take_from_worker(node: Any, error: object) -> None:
    """Takes the names of the failing cases from an xdist worker that has ended."""
    state = node.config.stash[STATE]
    output = getattr(node, "workeroutput", None)
    if error or output is None:
        state.lost_worker = True
    else:
        state.failing_elsewhere.update(tuple(name) for name in output.get(_WORKER_KEY, ()))


def finish_session(session: pytest.Session, exitstatus: int) -> None:
    """Rewrites the expectations of failing cases, or passes their names to the process that may."""
    state = session.config.stash[STATE]
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[_WORKER_KEY] = list(
            failing_names([*state.session.failing, *state.session.unfilled, *state.session.called])
        )
        return
    whole = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED)
    if exitstatus not in whole or session.shouldstop or session.shouldfail or state.lost_worker:
        state.not_updated = f"nothing was {_done(state)} because the run did not finish"
    else:
        try:
            with in_folder(session.config.invocation_params.dir):
                state.session.run_again(state.failing_elsewhere)
                state.updates = state.session.rewrite()
        except VtlHarnessError as problem:
            state.not_updated = f"nothing was {_done(state)}: {problem}"
    if state.not_updated or any(update.refusal and not update.passed for update in state.updates):
        session.exitstatus = max(int(exitstatus), int(pytest.ExitCode.TESTS_FAILED))


def summarize(terminalreporter: Any, config: pytest.Config) -> None:
    """Prints what was updated and what was not."""
    state = config.stash[STATE]
    if not (state.updates or state.not_updated):
        return
    from vtlharness.report.text.lines import update_lines
    from vtlharness.report.text.style import ANSI, PLAIN

    terminalreporter.section("vtl record" if state.options.record else "vtl update")
    done = _done(state)
    for line in update_lines(state.updates, ANSI if terminalreporter.hasmarkup else PLAIN, done, f"not {done}"):
        terminalreporter.line(line)
    if state.not_updated:
        terminalreporter.line(state.not_updated)


def _done(state: PluginState) -> str:
    return "recorded" if state.options.record else "updated"
