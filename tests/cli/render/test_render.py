"""`vtl-render`: one template, one request made of options."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.commands import Command, command_environment, command_line

Write = Callable[[Mapping[str, "str | bytes"]], Path]

OPTIONS: list[tuple[str, str, list[str], str]] = [
    ("nothing given", "$input.body $context.httpMethod $context.path", [], "{} GET /test/"),
    ("body", "$input.path('$.a')", ["--body", '{"a": 1}'], "1"),
    ("body means POST", "$context.httpMethod", ["-d", "{}"], "POST"),
    ("method", "$context.httpMethod", ["--method", "PUT", "-d", "{}"], "PUT"),
    ("body from a file", "$input.body", ["--body", "@body.txt"], "from é file\r\n"),
    ("path", "$context.path $context.resourcePath", ["--path", "/a/1"], "/test/a/1 /a/1"),
    ("resource path", "$context.resourcePath", ["--path", "/a/1", "--resource-path", "/a/{id}"], "/a/{id}"),
    ("header", "$input.params('X-A')", ["--header", "X-A:  one: two "], "one: two"),
    ("header twice", "$input.params('X-A')", ["-H", "X-A: 1", "-H", "X-A: 2", "-H", "X-A: 3"], "3"),
    ("query", "$input.params('q')", ["--query", "q=a=b c"], "a=b c"),
    ("empty query", "[$input.params('q')]", ["--query", "q="], "[]"),
    ("path parameter", "$input.params().path.id", ["--path-param", "id=42"], "42"),
    ("stage variable", "$stageVariables.t", ["--stage-variable", "t=x=y"], "x=y"),
    ("context as JSON", "$context.stage $context.authorizer.claims.sub",
     ["--context", '{"stage": "prod", "authorizer": {"claims": {"sub": "me"}}}'], "prod me"),
    ("context from a file", "$context.stage", ["--context", "@context.json"], "filed"),
    ("dotted context", "$context.authorizer.claims.sub $context.stage",
     ["--context", "authorizer.claims.sub=me", "--context", "stage=s", "--context", "authorizer.a=b"], "me s"),
    ("response body", "$input.path('$.r') $input.params('q')",
     ["--response-body", '{"r": 1}', "--query", "q=2", "--body", '{"r": 0}'], "1 2"),
    ("response status alone", "$input.body", ["--response-status", "404", "--body", "x"], "{}"),
    ("no line end is added", "a", [], "a"),
    ("a line end is kept", "a\n", [], "a\n"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("template", "arguments", "text"), [case[1:] for case in OPTIONS], ids=[case[0] for case in OPTIONS]
)
def test_options(command: Command, write: Write, template: str, arguments: list[str], text: str) -> None:
    write({"t.vtl": template, "body.txt": "from é file\r\n", "context.json": '{"stage": "filed"}'})
    done = command("vtl-render", "t.vtl", *arguments)
    assert (done.out, done.err, done.code) == (text, "", 0)


def test_template_from_standard_input(command: Command) -> None:
    assert command("vtl-render", "-", "--body", "x", stdin="<$input.body>é").out == "<x>é"


def test_body_from_standard_input(command: Command, write: Write) -> None:
    write({"t.vtl": "<$input.body>"})
    assert command("vtl-render", "t.vtl", "--body", "-", stdin="é\r\n").out == "<é\r\n>"


def test_overrides_are_one_json_object(command: Command, write: Write) -> None:
    write({"t.vtl": "#set($context.responseOverride.status = 404)#set($context.requestOverride.header.a = 'é')text"})
    done = command("vtl-render", "t.vtl", "--overrides")
    assert done.out.endswith("}\n")
    assert json.loads(done.out) == {
        "output": "text",
        "requestOverride": {"header": {"a": "é"}, "path": {}, "querystring": {}},
        "responseOverride": {"header": {}, "status": 404},
    }


def test_warnings_go_to_standard_error(command: Command, write: Write) -> None:
    write({"t.vtl": "a\n$input.path('$.a[-1]')"})
    done = command("vtl-render", "t.vtl", "--body", '{"a": [1, 2]}')
    assert (done.out, done.code) == ("a\n2", 0)
    assert done.err == (
        "t.vtl:2:14: warning: VTL301 no recording shows how the service reads [-1]: "
        "Jayway JsonPath 2.0 finds nothing there\n"
        "hint: read the whole list, and count in the template: #set($last = $list.size() - 1)$list.get($last)\n"
    )


ERRORS: list[tuple[str, list[str], int, str]] = [
    ("no template", [], 4, "Error: Missing argument 'TEMPLATE' (or --jsonl).\n"),
    ("a missing file", ["none.vtl"], 4, "none.vtl does not exist\n"),
    ("a folder", ["."], 4, ". is a folder, not a file\n"),
    ("an unclosed #if", ["if.vtl"], 1, None),
    ("a body that is not JSON", ["path.vtl", "--body", "{a"], 1, None),
    ("an unknown option", ["t.vtl", "--bodi", "x"], 4, None),
    ("a header without a colon", ["t.vtl", "--header", "X"], 4, "--header: expected 'Name: value', found 'X'\n"),
    ("a query without =", ["t.vtl", "--query", "q"], 4, "--query: expected name=value, found 'q'\n"),
    ("a context that is not JSON", ["t.vtl", "--context", "{stage: 1}"], 4,
     "--context:1:2: this is not JSON: expecting property name enclosed in double quotes\n1 | {stage: 1}\n     ^\n"),
    ("a context that is not an object", ["t.vtl", "--context", "@list.json"], 4,
     'list.json: expected a JSON object, such as {"stage": "prod"}\n'),
    ("a missing body file", ["t.vtl", "--body", "@none.json"], 4, "none.json does not exist\n"),
    ("standard input twice", ["-", "--body", "-"], 4, "Error: Standard input (-) can be read only once.\n"),
    ("a status that is none", ["t.vtl", "--response-status", "99"], 4, None),
    ("a template that is not UTF-8", ["latin.vtl"], 4,
     "latin.vtl:2:2: the text is not UTF-8: byte 0xE9 at byte offset 3\n2 | b\ufffd\n     ^\nhint: save it as UTF-8\n"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "code", "message"), [case[1:] for case in ERRORS], ids=[case[0] for case in ERRORS]
)
def test_errors(command: Command, write: Write, arguments: list[str], code: int, message: str | None) -> None:
    write(
        {
            "t.vtl": "a",
            "if.vtl": "x\n#if($a)\nb",
            "path.vtl": "\n  $input.path('$.a')",
            "list.json": "[]",
            "latin.vtl": b"a\nb\xe9\n",
        }
    )
    done = command("vtl-render", *arguments)
    assert (done.code, done.out) == (code, "")
    assert "Traceback" not in done.err
    if message is not None:
        assert done.err.endswith(message)


def test_template_errors_show_the_place(command: Command, write: Write) -> None:
    write({"if.vtl": "x\n#if($a)\nb"})
    lines = command("vtl-render", "if.vtl").err.splitlines()
    assert lines[0].startswith("if.vtl:2:1: ")
    assert lines[1:3] == ["2 | #if($a)", "    ^^^" + lines[2][7:]]


def test_debug_shows_the_traceback(command: Command, write: Write) -> None:
    write({"if.vtl": "#if($a)"})
    assert "Traceback" in command("vtl-render", "--debug", "if.vtl").err


def test_lone_surrogates_print_as_java_prints_them(command: Command) -> None:
    body = r'{"a": "\ud83d"}'
    assert command("vtl-render", "-", "--body", body, stdin="$input.path('$.a')").out == "?"
    overridden = command("vtl-render", "-", "--overrides", "--body", body, stdin="$input.path('$.a')").out
    assert json.loads(overridden)["output"] == "\ud83d"


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo terminals there")
def test_a_terminal_gets_a_line_end(tmp_path: Path) -> None:
    import pty
    import subprocess

    (tmp_path / "t.vtl").write_text("abc")
    parent, child = pty.openpty()
    command = command_line("vtl-render", "t.vtl")
    with subprocess.Popen(command, stdin=child, stdout=child, cwd=tmp_path, env=command_environment()):
        pass
    os.close(child)
    assert os.read(parent, 100) == b"abc\r\n"
    os.close(parent)


def test_airspeed_says_what_the_service_gives(command: Command, write: Callable[..., Path]) -> None:
    pytest.importorskip("airspeed")
    write({"t.vtl": "[$nope]"})
    done = command("vtl-render", "t.vtl", "--engine", "airspeed")
    assert (done.out, done.code) == ("[$nope]", 0)
    assert "-[]\n" in done.err
    assert "+[$nope]\n" in done.err
