"""Whole templates: requests, responses, and exact evaluations, by themselves and against the oracle."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.oracle.client import Oracle
from vtlharness.errors import VtlRenderError
from vtlharness.findings import Finding
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.templates.evaluation import Evaluation
from vtlharness.gateway.templates.mapping_template import MappingTemplate, specialize
from vtlharness.gateway.templates.render import render_evaluation, render_request, render_response
from vtlharness.gateway.templates.rendering import Rendering
from vtlharness.limits.budget import Limits
from vtlharness.source import Source
from vtlharness.vtl.compile.forms import OFTEN
from vtlharness.vtl.template import Template

REQUEST = MethodRequest(
    "POST",
    "/orders/42",
    "/orders/{id}",
    {"id": "42"},
    {"tag": ["a", "b"]},
    {"User-Agent": "tests", "TE": "hidden"},
    '{"n": [1, 2]}',
)
NO_OVERRIDES: tuple[dict[str, Any], dict[str, Any]] = ({"header": {}, "path": {}, "querystring": {}}, {"header": {}})


def template(text: str) -> Template:
    return MappingTemplate.from_text(text)


@pytest.mark.parametrize(
    ("text", "output"),
    [
        ("", ""),
        ("$input.path('$.n')[0] $input.json('$') $input.body", '1 {"n":[1,2]} {"n": [1, 2]}'),
        ("$input.params('id') $input.params('tag') [$input.params('TE')]", "42 b []"),
        ("$input.params()", "{path={id=42}, querystring={tag=b}, header={User-Agent=tests}}"),
        ("$context.httpMethod $context.path $context.resourcePath", "POST /prod/orders/42 /orders/{id}"),
        ("$context.requestTimeEpoch.class.simpleName", "Long"),
        ("[$context.identity][$context.identity.userAgent][$context.identity.user]", "[][tests][]"),
        ("$stageVariables.table [$stageVariables.none] $stageVariables", "orders [] {table=orders, n=5}"),
        ("#if($context.authorizer.admin)yes#end", "yes"),
        ("$input $util [$context]", "{} {} []"),
        ("$extra.a", "1"),
        ("$context.class.name $context.getClass().simpleName", "java.util.Collections$UnmodifiableMap UnmodifiableMap"),
        ("$context.requestOverride.class.simpleName", "EmptyStringExpandingMap"),
    ],
)
def test_a_request(text: str, output: str) -> None:
    rendering = render_request(
        template(text),
        REQUEST,
        context={"stage": "prod", "authorizer": {"admin": False}},
        stage_variables={"table": "orders", "n": 5},
        variables={"extra": {"a": 1}, "input": "no root can be replaced"},
    )
    assert rendering.text == output
    assert (rendering.request_override, rendering.response_override) == NO_OVERRIDES
    assert all("prints a map as Java does" in finding.message for finding in rendering.findings)


def test_the_extra_variables_stay_as_they_were() -> None:
    variables: dict[str, Any] = {"list": [1], "map": {"a": {}}}
    text = "$list.add(2)#set($map.a.b = 1)$list $map"
    assert render_request(template(text), REQUEST, variables=variables).text == "true[1,2] {a={b=1}}"
    assert variables == {"list": [1], "map": {"a": {}}}


def test_overrides() -> None:
    text = (
        '#set($context.requestOverride.header.X-A = "1")#set($context.requestOverride.path.p = [1, "x"])'
        "#set($context.requestOverride.querystring['q'] = {})#set($context.responseOverride.status = 404)"
    )
    rendering = render_request(template(text), REQUEST)
    assert rendering.request_override == {"header": {"X-A": "1"}, "path": {"p": [1, "x"]}, "querystring": {"q": {}}}
    assert rendering.response_override == {"header": {}, "status": 404}


def test_given_overrides_are_handed_on_by_a_template_that_does_not_mention_them() -> None:
    rendering = render_request(template("x"), REQUEST, context={"requestOverride": {"path": {"a": "b"}}})
    assert rendering.request_override["path"] == {"a": "b"}


def test_a_response_goes_on_with_the_context_of_the_request() -> None:
    first = render_request(template('#set($context.requestOverride.path.body = "one")#set($context.seen = 1)'), REQUEST)
    text = "$context.requestOverride.path.body $context.seen $input.body $input.params('id')#set($context.seen = 2)"
    reply = BackendReply(200, {}, "reply")
    for _ in range(2):
        assert render_response(template(text), REQUEST, reply, after=first).text == "one 1 reply 42"
    assert render_response(template(text), REQUEST, reply).text == "  reply 42"


def test_a_response_after_a_request_without_context() -> None:
    first = render_request(template("x"), REQUEST)
    assert first.context is None
    second = render_response(template("$context.stage"), REQUEST, BackendReply(), context={"stage": "s"}, after=first)
    assert second.text == "s"


PARTS_OF_CONTEXT = [
    "$context.stage $context.identity.user $context.none",
    "#if($context.identity.user)$context.identity.userAgent#end$context.requestOverride",
    "$context.stage#set($a = {})#set($a.x = 1)$context.identity.user",
    "$context.stage$context",
    "#set($context = {})$context.stage",
    "#foreach($v in $context.identity)$v#end$context.path",
    "$context.identity.put('user', 'x')$context.identity.user",
    "$context.identity.replace('user', 'x')$context.identity.user",
]


@pytest.mark.parametrize("text", PARTS_OF_CONTEXT)
def test_it_does_not_show_how_much_of_the_context_is_made(text: str) -> None:
    given = {"stage": "s", "identity": {"user": "u", "userAgent": "a"}}
    part = render_request(template(text), REQUEST, context=given)
    whole = render_request(template(f"{text}#set($none = $context.size())"), REQUEST, context=given)
    assert part.text == whole.text
    assert (part.request_override, part.response_override) == (whole.request_override, whole.response_override)
    assert part.context == whole.context
    after = template("$context.stage $context.identity.user $context.seen")
    responses = [render_response(after, REQUEST, BackendReply(), after=before) for before in (part, whole)]
    assert responses[0] == responses[1]
    assert responses[0].context == responses[1].context


def test_a_rendering_does_not_change() -> None:
    rendering = render_request(template("a$context.stage"), REQUEST)
    for name in ("text", "request_override", "warnings", "findings", "context"):
        with pytest.raises(AttributeError):
            setattr(rendering, name, "b")
    assert rendering.request_override is rendering.request_override
    assert rendering == Rendering("atest", rendering.request_override, rendering.response_override)
    assert rendering != Rendering("atest", {}, rendering.response_override)
    assert repr(rendering).startswith("Rendering(text='atest', request_override={")


@pytest.mark.parametrize("body", [None, ""])
def test_an_empty_reply_is_an_empty_object(body: str | None) -> None:
    text = "$input.body $input.json('$') [$input.path('$.statusCode')]"
    assert render_response(template(text), REQUEST, BackendReply(body=body)).text == "{} {} []"


def test_a_payload_that_is_refused() -> None:
    with pytest.raises(VtlRenderError) as failed:
        render_request(template("\n  $input.path('$.a')"), MethodRequest(body="{a"))
    assert "Could not process payloadnet.minidev.json.parser.ParseException: Unexpected End" in failed.value.message
    assert (failed.value.line, failed.value.column) == (2, 3)
    assert failed.value.hint is not None
    assert "'{a'" in failed.value.hint


def test_a_finding_for_a_path_that_the_service_was_not_seen_to_read() -> None:
    rendering = render_request(template("one\n  $input.path('$.n[-1]')"), REQUEST)
    assert rendering.text == "one\n  2"
    (finding,) = rendering.findings
    assert isinstance(finding, Finding)
    assert (finding.rule, finding.file, finding.line, finding.column) == ("VTL301", "<template>", 2, 16)
    assert rendering.warnings is rendering.findings
    built = render_request(template("#set($p = '$.n')$input.path(\"${p}[-1]\")"), REQUEST)
    assert [(one.line, one.column) for one in built.findings] == [(None, None)]


def test_findings_stand_in_the_order_of_the_template() -> None:
    text = "$input.path('$.n[-1]')#if($none)#end\n#if('a')#end#set($p = '$.n')$input.path(\"${p}[-2]\")#macro(m)#end"
    rendering = render_request(template(text), REQUEST)
    assert [(one.rule, one.line, one.column) for one in rendering.findings] == [
        ("VTL301", 1, 14),
        ("VTL201", 1, 27),
        ("VTL202", 2, 5),
        ("VTL221", 2, 52),
        ("VTL301", None, None),
    ]


EVALUATIONS: list[dict[str, Any]] = [
    {"template": "$input.params() $input.params('n')", "params": {"path": {"n": None}, "header": {"TE": "x", "n": 5}}},
    {"template": "$input.params('a') [$input.params('b')]", "params": {"querystring": {"a": ""}, "header": {"a": "h"}}},
    {"template": "$input.params().put('x', {'zz': 5})$input.params('zz')"},
    {"template": "$input.params().remove('path')$input.params('a')", "params": {"querystring": {"a": [1]}}},
    {"template": "$context.keySet() $context.a [$context.b] $context.b.c", "context": {"a": [{}], "b": {"c": 1}}},
    {"template": "#set($context.requestOverride.header.x = $input.path('$'))", "body": '{"a": [1, "x"]}'},
    {"template": "#set($context.responseOverride = {'status': 1})"},
    {"template": "plain", "context": {"responseOverride": {"status": 300}}},
    {"template": "$stageVariables $stageVariables.a.b", "stageVariables": {"a": {"b": [1.50]}}},
    {"template": "$v $v.x $v.l[0] $v.n", "vars": {"v": {"x": 1e3, "l": ["/"], "n": None}}},
    {"template": "#if($input == $util)same#end $input.hashCode().class $util.equals($util)"},
    {"template": "#set($x = $input + 'a')$x"},
    {"template": "$input.foo [$input.get('body')] #foreach($x in $input)x#end"},
    {"template": "#set($input.foo = 1)[$input.foo]"},
    {"template": "$input.body.length() [$input.Body] [$input.body()]"},
    {"template": "$input.json('$', 1) [$input.path()]"},
    {"template": "[$util.escapeJavaScript($input.path('$.o'))]", "body": '{"o": {"a": "\'"}}'},
    {"template": "$input.path('$')|$input.json('$')|$input.path(' $ ')|$input.path('$.a ')", "body": '{"a": 1.10}'},
    {"template": "$input.path('$.')", "body": "null"},
    {"template": "#set($body = $input.path('$'))#set($body.url = 'x/$body.id')$input.json('$')", "body": '{"id": 7}'},
]  # fmt: skip
BAD_EVALUATIONS: list[dict[str, Any]] = [
    {"template": "$input.path('$.')"},
    {"template": "$input.path('')"},
    {"template": "$input.path(null)"},
    {"template": "$input.params(5)"},
    {"template": "$util.urlEncode(null)"},
    {"template": "$util.parseJson('{a')"},
    {"template": "$input.json('$')", "body": "[a"},
]


def evaluate(line: dict[str, Any], made: type[Template] = MappingTemplate) -> Rendering:
    evaluation = Evaluation(
        line.get("body"),
        line.get("params", {}),
        line.get("context", {}),
        line.get("stageVariables", {}),
        line.get("vars", {}),
    )
    return render_evaluation(made(Source(line["template"])), evaluation)


@pytest.mark.parametrize("line", EVALUATIONS, ids=json.dumps)
def test_evaluations_as_the_oracle_does(oracle: Oracle, line: dict[str, Any]) -> None:
    (answer,) = oracle.ask([{**line, "overrides": True}])
    rendering = evaluate(line)
    assert rendering.text == answer["output"]
    assert evaluate(line, Template) == rendering
    assert {**NO_OVERRIDES[0], **answer["requestOverride"]} == rendering.request_override
    assert {**NO_OVERRIDES[1], **answer["responseOverride"]} == rendering.response_override


@pytest.mark.parametrize("line", BAD_EVALUATIONS, ids=json.dumps)
def test_evaluations_that_fail(oracle: Oracle, line: dict[str, Any]) -> None:
    (answer,) = oracle.ask([line])
    assert answer["kind"] == "eval"
    messages = []
    for made in (Template, MappingTemplate):
        with pytest.raises(VtlRenderError) as failed:
            evaluate(line, made)
        messages.append(str(failed.value))
    assert messages[0] == messages[1]


def test_a_body_is_text() -> None:
    with pytest.raises(TypeError, match=r"json\.dumps"):
        MethodRequest(body={"a": 1})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="raw_body"):
        BackendReply(body=b"x")  # type: ignore[arg-type]


EXPANDING = "com.amazonaws.backplane.executioncore.frontend.proxy.transform.EmptyStringExpandingMap"


@pytest.mark.parametrize("name", ["requestOverride", "requestOverride.path", "responseOverride.header", "identity"])
def test_classes_of_maps_in_the_context(name: str) -> None:
    text = f"$context.class.name $context.{name}.class.name"
    request = render_request(template(text), REQUEST)
    assert request.text == f"java.util.Collections$UnmodifiableMap {EXPANDING}"
    assert render_response(template(text), REQUEST, BackendReply(), after=request).text == request.text
    assert render_evaluation(template(text), Evaluation(context={"identity": {"user": "a"}})).text == request.text


@pytest.mark.parametrize(
    "text",
    [
        "$input.params('name') of $stageVariables.company",
        "$input.params('x-note')",  # the client sends another casing
        "#if($input.path('$.none'))a#end",  # an empty value is true
        "$input.path('$..a[0]').b()",
        "$input.path('$').none()",
        "#set($context = 1)$context",
        "$stageVariables $util.urlEncode('ä')",
        "#stop $input.body",
        "a#define($b)b#end$b",
    ],
)
def test_a_plain_rendering_is_that_of_any_other(text: str) -> None:
    """A template that needs little is rendered on a shorter way, which limits and more variables don't take."""
    request = MethodRequest(headers={"X-Note": "n"}, query_string={"name": "World"}, body='{"none": "", "a": [[{}]]}')
    stage = {"company": "Example", "size": 1.5}
    plain = MappingTemplate.from_text(text)
    for _ in range(OFTEN + 2):
        render_request(plain, request, stage_variables=stage)
    assert plain.inlined
    rendered = render_request(plain, request, stage_variables=stage)
    assert rendered == render_request(plain, request, stage_variables=stage, limits=Limits())
    assert rendered == render_request(MappingTemplate.from_text(text), request, stage_variables=stage)
    assert rendered == render_request(plain, request, stage_variables=stage, variables={"more": 1})


