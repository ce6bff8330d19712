"""Templates with faults, each found at its place by its rule, and correct templates, which have no finding."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from vtlharness.documents.readable_files import ReadingRule
from vtlharness.lint.flow.scope import Scope
from vtlharness.lint.flow.values import Value
from vtlharness.lint.linting import lint
from vtlharness.lint.selection import files_to_lint
from vtlharness.lint.template_rules import TemplateSubject, lint_template
from vtlharness.source import Source

HERE = Path(__file__).parent


def _rows(name: str) -> list[Any]:
    rows = [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]
    return [pytest.param(row, id=row["name"]) for row in rows]


def _found(row: dict[str, Any]) -> list[list[Any]]:
    subject = TemplateSubject(Source(row["template"], "put.vtl"), row["role"], row["content_type"])
    return [[one.finding.rule, one.finding.line, one.finding.column] for one in lint_template(subject)]


@pytest.mark.parametrize("row", _rows("faults.jsonl"))
def test_a_fault_is_found_at_its_place(row: dict[str, Any]) -> None:
    assert _found(row) == row["found"]


@pytest.mark.parametrize("row", _rows("right.jsonl"))
def test_a_correct_template_has_no_finding(row: dict[str, Any]) -> None:
    assert _found(row) == []


@pytest.mark.parametrize("row", _rows("right.jsonl"))
def test_nor_where_nothing_is_known_of_its_surroundings(row: dict[str, Any]) -> None:
    assert lint_template(TemplateSubject(Source(row["template"], "put.vtl"))) == []


def test_the_gallery_has_no_finding() -> None:
    gallery = str(HERE.parents[1] / "fixtures")
    result = lint(files_to_lint([gallery]), ReadingRule([gallery]))
    assert [str(one.finding) for one in result.findings] == []
    assert result.unreadable == ()
    assert result.templates > 90


@pytest.mark.parametrize(
    ("template", "rules"),
    [
        ('{"a": "$input.path(\'$.a\')"} ## vtl: ignore[VTL101]', []),
        ('## vtl: ignore-file[VTL1]\n{"a": "$input.path(\'$.a\')"}', []),
        ('{"a": "$input.path(\'$.a\')"} ## vtl: ignore[VTL102]', ["VTL101"]),
        ("#if($a ## vtl: ignore[VTL3]", []),
        ("#set($a = $b)$a", ["VTL251"]),
        ('{"a": "$x"}#set($x = $input.path("$.a"))', []),
        ("", []),
        ("$input.body", []),
    ],
)
def test_comments_and_corners(template: str, rules: list[str]) -> None:
    assert [one.finding.rule for one in lint_template(TemplateSubject(Source(template)))] == rules


@pytest.mark.parametrize("depth", [20, 150])
def test_deep_templates_end(depth: int) -> None:
    for text in (
        "#if($input.path('$.a') == 1)" * depth + "x" + "#end" * depth,
        "#foreach($i in [1])" * depth + '{"a": "$i"}' + "#end" * depth,
        '{"a": "' + "$util.escapeJavaScript(" * depth + "$input.body" + ")" * depth + '"}',
        "#set($a = " + "[" * depth + "]" * depth + ")$a",
        "#define($a)$a#end" + "$a" * depth,
    ):
        lint_template(TemplateSubject(Source(text)))


def test_thousands_of_variables_are_not_all_remembered() -> None:
    scope = Scope()
    for number in range(2000):
        scope.assign(f"v{number}", Value("text"))
        scope.learn(f"v{number}.trim()", Value("text"))
    assert len(scope.values) == 500
    scope.assign("v0", Value("number"))
    assert scope.values["v0"].kind == "number"
    lines = (f'#set($v{n} = $input.params("a"))#if($v{n} == "1")#set($q = $v{n})#end' for n in range(1000))
    found = lint_template(TemplateSubject(Source("#set($q = 1)" + "".join(lines) + '{"a": "$q", "b": "$input.body"}')))
    assert [one.finding.rule for one in found] == ["VTL101"]


@pytest.mark.parametrize(
    "template",
    [
        "".join(f"#define($d{n}){f'$d{n + 1}' * 30}#end" for n in range(40)) + '#set($all = "$d0"){"a": "$d0$all"}',
        "#set($x = $input.body)" + '#set($x = $x.replace("a", "aaaaaaaaaa"))' * 60 + '{"a": "$x"}',
        '#set($a = 1){"a": "$a' + ".b" * 20_000 + '"}',
    ],
    ids=["blocks that print blocks", "a text that grows", "a reference of many steps"],
)
def test_what_grows_without_end_ends(template: str) -> None:
    lint_template(TemplateSubject(Source(template)))
