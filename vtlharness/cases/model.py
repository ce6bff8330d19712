"""What a case file asks: the file, its cases, and what each expects.

All records are frozen. `loading` makes them, `running` runs them; what comes out is in `results`. Cases for a whole
integration have their own records in `integration.case`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from vtlharness.documents.positions import Positions
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.source import Source


class CaseTemplate(NamedTuple):
    """The template of a case file: its text, and its path unless the text is written in the case file."""

    source: Source
    path: Path | None = None


class ExpectedText(NamedTuple):
    """Output that must agree byte for byte; `file` is the expected file that holds it, if one does."""

    text: str
    file: Path | None = None


class ExpectedData(NamedTuple):
    """Output that must be this JSON value (dict, list, str, int, float, bool, None); `file` as for text."""

    data: object
    file: Path | None = None


class MissingFile(NamedTuple):
    """Output that must be what a file holds, and there is no such file yet; `hint` says which one may be meant."""

    file: Path
    hint: str | None = None


class Expectation(NamedTuple):
    """What a case expects; None for each part that it does not speak of.

    With `error`, rendering must fail and the message must contain that text. An override that is given must agree
    whole: sections and names that it leaves out must not be set.
    """

    output: ExpectedText | ExpectedData | MissingFile | None = None
    request_override: Mapping[str, object] | None = None
    response_override: Mapping[str, object] | None = None
    error: str | None = None


NOTHING_EXPECTED = Expectation()


class CompareOptions(NamedTuple):
    """Looser comparison of output that is expected as data; names and meaning are deepdiff's."""

    ignore_order: bool = False
    exclude_paths: tuple[str, ...] = ()
    exclude_regex_paths: tuple[str, ...] = ()
    significant_digits: int | None = None

    @property
    def strict(self) -> bool:
        """Whether nothing is loosened."""
        return self == STRICT


STRICT = CompareOptions()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What cases of both kinds have: `TemplateCase` here, `IntegrationCase` in `integration.case`.

    `file` is the case file's path as it was given, `index` the case's place in the file's list. `inputs` are the paths
    of all files that cases of the file send or evaluate.
    """

    name: str
    file: Path
    index: int
    method_request: MethodRequest
    context: Mapping[str, object] = field(default_factory=dict)
    stage_variables: Mapping[str, str] = field(default_factory=dict)
    compare: CompareOptions = STRICT
    inputs: Collection[str] = field(default=(), repr=False, compare=False)
    positions: Positions = field(repr=False, compare=False)

    @property
    def id(self) -> str:
        """The case's name in reports and on the command line: `<file as given>::<name>`."""
        return f"{self.file.as_posix()}::{self.name}"

    @property
    def line(self) -> int:
        """The line of the case file, from 1, on which the case begins (for JSON, worked out when first asked for)."""
        return self.positions.case_line(self.index)

    @property
    def subject_file(self) -> Path | None:
        """The file that the case is about; None where what it is about is written in the case file."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateCase(Case):
    """One evaluation of a template and what it must give.

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
