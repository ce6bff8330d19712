"""Cases by name on the command line: `FILE::CASE`, as `vtl-run` prints it.

Comes in: paths, with names of cases behind `::`. Goes out: their case files, and which of their cases are meant. A
command without such names does not import this module.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from vtlharness.cases.file.discovery import find_case_files
from vtlharness.cases.session import Session
from vtlharness.documents.readable_files import ReadingRule
from vtlharness.errors import CaseFileError, VtlHarnessError
from vtlharness.nearest import nearest_file, nearest_name
from vtlharness.running.selection import is_named, names_of
from vtlharness.visible import one_line


class NamedCase(NamedTuple):
    """`FILE::CASE`: the path, the name of the case, and the argument as it is given."""

    path: str
    name: str
    argument: str


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
