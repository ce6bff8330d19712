"""`vtl-render --case FILE::CASE` and `--explain`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.commands import Command

Write = Callable[[Mapping[str, str]], Path]

TEMPLATE = """\
#set($items = $input.path('$.items'))
{"n": $items.size(), "first": "$!items[0].name",
#foreach($i in $items)
  "$i.name": $foreach.index#if($foreach.hasNext),#end
#end
#if($input.params('x') != '' && $gone)no#elseif($i) $util.escapeJavaScript("a'$i")#end
\\$no $stageVariables.stage ${gone}
}
"""
API = """\
openapi: 3.0.1
info: {title: t, version: "1"}
paths:
  /a:
    get:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: {application/json: '{"statusCode": 2$input.params("s")}'}
        responses: {default: {statusCode: "200", responseTemplates: {application/json: 'id $context.stage'}}}
"""
FILES = {
    "t.vtl": TEMPLATE,
    "a.vtl.yaml": "inline: |\n  [$input.json('$')]\ncases:\n"
    "- {name: 'a::b', skip: later, methodRequest: {body: 1}, expect: {output: [2]}}\n"
    "- {name: rows, parameters: [{n: 1}, {n: 2}], methodRequest: {body: <<n>>}}\n"
    "- {name: reply, integrationResponse: {body: x y}, stageVariables: {a: b}}\n"
    "- {name: fails, methodRequest: {body: '{'}}\n",
    "c.vtl.yaml": "api: api.yaml\ncases:\n- {name: c, context: {stage: dev}, "
    "methodRequest: {path: /a, queryStringParameters: {s: '00'}}}\n",
    "api.yaml": API,
}


@pytest.mark.parametrize(
    ("name", "output"),
    [
        ("a.vtl.yaml::a::b", "[1]\n"),
        ("a.vtl.yaml::rows[2]", "[2]\n"),
        ("./a.vtl.yaml::reply", '["x y"]\n'),
        ("c.vtl.yaml::c", "id dev"),
    ],
)
def test_the_raw_output(command: Command, write: Write, name: str, output: str) -> None:
    write(FILES)
    done = command("vtl-render", "--case", name)
    assert (done.out, done.err, done.code) == (output, "", 0)


def test_overrides(command: Command, write: Write) -> None:
    write(FILES)
    done = command("vtl-render", "--case", "a.vtl.yaml::rows[1]", "--overrides")
    empty = '"requestOverride":{"header":{},"path":{},"querystring":{}},"responseOverride":{"header":{}}'
    assert done.out == f'{{"output":"[1]\\n",{empty}}}\n'
    done = command("vtl-render", "--case", "c.vtl.yaml::c", "--overrides")
    assert "--overrides is for a case of one template" in done.err
    assert done.code == 4


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--case", "a.vtl.yaml::rows"), "--case: a.vtl.yaml::rows names 2 cases\nhint: write a.vtl.yaml::rows[1]\n"),
        (("--case", "a.vtl.yaml"), "--case: a.vtl.yaml names no case\nhint: write FILE::CASE\n"),
        (("--case", "a.vtl.yaml::rpely"), "a.vtl.yaml has no case 'rpely'\nhint: did you mean a.vtl.yaml::reply?\n"),
        (("--case", "t.vlt::x"), "t.vlt does not exist\nhint: did you mean t.vtl::x?\n"),
        (("--case", "a.vtl.yaml::reply", "t.vtl"), "--case takes everything from the case: leave out TEMPLATE.\n"),
        (("--case", "a.vtl.yaml::reply", "--body", "x"), "--case takes everything from the case: leave out --body.\n"),
        (("--explain", "--overrides", "t.vtl"), "--explain and --overrides exclude each other.\n"),
    ],
)
def test_what_is_wrong(command: Command, write: Write, arguments: tuple[str, ...], message: str) -> None:
    write(FILES)
    done = command("vtl-render", *arguments)
    assert done.err.endswith(message)
    assert (done.out, done.code) == ("", 4)


def test_explain(command: Command, write: Write) -> None:
    write(FILES)
    body = '{"items": [' + ", ".join(f'{{"name": "n{n}"}}' for n in range(7)) + "]}"
    done = command("vtl-render", "t.vtl", "--explain", "--body", body, "--stage-variable", "stage=a\nb")
    lines = done.out.splitlines()
    assert lines[0] == "1 | #set($items = $input.path('$.items'))"
    assert lines[1].startswith('  =   $input.path(\'$.items\'): [{"name":"n0"},')
    assert lines[2:5] == [
        '2 | {"n": $items.size(), "first": "$!items[0].name",',
        "  =   $items.size(): 7",
        '  =   $!items[0].name: "n0"',
    ]
    assert '  =   $i.name: "n0", "n1", "n2", "n3", "n4", … (7 times)' in lines
    assert "  =   $foreach.index: 0, 1, 2, 3, 4, … (7 times)" in lines
    assert "  =   $foreach.hasNext: true, true, true, true, true, … (7 times)" in lines
    at = lines.index("6 | " + TEMPLATE.splitlines()[5])
    assert lines[at + 1 : at + 6] == [
        "  =   $input.params('x'): \"\"",
        "  =   $gone: not evaluated",
        "  =   $i: null",
        '  =   $util.escapeJavaScript("a\'$i"): "a\\\\\'"',
        "  =   $i: null",
    ]
    assert lines[-3:] == ['  =   $stageVariables.stage: "a\\nb"', "  =   ${gone}: null", "8 | }"]
    assert done.code == 0


def test_explain_what_fails(command: Command, write: Write) -> None:
    write({"t.vtl": "$input.params('a')\n#set($x = [1])\n$x.get(5)\n$x\n"})
    done = command("vtl-render", "t.vtl", "--explain")
    assert done.out.splitlines() == [
        "1 | $input.params('a')", "  =   $input.params('a'): \"\"", "2 | #set($x = [1])", "3 | $x.get(5)",
        "  =   $x.get(5): not evaluated", "4 | $x", "  =   $x: not evaluated",
    ]  # fmt: skip
    assert done.err.startswith("t.vtl:3:1: ")
    assert done.code == 1


def test_explain_a_whole_integration(command: Command, write: Write) -> None:
    write(FILES)
    done = command("vtl-render", "--case", "c.vtl.yaml::c", "--explain")
    lines = done.out.splitlines()
    assert [line.split("|")[1] for line in lines if "|" in line] == [
        ' {"statusCode": 2$input.params("s")}', " id $context.stage"
    ]  # fmt: skip
    assert [line.split("= ")[1] for line in lines if " =   " in line] == [
        '  $input.params("s"): "00"', '  $context.stage: "dev"'
    ]  # fmt: skip


@pytest.mark.parametrize(
    "template",
    [
        "#if($a)x#{else}y#end #if(!$a || $b == 1)z#end",
        "#set($m = {'a': $input.path('$')})$m.a.b $m.keySet() #foreach($k in $m.keySet())$k$velocityCount#end",
        '#set($s = "x $a ${b}#if($a)1#end")$s#define($d)$a#end$d #foreach($i in [1..3])$i#break#end #stop never',
        "$util.base64Encode('x')$input.params().header.keySet() #foreach($i in [])x#end $a.b.c[0] $!a $\\!a \\$a",
    ],
)
def test_an_explained_rendering_is_the_same(template: str) -> None:
    from vtlharness import MappingTemplate, MethodRequest, render_request
    from vtlharness.cli.render.explaining import Explained
    from vtlharness.report.text.style import PLAIN
    from vtlharness.source import Source

    for body in ('{"b": {"c": [1]}}', "[1, null]", None):
        request = MethodRequest("POST", "/", body=body)
        explained = Explained(Source(template, "t"))
        text = explained.render(request, None).text
        assert text == render_request(MappingTemplate.from_text(template), request).text
        assert len(list(explained.lines(PLAIN))) > 1
