"""Each kind of difference as lines, with the colour of each part, and the block of a case that has everything."""

# ruff: noqa: E501 (lines as they are printed)

from __future__ import annotations

import re
from typing import Any

import pytest

from vtlharness import CaseRecord, Finding, GatewayAnswer
from vtlharness.cases.results import (
    DataChange,
    DataDifference,
    Difference,
    ErrorRecord,
    HostileFinding,
    NoExpectedFile,
    NotJson,
    RenderFailed,
    RenderSucceeded,
    StrictFinding,
    TemplateLine,
    TextDifference,
    UnmetMatcher,
)
from vtlharness.report.text.lines import difference_lines, first_reason, record_lines
from vtlharness.report.text.style import Style

COLOURS = Style("good", "bad", "notice", "strong", "faint")
LINE = TemplateLine("a.vtl", 3, "a.yaml:7")
FINDING = Finding("VTL1", "message", 1, 2, "hint", "a.vtl")
ERROR = ErrorRecord(
    "VtlRenderError", "message", "a.vtl", 1, 2, "advice", "a.vtl:1:2: message\n1 | ab\n     ^\nhint: advice"
)

# The lines; `{good: ...}` is what is painted in a colour.
PAINTED: list[tuple[Difference, list[str]]] = [
    (
        DataDifference("output", (DataChange("root[0]", "changed", 1, [2], (0,), LINE, UnmetMatcher("any", "why", "write")),)),
        [
            "output differs in 1 place",
            "  {strong: root[0]}, written by a.vtl:3 (the template is at a.yaml:7)",
            "    {good: expected: 1}",
            "    {bad: actual:   [2]}",
            "    why",
            "    {notice: hint: write}",
        ],
    ),
    (
        DataDifference("response", (DataChange("root", "missing", None), DataChange("root", "unexpected", None, "é"))),
        [
            "response differs in 2 places",
            "  {strong: root}",
            "    {good: expected: null}",
            "    {bad: actual:   (not there)}",
            "  {strong: root}",
            "    {good: expected: (not there)}",
            '    {bad: actual:   "é"}',
        ],
    ),
    (
        DataDifference("output", (DataChange("root[0]", "repeated", 1, 2), DataChange("root[1]", "repeated", 3, 0)), more=True),
        [
            "output differs in more than 2 places",
            "  {strong: root[0]}",
            "    {good: expected: once}",
            "    {bad: actual:   2 times}",
            "  {strong: root[1]}",
            "    {good: expected: 3 times}",
            "    {bad: actual:   0 times}",
        ],
    ),
    (
        TextDifference("a", "b", "response.body", "look", LINE),
        [
            "response.body differs, written by a.vtl:3 (the template is at a.yaml:7)",
            "  first difference at line 1, column 1",
            "  {faint: --- expected}",
            "  {faint: +++ actual}",
            "  {faint: @@ -1 +1 @@}",
            "  {good: -a}",
            "  {bad: +b}",
            "  {notice: hint: look}",
        ],
    ),
    (
        NotJson("message", "{", 1, "look", "integrationRequest.body", LINE),
        [
            "integrationRequest.body is not valid JSON: message",
            "line 1, column 2 of it, written by a.vtl:3 (the template is at a.yaml:7):",
            "1 | {",
            "     ^",
            "{notice: hint: look}",
        ],
    ),
    (
        NotJson("message", "{", 1),
        ["output is not valid JSON: message", "line 1, column 2 of the output:", "1 | {", "     ^"],
    ),
    (NotJson("the text is empty", "", 0), ["output is not valid JSON: the text is empty"]),
    (
        NoExpectedFile("a.json", "did you mean b.json?", "response.body"),
        [
            "response.body: the expected file a.json does not exist",
            "{notice: hint: did you mean b.json?}",
            "{notice: hint: `vtl-run --update` or `pytest --vtl-update` writes it}",
        ],
    ),
    (
        NoExpectedFile("a.json"),
        [
            "output: the expected file a.json does not exist",
            "{notice: hint: `vtl-run --update` or `pytest --vtl-update` writes it}",
        ],
    ),
    (
        RenderFailed(ERROR, "other"),
        [
            "rendering failed with another message",
            "  expected: a message that contains 'other'",
            "  actual:",
            "    {bad: a.vtl:1:2: message}",
            "    1 | ab",
            "         ^",
            "    {notice: hint: advice}",
        ],
    ),
    (
        RenderFailed(ERROR._replace(hint=None, text="hint: a\nhint: b")),
        ["rendering failed", "  {bad: hint: a}", "  hint: b"],
    ),
    (RenderSucceeded("a", "b"), ["rendering must fail with 'a', but it succeeded", "  b"]),
    (RenderSucceeded("a", ""), ["rendering must fail with 'a', but it succeeded", "{faint:   (nothing)}"]),
    (RenderSucceeded("a", "b" * 400), ["rendering must fail with 'a', but it succeeded", "  " + "b" * 400]),
    (RenderSucceeded("a", "b" * 401), ["rendering must fail with 'a', but it succeeded", "  " + "b" * 400 + "…"]),
    (StrictFinding(FINDING), ["strict: a.vtl:1:2: VTL1 message", "{notice:   hint: hint}"]),
    (StrictFinding(FINDING._replace(hint=None)), ["strict: a.vtl:1:2: VTL1 message"]),
    (
        HostileFinding("not JSON", "output", "client", "body $", '"', "message", "escape", 2, LINE),
        [
            'hostile: output is not JSON when body $ is " (a.vtl:3, the template at a.yaml:7)',
            "  message; the client controls this value",
            "{notice:   hint: escape}",
            "{faint:   2 other places hold}",
        ],
    ),
    (
        HostileFinding("fails", "output", "backend", "body $", '"', "message", holding=1),
        [
            'hostile: output fails when body $ is "',
            "  message; the backend controls this value",
            "{faint:   1 other place holds}",
        ],
    ),
]  # fmt: skip


