"""`vtl-render --jsonl`: the line protocol, in this process and as a co-process."""

from __future__ import annotations

import io
import json
import random
import subprocess
from typing import Any

import pytest

from tests.commands import Command, command_environment, command_line
from tests.oracle.client import Oracle
from vtlharness.cli.render import jsonl
from vtlharness.cli.render.jsonl import answer_line, serve


def answer(request: dict[str, Any]) -> dict[str, Any]:
    return answer_line(json.dumps(request).encode())


ANSWERS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("text", {"id": 1, "template": "a$x"}, {"id": 1, "output": "a"}),
    ("an id of any kind", {"id": {"a": [1]}, "template": "a"}, {"id": {"a": [1]}, "output": "a"}),
    ("no id", {"template": "a"}, {"id": None, "output": "a"}),
    ("body", {"id": 1, "template": "$input.json('$.a')", "body": '{"a": [1.50]}'}, {"id": 1, "output": "[1.5]"}),
    ("null body", {"id": 1, "template": "$input.body", "body": None}, {"id": 1, "output": "{}"}),
    ("vars", {"id": 1, "template": "$a.b[1] $c", "vars": {"a": {"b": [1, 2]}, "c": 1.5}}, {"id": 1, "output": "2 1.5"}),
    (
        "params",
        {
            "id": 1,
            "template": "$input.params('a') $input.params('b') $input.params().header.c",
            "params": {"path": {"a": "1"}, "querystring": {"b": "2"}, "header": {"c": "3"}},
        },
        {"id": 1, "output": "1 2 3"},
    ),
    ("no default context", {"id": 1, "template": "[$context.stage]"}, {"id": 1, "output": "[]"}),
    ("context", {"id": 1, "template": "$context.stage", "context": {"stage": "x"}}, {"id": 1, "output": "x"}),
    ("variables", {"id": 1, "template": "$stageVariables.t", "stageVariables": {"t": "x"}}, {"id": 1, "output": "x"}),
    (
        "overrides",
        {
            "id": 1,
            "template": '#set($context.responseOverride.status = 404)#set($context.requestOverride.header.a = "b")',
            "overrides": True,
        },
        {
            "id": 1,
            "output": "",
            "requestOverride": {"header": {"a": "b"}, "path": {}, "querystring": {}},
            "responseOverride": {"header": {}, "status": 404},
        },
    ),
]


@pytest.mark.parametrize(("request_", "expected"), [case[1:] for case in ANSWERS], ids=[case[0] for case in ANSWERS])
def test_answers(request_: dict[str, Any], expected: dict[str, Any]) -> None:
    assert answer(request_) == expected


def test_answers_as_the_oracle(live_oracle: Oracle) -> None:
    requests = [request for _, request, _ in ANSWERS if type(request.get("id")) is int]
    assert [answer(request) for request in requests] == live_oracle.ask(requests)


