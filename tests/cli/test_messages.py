"""What goes wrong most often: one clear message each, whole, through the real commands; never a traceback."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.commands import Command
from tests.projects import TEMPLATE

FILES: dict[str, str | bytes] = {
    "put.vtl": TEMPLATE,
    "if.vtl": '{\n  "a": 1\n#if($input.path("$.a"))\n}\n',
    "latin.vtl": b'{"a": "\xe9"}',
    "if.vtl.yaml": "template: if.vtl\ncases:\n  - name: unclosed\n",
    "missing.vtl.yaml": "template: putt.vtl\ncases:\n  - name: a\n",
    "yaml.vtl.yaml": "template: put.vtl\ncases:\n  - name: [a\n    expect: {}\n",
    "key.vtl.yaml": "template: put.vtl\ncases:\n  - name: a\n    metodRequest: {}\n",
    "json.vtl.json": '{"template": "put.vtl",\n "cases": [{"name": "a", "expect": {}},]}\n',
    "body.vtl.yaml": "template: put.vtl\ncases:\n  - {name: a, methodRequest: {body: '{id: 1'}}\n",
    "expected.vtl.yaml": "template: put.vtl\ncases:\n  - name: a\n    expect: {output: {file: result.json}}\n",
    "latin.vtl.yaml": "template: latin.vtl\ncases:\n  - name: a\n",
    "empty/readme.txt": "",
}

RUN: list[tuple[str, list[str], int, str]] = [
    (
        "an unclosed #if",
        ["if.vtl.yaml"],
        1,
        """\
FAILED if.vtl.yaml::unclosed (if.vtl.yaml:3)
  rendering failed
    if.vtl:3:1: #if is never closed: the template ends before its #end
    3 | #if($input.path("$.a"))
        ^^^

1 failed in TIME
""",
    ),
    (
        "a missing template file",
        ["missing.vtl.yaml"],
        4,
        """\
missing.vtl.yaml:1:11: the template 'putt.vtl' does not exist
1 | template: putt.vtl
              ^^^^^^^^
hint: did you mean put.vtl?

1 broken file in TIME
""",
    ),
    (
        "a YAML error",
        ["yaml.vtl.yaml"],
        4,
        """\
yaml.vtl.yaml:3:11: the list that opens here is not closed by `]`, or lacks a `,`
3 |   - name: [a
              ^

1 broken file in TIME
""",
    ),
    (
        "an unknown key",
        ["key.vtl.yaml"],
        4,
        """\
key.vtl.yaml:4:5: a case has no key `metodRequest`
4 |     metodRequest: {}
        ^^^^^^^^^^^^
hint: did you mean `methodRequest`?

1 broken file in TIME
""",
    ),
    (
        "an empty folder",
        ["empty"],
        5,
        "no case files (*.vtl.yaml, *.vtl.yml, *.vtl.json) found for empty\n",
    ),
    (
        "a body that is not JSON where the template reads it",
        ["body.vtl.yaml"],
        1,
        """\
FAILED body.vtl.yaml::a (body.vtl.yaml:3)
  rendering failed
    put.vtl:1:8: RuntimeException: Could not process payloadnet.minidev.json.parser.ParseException: \
Unexpected End Of File position 5: null
    1 | {"id": $input.json('$.id')}
               ^^^^^^^^^^^^^^^^^^^
    hint: the text is '{id: 1'; send valid JSON, or take text as it is with $input.body

1 failed in TIME
""",
    ),
    (
        "an expected file that does not exist",
        ["expected.vtl.yaml"],
        1,
        """\
FAILED expected.vtl.yaml::a (expected.vtl.yaml:3)
  output: the expected file result.json does not exist
  hint: `vtl-run --update` or `pytest --vtl-update` writes it

1 failed in TIME
""",
    ),
    (
        "a template that is not UTF-8",
        ["latin.vtl.yaml"],
        4,
        """\
latin.vtl:1:8: the text is not UTF-8: byte 0xE9 at byte offset 7
1 | {"a": "\ufffd"}
           ^
hint: save it as UTF-8

1 broken file in TIME
""",
    ),
]


def without_time(text: str) -> str:
    return re.sub(r"in \d+\.\d+s", "in TIME", text)


@pytest.mark.parametrize(("arguments", "code", "out"), [row[1:] for row in RUN], ids=[row[0] for row in RUN])
def test_vtl_run(
    command: Command,
    write: Callable[[Mapping[str, str | bytes]], Path],
    arguments: list[str],
    code: int,
    out: str,
) -> None:
    write(FILES)
    done = command("vtl-run", *arguments)
    assert (without_time(done.out), done.err, done.code) == (out, "", code)


def test_vtl_run_on_all_of_them(command: Command, write: Callable[[Mapping[str, str | bytes]], Path]) -> None:
    """Every file is reported, in order, and a broken file decides the exit code."""
    write(FILES)
    done = command("vtl-run", "-q")
    assert (without_time(done.out), done.err, done.code) == (
        """\
FAILED body.vtl.yaml::a
FAILED expected.vtl.yaml::a
FAILED if.vtl.yaml::unclosed
BROKEN FILE json.vtl.json
BROKEN FILE key.vtl.yaml
BROKEN FILE latin.vtl.yaml
BROKEN FILE missing.vtl.yaml
BROKEN FILE yaml.vtl.yaml
3 failed, 5 broken files in TIME
""",
        "",
        4,
    )


RENDER: list[tuple[str, list[str], int, str]] = [
    (
        "an unclosed #if",
        ["if.vtl"],
        1,
        """\
if.vtl:3:1: #if is never closed: the template ends before its #end
3 | #if($input.path("$.a"))
    ^^^
""",
    ),
    ("a missing template file", ["putt.vtl"], 4, "putt.vtl does not exist\n"),
    (
        "a body that is not JSON where the template reads it",
        ["put.vtl", "--body", "{id: 1"],
        1,
        """\
put.vtl:1:8: RuntimeException: Could not process payloadnet.minidev.json.parser.ParseException: \
Unexpected End Of File position 5: null
1 | {"id": $input.json('$.id')}
           ^^^^^^^^^^^^^^^^^^^
hint: the text is '{id: 1'; send valid JSON, or take text as it is with $input.body
""",
    ),
    (
        "a template that is not UTF-8",
        ["latin.vtl"],
        4,
        """\
latin.vtl:1:8: the text is not UTF-8: byte 0xE9 at byte offset 7
1 | {"a": "\ufffd"}
           ^
hint: save it as UTF-8
""",
    ),
]


@pytest.mark.parametrize(("arguments", "code", "err"), [row[1:] for row in RENDER], ids=[row[0] for row in RENDER])
def test_vtl_render(
    command: Command,
    write: Callable[[Mapping[str, str | bytes]], Path],
    arguments: list[str],
    code: int,
    err: str,
) -> None:
    write(FILES)
    done = command("vtl-render", *arguments)
    assert (done.out, done.err, done.code) == ("", err, code)
