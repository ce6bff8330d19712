"""`vtl-lint --fix`: what it mends, and what it leaves alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml

from tests.commands import Command
from tests.lint.test_command import API

Write = Callable[[Mapping[str, "str | bytes"]], Path]
APOSTROPHE = """.replaceAll("\\\\'", "'")"""

ROWS = [
    ('{"a": "$input.path(\'$.a\')"}', f'{{"a": "$util.escapeJavaScript($input.path(\'$.a\')){APOSTROPHE}"}}'),
    ('{"a": "${x.y}b"}#set($x = 1)', None),
    (
        '#set($x = $input.path("$"))\n{"a": "${x.y}.z"}',
        f'#set($x = $input.path("$"))\n{{"a": "${{util.escapeJavaScript(${{x.y}}){APOSTROPHE}}}.z"}}',
    ),
    (
        '{"a": "$util.escapeJavaScript($input.body)"}',
        f'{{"a": "$util.escapeJavaScript($input.body){APOSTROPHE}"}}',
    ),
    (
        '#set($x = $util.escapeJavaScript($input.body))\n{"a": "$x"}',
        f'#set($x = $util.escapeJavaScript($input.body))\n{{"a": "$x{APOSTROPHE}"}}',
    ),
    ("[#foreach($i in [1, 2])$i,#end]", "[#foreach($i in [1, 2])$i#if($foreach.hasNext),#end#end]"),
    (
        '[#foreach($i in [1, 2])\n{"a": $i}\n#end]',
        '[#foreach($i in [1, 2])\n{"a": $i}#if($foreach.hasNext),#end\n#end]',
    ),
    ('#set($a = "x")#set($b = "y")$a-$b', '#set($a = "x")#set($b = "y")${a}-$b'),
    ("#set($i = 3)$i-1", "#set($i = 3)${i}-1"),
    ("$context.stage-a", "${context.stage}-a"),
    ('#set($a = "x")$a.json', '#set($a = "x")${a}.json'),
    ('{"a": $input.path("$.a")}', None),
]


@pytest.mark.parametrize(("before", "after"), ROWS)
def test_templates(command: Command, write: Write, before: str, after: str | None) -> None:
    folder = write({"put.vtl": before})
    done = command("vtl-lint", "--fix", "put.vtl")
    assert "Traceback" not in done.err
    assert (folder / "put.vtl").read_text() == (after or before)
    assert done.err == ("0 mended\n" if after is None else "1 mended\n")


def test_line_ends_and_other_text_stay(command: Command, write: Write) -> None:
    folder = write({"put.vtl": '\r\n## é\r\n{"a": "$input.body"}\r\n'.encode()})
    command("vtl-lint", "--fix")
    expected = f'\r\n## é\r\n{{"a": "$util.escapeJavaScript($input.body){APOSTROPHE}"}}\r\n'
    assert (folder / "put.vtl").read_bytes() == expected.encode()


def test_a_block_of_a_definition(command: Command, write: Write) -> None:
    folder = write({"openapi.yaml": API})
    done = command("vtl-lint", "--fix")
    assert (done.code, done.err) == (0, "1 mended\n")
    text = (folder / "openapi.yaml").read_text()
    assert text == API.replace("$order.name", f"$util.escapeJavaScript($order.name){APOSTROPHE}")


def test_what_is_not_chosen_stays(command: Command, write: Write) -> None:
    folder = write({"put.vtl": ROWS[0][0]})
    assert command("vtl-lint", "--fix", "--ignore", "VTL101").code == 0
    assert (folder / "put.vtl").read_text() == ROWS[0][0]


def test_the_cases_pass_as_before(command: Command, write: Write) -> None:
    template = (
        "#set($root = $input.path('$'))\n"
        '{"id": "$root.id", "table": "$stageVariables.prefix-$root.id",\n'
        ' "lines": [#foreach($line in $root.lines){"sku": "$util.escapeJavaScript($line.sku)"}#end]}\n'
    )
    cases = """\
template: put.vtl
cases:
  - name: one line
    methodRequest: {body: {id: a/b, lines: [{sku: x y}]}}
    context: {}
    expect: {output: {id: a/b, table: -a/b, lines: [{sku: x y}]}}
