"""The engine seam: ours, and airspeed to compare."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from vtlharness.cases.loading import parse_case_file
from vtlharness.cases.model import TemplateCase
from vtlharness.cases.results import CaseResult
from vtlharness.cases.running import run_case
from vtlharness.engines import Engine, load_engine
from vtlharness.errors import VtlHarnessError, VtlRenderError, VtlSyntaxError
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.report.record import case_record
from vtlharness.report.text.lines import record_lines
from vtlharness.source import Source

REQUEST = MethodRequest(
    http_method="POST",
    path_parameters={"id": 42},
    query_string={"tag": ["a", "b"]},
    headers={"X": "y"},
    body='{"a": {"b": [1, "x"]}}',
)


@pytest.fixture(params=["native", "airspeed"])
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "airspeed":
        pytest.importorskip("airspeed")
    return load_engine(request.param)


# Templates that both read alike: the roots are the same for both.
ALIKE = [
    ("plain text", "plain text"),
    ("$input.body", '{"a": {"b": [1, "x"]}}'),
    ("$input.json('$.a')", '{"b":[1,"x"]}'),
    ("$input.path('$.a.b').size()", "2"),
    ("$input.params('id') $input.params('tag') $input.params('X')", "42 b y"),
    ("$input.params().header.X", "y"),
    ("$stageVariables.table", "orders"),
    ("$context.stage $context.httpMethod $context.authorizer.claims.sub", "prod POST abc"),
    ('$util.escapeJavaScript("it\'s")', "it\\'s"),
    ("$util.base64Decode($util.base64Encode('é'))", "é"),
    ("$util.urlDecode($util.urlEncode('a b&'))", "a b&"),
    ('$util.parseJson(\'{"k": "v"}\').k', "v"),
    ("#foreach($i in $input.path('$.a.b'))[$i]#end", "[1][x]"),
]


def test_airspeed_renders_a_template_again_and_tells_whatever_stops_it() -> None:
    pytest.importorskip("airspeed")
    engine = load_engine("airspeed")
    template = Source("$input.body")
    assert [engine.render(template, REQUEST).text for _ in range(2)] == [REQUEST.body] * 2
    deep = Source("#if(true)" * 2000 + "#end" * 2000)
    with pytest.raises(VtlRenderError, match="airspeed: RecursionError: "):
        engine.render(deep, REQUEST)


@pytest.mark.parametrize(("template", "output"), ALIKE, ids=[row[0] for row in ALIKE])
def test_the_roots(engine: Engine, template: str, output: str) -> None:
    rendering = engine.render(
        Source(template),
        REQUEST,
        context={"stage": "prod", "authorizer": {"claims": {"sub": "abc"}}},
        stage_variables={"table": "orders"},
    )
    assert rendering.text == output


def test_a_response_template(engine: Engine) -> None:
    rendering = engine.render(
        Source("$input.json('$.ok') $input.params('id')"), REQUEST, BackendReply(body='{"ok": [true]}')
    )
    assert rendering.text == "[true] 42"


def test_overrides(engine: Engine) -> None:
    template = '#set($context.responseOverride.status = 404)#set($context.requestOverride.header.A = "b")'
    rendering = engine.render(Source(template), REQUEST)
    assert rendering.response_override == {"header": {}, "status": 404}
    assert rendering.request_override == {"header": {"A": "b"}, "path": {}, "querystring": {}}


def test_errors(engine: Engine) -> None:
    with pytest.raises(VtlSyntaxError) as syntax:
        engine.render(Source("a\n#if(true", "t.vtl"), REQUEST)
    assert (syntax.value.file, syntax.value.line) == ("t.vtl", 2)
    with pytest.raises(VtlRenderError) as failed:
        engine.render(Source("a\n$input.path('$[')", "t.vtl"), REQUEST)
    assert (failed.value.file, failed.value.line) == ("t.vtl", 2)


def test_templates_are_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from vtlharness.engines import native

    compiled = []

    class Counting(native.MappingTemplate):
        def __init__(self, source: Source, *, traced: bool = False) -> None:
            compiled.append(source.text)
            super().__init__(source, traced=traced)

    monkeypatch.setattr(native, "MappingTemplate", Counting)
    engine = native.NativeEngine(keep=2)
    for text in ["a", "a", "b", "a", "b", "c", "b", "a"]:
        engine.render(Source(text), REQUEST)
    assert compiled == ["a", "b", "c", "a"]


TRACED = {
    "not json": (
        "{\n #foreach($i in [1, 2])\n  $i,\n #end\n}",
        "{output: {}}",
        """\
