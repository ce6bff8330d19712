"""Strict runs and files, and findings that are ignored: by a case, by its defaults, by a comment of the template."""

from __future__ import annotations

from pathlib import Path

import pytest

from vtlharness import (
    CaseRecord,
    MappingTemplate,
    MethodRequest,
    StrictFinding,
    VtlHarnessError,
    render_request,
    run_cases,
)

IF = "#if($a)x#end"
PRINTS_QUOTES = """\
integration:
  type: AWS
  httpMethod: POST
  uri: arn:aws:apigateway:us-east-1:events:action/PutEvents
  requestTemplates:
    application/json: |
      {
        "a": "$input.path('$.a')"%s
      }
  responses: {default: {statusCode: 200}}
cases:
- name: a
  methodRequest: {httpMethod: POST, body: {a: 'x"y'}}
  %s
  expect: {response: {statusCode: 200}}
"""


def _file(template: str = IF, head: str = "", case: str = "", output: str = "x") -> str:
    return f"{head}\ninline: |-\n  {template}\ncases:\n- {{name: a, {case}expect: {{output: {output}}}}}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(text: str, **options: object) -> CaseRecord:
    Path("a.vtl.yaml").write_text(text, encoding="utf-8")
    (record,) = run_cases("a.vtl.yaml", cache=False, **options)  # type: ignore[arg-type]
    return record


def _strict(record: CaseRecord) -> list[str]:
    return [difference.finding.rule for difference in record.differences if isinstance(difference, StrictFinding)]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("strict", "outcome"),
    [
        (False, "passed"),
        (True, "failed"),
        ("VTL201", "failed"),
        ("VTL2", "failed"),
        ("VTL", "failed"),
        ("API4,VTL2", "failed"),
        (["API4", "VTL201"], "failed"),
        ("VTL1,API401", "passed"),
        ((), "passed"),
    ],
)
def test_a_strict_run(strict: object, outcome: str) -> None:
    record = _run(_file(), strict=strict)
    assert record.outcome == outcome
    assert _strict(record) == (["VTL201"] if outcome == "failed" else [])
    assert [found.rule for found in record.findings] == ["VTL201"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("head", "outcome"),
    [
        ("strict: true", "failed"),
        ("strict: false", "passed"),
        ("strict:", "passed"),
        ("strict: VTL2", "failed"),
        ("strict: [VTL1, VTL201]", "failed"),
        ("strict: [VTL1]", "passed"),
    ],
)
def test_a_strict_file(head: str, outcome: str) -> None:
    assert _run(_file(head=head)).outcome == outcome


@pytest.mark.usefixtures("folder")
def test_a_file_that_is_not_strict_does_not_soften_a_strict_run() -> None:
    assert _run(_file(head="strict: false"), strict=True).outcome == "failed"


@pytest.mark.usefixtures("folder")
def test_the_differences_of_the_expectation_come_first() -> None:
    record = _run(_file(output="y"), strict=True)
    assert [type(difference).__name__ for difference in record.differences] == ["TextDifference", "StrictFinding"]


@pytest.mark.usefixtures("folder")
def test_a_whole_call_fails_even_if_only_the_response_is_compared() -> None:
    assert _run(PRINTS_QUOTES % ("", "")).outcome == "passed"
    record = _run(PRINTS_QUOTES % ("", ""), strict="VTL1,API401")
    assert (record.outcome, _strict(record)) == ("failed", ["VTL101"])


# Ignoring


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("ignore", ["[VTL201]", "[API4, VTL2]", "VTL", "[VTL201, VTL202]"])
def test_a_case_ignores_rules(ignore: str) -> None:
    record = _run(_file(case=f"ignore: {ignore}, "), strict=True)
    assert (record.outcome, record.findings) == ("passed", ())


@pytest.mark.usefixtures("folder")
def test_another_rule_is_not_ignored() -> None:
    assert _strict(_run(_file(case="ignore: [VTL1, VTL202], "), strict=True)) == ["VTL201"]


@pytest.mark.usefixtures("folder")
def test_defaults_ignore_rules_and_null_in_a_case_takes_that_back() -> None:
    head = "defaults: {ignore: [VTL2]}"
    assert _run(_file(head=head), strict=True).outcome == "passed"
    assert _run(_file(head=head, case="ignore: null, "), strict=True).outcome == "failed"
    assert _run(_file(head=head, case="ignore: [], "), strict=True).outcome == "failed"


COMMENTS = [
    (f"{IF}## vtl: ignore[VTL201]", True),
    (f"{IF}##vtl:ignore[ VTL1 , VTL2 ]", True),
    (f"{IF}## why: $a is set elsewhere. ## vtl: ignore[VTL201] as agreed", True),
    (f"{IF}## vtl: ignore[VTL202]", False),
    (f"{IF}## vtl: ignore[]", False),
    (f"{IF}## vtl: ignore", False),
    (f"## vtl: ignore[VTL201]\n{IF}", False),
    (f"{IF}\n## vtl: ignore[VTL201]", False),
    (f"## vtl: ignore-file[VTL201]\n{IF}", True),
    (f"{IF}\n## vtl: ignore-file[VTL2]", True),
    (f"{IF}## vtl: ignore-file[VTL1]", False),
]


@pytest.mark.parametrize(("template", "ignored"), COMMENTS)
def test_a_comment_ignores_rules_of_its_line(template: str, ignored: bool) -> None:
    rendering = render_request(MappingTemplate.from_text(template), MethodRequest())
    assert [found.rule for found in rendering.findings] == ([] if ignored else ["VTL201"])


