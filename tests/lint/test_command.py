"""`vtl-lint`: files, selection of rules, forms of output, settings, exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.commands import Command

Write = Callable[[Mapping[str, "str | bytes"]], Path]

WRONG = '{\n  "name": "$input.path(\'$.name\')"\n}\n'
RIGHT = "{\"id\": $input.json('$.id')}\n"
API = """\
openapi: 3.0.1
info: {title: orders, version: "1"}
paths:
  /orders:
    post:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: http
        httpMethod: POST
        uri: https://example.com
        passthroughBehavior: never
        requestTemplates:
          application/json: |
            #set($order = $input.path('$'))
            {"name": "$order.name"}
        responses:
          default: {statusCode: 200}
"""


def test_findings_and_their_summary(command: Command, write: Write) -> None:
    write({"put.vtl": WRONG, "get.vtl": RIGHT})
    done = command("vtl-lint")
    assert (done.code, done.err) == (1, "")
    assert done.out == (
        "put.vtl:2:12: VTL101 $input.path('$.name') comes from the client or the backend and is not escaped "
        "for this JSON string\n"
        "  hint: write $util.escapeJavaScript($input.path('$.name')).replaceAll(\"\\\\'\", \"'\")\n"
        "1 finding in 1 file (2 templates checked)\n"
    )


def test_no_findings(command: Command, write: Write) -> None:
    write({"get.vtl": RIGHT})
    done = command("vtl-lint", "get.vtl")
    assert (done.code, done.out, done.err) == (0, "no findings in 1 template\n", "")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--ignore", "VTL101"], 0),
        (["--ignore", "VTL2,VTL1"], 0),
        (["--select", "VTL2"], 0),
        (["--select", "VTL1"], 1),
        (["--select", "VTL1", "--ignore", "VTL101"], 0),
        (["--select", "VTL999"], 4),
        (["--select", ""], 4),
        (["--format", "xml"], 4),
        (["none.vtl"], 4),
        (["--explain", "VTL999"], 4),
        (["--explain", "VTL1"], 4),
    ],
)
def test_choices_and_exit_codes(command: Command, write: Write, arguments: list[str], code: int) -> None:
    write({"put.vtl": WRONG})
    done = command("vtl-lint", *arguments)
    assert done.code == code
    assert "Traceback" not in done.err
    assert bool(done.err) is (code == 4)


@pytest.mark.parametrize(
    ("text", "kind"), [("just text", "text"), ("", "empty"), ("- 1", "a list"), ("17", "the number 17")]
)
def test_a_case_file_that_is_none(command: Command, write: Write, text: str, kind: str) -> None:
    write({"a.vtl.yaml": text})
    done = command("vtl-lint", "a.vtl.yaml")
    assert done.code == 4
    assert done.err.startswith(f"a.vtl.yaml:1:1: a case file must be a mapping, but this is {kind}\n")


def test_a_definition_has_its_own_lines(command: Command, write: Write) -> None:
    write({"openapi.yaml": API})
    assert command("vtl-lint").out.startswith("openapi.yaml:15:23: VTL101 $order.name comes from the client")


def test_a_template_in_json_has_its_place_in_the_file(command: Command, write: Write) -> None:
    integration = {
        "type": "http",
        "httpMethod": "POST",
        "uri": "https://example.com",
        "passthroughBehavior": "never",
        "requestTemplates": {"application/json": '\n{"a": "é$input.path(\'$.a\')"}'},
        "responses": {"default": {"statusCode": "200"}},
    }
    operation = {"responses": {"200": {"description": "ok"}}, "x-amazon-apigateway-integration": integration}
    text = json.dumps({"openapi": "3.0.1", "info": {"title": "a", "version": "1"}, "paths": {"/": {"post": operation}}})
    write({"openapi.json": text})
    (found,) = json.loads(command("vtl-lint", "--format", "json").out)["findings"]
    assert (found["file"], found["line"]) == ("openapi.json", 1)
    assert text[found["column"] - 1 :].startswith("$input.path")


def test_a_case_file_says_what_its_template_is_for(command: Command, write: Write) -> None:
    cases = 'inline: \'{"a": "$input.path(""$.a"")"}\'\ncases: [{name: a, integrationResponse: {body: {}}}]\n'
    write({"a.vtl.yaml": cases.replace('""', "''")})
    done = command("vtl-lint", "a.vtl.yaml")
    assert "VTL101 $input.path('$.a') comes from the backend" in done.out
    assert done.out.startswith("a.vtl.yaml:1:")


def test_a_definition_that_is_refused_is_a_finding(command: Command, write: Write) -> None:
    write({"openapi.yaml": API.replace("type: http", "type: htpp")})
    done = command("vtl-lint")
    assert (done.code, done.out.split(" ")[:2]) == (1, ["openapi.yaml:8:15:", "API400"])


def test_a_file_that_cannot_be_read(command: Command, write: Write) -> None:
    write({"put.vtl": b"\xff", "get.vtl": RIGHT, "openapi.json": "{x-amazon-apigateway-integration"})
    done = command("vtl-lint")
    assert done.code in (1, 4)
    assert "put.vtl" in done.out + done.err
    assert "Traceback" not in done.err


def test_statistics(command: Command, write: Write) -> None:
    write({"put.vtl": WRONG, "b.vtl": WRONG})
    assert command("vtl-lint", "--statistics").out == (
        "    2 VTL101 unescaped-in-json-string\n2 findings in 2 files (2 templates checked)\n"
    )


def test_explain(command: Command) -> None:
    done = command("vtl-lint", "--explain", "vtl231")
    assert done.code == 0
    assert done.out.startswith("### VTL231 hyphen-in-name\n")
    assert command("vtl-lint", "--explain", "hyphen-in-name").out == done.out


def test_github(command: Command, write: Write) -> None:
    write({"put.vtl": WRONG})
    done = command("vtl-lint", "--format", "github")
    assert done.out.startswith(
        "::warning file=put.vtl,line=2,col=12,title=VTL101 unescaped-in-json-string::$input.path('$.name') comes"
    )
    assert done.out.count("\n") == 1
    assert "%0Ahint: write" in done.out


def test_json(command: Command, write: Write) -> None:
    write({"put.vtl": WRONG})
    document = json.loads(command("vtl-lint", "--format", "json").out)
    (found,) = document.pop("findings")
    assert document == {"version": 1, "templates": 1}
    assert list(found) == ["rule", "name", "message", "hint", "file", "line", "column", "fixable"]
    assert (found["rule"], found["file"], found["line"], found["column"]) == ("VTL101", "put.vtl", 2, 12)


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("pyproject.toml", '[tool.vtlharness.lint]\nignore = ["VTL101"]\n', 0),
        ("pyproject.toml", '[tool.vtlharness.lint]\nselect = ["VTL2", "API"]\n', 0),
        ("pyproject.toml", '[tool.vtlharness.lint]\nexclude = ["put.*"]\n', 0),
        ("pyproject.toml", "[tool.other]\nlint = 1\n", 1),
        ("vtlharness.toml", '[lint]\nignore = "VTL1"\n', 0),
        ("vtlharness.toml", '[tool.vtlharness.lint]\nignore = ["VTL1"]\n', 0),
        ("vtlharness.toml", "[lint]\nignor = []\n", 4),
        ("vtlharness.toml", "[lint]\nignore = 1\n", 4),
        ("vtlharness.toml", "lint = 1\n", 4),
        ("vtlharness.toml", "[lint\n", 4),
        ("vtlharness.toml", '[lint]\nignore = ["VTL9"]\n', 4),
    ],
)
def test_settings(command: Command, write: Write, name: str, text: str, code: int) -> None:
    write({"put.vtl": WRONG, name: text})
    done = command("vtl-lint")
    assert done.code == code
    assert "Traceback" not in done.err


def test_the_command_line_goes_before_the_settings(command: Command, write: Write) -> None:
    write({"put.vtl": WRONG, "pyproject.toml": '[tool.vtlharness.lint]\nignore = ["VTL101"]\n'})
    assert command("vtl-lint", "--ignore", "VTL2").code == 1


@pytest.mark.parametrize("name", ["link.vtl", "link.vtl.yaml", "link.yaml"])
def test_a_link_out_of_the_project_is_not_read(command: Command, write: Write, name: str, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("secret: $x ## x-amazon-apigateway-integration\n#if(")
    project = tmp_path / "project"
    project.mkdir()
    (project / "pyproject.toml").write_text("")
    (project / name).symlink_to(outside)
    for arguments in (("vtl-lint",), ("vtl-run", "--check")):
        done = command(*arguments, cwd=project)
        assert "secret" not in done.out + done.err
        assert "Traceback" not in done.err
    assert "lies outside of the project" in command("vtl-lint", cwd=project).err