def painted(lines: list[str]) -> list[str]:
    return [re.sub("\x1b\\[([a-z]+)m(.*?)\x1b\\[0m", r"{\1: \2}", line) for line in lines]


@pytest.mark.parametrize(("difference", "lines"), PAINTED, ids=lambda value: type(value).__name__)
def test_the_lines_of_a_difference(difference: Difference, lines: list[str]) -> None:
    assert painted(difference_lines(difference, style=COLOURS)) == lines
    assert difference_lines(difference) == [re.sub(r"\{[a-z]+: (.*)\}", r"\1", line) for line in lines]
    reason = first_reason(CaseRecord("a::b", "failed", "a", "b", 1, differences=(difference,)))
    if isinstance(difference, RenderFailed):
        assert reason == f"{lines[0]}: {difference.error.text.splitlines()[0]}"
    else:
        assert reason == lines[0]


WHOLE = CaseRecord(
    "a.vtl.yaml::\tname",
    "failed",
    "a.vtl.yaml",
    "\tname",
    7,
    "other",
    differences=(RenderSucceeded("a", "::error::"), StrictFinding(FINDING)),
    error=ERROR,
    gateway_answer=GatewayAnswer("THROTTLED", "too many", ("wait", "ask"), ERROR),
    findings=(FINDING, Finding("VTL2", "other")),
    service_differences=(TextDifference("a", "b"),),
    hints=("write a backend",),
    function_output=("one\ntwo", "::three"),
    reason="the case passes",
)


def test_the_block_of_a_case_that_has_everything() -> None:
    lines = [
        "the case passes",
        "{notice: hint: take `xfail` out of the case}",
        "rendering must fail with 'a', but it succeeded",
        "  \\u003a:error::",
        "strict: a.vtl:1:2: VTL1 message",
        "{notice:   hint: hint}",
        "{bad: a.vtl:1:2: message}",
        "1 | ab",
        "     ^",
        "{notice: hint: advice}",
        "the gateway itself answered: THROTTLED",
        "  too many",
        "  {notice: hint: wait}",
        "  {notice: hint: ask}",
        "  {bad: a.vtl:1:2: message}",
        "  1 | ab",
        "       ^",
        "  {notice: hint: advice}",
        "{notice: hint: write a backend}",
        "the function printed:",
        "  {faint: one}",
        "  {faint: two}",
        "  {faint: \\u003a:three}",
        "{notice: warning: VTL2 other}",
        "{notice: other differs from the service here:}",
        "  output differs",
        "    first difference at line 1, column 1",
        "    {faint: --- the service}",
        "    {faint: +++ other}",
        "    {faint: @@ -1 +1 @@}",
        "    {good: -a}",
        "    {bad: +b}",
    ]
    assert painted(record_lines(WHOLE, COLOURS, header=False)) == lines
    header = "{bad: FAILED} a.vtl.yaml::\\tname {faint: (a.vtl.yaml:7)}"
    assert painted(record_lines(WHOLE, COLOURS)) == [header, *(f"  {line}" for line in lines)]


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ({}, []),
        ({"outcome": "passed", "hints": ("h",)}, ["{good: PASSED} f::c {faint: (f:1)}", "  {notice: hint: h}"]),
        ({"outcome": "error", "hints": ("h",)}, ["{bad: ERROR} f::c {faint: (f:1)}", "  {notice: hint: h}"]),
        ({"outcome": "xfailed", "hints": ("h",), "reason": "r"}, ["{bad: XFAILED} f::c {faint: (f:1)}", "  {notice: hint: h}"]),
        ({"outcome": "broken file"}, []),
        ({"outcome": "broken file", "error": ERROR}, ["{bad: a.vtl:1:2: message}", "1 | ab", "     ^", "{notice: hint: advice}"]),
        ({"gateway_answer": GatewayAnswer("X", None, ())}, ["{bad: FAILED} f::c {faint: (f:1)}", "  the gateway itself answered: X"]),
    ],
)  # fmt: skip
def test_smaller_blocks(fields: dict[str, Any], lines: list[str]) -> None:
    record = CaseRecord("f::c", "failed", "f", "c", 1)._replace(**fields)
    assert painted(record_lines(record, COLOURS)) == lines


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"outcome": "skipped"}, "it calls its real backend, in runs with --live"),
        ({"outcome": "skipped", "reason": "a\tb"}, "a\\tb"),
        ({"outcome": "xfailed", "reason": "a\tb", "differences": (RenderSucceeded("a", "b"),)}, "a\\tb"),
        ({"outcome": "passed"}, ""),
        ({"outcome": "error", "error": ERROR}, "a.vtl:1:2: message"),
        ({"outcome": "failed", "differences": (StrictFinding(FINDING), RenderSucceeded("a", "b"))}, "strict: a.vtl:1:2: VTL1 message"),
    ],
)  # fmt: skip
def test_first_reasons(fields: dict[str, Any], reason: str) -> None:
    assert first_reason(CaseRecord("f::c", "failed", "f", "c", 1)._replace(**fields)) == reason
