"""docs/protocol.md shows an exchange, a case, and numbers: they are as the page says."""

from __future__ import annotations

import io
import json
import re

import pytest

from tests.conformance.suite import FIELDS, FOLDER, INPUTS, load
from vtlharness.cli.render.jsonl import serve

PAGE = (FOLDER.parents[1] / "docs" / "protocol.md").read_text(encoding="utf-8")


def _block(name: str) -> str:
    found = re.search(rf"<!-- {name} -->\n```json\n(.*?)```\n", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_sample_exchange() -> None:
    out = io.BytesIO()
    serve(io.BytesIO(_block("requests").encode()), out)
    assert out.getvalue().decode() == _block("answers")


def test_the_sample_case_is_one_of_the_suite() -> None:
    lines = (FOLDER / "references.jsonl").read_text(encoding="utf-8")
    assert _block("case") in lines


def test_every_field_is_explained() -> None:
    request, cases = PAGE.split("### The cases")
    assert [name for name in ("id", *INPUTS, "repeat") if f"\n| `{name}` |" not in request] == []
    assert [name for name in FIELDS if f"`{name}`" not in cases] == []


def test_the_number_of_cases() -> None:
    (written,) = re.findall(r"holds more than ([\d,]+) templates", PAGE)
    assert len(load()) > int(written.replace(",", ""))


@pytest.mark.parametrize(
    ("line", "answers"),
    [
        (b"", []),
        (b" \t\r", []),
        (b'{"id": 1, "template": "x"}\r', [{"id": 1, "output": "x"}]),
        (b'{"template": "x"}', [{"id": None, "output": "x"}]),
        (b'{"id": {"a": [1]}, "template": "x"}', [{"id": {"a": [1]}, "output": "x"}]),
        (b'{"id": {"a": [1]}, "template": "x", "unknown": 1}', [{"id": {"a": [1]}, "kind": "eval"}]),
        (b'{"id": 1, "template": "x", "overrides": "yes"}', [{"id": 1, "output": "x"}]),
        (b'{"id": 1, "template": "$input.body", "body": null}', [{"id": 1, "output": "{}"}]),
        (b'{"id": 1, "template": "[$context.stage]", "context": null}', [{"id": 1, "output": "[]"}]),
        (b'{"id": 1, "template": "$input.x", "vars": {"input": {"x": 1}}}', [{"id": 1, "output": ""}]),
        (b'{"id": 1, "template": "$a", "vars": {"a": 1, "a": 2}}', [{"id": 1, "output": "2"}]),
        (b'{"id": 1, "template": "$input.params()", "params": {"header": {"TE": "x"}}}', [
            {"id": 1, "output": "{path={}, querystring={}, header={TE=x}}"}
        ]),
        (b'{"id": 1, "template": "x", "params": {"more": {"a": 1}}}', [{"id": 1, "kind": "eval"}]),
        (
            b'{"id": 1, "template": "$a $b $c $d", "vars": {"a": 1.50, "b": [1.0, "x/y"], "c": {"k": null}, "d": true}}',  # noqa: E501
            [{"id": 1, "output": '1.5 [1.0,"x\\/y"] {k=null} true'}],
        ),
        (b'{"id": 1, "template": "x"', [{"id": None, "kind": "parse"}]),
        (b'{"id": 1, "template": "\xff"}', [{"id": None, "kind": "parse"}]),
        (b'\xef\xbb\xbf{"id": 1, "template": "x"}', [{"id": None, "kind": "parse"}]),
        (b'{"id": 1, "template": "$a", "vars": {"a": NaN}}', [{"id": None, "kind": "parse"}]),
        (b"[1]", [{"id": None, "kind": "parse"}]),
        (b'{"id": 1, "template": null}', [{"id": 1, "kind": "eval"}]),
        (b'{"id": 1, "template": "x", "vars": [1]}', [{"id": 1, "kind": "eval"}]),
        (b'{"id": 1, "template": "x", "repeat": 0}', [{"id": 1, "kind": "eval"}]),
    ],
)  # fmt: skip
def test_what_the_page_says_of_lines(line: bytes, answers: list[dict[str, object]]) -> None:
    out = io.BytesIO()
    serve(io.BytesIO(line + b"\n"), out)
    got = [json.loads(each) for each in out.getvalue().splitlines()]
    for each in got:
        each.pop("error", None)
    assert got == answers


def test_times() -> None:
    out = io.BytesIO()
    serve(io.BytesIO(b'{"id": 1, "template": "x", "repeat": 3}'), out)
    answer = json.loads(out.getvalue())
    assert list(answer) == ["id", "output", "parse_and_render_us", "render_us"]
    assert min(answer["parse_and_render_us"], answer["render_us"]) > 0