ERRORS: list[tuple[str, bytes, str, str]] = [
    ("not JSON", b"hello", "parse", "the line is not JSON: Expecting value: line 1 column 1 (char 0)"),
    ("cut off", b'{"id": 1, "template": "x', "parse", "the line is not JSON: Unterminated string"),
    ("permissive JSON", b"{id: 1, template: 'x'}", "parse", "the line is not JSON"),
    ("NaN", b'{"template": "x", "vars": {"a": NaN}}', "parse", "the line is not JSON: NaN is not a JSON number"),
    ("not an object", b"[1]", "parse", "the line is not a JSON object"),
    ("not UTF-8", b'{"template": "\xff"}', "parse", "the line is not UTF-8 at byte 15"),
    ("no template", b"{}", "eval", "'template' is missing"),
    ("template of another type", b'{"template": 5}', "eval", "'template' must be text"),
    ("template null", b'{"template": null}', "eval", "'template' must be text"),
    ("body of another type", b'{"template": "", "body": {"a": 1}}', "eval", "'body' must be text"),
    ("vars of another type", b'{"template": "", "vars": []}', "eval", "'vars' must be an object"),
    ("params", b'{"template": "", "params": {"path": 1}}', "eval", "'params.path' must be an object"),
    ("context", b'{"template": "", "context": "x"}', "eval", "'context' must be an object"),
    ("stageVariables", b'{"template": "", "stageVariables": 1}', "eval", "'stageVariables' must be an object"),
    ("repeat text", b'{"template": "", "repeat": "x"}', "eval", "'repeat' must be a number from 1"),
    ("repeat zero", b'{"template": "", "repeat": 0}', "eval", "'repeat' must be a number from 1"),
    ("repeat infinite", b'{"template": "", "repeat": 1e999}', "eval", "'repeat' must be a number from 1 to 1,000,000"),
    ("repeat long", b'{"template": "", "repeat": 1' + b"0" * 5000 + b"}", "eval", "'repeat' must be a number from 1"),
    ("unknown field", b'{"template": "", "templte": ""}', "eval", "'templte' is not a field: did you mean `template`?"),
    ("unknown, far", b'{"template": "", "zzz": null}', "eval", "'zzz' is not a field: known here: id, template, body,"),
    (
        "unknown place",
        b'{"template": "", "params": {"headers": {}}}',
        "eval",
        "'params.headers' is not a field: did you",
    ),
    ("a number", b"12", "parse", "the line is not a JSON object"),
    ("a long number", b"1" * 5000, "parse", "the line is not a JSON object"),
    ("null", b"null", "parse", "the line is not a JSON object"),
    ("text", b'"a"', "parse", "the line is not a JSON object"),
    ("infinity", b"-Infinity", "parse", "the line is not JSON: -Infinity is not a JSON number"),
    ("a deep line", b"[" * 200_000, "stackoverflow", "nested too deeply"),
    ("a template that does not parse", b'{"template": "#if(true)"}', "parse", "<template>:1:1: "),
    ("a template that fails", b'{"template": "$input.path(\'$.a\')", "body": "{a"}', "eval", "<template>:1:1: "),
]


@pytest.mark.parametrize(("line", "kind", "message"), [case[1:] for case in ERRORS], ids=[case[0] for case in ERRORS])
def test_errors_are_answers(line: bytes, kind: str, message: str) -> None:
    given = answer_line(line)
    assert sorted(given) == ["error", "id", "kind"]
    assert given["kind"] == kind
    assert given["error"].startswith(message)


def test_of_two_fields_with_one_name_the_last_counts() -> None:
    assert answer_line(b'{"id": 1, "id": 2, "template": "a", "template": "b"}') == {"id": 2, "output": "b"}


def test_the_id_of_a_line_with_a_wrong_field() -> None:
    assert answer({"id": [1], "template": "", "x" * 5000: 1})["id"] == [1]
    assert len(answer({"id": [1], "template": "", "x" * 5000: 1})["error"]) < 300


def test_deep_nesting_is_an_answer() -> None:
    deep = answer({"id": 1, "template": "#if(true)" * 20000 + "#end" * 20000})
    assert deep["id"] == 1
    assert "output" in deep or deep["kind"] in ("stackoverflow", "parse")
    assert "error" in answer_line(b'{"template": "", "vars": ' + b"[" * 100000 + b"]" * 100000 + b"}")
    assert answer({"id": 2, "template": "a"}) == {"id": 2, "output": "a"}


def test_an_id_survives_an_error() -> None:
    assert answer({"id": "x", "template": 5})["id"] == "x"


def test_repeat_times_the_renders() -> None:
    timed = answer({"id": 1, "template": "a", "repeat": 3})
    assert list(timed) == ["id", "output", "parse_and_render_us", "render_us"]
    assert timed["parse_and_render_us"] > timed["render_us"] > 0


