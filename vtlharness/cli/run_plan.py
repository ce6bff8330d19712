"""The parts of a run that does not run every case of its files: cases by name, and what failed last.

Comes in: the paths of the command line, with names of cases behind `::`, and what failed in the last run. Goes out:
parts, each with its files and the selection of cases. A run of all cases does not import this module.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from vtlharness.cases.file.discovery import find_case_files
from vtlharness.cases.session import Session
from vtlharness.cli.selection_options import Choice
from vtlharness.documents.readable_files import ReadingRule
from vtlharness.errors import CaseFileError, VtlHarnessError
from vtlharness.nearest import nearest_file, nearest_name
from vtlharness.running.last_run import LastRun
from vtlharness.running.selection import Selection, is_named, names_of
from vtlharness.visible import one_line


class NamedCase(NamedTuple):
    """`FILE::CASE`: the path, the name of the case, and the argument as it is given."""

    path: str
    name: str
    argument: str


class Part(NamedTuple):
    """Files that run, and which of their cases."""

    files: list[Path]
    selection: Selection


class Plan(NamedTuple):
    """The parts of a run, one after the other; `note` is what the user should know about it."""

    parts: list[Part]
    note: str = ""


class NamedCases:
    """The arguments of a run in which cases are named behind the paths of their files: `a.vtl.yaml::put`.

    A path may contain `::`, and so may a name: the path is the shortest one that exists.
    """

    def __init__(self, arguments: Iterable[str]) -> None:
        """Raises CaseFileError for a file that does not exist."""
        self.paths: list[str] = []
        self.named: list[NamedCase] = []
        for argument in arguments:
            if "::" not in argument or os.path.lexists(argument):
                self.paths.append(argument)
            else:
                self.named.append(_named(argument))
        self._files: dict[NamedCase, list[Path]] = {}
        self._names: dict[str, set[str]] = {}

    @property
    def all_paths(self) -> tuple[str, ...]:
        """The paths, without names of cases."""
        return (*self.paths, *(one.path for one in self.named))

    def find_files(self, rule: ReadingRule, *, allow_unused: bool) -> list[Path]:
        """The case files, each once. Raises as `find_case_files` does."""
        whole = find_case_files(self.paths, allow_unused=allow_unused, rule=rule) if self.paths else []
        files = {os.path.realpath(path): path for path in whole}
        wholly = set(files)
        for one in self.named:
            self._files[one] = []
            for path in find_case_files([one.path], rule=rule):
                real = os.path.realpath(path)
                file = files.setdefault(real, path)
                self._files[one].append(file)
                if real not in wholly:
                    self._names.setdefault(file.as_posix(), set()).add(one.name)
        return sorted(files.values())

    def checked_names(self, session: Session) -> dict[str, set[str]]:
        """The names of cases by the files that do not run as a whole.

        Raises CaseFileError for a case that its file does not have, with the nearest name.
        """
        for one in self.named:
            self._check(one, session)
        return self._names

    def _check(self, one: NamedCase, session: Session) -> None:
        known: list[str] = []
        for path in self._files[one]:
            try:
                cases = session.load(path).cases
            except VtlHarnessError:
                return  # the run says what is wrong with the file
            if any(is_named(case, (one.name,)) for case in cases):
                return
            known += [name for case in cases for name in names_of(case)]
        near = nearest_name(one.name, known)
        hint = "`--collect-only` lists the cases" if near is None else f"did you mean {one_line(one.path)}::{near}?"
        raise CaseFileError(f"{one_line(one.path)} has no case {one_line(one.name)!r}", hint=hint)


def _named(argument: str) -> NamedCase:
    at = argument.find("::")
    while at >= 0:
        path, name = argument[:at], argument[at + 2 :]
        if path and name and os.path.exists(path):
            return NamedCase(path, name, argument)
        at = argument.find("::", at + 1)
    path, _, name = argument.partition("::")
    if not name:
        raise CaseFileError(f"{one_line(argument)} names no case", hint="write FILE::CASE, or the file alone")
    near = None
    with suppress(OSError):
        near = nearest_file(path)
    hint = None if near is None else f"did you mean {one_line(os.path.join(os.path.dirname(path), near))}::{name}?"
    raise CaseFileError(f"{one_line(path) or argument} does not exist", hint=hint)


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
