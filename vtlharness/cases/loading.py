"""Loads a case file: parses its text, checks the data, merges defaults, reads the files that it names.

Comes in: a path. Goes out: the `CaseFile` with its cases ready to run; `template.loading` and `integration.loading`
make the cases of each kind. Next: `cases.running`. This stage only reads, and only files of the project (see
`documents.readable_files`). Messages show at most one line of such a file: of one that is not UTF-8, not JSON or not a
definition.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from vtlharness.cases.file.checks.structure_check import MOST_WRONG_KEYS, check_case_file
from vtlharness.cases.file.defaults import merged_case
from vtlharness.cases.file.named_files import NamedFiles
from vtlharness.cases.matchers.presence import may_write_matchers
from vtlharness.cases.model import (
    NO_MARKS,
    STRICT,
    AcceptedChange,
    AcceptedFinding,
    Case,
    CaseFile,
    CompareOptions,
    Marks,
)
from vtlharness.cases.template.loading import TemplateCases
from vtlharness.disk_cache.cache import CacheFolder, DiskCache
from vtlharness.documents.misfit import MisfitError
from vtlharness.documents.positions import Positions
from vtlharness.documents.readable_files import ReadableFiles, ReadingRule
from vtlharness.documents.reading import UnreadableFileError, read_main_file, without_bom
from vtlharness.errors import CaseFileError
from vtlharness.findings import Finding
from vtlharness.gateway.codecs.text_values import text_values
from vtlharness.source import Source
from vtlharness.visible import one_line

if TYPE_CHECKING:
    from vtlharness.cases.file.parameters import WrittenCase
    from vtlharness.definitions.kept import KeptDefinitions

FORMAT = 1
"""The version of the data kept on disk for a case file; raised with each change."""


class DataCache:
    """Keeps what was read on disk: the data of YAML case files, and the definitions that they name."""

    def __init__(self, folder: CacheFolder) -> None:
        self._folder = folder
        self._definitions: KeptDefinitions | None = None
        self.case_files = DiskCache(folder, f"case file {FORMAT}")

    @property
    def definitions(self) -> KeptDefinitions:
        """The definitions, opened when a case file names the first one."""
        if self._definitions is None:
            from vtlharness.definitions.kept import KeptDefinitions

            self._definitions = KeptDefinitions(self._folder)
        return self._definitions


def data_cache(folder: CacheFolder) -> DataCache:
    """Keeps what case files need on disk: reading YAML takes longer than running the cases."""
    return DataCache(folder)


def load_case_file(path: str | Path, kept: DataCache | None = None, rule: ReadingRule | None = None) -> CaseFile:
    """Read a case file; `kept` holds its data until the file changes, `rule` says which files may be read.

    Without a rule, the user named the file. Raises CaseFileError for a fault in the file or in a text that it names,
    DefinitionError for a fault inside a definition that it names; both are VtlHarnessErrors with file, line and column.
    """
    path = Path(path)
    rule = rule or ReadingRule()
    readable = rule.beside(path)
    if rule.is_given(path):
        source = read_main_file(path, CaseFileError)
    else:
        source = _found_file(path, readable)
    return parse_case_file(path, source, kept, readable)


def _found_file(path: Path, readable: ReadableFiles) -> Source:
    """The text of a case file that was found in a folder: it may be a link that leads out of the project."""
    try:
        return readable.read_source(os.fspath(path), CaseFileError)
    except UnreadableFileError as error:
        raise CaseFileError(f"{one_line(os.fspath(path))} {error.reason}", hint=error.hint) from None


def parse_case_file(
    path: Path, source: Source, kept: DataCache | None = None, readable: ReadableFiles | None = None
) -> CaseFile:
    """The case file of a text that is, or will be, at a path. Raises as `load_case_file` does.

    `readable` are the files that it may name: by default those of the project that the path is in.
    """
    source = without_bom(source)
    is_json = path.suffix == ".json"
    cache = None if kept is None else kept.case_files
    data, odd_numbers, lines = _read_data(source, json=is_json, kept=cache)
    positions = Positions(source, json=is_json, case_lines=lines)
    matchers = may_write_matchers(source.text)
    loader = _Loader(path, source, positions, readable or ReadingRule().beside(path), kept, matchers=matchers)
    try:
        written = None
        if _has_tables(data):
            from vtlharness.cases.file.checks.tables import checked_cases

            written = checked_cases(data, loader.positions, matchers=matchers, odd_numbers=odd_numbers)
        if written is None:
            check_case_file(data, matchers=matchers)
        if odd_numbers:
            from vtlharness.cases.file.checks.written_numbers import check_written_numbers

            check_written_numbers(data, loader.positions)
            if cache is not None and written is None:
                cache.store(source, (data, False, lines))  # so that the next run need not read the YAML for the check
        return loader.case_file(data, written)
    except MisfitError as misfit:
        raise loader.error(misfit) from None


def _has_tables(data: Any) -> bool:
    """Whether cases have `parameters`; the data is not yet checked."""
    if type(data) is not dict:
        return False
    defaults, cases = data.get("defaults"), data.get("cases")
    if type(defaults) is dict and "parameters" in defaults:
        return True
    return type(cases) is list and any(type(case) is dict and "parameters" in case for case in cases)


def file_data(source: Source, *, json: bool) -> Any:
    """The data of a case file's text, not yet checked. Raises CaseFileError where it does not parse."""
    return _read_data(source, json=json)[0]


