"""The records of a case file: the file, its cases, and what each expects.

All records are frozen. `loading` makes them and `running` runs them; `results` has the records of the results. Cases of
a whole integration have their own records in `integration.case`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from pathlib import Path
from typing import NamedTuple

from vtlharness.cases.matchers.presence import Matcher
from vtlharness.documents.positions import Positions
from vtlharness.documents.readable_files import ReadableFiles
from vtlharness.findings import Finding
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.records import Record, field
from vtlharness.source import Source

INLINE = " (inline)"
"""What follows the name of a case file in the name of the template that stands in it."""


class CaseTemplate(NamedTuple):
    """The template of a case file: its text, and its path unless the text is written in the case file."""

    source: Source
    path: Path | None = None


class ExpectedText(NamedTuple):
    """Output that is compared byte for byte; `file` is the expected file that holds it, if any."""

    text: str
    file: Path | None = None


class ExpectedData(NamedTuple):
    """Output that must be this JSON value (dict, list, str, int, float, bool, None); `file` as for text.

    A matcher may stand in the place of any value in it, and of the whole.
    """

    data: object
    file: Path | None = None


class MissingFile(NamedTuple):
    """Output expected in a file that does not exist yet; `hint` names a similar file."""

    file: Path
    hint: str | None = None


class Expectation(NamedTuple):
    """What a case expects; None for each part that it does not mention.

    With `error`, rendering must fail and the message must contain that text. An override is compared as a whole:
    sections and names that it leaves out must not be set.
    """

    output: ExpectedText | ExpectedData | MissingFile | None = None
    request_override: Mapping[str, object] | None = None
    response_override: Mapping[str, object] | None = None
    error: str | Matcher | None = None


NOTHING_EXPECTED = Expectation()


class CompareOptions(NamedTuple):
    """Looser comparison: of output that is expected as data, where names and meaning are deepdiff's, and of text."""

    ignore_order: bool = False
    exclude_paths: tuple[str, ...] = ()
    exclude_regex_paths: tuple[str, ...] = ()
    significant_digits: int | None = None
    ignore_final_newline: bool = False
    ignore_whitespace: bool = False

    @property
    def strict(self) -> bool:
        """Whether data is compared strictly."""
        return not (
            self.ignore_order or self.exclude_paths or self.exclude_regex_paths or self.significant_digits is not None
        )


STRICT = CompareOptions()


class FilesOfCases(NamedTuple):
    """The files of the cases in one case file: `readable` may be named, `inputs` are sent or evaluated."""

    readable: ReadableFiles
    inputs: Set[str]


class AcceptedFinding(NamedTuple):
    """A finding of `--hostile` that is accepted, for a reason.

    `place` names one place, or several with `*` for any text in it; an index of a list stands for all of them. `kind`
    is the finding's, None for every kind.
    """

    place: str
    reason: str
    kind: str | None = None

    def covers(self, kind: str, place: str) -> bool:
        """Whether it accepts a finding of a kind at a place."""
        if self.kind is not None and self.kind != kind:
            return False
        pattern, place = (re.sub(r"\[\d+\]", "[*]", text) for text in (self.place, place))
        return _fits(pattern, place)


class AcceptedChange(NamedTuple):
    """A change of `--mutate` that no case has to notice, for a reason.

    `change` is the part before the change, or several with `*` for any text in it. `operator` is what is done to it,
    None for everything.
    """

    change: str
    reason: str
    operator: str | None = None

    def covers(self, operator: str, before: str) -> bool:
        """Whether it accepts what an operator does to a part."""
        return self.operator in (None, operator) and _fits(self.change, before)


def _fits(pattern: str, text: str) -> bool:
    """Whether a text is as in a pattern, in which `*` stands for any text."""
    *others, last = pattern.split("*")
    if not others:
        return text == pattern
    at = 0
    for number, part in enumerate(others):
        found = text.find(part, at)
        if found < 0 or (number == 0 and found > 0):
            return False
        at = found + len(part)
    return len(text) - len(last) >= at and text.endswith(last)


class Marks(NamedTuple):
    """What a case says about itself. `skip` and `xfail` are reasons, None for a case that runs and should pass."""

    tags: tuple[str, ...] = ()
    skip: str | None = None
    xfail: str | None = None
    description: str = ""


NO_MARKS = Marks()


class ParameterRow(NamedTuple):
    """The row of a table of `parameters` that a case is made from.

    `place` is its index in the table, or its name there; `id` stands in brackets behind the name of the case.
    """

    place: int | str
    id: str
    values: Mapping[str, object]


class Case(Record, kw_only=True):
    """The fields of both kinds of cases: `TemplateCase` here, `IntegrationCase` in `integration.case`.

    `file` is the path of the case file as given, `index` the place of the case in the file's list; with a `row`, the
    case is one of several that stand there. `limits` are the limits that the file gives, `files` those that its cases
    name. `strict` are the rules whose findings fail the case, `ignore` those whose findings do not count; both are ids,
    or beginnings of ids. `accepted` are the findings of hostile input that the file accepts, `accepted_changes` the
    changes that none of its cases has to notice. `findings` are about the case itself.
    """

    name: str
    file: Path
    index: int
    method_request: MethodRequest
    context: Mapping[str, object] = field(default_factory=dict)
    stage_variables: Mapping[str, str] = field(default_factory=dict)
    compare: CompareOptions = STRICT
    limits: Mapping[str, float] = field(default_factory=dict)
    strict: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    accepted: tuple[AcceptedFinding, ...] = ()
    accepted_changes: tuple[AcceptedChange, ...] = ()
    findings: tuple[Finding, ...] = ()
    marks: Marks = NO_MARKS
    row: ParameterRow | None = None
    files: FilesOfCases = field(repr=False, compare=False)
    positions: Positions = field(repr=False, compare=False)

    @property
    def id(self) -> str:
        """The case's name in reports and on the command line: `<file as given>::<name>`."""
        return f"{self.file.as_posix()}::{self.name}"

    @property
    def line(self) -> int:
        """The line of the case file, from 1, on which the case begins (for JSON, computed at the first access).

        Of a case with a row, the line of the row.
        """
        if self.row is not None:
            return self.positions.row_line(self.index, self.row.place)
        return self.positions.case_line(self.index)

    @property
    def live(self) -> bool:
        """Whether the case calls its real backend, which only runs with `--live` do."""
        return False

    @property
    def definition_findings(self) -> tuple[Finding, ...]:
        """The findings of the definition that the case uses, if any."""
        return ()

    @property
    def subject_file(self) -> Path | None:
        """The file that the case is about; None if the case file itself contains the subject."""
        return None


class TemplateCase(Case, kw_only=True):
    """One evaluation of a template and its expectation.

    A case with an `integration_response` evaluates the template as a response template, any other as a request
    template.
    """

    template: CaseTemplate = field(repr=False)
    integration_response: BackendReply | None = None
    expect: Expectation = NOTHING_EXPECTED

    @property
    def subject_file(self) -> Path | None:
        """The template's file."""
        return self.template.path


class CaseFile(NamedTuple):
    """A case file as read: its path as given, its text (for positions and updates), and its cases."""

    path: Path
    source: Source
    cases: tuple[Case, ...]