@pytest.mark.usefixtures("folder")
def test_a_comment_ignores_what_a_backend_refuses() -> None:
    comment = "## vtl: ignore[VTL101]"
    assert _run(PRINTS_QUOTES % (comment, ""), strict=True).outcome == "passed"
    assert _strict(_run(PRINTS_QUOTES % (comment.replace("101", "102"), ""), strict=True)) == ["VTL101"]


# Rules that do not exist


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "comment", ["## vtl: ignore[NOPE9]", "## vtl : ignore[NOPE9]", "##vtl\t:ignore-file[VTL101, NOPE9]"]
)
def test_an_unknown_rule_of_a_comment(comment: str) -> None:
    result = _run(PRINTS_QUOTES % (comment, ""))
    assert result.outcome == "error"
    assert result.error is not None
    assert result.error.message == "there is no rule NOPE9"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("strict", "message", "hint"),
    [
        ("VTL105", "strict: there is no rule VTL105", "did you mean VTL103?"),
        ("VTL999", "strict: there is no rule VTL999", "did you mean VTL"),
        ("VLT101", "strict: there is no rule VLT101", "did you mean VTL101?"),
        ("vtl201", "strict: there is no rule vtl201", "did you mean VTL201?"),
        ("API4O1", "strict: there is no rule API4O1", "did you mean API401?"),
        ("java-map-in-json", "strict: there is no rule java-map-in-json", "did you mean VTL111?"),
        ("VTL1011", "strict: there is no rule VTL1011", "did you mean VTL101?"),
        ("VTL1 API4", "strict: there is no rule VTL1 API4", "did you mean "),
        ("VTL1,,API4", "strict: the id of a rule is missing", "write ids with commas between them"),
        ("", "strict: the id of a rule is missing", "write ids with commas between them"),
    ],
)
def test_an_unknown_rule_of_a_run(strict: str, message: str, hint: str) -> None:
    with pytest.raises(VtlHarnessError) as raised:
        _run(_file(), strict=strict)
    assert raised.value.message == message
    assert str(raised.value.hint).startswith(hint)


@pytest.mark.usefixtures("folder")
def test_an_unknown_rule_with_processes() -> None:
    with pytest.raises(VtlHarnessError, match="there is no rule VTL105"):
        _run(_file(), strict="VTL105", processes=2)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("text", "error"),
    [
        (
            _file(case="ignore: [VTL201, VTL2O2], "),
            "a.vtl.yaml:5:30: `cases[0].ignore[1]`: there is no rule VTL2O2\n"
            "5 | - {name: a, ignore: [VTL201, VTL2O2], expect: {output: x}}\n"
            "                                 ^^^^^^\n"
            "hint: did you mean VTL202? docs/rules.md lists the rules",
        ),
        (
            _file(head="strict: [VTL5]"),
            "a.vtl.yaml:1:10: `strict[0]`: there is no rule VTL5\n"
            "1 | strict: [VTL5]\n"
            "             ^^^^\n"
            "hint: did you mean VTL305? docs/rules.md lists the rules",
        ),
        (
            _file(head="strict: 1"),
            "a.vtl.yaml:1:9: `strict` must be true, false or a list of rules, but this is the number 1\n"
            "1 | strict: 1\n"
            "            ^",
        ),
        (
            _file(case="ignore: true, "),
            "a.vtl.yaml:5:21: `cases[0].ignore` must be text, but this is the boolean true\n"
            "5 | - {name: a, ignore: true, expect: {output: x}}\n"
            "                        ^^^^",
        ),
    ],
)
def test_an_unknown_rule_of_a_file(text: str, error: str) -> None:
    record = _run(text)
    assert record.outcome == "broken file"
    assert str(record.error) == error


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("head", "case", "hint"),
    [
        ("", "ignore: 'VTL201, API4', ", "write a list: [VTL201, API4]"),
        ("strict: VTL1,API4", "", "write a list: [VTL1, API4]"),
        ("", "ignore: [VTL2, 'VTL3,VTL4'], ", "write a list: [VTL3, VTL4]"),
        ("", "ignore: vtl2, ", "did you mean VTL2? docs/rules.md lists the rules"),
        ("strict: api", "", "did you mean API? docs/rules.md lists the rules"),
        ("strict: ','", "", "did you mean VTL101? docs/rules.md lists the rules"),
    ],
)
def test_rules_of_a_file_that_are_written_as_for_the_option(head: str, case: str, hint: str) -> None:
    record = _run(_file(head=head, case=case))
    assert record.outcome == "broken file"
    assert record.error is not None
    assert record.error.hint == hint


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "comment", ["## vtl: ignore", "##vtl:ignore-file ", "## vtl: ignore[ ]", "## vtl: ignore[VTL201"]
)
def test_a_comment_that_names_no_rule_is_an_error_of_the_case(comment: str) -> None:
    record = _run(_file(f"{IF}{comment}"))
    assert record.outcome == "error"
    assert record.error is not None
    assert record.error.message == "the comment does not say which rules it ignores"
    assert record.error.hint == "write their ids in brackets: `## vtl: ignore[VTL101]`"
    assert _run(_file(f"{IF}## vtl: ignored rules are rare")).outcome == "passed"


@pytest.mark.usefixtures("folder")
def test_an_unknown_rule_of_a_comment_is_an_error_of_the_case() -> None:
    record = _run(_file(f"{IF}## vtl: ignore[VTL201, VTL2O2]"))
    assert record.outcome == "error"
    assert str(record.error) == (
        "a.vtl.yaml (inline):1:36: there is no rule VTL2O2\n"
        "1 | #if($a)x#end## vtl: ignore[VTL201, VTL2O2]\n"
        "                                       ^^^^^^\n"
        "hint: did you mean VTL202? docs/rules.md lists the rules"
    )
