"""`--vtl-mutate`: changes templates and definitions after a run that passes.

Comes in: the options, and the records of the cases. Goes out: a `MutationRecord`, and its lines. Used by `whole_run`.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from vtlharness.cases.session import Session
from vtlharness.options import MUTATE_SECONDS
from vtlharness.pytest_plugin.state import PluginState
from vtlharness.report.mutations import MutationRecord
from vtlharness.report.record import CaseRecord
from vtlharness.report.text.mutation import mutation_summary, unnoticed_lines
from vtlharness.running.mutants import MutationSettings, run_mutants


class MutationPlan(NamedTuple):
    """The `seconds` for all changes, and the git revision `since` which a line must have changed; empty for all."""

    seconds: float
    since: str = ""


def mutation_plan(config: pytest.Config, state: PluginState) -> MutationPlan | None:
    """What the options ask for, None without them. Raises UsageError for options that do not go together."""
    since, seconds = config.getoption("vtl_mutate_since"), config.getoption("vtl_mutate_seconds")
    if since == "":
        raise pytest.UsageError("--vtl-mutate-since expects a revision of git, such as main or HEAD~1.")
    if seconds is not None and not seconds > 0:
        raise pytest.UsageError(f"--vtl-mutate-seconds expects a number above 0, found {seconds:g}.")
    if not state.mutates:
        if seconds is not None:
            raise pytest.UsageError("--vtl-mutate-seconds is for --vtl-mutate: without it, nothing is changed.")
        return None
    for name, is_given in (("vtl-update", state.given.update), ("vtl-record", state.given.record)):
        if is_given:
            raise pytest.UsageError(f"--vtl-mutate and --{name} exclude each other.")
    if config.option.collectonly:
        raise pytest.UsageError("--vtl-mutate and --collect-only exclude each other.")
    if state.given.engine != "native":
        raise pytest.UsageError("--vtl-mutate changes templates for the native engine: leave out --vtl-engine.")
    return MutationPlan(seconds or MUTATE_SECONDS, since or "")


def tried_changes(session: Session, plan: MutationPlan, records: list[CaseRecord]) -> tuple[MutationRecord, list[str]]:
    """Tries the changes. Raises VtlHarnessError for a revision that git does not know."""
    passed = [record for record in records if record.outcome == "passed"]
    if not passed:
        return MutationRecord(), ["nothing was changed: no case passed"]
    files = [Path(file) for file in dict.fromkeys(record.file for record in passed)]
    cases = frozenset(record.id for record in passed)
    settings = MutationSettings(session.options, None, cases, plan.seconds, plan.since)
    found = run_mutants(files, settings, session, lambda _, __: None)
    lines = [line for change in found.unnoticed for line in unnoticed_lines(change)]
    return found, lines + [
        line.replace("--mutate-seconds", "--vtl-mutate-seconds")
        for line in mutation_summary(found, plan.seconds, plan.since)
    ]
