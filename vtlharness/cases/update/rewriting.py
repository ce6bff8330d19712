"""The texts of case files and expected files while they are rewritten.

Comes in: targets. Goes out: files, each read back and then replaced in one step. Used by `updating`. Raises
CannotUpdateError when a rewritten text would not hold the new values.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from vtlharness.cases.compare.comparing import compare_error, compare_rendering
from vtlharness.cases.compare.equality import json_equal
from vtlharness.cases.loading import file_data, parse_case_file
from vtlharness.cases.model import Case, TemplateCase
from vtlharness.cases.results import CaseResult
from vtlharness.cases.update.file_changes import FileChanges
from vtlharness.cases.update.replacing import check_replaceable
from vtlharness.cases.update.splicing import Edit, JsonSplicer, YamlSplicer, apply_edits
from vtlharness.cases.update.target import CannotUpdateError, Target
from vtlharness.documents.json.values import JsonTextError, parse_json
from vtlharness.documents.nodes import Node, NodePath
from vtlharness.documents.positions import Positions
from vtlharness.documents.reading import UnreadableFileError, read_source
from vtlharness.errors import CaseFileError, VtlHarnessError
from vtlharness.source import BOM, Source

Holds: TypeAlias = Callable[[Case, CaseResult], bool]
"""Whether a case, as it is written now, is what the result asks for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A target and the case, by its place in the file, that it changes; its path begins `inside` a key of the case."""

    case_index: int
    target: Target
    inside: tuple[str | int, ...] = ("expect",)


class CaseFileText:
    """The text of one case file, rewritten step by step and saved at the end."""

    def __init__(self, case: Case, changes: FileChanges) -> None:
        """Raises CannotUpdateError when the file has changed since the case was read."""
        self._changes = changes
        self._path = case.file
        self._json = case.positions.json
        self._readable = case.files.readable
        self._bom, self._text = _current_text(case.file)
        self._saved = self._text
        if self._text != case.positions.source.text:
            raise CannotUpdateError("the file has changed since it was read")

    def pieces(self, case: Case, targets: list[Target]) -> list[Piece]:
        """The targets of a case in this text; those of a row are in its table. Raises CannotUpdateError."""
        if case.row is None or not targets:
            return [Piece(case.index, one, () if one.in_case else ("expect",)) for one in targets]
        from vtlharness.cases.update.row_targets import row_targets

        data = file_data(self._source(self._text), json=self._json)
        inside = ("parameters", case.row.place)
        return [Piece(case.index, target, inside) for target in row_targets(data, case.index, case.row, targets)]

    def rewrite(self, pieces: list[Piece], results: list[CaseResult], holds: Holds | None = None) -> None:
        """Put the targets of some cases into the text. Raises CannotUpdateError and changes nothing if that fails.

        The new text must parse, hold the targets and otherwise the same data, and make the cases pass, or what `holds`
        says instead. A single case whose layout cannot be kept gets its new value on one line.
        """
        if not pieces:
            return
        positions = Positions(self._source(self._text), json=self._json)
        data = file_data(positions.source, json=self._json)
        wanted = _with_targets(data, pieces)
        for careful in (False,) if self._json or len(results) > 1 else (False, True):
            text = apply_edits(self._text, self._edits(pieces, positions, data, careful))
            if self._holds(text, wanted, results, holds or _passes):
                self._text = text
                return
        raise CannotUpdateError("the new value cannot be written into the file safely; please edit it by hand")

    def save(self) -> None:
        """Replace the file, if anything changed. Raises CannotUpdateError when it cannot be written."""
        if self._text != self._saved:
            self._changes.replace(self._path, self._bom + self._text)
            self._saved = self._text

    def _edits(self, pieces: list[Piece], positions: Positions, data: Any, careful: bool) -> list[Edit]:
        edits: list[Edit] = []
        for piece in pieces:
            target = piece.target
            *above, last = target.path
            place: NodePath = ("cases", piece.case_index, *piece.inside, *above)
            key = target.instead_of or last
            holder, node = positions.node(place), positions.node((*place, key))
            if holder is not None and node is None and key not in _at(data, place):
                edits.append(self._added(holder, key, target.value, positions.source, careful))
                continue
            if holder is None or node is None:
                what = "expectation" if piece.inside else "value"
                raise CannotUpdateError(f"the {what} comes from a YAML merge key; please edit it by hand")
            key_node = holder.key(key)
            assert key_node is not None
            old = _at(data, place)[key]
            edits.extend(self._piece_edits(target, holder, key_node, node, old, positions.source, careful))
        return edits

    def _added(self, holder: Node, key: str, value: object, source: Source, careful: bool) -> Edit:
        """The edit that adds a key to a case, which may have it from `defaults`."""
        if self._json:
            return JsonSplicer(source.text).added_edit(holder, key, value)
        return YamlSplicer(source.text, careful=careful).added_edit(holder, key, value, before="expect")

    def _piece_edits(
        self, target: Target, holder: Node, key: Node, node: Node, old: Any, source: Source, careful: bool
    ) -> Iterator[Edit]:
        if self._json:
            json_splicer = JsonSplicer(source.text)
            if target.instead_of:
                yield json_splicer.pair_edit(key, node, target.path[-1], target.value, holder)
            else:
                yield from json_splicer.edits(node, old, target.value, holder)
            return
        flow = holder.style == "flow"
        splicer = YamlSplicer(source.text, careful=careful or (flow and target.instead_of is not None))
        if target.instead_of:
            yield splicer.pair_edit(key, node, target.path[-1], target.value)
        else:
            column = key.start - (source.text.rfind("\n", 0, key.start) + 1)
            yield from splicer.edits(node, old, target.value, column, flow=flow)

    def _holds(self, text: str, wanted: object, results: list[CaseResult], holds: Holds) -> bool:
        source = self._source(text)
        try:
            if not json_equal(file_data(source, json=self._json), wanted):
                return False
            cases = parse_case_file(self._path, source, readable=self._readable).cases
        except VtlHarnessError:
            return False
        found = {_place(case): case for case in cases}
        return all(holds(found[_place(result.case)], result) for result in results)

    def _source(self, text: str) -> Source:
        return Source(text, str(self._path))


class ExpectedFiles:
    """The expected files that failing cases name: each is rewritten or created in one step, for one value only."""

    def __init__(self, results: list[CaseResult], changes: FileChanges) -> None:
        """`results` are all results to update; their inputs are never taken for expected files."""
        self._changes = changes
        cases = [result.case for result in results]
        self._protected = {os.path.realpath(case.file) for case in cases}
        self._protected.update(os.path.realpath(case.subject_file) for case in cases if case.subject_file)
        self._protected.update(os.path.realpath(run.template.name) for result in results for run in result.runs)
        self._inputs = {os.path.realpath(path) for case in cases for path in case.files.inputs}
        self._folders = {os.path.realpath(case.file.parent) for case in cases}
        self._written: dict[str, object] = {}

    def check(self, target: Target, case: Case) -> None:
        """Raises CannotUpdateError for a file that must not be written."""
        assert target.file is not None
        bases = [os.path.realpath(case.file.parent)] if target.new else self._bases()
        self._check_place(os.path.realpath(target.file), bases)
        _check_readable(target.file, case)
        if not target.new:
            check_replaceable(target.file)

    def rewrite(self, target: Target, case: Case) -> None:
        """Write the target's value into its file. Raises CannotUpdateError."""
        self.check(target, case)
        assert target.file is not None
        real = os.path.realpath(target.file)
        if real in self._written:
            if not json_equal(self._written[real], target.value):
                raise CannotUpdateError(f"another case expects other content in {target.file}")
            return
        content = self._content(target)
        if target.new:
            self._changes.create(target.file, content, case.file)
        else:
            self._changes.replace(target.file, content)
        self._written[real] = target.value

    def _content(self, target: Target) -> str | bytes:
        assert target.file is not None
        if isinstance(target.value, bytes):
            return target.value
        if isinstance(target.value, str) and target.file.suffix != ".json":
            return target.value
        if target.new:
            return _json_text(target.value)
        bom, text = _current_text(target.file)
        return bom + _new_json(text, target.value)

    def _bases(self) -> list[str]:
        return [*sorted(self._folders), os.path.realpath(".")]

    def _check_place(self, real: str, bases: list[str]) -> None:
        if real in self._protected:
            raise CannotUpdateError("the expected file is a case file, a template or a definition")
        if real in self._inputs:
            raise CannotUpdateError("the expected file is also what a case sends")
        for base in bases:
            inside = os.path.relpath(real, base)
            if not inside.startswith("..") and not os.path.isabs(inside):
                if any(part.startswith(".") for part in Path(inside).parts):
                    raise CannotUpdateError("the expected file is hidden, or in a hidden folder")
                return
        working = "" if len(bases) == 1 else " and the working directory"
        raise CannotUpdateError(f"the expected file is outside the case file's folder{working}")


