"""The hint for JSON that a template prints inside quotes: following it gives the JSON that was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from vtlharness.cases.loading import parse_case_file
from vtlharness.cases.results import CaseResult, NotJson
from vtlharness.cases.running import run_case
from vtlharness.documents.json.values import ESCAPE_HINT, QUOTES_HINT
from vtlharness.engines.native import NativeEngine
from vtlharness.source import Source


def run(template: str, body: str, output: str = "{a: 1}") -> CaseResult:
    block = "".join(f"  {line}\n" for line in template.splitlines())
    text = f"inline: |-\n{block}cases: [{{name: a, methodRequest: {{body: {body}}}, expect: {{output: {output}}}}}]\n"
    (case,) = parse_case_file(Path("a.vtl.yaml"), Source(text, "a.vtl.yaml")).cases
    return run_case(case, NativeEngine())


@pytest.mark.parametrize(
    ("template", "body", "hint"),
    [
        ('{"a": "$input.json(\'$.a\')"}', "{a: {b: 1}}", QUOTES_HINT),
        ('{\n"a": "$input.json(\'$.a\')"}', "{a: [{b: 1}]}", QUOTES_HINT),
        ('{"a": "$!{input.json(\'$.a\')}"}', "{a: Ann}", QUOTES_HINT),
        ('{\n\n"a": "$input.json(\'$.a\')"}', "{a: Ann Lee}", QUOTES_HINT),
        ('{"a": "$input.body"}', "{a: 1}", QUOTES_HINT),
        ('#set($x = $input.json("$"))\n{"a": "$x"}', "{a: 1}", QUOTES_HINT),
        ('{"a": "$input.path(\'$.a\')"}', "{a: 'say \"hi\" to'}", ESCAPE_HINT),
        ('{"a": "$input.path(\'$.a\')"}', "{a: '\"hi\"'}", ESCAPE_HINT),
    ],
)
def test_the_hint(template: str, body: str, hint: str) -> None:
    (difference,) = run(template, body).differences
    assert isinstance(difference, NotJson)
    assert difference.hint == hint


@pytest.mark.parametrize(
    ("template", "output"),
    [
        ("{\"a\": $input.json('$.a')}", "{a: {b: Ann}}"),
        ('{"a": "$util.escapeJavaScript($input.json(\'$.a\'))"}', '{a: \'{"b":"Ann"}\'}'),
    ],
)
def test_both_cures_pass(template: str, output: str) -> None:
    assert run(template, "{a: {b: Ann}}", output).outcome == "passed"
