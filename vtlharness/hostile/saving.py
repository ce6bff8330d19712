"""Saves findings as cases: appends them to their case files, which stay as they are otherwise.

Comes in: the findings of a run. Goes out: files, each replaced in one step after its new text was read back, and a
`Saved` for each finding. A case is written only if it fails as the finding says.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from vtlharness.cases.compare.equality import json_equal
from vtlharness.cases.loading import file_data, parse_case_file
from vtlharness.cases.model import Case
from vtlharness.cases.running import run_case
from vtlharness.cases.saving.appending import texts_with
from vtlharness.cases.update.replacing import check_replaceable, replace_file
from vtlharness.cases.update.target import CannotUpdateError
from vtlharness.documents.positions import Positions
from vtlharness.documents.reading import UnreadableFileError, read_source
from vtlharness.engines.native import NativeEngine
from vtlharness.errors import CaseFileError, VtlHarnessError
from vtlharness.hostile.checking import Found
from vtlharness.hostile.replaying import case_name, replays
from vtlharness.source import BOM, Source


class Saved(NamedTuple):
    """A finding that became the case `name` of `file`, or did not, because of `refusal`."""

    file: Path
    name: str
    refusal: str | None = None


def save_findings(found: Iterable[Found], engine: NativeEngine) -> list[Saved]:
    """Saves findings, file by file."""
    files: dict[Path, list[Found]] = {}
    for one in found:
        files.setdefault(one.case.file, []).append(one)
    return [saved for path, group in files.items() for saved in _save_in(path, group, engine)]


def _save_in(path: Path, group: list[Found], engine: NativeEngine) -> list[Saved]:
    try:
        text = _FileText(path, group[0].case, engine)
        done = [_added(text, one) for one in group]
        text.save()
    except CannotUpdateError as error:
        return [Saved(path, case_name(one.finding), str(error)) for one in group]
    return done


def _added(text: _FileText, found: Found) -> Saved:
    name = case_name(found.finding)
    try:
        return Saved(text.path, name, text.add(found, name))
    except RecursionError:
        return Saved(text.path, name, "the case nests too deep to be written")


class _FileText:
    """The text of a case file, which grows case by case and is saved at the end."""

    def __init__(self, path: Path, case: Case, engine: NativeEngine) -> None:
        """Raises CannotUpdateError when the file has changed since it was read, or cannot be replaced."""
        self.path = path
        self._engine = engine
        self._json = case.positions.json
        self._readable = case.files.readable
        check_replaceable(path)
        read = _read(path)
        self._bom, self._text = (BOM, read[1:]) if read.startswith(BOM) else ("", read)
        self._saved = self._text
        if self._text != case.positions.source.text:
            raise CannotUpdateError("the file has changed since it was read")

    def add(self, found: Found, name: str) -> str | None:
        """Adds the case that replays a finding; why that cannot be done, if it cannot."""
        positions = Positions(self._source(self._text), json=self._json)
        data = file_data(positions.source, json=self._json)
        if any(case["name"] == name for case in data["cases"]):
            return "the file has this case"
        if found.case.row is not None and data.get("defaults"):
            from vtlharness.cases.file.parameters import KEY, parameters_in

            if KEY in data["defaults"] or any(parameters_in(data["defaults"])):
                return "the defaults of its case name parameters; please add the case by hand"
        cases = positions.node(("cases",))
        if cases is None or cases.shared or not cases.items:
            return "its list of cases is an alias; please write it out"
        for case in replays(found, data, self._engine):
            wanted = {**data, "cases": [*data["cases"], case]}
            for text in texts_with(self._text, cases, case, as_json=self._json):
                if self._replays(text, wanted):
                    self._text = text
                    return None
        return "no case that the file can hold fails as the finding says"

    def save(self) -> None:
        """Replaces the file, if anything was added. Raises CannotUpdateError."""
        if self._text == self._saved:
            return
        if _read(self.path) != self._bom + self._saved:
            raise CannotUpdateError("the file has changed since it was read")
        replace_file(self.path, self._bom + self._text)

    def _replays(self, text: str, wanted: Any) -> bool:
        """Whether a text holds the wanted data, and its last case fails."""
        source = self._source(text)
        try:
            if not json_equal(file_data(source, json=self._json), wanted):
                return False
            case = parse_case_file(self.path, source, readable=self._readable).cases[-1]
        except VtlHarnessError:
            return False
        return run_case(case, self._engine).outcome == "failed"

    def _source(self, text: str) -> Source:
        return Source(text, str(self.path))


def _read(path: Path) -> str:
    try:
        return read_source(path, CaseFileError).text
    except (UnreadableFileError, CaseFileError) as error:
        raise CannotUpdateError(f"{path} cannot be read again: {error}") from None