def streamed(data: bytes) -> list[bytes]:
    out = io.BytesIO()
    serve(io.BytesIO(data), out)
    return out.getvalue().splitlines()


def test_one_answer_a_line_in_order() -> None:
    lines = b'{"id": 1, "template": "a"}\r\n\n  \nnonsense\n{"id": 2, "template": "b"}'
    assert [json.loads(line) for line in streamed(lines)] == [
        {"id": 1, "output": "a"},
        {"id": None, "kind": "parse", "error": "the line is not JSON: Expecting value: line 1 column 1 (char 0)"},
        {"id": 2, "output": "b"},
    ]


def test_nothing_in_nothing_out() -> None:
    assert streamed(b"") == []


def test_utf8_both_ways() -> None:
    answered = streamed('{"id": "é", "template": "é\U0001f600\u2028"}'.encode())
    assert answered == ['{"id":"é","output":"é\U0001f600\u2028"}'.encode()]


def test_lone_surrogates_both_ways() -> None:
    r"""UTF-8 cannot hold half of a pair: it goes in and comes out as \uXXXX; a pair comes out whole."""
    assert streamed(rb'{"id": "\ud83d", "template": "a\ude00b"}') == [rb'{"id":"\ud83d","output":"a\ude00b"}']
    pair = json.loads(streamed(rb'{"template": "\ud83d$x\ude00"}')[0])["output"]
    assert pair == "\U0001f600"


def test_big_numbers_stay_whole() -> None:
    line = b'{"id": 123456789012345678901234567890, "template": "$n", "vars": {"n": 123456789012345678901234567890}}'
    assert json.loads(answer_bytes(line)) == {
        "id": 123456789012345678901234567890,
        "output": "123456789012345678901234567890",
    }


def test_numbers_that_json_cannot_hold() -> None:
    """A long decimal is rounded, an infinite number is null; neither ends the stream."""
    template = "#set($context.responseOverride.header.a = $n)#set($context.responseOverride.header.b = $m)$n"
    decimal = "0.1234567890123456789012"
    fields = f'"id": {decimal}, "overrides": true, "vars": {{"n": 1e999, "m": {decimal}}}'
    line = f'{{"template": "{template}", {fields}}}'
    given = json.loads(answer_bytes(line.encode()), parse_constant=pytest.fail)
    assert given["id"] == pytest.approx(0.1234567890123456789)
    assert given["responseOverride"]["header"]["b"] == pytest.approx(0.1234567890123456789)


@pytest.mark.parametrize("digits", [4300, 4301, 50_000])
def test_long_whole_numbers_are_written_exactly(digits: int) -> None:
    number = "7" * digits
    template = "#set($context.responseOverride.header.a = $n)"
    given = answer_bytes(
        f'{{"id": -{number}, "template": "{template}", "overrides": true, "vars": {{"n": {number}}}}}'.encode()
    )
    assert given.startswith(f'{{"id":-{number},"output":""'.encode())
    assert f'"responseOverride":{{"header":{{"a":{number}}}}}'.encode() in given


def test_an_answer_that_cannot_be_written_is_an_error() -> None:
    """The next line is answered."""
    number = b"7" * 300_002
    template = b"#set($context.responseOverride.header.a = $n)"
    line = b'{"id": "x", "template": "' + template + b'", "overrides": true, "vars": {"n": ' + number + b"}}"
    answers = [json.loads(each) for each in streamed(line + b'\n{"id": 2, "template": "b"}')]
    assert answers == [
        {
            "id": "x",
            "error": "the answer cannot be written: a number has more than 300,000 digits",
            "kind": "eval",
        },
        {"id": 2, "output": "b"},
    ]


def test_an_id_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_deep(data: dict[str, Any]) -> bytes:
        if data["id"] is not None:
            raise RecursionError
        return json.dumps(data).encode()

    monkeypatch.setattr(jsonl, "json_line", too_deep)
    assert json.loads(answer_bytes(b'{"id": [[1]], "template": "a"}')) == {
        "id": None,
        "error": "the answer is nested too deeply",
        "kind": "stackoverflow",
    }


