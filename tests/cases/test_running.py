"""One case to its result, with an engine that echoes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cases.echo import EchoEngine
from vtlharness.cases.loading import parse_case_file
from vtlharness.cases.model import TemplateCase
from vtlharness.cases.results import DataDifference, RenderFailed, RenderSucceeded, TemplateLine, TextDifference
from vtlharness.cases.running import run_case
from vtlharness.engines.native import NativeEngine
from vtlharness.errors import VtlHarnessError, VtlRenderError, VtlSyntaxError
from vtlharness.gateway.templates.rendering import Rendering
from vtlharness.source import Source


def case(body: str, expect: str = "{}", template: str = "t") -> TemplateCase:
    text = f"inline: {template!r}\ncases: [{{name: a, methodRequest: {{body: {body}}}, expect: {expect}}}]"
    return parse_case_file(Path("a.vtl.yaml"), Source(text, "a.vtl.yaml")).cases[0]


class OtherEngine(EchoEngine):
    """Prints in capitals, and fails for `FAIL`."""

    name = "other"

    def render(self, template: Source, *args: object, **keywords: object) -> Rendering:  # type: ignore[override]
        rendering = super().render(template, *args, **keywords)  # type: ignore[arg-type]
        if rendering.text == "FAIL":
            raise VtlSyntaxError("other fails", source=template, offset=0)
        return Rendering(rendering.text.upper(), rendering.request_override, rendering.response_override)


class BrokenEngine(EchoEngine):
    def render(self, *args: object, **keywords: object) -> Rendering:  # type: ignore[override]
        raise VtlHarnessError("the engine is gone")


@pytest.mark.parametrize(
    ("body", "expect", "outcome"),
    [
        ("hello", "{output: hello}", "passed"),
        ("hello", "{output: other}", "failed"),
        ("{a: 1}", "{output: {a: 1.0}}", "passed"),
        ("null", "{output: t}", "passed"),
        ("anything", "{}", "passed"),
        ('"!broke"', "{}", "failed"),
        ('"!broke"', "{error: bro}", "passed"),
        ('"!broke"', "{error: other}", "failed"),
        ("fine", "{error: bro}", "failed"),
    ],
)
def test_outcomes(body: str, expect: str, outcome: str) -> None:
    result = run_case(case(body, expect), EchoEngine())
    assert result.outcome == outcome
    assert bool(result.differences) is (outcome == "failed")
    assert (result.rendering is None) is (body == '"!broke"')
    assert (result.error is None) is (body != '"!broke"')
    assert result.duration_s > 0


def test_a_response_case_echoes_the_response() -> None:
    text = "inline: t\ncases: [{name: a, integrationResponse: {body: [1]}, expect: {output: [1]}}]"
    (only,) = parse_case_file(Path("a.vtl.yaml"), Source(text, "a")).cases
    assert run_case(only, EchoEngine()).outcome == "passed"


def test_what_cannot_run_is_an_error() -> None:
    result = run_case(case("x"), BrokenEngine())
    assert result.outcome == "error"
    assert str(result.error) == "the engine is gone"
    assert result.differences == ()


def test_another_engine_is_compared_with_the_service() -> None:
    same = run_case(case("SAME", "{output: SAME}"), OtherEngine(), service=EchoEngine())
    assert (same.outcome, same.service_differences, same.engine) == ("passed", (), "other")
    differs = run_case(case("low", "{output: LOW}"), OtherEngine(), service=EchoEngine())
    assert (differs.outcome, differs.service_differences) == ("passed", (TextDifference("low", "LOW"),))
    service_fails = run_case(case('"!no"', "{error: no}"), OtherEngine(), service=EchoEngine())
    assert (service_fails.outcome, service_fails.service_differences) == ("passed", ())
    other_fails = run_case(case("FAIL", "{error: other}"), OtherEngine(), service=EchoEngine())
    assert other_fails.outcome == "passed"
    (difference,) = other_fails.service_differences
    assert isinstance(difference, RenderFailed)
    assert difference.error.message == "other fails"
    reversed_roles = run_case(case("FAIL", "{}"), EchoEngine(), service=OtherEngine())
    assert reversed_roles.service_differences == (RenderSucceeded("other fails", "FAIL"),)


@pytest.mark.parametrize("traced", [VtlRenderError("no"), Rendering("other", {}, {})])
def test_a_traced_rendering_that_gives_something_else_tells_no_line(traced: Rendering | VtlHarnessError) -> None:
    class Tracing(EchoEngine):
        def traced(self) -> Tracing:  # type: ignore[override]
            return self

        def __init__(self) -> None:
            self.first = True

        def render(self, template: Source, *args: object, **keywords: object) -> Rendering:  # type: ignore[override]
            if not self.first:
                if isinstance(traced, Rendering):
                    return traced
                raise traced
            self.first = False
            return super().render(template, *args, **keywords)  # type: ignore[arg-type]

    (difference,) = run_case(case("x", "{output: y}"), Tracing()).differences
    assert difference == TextDifference("y", "x")


def test_a_difference_in_data_names_the_line_that_wrote_it() -> None:
    template = '{\n  "a": 1,\n  "l": [#foreach($i in [1..2])\n    {"n": $i}#if($foreach.hasNext),#end\n#end]\n}'
    expect = "{output: {a: 2, l: [{n: 1}, {n: 9}, {n: 3}]}}"
    text = f"inline: {json.dumps(template)}\ncases: [{{name: a, expect: {expect}}}]"
    only = parse_case_file(Path("a.vtl.yaml"), Source(text, "a.vtl.yaml")).cases[0]
    (difference,) = run_case(only, NativeEngine()).differences
    assert isinstance(difference, DataDifference)
    found = {change.path: change.written_by for change in difference.changes}
    assert found == {
        "root['a']": TemplateLine("a.vtl.yaml (inline)", 2),
        "root['l'][1]['n']": TemplateLine("a.vtl.yaml (inline)", 4),
        "root['l'][2]": None,
    }


class FaultyEngine(EchoEngine):
    def render(self, *_: object, **__: object) -> Rendering:
        raise TypeError("it broke")


def test_a_fault_of_ours_is_the_error_of_one_case() -> None:
    result = run_case(case("text"), FaultyEngine())
    assert result.outcome == "error"
    assert result.error is not None
    assert result.error.message.startswith("internal error: TypeError: it broke (at test_running.py:")
    assert result.error.hint == "this is a bug in vtlharness; please report it with the case"


@pytest.mark.parametrize("depth", [150, 500, 900, 1010, 5000])
@pytest.mark.parametrize("expected", ["{a: 1}", "[]", "[[[1]]]", "text"])
def test_an_output_that_nests_deep_is_a_difference(expected: str, depth: int) -> None:
    template = "[" * depth + "1" + "]" * depth
    result = run_case(case("{}", f"{{output: {expected}}}", template), NativeEngine())
    assert (result.outcome, result.error) == ("failed", None)
