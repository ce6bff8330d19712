"""The result of a case, and the differences between expectation and result.

All records are frozen. `comparing` makes the differences, `running` the results; `report` turns them into lines. The
differences are plain data (texts, numbers, JSON values and tuples of these), so any process can report them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

from vtlharness.cases.model import Case, TemplateCase
from vtlharness.errors import VtlHarnessError
from vtlharness.findings import Finding
from vtlharness.gateway.templates.rendering import Rendering, TemplateRun
from vtlharness.records import Record, field

if TYPE_CHECKING:
    from vtlharness.gateway.invocation import Invocation

Outcome: TypeAlias = Literal["passed", "failed", "error", "skipped", "xfailed", "xpassed"]
Part: TypeAlias = Literal[
    "output",
    "requestOverride",
    "responseOverride",
    "integrationRequest",
    "integrationRequest.body",
    "response",
    "response.body",
    "gatewayResponse",
    "accessLog",
]
"""The parts of an expectation, by their keys in a case file."""


class ErrorRecord(NamedTuple):
    """An error as data: `type` is the name of its class, `text` the whole text with place, excerpt and hint.

    `file`, `line` and `column` (both from 1) are None for an error without a place.
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
    """The error as data."""
    return ErrorRecord(
        type(error).__name__, error.message, error.file, error.line, error.column, error.hint, str(error)
    )


class TemplateLine(NamedTuple):
    """A line, from 1, of the template of this name; `stands_at` is where a file writes it otherwise (`file:line`)."""

    template: str
    line: int
    stands_at: str | None = None


class UnmetMatcher(NamedTuple):
    """A matcher that does not hold: its key in the case file, why it does not hold, and what to write."""

    name: str
    why: str
    hint: str


class DataChange(Record):
    """One place where two JSON values differ; `path` as deepdiff writes it, such as `root['items'][0]`.

    `repeated`: an item is expected `expected` times in a list, and occurs `actual` times (only when order is ignored).
    `steps` are the keys and indexes of the path; `written_by` is the line of the template that wrote the value, None
    when not known. `matcher` is the matcher that does not hold there, if one is expected.
    """

    path: str
    kind: Literal["changed", "missing", "unexpected", "repeated"]
    expected: object = None
    actual: object = None
    steps: tuple[str | int, ...] = field(default=(), compare=False, repr=False)
    written_by: TemplateLine | None = None
    matcher: UnmetMatcher | None = None


class DataDifference(NamedTuple):
    """A part whose data differs from the expected data.

    `more`: there are further places, which are not counted.
    """

    part: Part
    changes: tuple[DataChange, ...]
    more: bool = False


class TextDifference(NamedTuple):
    """A part whose text differs from the expected text.

    `hint` says what to write where they differ only in white space. `written_by` is the line of the template that wrote
    the place where they begin to differ, None when not known.
    """

    expected: str
    actual: str
    part: Part = "output"
    hint: str | None = None
    written_by: TemplateLine | None = None


class NotJson(NamedTuple):
    """A part that must be data but does not parse: `offset` is the place in its text, `output`.

    `written_by` is the line of the template that wrote that place, None when not known.
    """

    message: str
    output: str
    offset: int
    hint: str | None = None
    part: Part = "output"
    written_by: TemplateLine | None = None


class NoExpectedFile(NamedTuple):
    """A part whose expected file does not exist; `hint` names a similar file."""

    file: str
    hint: str | None = None
    part: Part = "output"


class RenderFailed(NamedTuple):
    """Rendering failed; `expected` is the expected part of the message, None when no failure was expected."""

    error: ErrorRecord
    expected: str | None = None


class RenderSucceeded(NamedTuple):
    """Rendering gave `actual`, but must fail with a message that contains `expected`."""

    expected: str
    actual: str


class StrictFinding(NamedTuple):
    """A finding that fails the case, because the run or the case file is strict."""

    finding: Finding


HostileKind: TypeAlias = Literal[
    "not JSON", "not XML", "not a form", "not a header", "another path", "adds keys", "fails"
]
Sender: TypeAlias = Literal["client", "authorizer", "backend"]
HOSTILE_KINDS: tuple[HostileKind, ...] = get_args(HostileKind)


class HostileFinding(NamedTuple):
    """Input that the templates of a case do not withstand, found by `--hostile`.

    `kind` says what becomes of `part`: it is not in its format any more, the sender adds keys to it, or rendering
    fails. `sender` controls the value at `place` (`body $.items[0].name`, `header X-Tenant`); `input` is the smallest
    value that does it, as JSON, or `missing`. `message` says what is wrong there, `hint` what to write instead.
    `holding` other places of the case withstand everything. `written_by` is the line of the template that prints the
    value, or fails; None when not known.
    """

    kind: HostileKind
    part: Part
    sender: Sender
    place: str
    input: str
    message: str
    hint: str | None = None
    holding: int = 0
    written_by: TemplateLine | None = None


Difference: TypeAlias = (
    DataDifference
    | TextDifference
    | NotJson
    | NoExpectedFile
    | RenderFailed
    | RenderSucceeded
    | StrictFinding
    | HostileFinding
)


class CaseResult(NamedTuple):
    """The result of a case.

    - `passed`: the result equals the expectation;
    - `failed`: `differences` say where it does not, and include an unexpected failure of rendering; none for a case
      with `xfail` that passed, if the run is strict about that;
    - `error`: the case could not be run at all; `error` says why (never an ordinary failure of the template);
    - `skipped`: a case with `skip`, or a live one in a run that calls no backends;
    - `xfailed` and `xpassed`: a case with `xfail` failed, as was expected, or passed; `differences` are those of the
      failure.

    `rendering` is the rendering of a template case, `invocation` the call of a whole integration; None for the other
    kind of case, or when rendering failed. `service_differences` is filled when another engine ran the case: it says
    how the native engine, which renders as the service does, differs (`expected` is the service's side).
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
        """The templates that ran, each with its rendering."""
        if self.invocation is not None:
            return self.invocation.runs
        if self.rendering is not None and isinstance(self.case, TemplateCase):
            return (TemplateRun(self.case.template.source, self.rendering),)
        return ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The places where the service may surprise the author, without those that the case ignores.

        Those of the definition come first, then those of the case.
        """
        found = (*self.case.definition_findings, *self.case.findings)
        run = self.rendering if self.invocation is None else self.invocation
        found = found if run is None else (*found, *run.findings)
        ignored = self.case.ignore
        return tuple(one for one in found if not one.rule.startswith(ignored)) if found and ignored else found