def test_override_maps_that_hold_themselves() -> None:
    template = "#set($m = {})#set($m.a = $m)#set($context.requestOverride.header = $m)x"
    given = json.loads(answer_bytes(json.dumps({"id": 1, "template": template, "overrides": True}).encode()))
    assert (given["id"], given["kind"]) == (1, "stackoverflow")


def test_a_large_line() -> None:
    assert len(answer_bytes(json.dumps({"id": 1, "template": "a" * 10_000_000}).encode())) > 10_000_000
    assert json.loads(answer_bytes(b'{"id": 1, "template": "' + b"a" * 10_000_000))["kind"] == "parse"


PIECES = [
    *(json.dumps(name) for name in ("id", "template", "vars", "params", "header", "body", "overrides", "repeat")),
    *"{}[]:,", "1", "1e999", "-0.0", "1" * 4400, "NaN", "null", "true",
    '"\\ud83d"', '"$n"', '"a', "\xff", "\x00", " ", "\r",
    '"#set($context.responseOverride.header.a = $n)"', '"#foreach($a in [1..3])$a#end"', '{"n": ' + "9" * 5000 + "}",
    '{"id": 1, "template": "a$n", "overrides": true, "vars": {"n": ',
    '{"id": "x", "template": "', "[" * 2000, "]" * 2000,
]  # fmt: skip


def test_no_line_ends_the_stream() -> None:
    """Random lines: each that holds anything has one answer, which is JSON with an `id`."""
    chance = random.Random(20)
    lines = [
        "".join(chance.choices(PIECES, k=chance.randrange(1, 12))).encode("latin-1").replace(b"\n", b"")
        for _ in range(2000)
    ]
    answers = streamed(b"\n".join(lines))
    assert len(answers) == sum(bool(line.strip()) for line in lines)
    for given in answers:
        assert b'{"id":' in given
        assert (b',"output":' in given) != (b',"kind":' in given)


def answer_bytes(line: bytes) -> bytes:
    return streamed(line)[0]


@pytest.fixture
def coprocess() -> Any:
    process = subprocess.Popen(
        command_line("vtl-render", "--jsonl"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=command_environment(),
    )
    yield process
    process.stdin.close()  # type: ignore[union-attr]
    assert process.wait(10) == 0
    process.stdout.close()  # type: ignore[union-attr]


def test_answers_before_the_next_question(coprocess: Any) -> None:
    for number in range(3):
        coprocess.stdin.write(json.dumps({"id": number, "template": "a"}).encode() + b"\n")
        coprocess.stdin.flush()
        assert json.loads(coprocess.stdout.readline()) == {"id": number, "output": "a"}


def test_answers_whole_lines_while_half_a_line_waits(coprocess: Any) -> None:
    coprocess.stdin.write(b'{"id": 1, "template": "a"}\n{"id": 2, "templ')
    coprocess.stdin.flush()
    assert json.loads(coprocess.stdout.readline())["id"] == 1
    coprocess.stdin.write(b'ate": "b"}\n')
    coprocess.stdin.flush()
    assert json.loads(coprocess.stdout.readline()) == {"id": 2, "output": "b"}


def test_large_lines(coprocess: Any) -> None:
    text = "x" * 1_000_000
    coprocess.stdin.write(json.dumps({"id": 1, "template": text}).encode() + b"\n")
    coprocess.stdin.flush()
    assert json.loads(coprocess.stdout.readline())["output"] == text


def test_takes_no_other_options(command: Command) -> None:
    done = command("vtl-render", "--jsonl", "--body", "x")
    assert (done.code, done.out) == (4, "")
    assert done.err.endswith("Error: --jsonl takes everything from its input lines: leave out --body.\n")
    assert command("vtl-render", "--jsonl", "a.vtl").code == 4
