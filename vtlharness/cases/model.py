"""What the stages of a case hand on: the file, the case, what it expects, and what came out.

All records are frozen. `loading` makes `CaseFile` and `Case`, `running` makes `CaseResult`, `comparing` makes the
differences, and `report` turns them into lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from vtlharness.cases.positions import Positions
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.records import BackendReply, MethodRequest, Rendering
from vtlharness.source import Source

Outcome = Literal["passed", "failed", "error"]
Part = Literal["output", "requestOverride", "responseOverride"]


@dataclass(frozen=True, slots=True)
class CaseTemplate:
    """The template of a case file: its text, and its path unless the text is written in the case file."""

    source: Source
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class ExpectedText:
    """Output that must agree byte for byte; `file` is the expected file that holds it, if one does."""

    text: str
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class ExpectedData:
    """Output that must be this JSON value (dict, list, str, int, float, bool, None); `file` as for text."""

    data: object
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a case expects; None for each part that it does not speak of.

    With `error`, rendering must fail and the message must contain that text. An override that is given must agree
    whole: sections and names that it leaves out must not be set.
    """

    output: ExpectedText | ExpectedData | None = None
    request_override: Mapping[str, object] | None = None
    response_override: Mapping[str, object] | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class CompareOptions:
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


@dataclass(frozen=True, slots=True)
class Case:
    """One evaluation of a template and what it must give.

    `file` is the case file's path as it was given, `index` the case's place in the file's list. A case with an
    `integration_response` evaluates the template as a response template, any other as a request template.
    """

    name: str
    file: Path
    index: int
    template: CaseTemplate = field(repr=False)
    method_request: MethodRequest
    integration_response: BackendReply | None = None
    context: Mapping[str, object] = field(default_factory=dict)
    stage_variables: Mapping[str, str] = field(default_factory=dict)
    expect: Expectation = Expectation()
    compare: CompareOptions = STRICT
    positions: Positions = field(repr=False, compare=False, kw_only=True)

    @property
    def id(self) -> str:
        """The case's name in reports and on the command line: `<file as given>::<name>`."""
        return f"{self.file.as_posix()}::{self.name}"

    @property
    def line(self) -> int:
        """The line of the case file, from 1, on which the case begins (for JSON, worked out when first asked for)."""
        return self.positions.case_line(self.index)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case file as read: its path as given, its text (for positions and updates), its template and its cases."""

    path: Path
    source: Source = field(repr=False)
    template: CaseTemplate
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class DataChange:
    """One place where two JSON values differ; `path` as deepdiff writes it, such as `root['items'][0]`.

    `repeated`: an item stands in a list `expected` times and came out `actual` times (only where order is ignored).
    `steps` are the keys and indexes of the path; `template_line` is the line of the template that wrote what stands
    there, None when not known.
    """

    path: str
    kind: Literal["changed", "missing", "unexpected", "repeated"]
    expected: object = None
    actual: object = None
    steps: tuple[str | int, ...] = field(default=(), compare=False, repr=False)
    template_line: int | None = None


@dataclass(frozen=True, slots=True)
class DataDifference:
    """A part that was expected as data and came out as other data."""

    part: Part
    changes: tuple[DataChange, ...]


@dataclass(frozen=True, slots=True)
class TextDifference:
    """Output that was expected as text and came out otherwise.

    `template_line` is the line of the template that wrote the place where they begin to differ, None when not known.
    """

    expected: str
    actual: str
    template_line: int | None = None


@dataclass(frozen=True, slots=True)
class NotJson:
    """Output that was expected as data and does not parse: `offset` is the place in the output's text.

    `template_line` is the line of the template that wrote that place, None when not known.
    """

    message: str
    output: Source
    offset: int
    hint: str | None = None
    template_line: int | None = None


@dataclass(frozen=True, slots=True)
class RenderFailed:
    """Rendering failed; `expected` is the part of a message that was expected, None when none was."""

    error: VtlHarnessError
    expected: str | None = None


@dataclass(frozen=True, slots=True)
class RenderSucceeded:
    """Rendering was to fail with a message that contains `expected`, and gave `actual` instead."""

    expected: str
    actual: str


Difference = DataDifference | TextDifference | NotJson | RenderFailed | RenderSucceeded


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came of a case.

    - `passed`: all that was expected came out;
    - `failed`: `differences` say what did not, rendering that fails without being expected to included;
    - `error`: the case could not be run at all, `error` says why (never an ordinary failure of the template).

    `rendering` is None when rendering failed. `service_differences` is filled when another engine than ours ran the
    case: what our own rendering, which is the service's, gives otherwise (`expected` is the service's side there).
    """

    case: Case
    outcome: Outcome
    rendering: Rendering | None = None
    error: VtlHarnessError | None = None
    differences: tuple[Difference, ...] = ()
    service_differences: tuple[Difference, ...] = ()
    duration_s: float = 0.0
    engine: str = "native"