FAILED a.vtl.yaml::a (a.vtl.yaml:2)
  output is not valid JSON: a key must be in double quotes, but this is `1`
  line 2, column 4 of the output, written by a.vtl.yaml (inline):3:
  2 |    1,
         ^""",
    ),
    "text": (
        "one\n#if(true)\n two\n#end",
        '{output: "one\\n three\\n"}',
        """\
FAILED a.vtl.yaml::a (a.vtl.yaml:2)
  output differs, written by a.vtl.yaml (inline):3
    first difference at line 2, column 3
    --- expected
    +++ actual
    @@ -1,2 +1,2 @@
     one
    - three
    + two""",
    ),
    "text that ends too soon": (
        "one",
        "{output: one two}",
        """\
FAILED a.vtl.yaml::a (a.vtl.yaml:2)
  output differs
    first difference at line 1, column 4, where actual ends
    --- expected
    +++ actual
    @@ -1 +1 @@
    -one two
    +one""",
    ),
}


@pytest.mark.parametrize("name", TRACED)
def test_what_failed_names_the_template_line(name: str) -> None:
    template, expect, block = TRACED[name]
    text = f"inline: {json.dumps(template)}\ncases: [{{name: a, expect: {expect}}}]"
    (case,) = parse_case_file(Path("a.vtl.yaml"), Source(text, "a.vtl.yaml")).cases
    assert "\n".join(record_lines(case_record(run_case(case, load_engine("native"))))) == block


def test_an_unknown_engine() -> None:
    with pytest.raises(VtlHarnessError) as caught:
        load_engine("jinja")
    assert str(caught.value) == "'jinja' is not an engine\nhint: use native or airspeed"


def test_airspeed_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "airspeed", None)
    with pytest.raises(VtlHarnessError) as caught:
        load_engine("airspeed")
    assert str(caught.value) == "the engine airspeed is not installed\nhint: pip install airspeed"


def on_airspeed(template: str, expect: str) -> CaseResult:
    pytest.importorskip("airspeed")
    text = f"inline: {template!r}\ncases: [{{name: a, methodRequest: {{body: {{a: {{b: c}}}}}}, expect: {expect}}}]"
    case: TemplateCase = parse_case_file(Path("a.vtl.yaml"), Source(text, "a.vtl.yaml")).cases[0]
    return run_case(case, load_engine("airspeed"), service=load_engine("native"))


def test_what_airspeed_reads_otherwise() -> None:
    result = on_airspeed('$input.path("$.a") $nope', '{output: "{b=c} "}')
    assert result.outcome == "failed"
    assert (
        "\n".join(record_lines(case_record(result)))
        == """\
FAILED a.vtl.yaml::a (a.vtl.yaml:2)
  output differs
    first difference at line 1, column 2
    --- expected
    +++ actual
    @@ -1 +1 @@
    -{b=c}·
    +{'b': 'c'} $nope
  airspeed differs from the service here:
    output differs
      first difference at line 1, column 2
      --- the service
      +++ airspeed
      @@ -1 +1 @@
      -{b=c}·
      +{'b': 'c'} $nope"""
    )


def test_a_case_that_passes_on_airspeed_only() -> None:
    result = on_airspeed("$nope", "{output: $nope}")
    assert result.outcome == "passed"
    assert len(result.service_differences) == 1
    assert on_airspeed("same", "{}").service_differences == ()


@pytest.mark.parametrize(
    "template", ["$input.path(1)", "#foreach($x in 5)$x#end", "#set($x = 1 / 0)", "$input.body.x()"]
)
def test_any_exception_of_airspeed_is_a_failure_of_the_template(template: str) -> None:
    result = on_airspeed(template, "{}")
    assert result.outcome in ("passed", "failed")
    assert result.error is None or isinstance(result.error, VtlRenderError)


def test_our_cases_do_not_import_airspeed() -> None:
    import subprocess

    script = "import sys; from vtlharness.engines import load_engine; load_engine('native'); print(*sys.modules)"
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=root, check=True)
    assert "airspeed" not in done.stdout.split()
