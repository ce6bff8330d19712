"""What failed in the last run of a project, for `--lf`, `--ff` and `--sw`.

Comes in: the records of a run. Goes out: the names of cases that failed, kept in the user's cache until they pass. The
cache signs what it keeps, so a checkout can't bring its own. Nothing but names is kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

from vtlharness.cases.session import Session
from vtlharness.report.record import PROBLEMS, CaseRecord

CaseName: TypeAlias = "tuple[str, str]"
"""A case by the real path of its file and its name; the name is empty for a file that can't be read."""


class LastRun:
    """The cases that failed, in the order in which they ran, and where `--sw` goes on.

    `failed` and `begins` are of the last run until `take` has taken in the records of this one.
    """

    def __init__(self, session: Session) -> None:
        self._cache = session.last_run
        self._key = session.last_run_key
        failed, begins = (None if self._cache is None else self._cache.load(self._key)) or ((), ())
        self.failed: dict[CaseName, None] = dict.fromkeys((file, name) for file, name in failed)
        self.begins: CaseName | None = (begins[0], begins[1]) if begins else None
        self._stored = (*self.failed,), self.begins
        self._real: dict[str, str] = {}
        self._seen: dict[str, set[str]] = {}

    def in_files(self, files: Iterable[Path]) -> dict[str, frozenset[str]]:
        """The names of cases that failed, by the paths of their files as given, in the order of the files."""
        by_file: dict[str, set[str]] = {}
        for file, name in self.failed:
            by_file.setdefault(file, set()).add(name)
        found = {path.as_posix(): by_file.get(self._file(path.as_posix())) for path in files} if by_file else {}
        return {path: frozenset(names) for path, names in found.items() if names}

    def begins_in(self, files: Iterable[Path]) -> tuple[int, str] | None:
        """The place, among these files, of the file in which `--sw` goes on, and the name of the case."""
        if self.begins is not None:
            for number, path in enumerate(files):
                if self._file(path.as_posix()) == self.begins[0]:
                    return number, self.begins[1]
        return None

    def take(self, record: CaseRecord) -> None:
        """Takes in a record. A case that did not run keeps its place; one that is gone from its file loses it."""
        if not self.failed and record.outcome not in PROBLEMS:
            return
        file = self._file(record.file)
        self._seen.setdefault(file, set()).add(record.name)
        name = (file, record.name)
        if record.outcome in PROBLEMS:
            self.failed[name] = None
        elif record.outcome not in ("deselected", "listed"):
            self.failed.pop(name, None)

    def store(self, whole_files: bool, begins: CaseName | None) -> None:
        """Keeps it for the next run, if anything changed. With `whole_files`, the cases
        that they no longer have are forgotten. `begins` is where `--sw` goes on.
        """
        if whole_files:
            for name in [one for one in self.failed if one[0] in self._seen and one[1] not in self._seen[one[0]]]:
                del self.failed[name]
        now = (*self.failed,), begins
        if self._cache is not None and now != self._stored:
            self._cache.store(self._key, ((*self.failed,), begins or ()))

    def named(self, record: CaseRecord) -> CaseName:
        """The name by which a record's case is kept."""
        return self._file(record.file), record.name

    def _file(self, path: str) -> str:
        real = self._real.get(path)
        if real is None:
            real = self._real[path] = os.path.realpath(path)
        return real
