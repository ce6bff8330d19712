"""What came of a case: its result, and the differences between what was expected and what came out.

All records are frozen. `comparing` makes the differences, `running` the results, `report` turns them into lines. The
differences are plain data: texts, numbers, JSON values and tuples of these, so that a report can be made of them
anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from vtlharness.cases.model import Case, TemplateCase
from vtlharness.errors import VtlHarnessError
from vtlharness.findings import Finding
from vtlharness.gateway.templates.rendering import Rendering, TemplateRun

if TYPE_CHECKING:
    from vtlharness.gateway.invocation import Invocation

Outcome: TypeAlias = Literal["passed", "failed", "error"]
Part: TypeAlias = Literal[
    "output",
    "requestOverride",
    "responseOverride",
    "integrationRequest",
    "integrationRequest.body",
    "response",
    "response.body",
    "gatewayResponse",
]
"""What an expectation can speak of, by its keys in a case file."""


class ErrorRecord(NamedTuple):
    """An error as data: `type` is the name of its class, `text` all that it says, with place, excerpt and hint.

    `file`, `line` and `column` (both from 1) are None where there is no place to name.
    """

    type: str
    message: str
    file: str | None
    line: int | None
    column: int | None
    hint: str | None
    text: str

    def __str__(self) -> str:
        return self.text


def error_record(error: VtlHarnessError) -> ErrorRecord:
    """What an error says, as data."""
    return ErrorRecord(
        type(error).__name__, error.message, error.file, error.line, error.column, error.hint, str(error)
    )


class TemplateLine(NamedTuple):
    """A line, from 1, of the template of this name; `stands_at` is where a file writes it otherwise (`file:line`)."""

    template: str
    line: int
    stands_at: str | None = None


@dataclass(frozen=True, slots=True)
class DataChange:
    """One place where two JSON values differ; `path` as deepdiff writes it, such as `root['items'][0]`.

    `repeated`: an item stands in a list `expected` times and came out `actual` times (only where order is ignored).
    `steps` are the keys and indexes of the path; `written_by` is the line of the template that wrote what stands there,
    None when not known.
    """

    path: str
    kind: Literal["changed", "missing", "unexpected", "repeated"]
    expected: object = None
    actual: object = None
    steps: tuple[str | int, ...] = field(default=(), compare=False, repr=False)
    written_by: TemplateLine | None = None


class DataDifference(NamedTuple):
    """A part that was expected as data and came out as other data.

    `more`: there are further places, which nobody counted.
    """

    part: Part
    changes: tuple[DataChange, ...]
    more: bool = False


class TextDifference(NamedTuple):
    """A part that was expected as text and came out otherwise.

    `written_by` is the line of the template that wrote the place where they begin to differ, None when not known.
    """

    expected: str
    actual: str
    part: Part = "output"
    written_by: TemplateLine | None = None


class NotJson(NamedTuple):
    """A part that was expected as data and does not parse: `offset` is the place in its text, `output`.

    `written_by` is the line of the template that wrote that place, None when not known.
    """

    message: str
    output: str
    offset: int
    hint: str | None = None
    part: Part = "output"
    written_by: TemplateLine | None = None


class NoExpectedFile(NamedTuple):
    """A part that was expected as in a file which does not exist; `hint` says which one may be meant."""

    file: str
    hint: str | None = None
    part: Part = "output"


class RenderFailed(NamedTuple):
    """Rendering failed; `expected` is the part of a message that was expected, None when none was."""

    error: ErrorRecord
    expected: str | None = None


class RenderSucceeded(NamedTuple):
    """Rendering was to fail with a message that contains `expected`, and gave `actual` instead."""

    expected: str
    actual: str


Difference: TypeAlias = DataDifference | TextDifference | NotJson | NoExpectedFile | RenderFailed | RenderSucceeded


class CaseResult(NamedTuple):
    """What came of a case.

    - `passed`: all that was expected came out;
    - `failed`: `differences` say what did not, rendering that fails without being expected to included;
    - `error`: the case could not be run at all, `error` says why (never an ordinary failure of the template).

    `rendering` is what a template case gave, `invocation` what a whole integration did; None where there is no such
    thing, or rendering failed. `service_differences` is filled when another engine than ours ran the
    case: what our own rendering, which is the service's, gives otherwise (`expected` is the service's side there).
    """

    case: Case
    outcome: Outcome
    rendering: Rendering | None = None
    invocation: Invocation | None = None
    error: VtlHarnessError | None = None
    differences: tuple[Difference, ...] = ()
    service_differences: tuple[Difference, ...] = ()
    duration_s: float = 0.0
    engine: str = "native"

    @property
    def runs(self) -> tuple[TemplateRun, ...]:
        """The templates that ran, with what each gave."""
        if self.invocation is not None:
            return self.invocation.runs
        if self.rendering is not None and isinstance(self.case, TemplateCase):
            return (TemplateRun(self.case.template.source, self.rendering),)
        return ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The places where the service does what the author may not expect."""
        if self.invocation is not None:
            return self.invocation.findings
        return tuple(finding for run in self.runs for finding in run.rendering.findings)