"""
    folder = write(
        {"put.vtl": template.replace("$stageVariables.prefix-", "${stageVariables.prefix}-"), "put.vtl.yaml": cases}
    )
    assert command("vtl-run").code == 0
    done = command("vtl-lint", "--fix")
    assert (done.code, done.err) == (0, "4 mended\n"), done.out
    assert command("vtl-run", "--hostile").code == 0
    assert "hasNext" in (folder / "put.vtl").read_text()


HEAD = """\
openapi: 3.0.1
info: {title: orders, version: "1"}
paths:
  /orders:
    post:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: arn:aws:apigateway:us-east-1:dynamodb:action/Scan
        credentials: arn:aws:iam::123456789012:role/api
        passthroughBehavior: never
        responses: {default: {statusCode: "200"}}  # a comment
        requestTemplates:
          application/json: """
ESCAPED = "$util.escapeJavaScript($input.path('$.a'))" + APOSTROPHE
FORMS = [
    ("""'{"a": "$input.path(\'\'$.a\'\')"}'\n""", "$input.path(''$.a'')", ESCAPED.replace("'", "''")),
    (
        """"{\\"\\u00e9\\": 1,\\n\\x41\\\n            \\"a\\": \\"$input.path('$.a')\\"}"\n""",
        "$input.path('$.a')",
        ESCAPED.replace("\\", "\\\\").replace('"', '\\"'),
    ),
    (
        """>-\n            {"a":\n            "$input.path('$.a')",\n            "b": 1}\n""",
        "$input.path('$.a')",
        ESCAPED,
    ),
    ("$context.stage-a\n", "$context.stage-a", "${context.stage}-a"),
    ("$context.stage-a\n            and more\n", "$context.stage-a", "${context.stage}-a"),
    ("!Sub '$context.stage-a'\n", "$context.stage-a", "${!context.stage}-a"),
    ("!Sub |\n            ${AWS::Region} $context.stage-a\n", "$context.stage-a", "${!context.stage}-a"),
]


@pytest.mark.parametrize(("written", "before", "after"), FORMS)
def test_a_scalar_of_a_definition(command: Command, write: Write, written: str, before: str, after: str) -> None:
    text = HEAD + written + "\nx-more: 'it''s'\n"
    if "!Sub" in written:
        body = "".join(f"      {line}\n" for line in text.splitlines())
        text = (
            f"Resources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n    Properties: {{Name: a, Body:\n{body}".replace(
                "{Name: a, Body:\n", "\n     Body:\n"
            )
        )
    folder = write({"api.yaml": text})
    done = command("vtl-lint", "--select", "VTL", "--fix", "api.yaml")
    assert "Traceback" not in done.err
    assert done.err == "1 mended\n"
    assert (folder / "api.yaml").read_bytes().decode() == text.replace(before, after)


def test_a_plain_scalar_gets_quotes_where_it_needs_them(command: Command, write: Write) -> None:
    before = """a#foreach($i in [1, 2])- {"k": $i},#end\n"""
    folder = write({"api.yaml": HEAD + before.replace('"', "").replace("k: ", "k:")})
    done = command("vtl-lint", "--select", "VTL122", "--fix", "api.yaml")
    assert "Traceback" not in done.err
    yaml.safe_load((folder / "api.yaml").read_text())


@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_definition_in_json(command: Command, write: Write, ascii_only: bool) -> None:
    data = yaml.safe_load(HEAD + """'#set($e = "é😀"){"a": "$input.path(''$.a'')", "b": "$e"}'""")
    text = json.dumps(data, indent=3, ensure_ascii=ascii_only)
    folder = write({"api.json": text})
    done = command("vtl-lint", "--select", "VTL101", "--fix", "api.json")
    assert done.err == "1 mended\n"
    expected = ESCAPED.replace("\\", "\\\\").replace('"', '\\"')
    assert (folder / "api.json").read_bytes().decode() == text.replace("$input.path('$.a')", expected)


def test_a_text_that_functions_make_is_left_and_told(command: Command, write: Write) -> None:
    body = "".join(f"        {line}\n" for line in (HEAD + """!Join ["", ['$context.', 'stage-a']]""").splitlines())
    text = f"Resources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n    Properties:\n      Body:\n{body}"
    folder = write({"api.yaml": text})
    done = command("vtl-lint", "--select", "VTL", "--fix", "api.yaml")
    assert done.err.startswith("0 mended\napi.yaml:20:")
    assert done.err.endswith(": VTL231 is not mended: mend it by hand, as its hint says\n")
    assert (folder / "api.yaml").read_text() == text
