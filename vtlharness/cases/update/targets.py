"""The new expectation with which a case passes.

Comes in: a failing `CaseResult`. Goes out: a `Target` for each part of its `expect` (the new value), or the reason why
there is none. Values that looser comparison leaves out keep their old value. Next: `updating`.
"""

from __future__ import annotations

from vtlharness.cases.compare.comparing import override_data
from vtlharness.cases.compare.readings import in_override
from vtlharness.cases.model import ExpectedData, TemplateCase
from vtlharness.cases.results import CaseResult, DataDifference, NotJson, RenderFailed, RenderSucceeded, StrictFinding
from vtlharness.cases.update.target import (
    CannotUpdateError,
    Target,
    as_expected,
    text_target,
    with_matchers_kept,
    with_old_spelling,
)


def targets(result: CaseResult) -> list[Target]:
    """The targets of a failing case. Raises CannotUpdateError."""
    if result.outcome == "error":
        raise CannotUpdateError("the case could not be run")
    for difference in result.differences:
        if isinstance(difference, StrictFinding):
            raise CannotUpdateError(f"the finding {difference.finding.rule} fails the case; mend it, or ignore it")
    if result.engine != "native":
        raise CannotUpdateError(f"expectations are updated only from the native engine, not from {result.engine}")
    if not isinstance(result.case, TemplateCase):
        from vtlharness.cases.update.message_targets import message_targets

        return message_targets(result)
    return _template_targets(result, result.case)


def _template_targets(result: CaseResult, case: TemplateCase) -> list[Target]:
    found = []
    for difference in result.differences:
        if isinstance(difference, RenderFailed):
            found.append(_error_target(difference))
        elif isinstance(difference, NotJson) and not _is_empty(case.expect.output):
            raise CannotUpdateError("the output is no longer JSON; fix the template, or expect text")
        elif isinstance(difference, RenderSucceeded):
            found.append(Target(("output",), as_expected(difference.actual), instead_of="error"))
        elif isinstance(difference, DataDifference) and difference.part != "output":
            found.append(_override_target(result, case, difference.part))
        else:
            found.append(_output_target(result, case))
    return found


def _error_target(difference: RenderFailed) -> Target:
    if difference.expected is None:
        raise CannotUpdateError("rendering failed, but output is expected; fix the template, or expect the error")
    return Target(("error",), difference.error.message)


def _output_target(result: CaseResult, case: TemplateCase) -> Target:
    assert case.expect.output is not None
    assert result.rendering is not None
    if _is_empty(case.expect.output):
        return Target(("output",), as_expected(result.rendering.text))
    return text_target(("output",), case.expect.output, result.rendering.text, case.compare)


def _is_empty(output: object) -> bool:
    """Whether an expected output is null in the case file, as it is behind `output:` without a value."""
    return isinstance(output, ExpectedData) and output.data is None and output.file is None


def _override_target(result: CaseResult, case: TemplateCase, part: str) -> Target:
    assert result.rendering is not None
    is_request = part == "requestOverride"
    expect, rendering = case.expect, result.rendering
    expected = expect.request_override if is_request else expect.response_override
    actual = override_data(rendering.request_override if is_request else rendering.response_override)
    assert expected is not None
    wanted = {section: values for section, values in actual.items() if values != {} or section in expected}
    return Target((part,), with_matchers_kept(expected, with_old_spelling(expected, wanted), in_override))