@pytest.mark.parametrize("path", ["$['a'][0].b", "$.a[?(@.b == 'c')].b", "$..b", "$"])
@pytest.mark.parametrize("method", ["json", "path"])
def test_a_path_in_double_quotes_is_compiled_with_the_template(method: str, path: str) -> None:
    request = MethodRequest(body='{"a": [{"b": "c"}]}')
    double = Template(Source(f'$input.{method}("{path}")'), specialize, form="inlined")
    assert "call(" not in double.python
    quoted = MappingTemplate.from_text(f'#set($p = "{path}")$input.{method}($p)')
    rendered = render_request(MappingTemplate.from_text(f'$input.{method}("{path}")'), request)
    assert rendered.text == render_request(quoted, request).text != ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("$input.params().header.siz", ["Siz"]),
        ("$input.params().header.size()", []),  # a method, of which no beginning is a header's name
        ("$input.params().header.get('siz')", ["Siz"]),
        ("$input.params().header['siz']", ["Siz"]),
    ],
)
def test_lookups_of_a_header_in_another_casing(text: str, found: list[str]) -> None:
    findings = render_request(MappingTemplate.from_text(text), MethodRequest(headers={"Siz": "1"})).findings
    assert [name for finding in findings if finding.rule == "VTL131" for name in found] == found
    assert len([finding for finding in findings if finding.rule == "VTL131"]) == len(found)