def _read_data(source: Source, *, json: bool, kept: DiskCache | None = None) -> tuple[Any, bool, list[int]]:
    """The data, whether numbers have yet to be checked that are written differently than in JSON, and the lines of the
    cases if known. Data with such numbers is not kept before they are checked.
    """
    if json:
        from vtlharness.documents.json.source import read_json

        return read_json(source, CaseFileError), False, []
    found: Any = None if kept is None else kept.load(source)
    if found is None:
        from vtlharness.documents.yaml.values import YamlText

        read = YamlText(source)
        found = read.value, read.odd_numbers, read.item_lines("cases")
        if kept is not None and not read.odd_numbers:
            kept.store(source, found)
    return found  # type: ignore[no-any-return]


class _CaseMaker(Protocol):
    """Makes the cases of one kind."""

    def case(self, data: dict[str, Any], shared: dict[str, Any]) -> Case:
        """Makes a case of checked data; `shared` holds the fields of all kinds of cases. Raises MisfitError."""
        ...


class _Loader:
    """Turns one case file into records."""

    def __init__(
        self,
        path: Path,
        source: Source,
        positions: Positions,
        readable: ReadableFiles,
        kept: DataCache | None,
        *,
        matchers: bool,
    ) -> None:
        self.path = path
        self.source = source
        self.positions = positions
        self.readable = readable
        self._kept = kept
        self._matchers = matchers
        self._limits: dict[str, float] = {}
        self._strict: tuple[str, ...] = ()
        self._accepted: tuple[AcceptedFinding, ...] = ()
        self._accepted_changes: tuple[AcceptedChange, ...] = ()

    def case_file(self, data: dict[str, Any], written: Sequence[WrittenCase] | None = None) -> CaseFile:
        """The records of valid data; `written` are its cases where some have parameters.

        Raises MisfitError, and VtlHarnessError for a fault inside a named file.
        """
        maker = self._maker(data)
        defaults = data.get("defaults")
        self._limits = {name: value for name, value in (data.get("limits") or {}).items() if value is not None}
        self._strict = _strict_rules(data.get("strict"))
        self._accepted = _accepted_findings(data.get("hostile"))
        self._accepted_changes = _accepted_changes(data.get("mutate"))
        cases = []
        if written is None:
            for index, own in enumerate(data["cases"]):
                cases.append(self._case(maker, merged_case(defaults, own), _Place(index, own)))
        else:
            for one in written:
                place = _Place(one.number, one.own, one)
                cases.append(self._case(maker, merged_case(one.defaults, one.own), place))
        return CaseFile(self.path, self.source, tuple(cases))

    def _case(self, maker: _CaseMaker, merged: dict[str, Any], place: _Place) -> Case:
        try:
            return maker.case(merged, self._shared(merged, place))
        except MisfitError as misfit:
            raise place.of(misfit) from None

    def _maker(self, data: dict[str, Any]) -> _CaseMaker:
        files = NamedFiles(os.path.dirname(self.path), self.readable, matchers=self._matchers)
        if "template" in data or "inline" in data:
            return TemplateCases(data, self.source, files)
        from vtlharness.cases.integration.loading import IntegrationCases

        return IntegrationCases(data, self.source, files, None if self._kept is None else self._kept.definitions)

    def _shared(self, data: dict[str, Any], place: _Place) -> dict[str, Any]:
        context = data.get("context") or {}
        compare = data.get("compare")
        stage_variables = data.get("stageVariables")
        return {
            "name": data["name"],
            "file": self.path,
            "index": place.number,
            "context": context,
            "findings": tuple(self._findings(context, place)) if context else (),
            "stage_variables": text_values(stage_variables) if stage_variables else {},
            "limits": self._limits,
            "strict": self._strict,
            "ignore": _texts(data.get("ignore")),
            "accepted": self._accepted,
            "accepted_changes": self._accepted_changes,
            "compare": _compare_options(compare) if compare else STRICT,
            "marks": NO_MARKS if _MARKS.isdisjoint(data) else _marks(data),
            "row": None if place.written is None else place.written.row,
            "positions": self.positions,
        }

    def _findings(self, context: dict[str, Any], case: _Place) -> Iterator[Finding]:
        """The findings about names in `context` that the service does not have."""
        from vtlharness.cases.context_names import unknown_names

        for unknown in unknown_names(context):
            place = self._plain_error(case.of(MisfitError("", "context", *unknown.path, at_key=True)))
            yield Finding(
                "API481",
                f"{unknown.variable} does not exist on the service",
                place.line,
                place.column,
                None if unknown.near is None else f"did you mean `{unknown.near}`?",
                self.source.name,
            )

    def error(self, misfit: MisfitError) -> CaseFileError:
        """The error at its line and column, with those that are told together with it."""
        first, *others = misfit, *misfit.others[:MOST_WRONG_KEYS]
        error = self._error(first)
        told = {error.offset: error}
        for other in others:
            one = self._error(other)
            told.setdefault(one.offset, one)
        rest = [CaseFileError("… and more wrong keys")] if len(misfit.others) > len(others) else []
        error.more = [*list(told.values())[1:], *rest]
        return error

    def _error(self, misfit: MisfitError) -> CaseFileError:
        """The error at its place; where that line has an odd space in YAML's syntax, the error about the space."""
        error = self._plain_error(misfit)
        if self.positions.json or error.line is None:
            return error
        from vtlharness.documents.yaml.errors import odd_space_error

        lines = (error.line, error.line + 1) if error.message.endswith("this is empty") else (error.line,)
        return odd_space_error(self.source, lines, CaseFileError, tabs=False) or error

    def _plain_error(self, misfit: MisfitError) -> CaseFileError:
        return self.positions.error(CaseFileError, misfit.message, misfit.path, at_key=misfit.at_key, hint=misfit.hint)


