"""The parts of a run that depends on the last one: what failed then runs alone, or first, or the run begins there.

Comes in: the files of the run, and what failed in the last one. Goes out: parts, each with its files and the selection
of cases. Other runs do not import this module.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from vtlharness.cases.session import Session
from vtlharness.cli.run.options.selection import Choice
from vtlharness.errors import VtlHarnessError
from vtlharness.running.last_run import LastRun
from vtlharness.running.selection import Selection
from vtlharness.visible import one_line


class Part(NamedTuple):
    """Files that run, and which of their cases."""

    files: list[Path]
    selection: Selection


class Plan(NamedTuple):
    """The parts of a run, one after the other; `note` is what the user should know about it."""

    parts: list[Part]
    note: str = ""


def planned(files: list[Path], selection: Selection, choice: Choice, last: LastRun, session: Session) -> Plan:
    """The parts of a run that depends on the last one."""
    if choice.stepwise:
        return _stepwise(files, selection, last, session)
    failed = last.in_files(files)
    with_failed = [path for path in files if path.as_posix() in failed]
    if not failed:
        return Plan([Part(files, selection)], "no case failed in the last run: all cases run")
    if choice.last_failed:
        return Plan([Part(with_failed, selection._replace(failed=failed))])
    first, then = selection._replace(part=failed), selection._replace(rest=failed)
    return Plan([Part(with_failed, first), Part(files, then)])


def _stepwise(files: list[Path], selection: Selection, last: LastRun, session: Session) -> Plan:
    begins = last.begins_in(files)
    if begins is None:
        return Plan([Part(files, selection)])
    number, name = begins
    path = files[number]
    if name:
        try:
            if all(case.name != name for case in session.load(path).cases):
                return Plan([Part(files, selection)], "the case that failed last is gone: all cases run")
        except VtlHarnessError:
            name = ""
    place = path.as_posix()
    note = f"begins at {one_line(f'{place}::{name}' if name else place)}"
    return Plan([Part(files[number:], selection._replace(begins=(place, name) if name else None))], note)