def _check_readable(file: Path, case: Case) -> None:
    """A file that the case may not read, it may not write: since it was read, it may have become a link."""
    try:
        case.files.readable.check(str(file))
    except UnreadableFileError as error:
        raise CannotUpdateError(f"the expected file {error.reason}") from None


def _new_json(text: str, value: object) -> str:
    """The JSON text with another value, in the layout of the old one."""
    try:
        old = parse_json(text)
    except JsonTextError:
        raise CannotUpdateError("the expected file is not JSON") from None
    root = Positions(Source(text), json=True).root
    new = apply_edits(text, JsonSplicer(text).edits(root, old, value))
    try:
        held = json_equal(parse_json(new), value)
    except JsonTextError:
        held = False
    return new if held else _json_text(value)


def _json_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _current_text(path: Path) -> tuple[str, str]:
    """A file's byte order mark (or nothing) and its text."""
    try:
        text = read_source(path, CaseFileError).text
    except (UnreadableFileError, CaseFileError) as error:
        raise CannotUpdateError(f"{path} cannot be read again: {error}") from None
    return (BOM, text[1:]) if text.startswith(BOM) else ("", text)


def _place(case: Case) -> tuple[int, int | str | None]:
    """Where a case stands in its file; its name may change with the values of its row."""
    return case.index, None if case.row is None else case.row.place


def _passes(case: Case, result: CaseResult) -> bool:
    """Whether a case, as it is written now, passes with the actual result."""
    if not isinstance(case, TemplateCase):
        from vtlharness.cases.integration.case import IntegrationCase
        from vtlharness.cases.integration.comparing import compare_invocation

        assert isinstance(case, IntegrationCase)
        return result.invocation is not None and not compare_invocation(case.expect, case.compare, result.invocation)
    if result.rendering is not None:
        return not compare_rendering(case.expect, case.compare, result.rendering)
    return result.error is not None and not compare_error(case.expect, result.error)


def _at(data: Any, path: NodePath) -> Any:
    for step in path:
        data = data[step]
    return data


def _with_targets(data: Any, pieces: list[Piece]) -> object:
    """The file's data with the targets in it; no two places share a value."""
    copy: Any = _unshared(data)
    for piece in pieces:
        *above, last = piece.target.path
        holder = _at(copy, ("cases", piece.case_index, *piece.inside, *above))
        if piece.target.instead_of:
            del holder[piece.target.instead_of]
        holder[last] = piece.target.value
    return copy


def _unshared(value: object) -> object:
    if isinstance(value, dict):
        return {key: _unshared(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_unshared(item) for item in value]
    return value