class _Place(NamedTuple):
    """Where a case stands in its file: its number there, its own data, and how it is written if it has parameters."""

    number: int
    own: dict[str, Any]
    written: WrittenCase | None = None

    def of(self, misfit: MisfitError) -> MisfitError:
        """A fault in merged data belongs to the defaults if the case itself does not have the key."""
        value: Any = self.own
        for step in misfit.path:
            if not isinstance(value, dict) or step not in value:
                return self._in_defaults(misfit)
            value = value[step]
        if self.written is None:
            return misfit.inside(self.number).inside("cases")
        misfit.path = [*self.written.place(misfit.path)]
        return misfit

    def _in_defaults(self, misfit: MisfitError) -> MisfitError:
        if self.written is None:
            return misfit.inside("defaults")
        misfit.path = [*self.written.default_place(misfit.path)]
        return misfit


_MARKS = frozenset({"tags", "skip", "xfail", "description"})


def _marks(data: dict[str, Any]) -> Marks:
    return Marks(
        tuple(dict.fromkeys(_texts(data.get("tags")))),
        _reason(data.get("skip")),
        _reason(data.get("xfail")),
        data.get("description") or "",
    )


def _reason(value: bool | str | None) -> str | None:
    """The reason of `skip` or `xfail`; empty for `true`, which gives none."""
    if type(value) is str:
        return value
    return "" if value else None


def _compare_options(data: dict[str, Any]) -> CompareOptions:
    return CompareOptions(
        ignore_order=data.get("ignore_order") or False,
        exclude_paths=_texts(data.get("exclude_paths")),
        exclude_regex_paths=_texts(data.get("exclude_regex_paths")),
        significant_digits=data.get("significant_digits"),
        ignore_final_newline=data.get("final_newline") == "ignore",
        ignore_whitespace=data.get("whitespace") == "ignore",
    )


def _strict_rules(value: bool | str | list[str] | None) -> tuple[str, ...]:
    """The rules of `strict`: all of them for true."""
    if not isinstance(value, bool):
        return _texts(value)
    if not value:
        return ()
    from vtlharness.cases.rule_prefixes import EVERY_RULE

    return EVERY_RULE


def _accepted_findings(data: dict[str, Any] | None) -> tuple[AcceptedFinding, ...]:
    """The entries of `hostile: {accept: [...]}`."""
    entries = (data or {}).get("accept") or ()
    return tuple(AcceptedFinding(one["place"], one["reason"], one.get("finding")) for one in entries)


def _accepted_changes(data: dict[str, Any] | None) -> tuple[AcceptedChange, ...]:
    """The entries of `mutate: {accept: [...]}`."""
    entries = (data or {}).get("accept") or ()
    return tuple(AcceptedChange(one["change"], one["reason"], one.get("operator")) for one in entries)


def _texts(value: str | list[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)
