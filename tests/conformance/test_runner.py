"""The runner with an engine that answers wrongly, dies, hangs, or says too little: every case has its reply."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conformance import __main__ as command_line
from tests.conformance.agreement import disagreements, table
from tests.conformance.engine import EngineError, ask
from tests.conformance.suite import Case, load

FAKE = [sys.executable, str(Path(__file__).with_name("fake_engine.py"))]
PAGE = "docs/fidelity.md"
ROOT = Path(__file__).resolve().parents[2]


def _cases(*templates: str) -> list[Case]:
    """Each expects its own template as the output, or the error that it names."""
    made = []
    for number, template in enumerate(templates, 1):
        expected = {"error": template.split()[1]} if template.startswith("fail ") else {"output": template}
        made.append(Case(f"rule/{number}", "rule", "area", {"template": template}, expected))
    return made


def _wrong(*templates: str, mode: str = "", timeout: float = 20) -> dict[str, str]:
    """The problems of the wrongly answered cases, by template. Every case must have exactly one reply."""
    cases = _cases(*templates)
    replies = list(ask([*FAKE, mode], cases, timeout))
    assert sorted(reply.case.id for reply in replies) == sorted(case.id for case in cases)
    return {str(each.reply.case.inputs["template"]): each.reason for each in disagreements(replies)}


MANY = tuple(f"text {number}" for number in range(200))


@pytest.mark.parametrize(
    ("templates", "mode", "wrong"),
    [
        (("a", "b"), "", {}),
        (("", "é😀", "\ud800", "\x7f\\", "\u2028\n\r"), "", {}),
        (MANY, "", {}),
        (MANY, "reversed", {}),
        (("a", "b", "c", "d"), "banner", {}),
        (("a", "b", "c"), "one", {}),
        (("a", "wrong", "b"), "", {"wrong": "has another output"}),
        (("fail parse", "fail eval", "fail any"), "", {}),
        (("fail", "a"), "", {"fail": "must not fail"}),
        (("a", "no output", "b"), "", {"no output": "has no output"}),
        (("a", "no id", "b"), "", {}),
        (("a", "twice", "b"), "", {}),
        (("a", "die", "b"), "", {"die": "ends with exit code 3"}),
        (("die", "a", "die again"), "", {"die": "ends with exit code 3"}),
        (
            (*MANY[:100], "die", *MANY[100:], "wrong"),
            "",
            {"die": "ends with exit code 3", "wrong": "has another output"},
        ),
        (("a", "die", "b"), "one", {"die": "ends with exit code 3"}),
    ],
)
def test_replies(templates: tuple[str, ...], mode: str, wrong: dict[str, str]) -> None:
    assert _wrong(*templates, mode=mode) == wrong


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("hang", "does not answer in 1 s"),
        ("noise", "answers with a line that is not an answer: Exception in thread main"),
        ("array", "answers with a line that is not an answer: [1, 2]"),
        ("close", "closes its output"),
    ],
)
def test_silence(template: str, reason: str) -> None:
    """The cases around it are answered, and the engine is started anew."""
    assert _wrong("a", "b", template, "c", "d", timeout=1) == {template: reason}


@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        ("broken", "the engine ends with exit code 1, and has not answered anything"),
        ("mute", "the engine does not answer in 0.3 s, and has not answered anything"),
        (
            "chatty",
            "the engine answers with a line that is not an answer: still working, and has not answered anything",
        ),
    ],
)
def test_an_engine_that_never_answers_is_given_up(mode: str, reason: str) -> None:
    with pytest.raises(EngineError) as failed:
        list(ask([*FAKE, mode], _cases(*MANY), timeout=20 if mode == "broken" else 0.3))
    assert str(failed.value) == reason


def test_a_command_that_does_not_exist() -> None:
    with pytest.raises(EngineError, match=r"^cannot start no-such-engine: "):
        list(ask(["no-such-engine"], _cases("a"), timeout=1))


def test_no_cases() -> None:
    assert list(ask(FAKE, [], timeout=1)) == []


def test_overrides_are_compared() -> None:
    inputs = {"template": "a", "overrides": True}
    right = Case("rule/1", "rule", "area", inputs, {"output": "a", "responseOverride": {"status": 404}})
    other = Case("rule/2", "rule", "area", inputs, {"output": "a", "responseOverride": {"status": "404"}})
    without = Case("rule/3", "rule", "area", {"template": "a"}, {"output": "a", "responseOverride": {"status": 404}})
    wrong = disagreements(ask(FAKE, [right, other, without], timeout=20))
    assert {each.reply.case.id: each.reason for each in wrong} == {
        "rule/2": "has another responseOverride",
        "rule/3": "has no responseOverride",
    }


def test_table() -> None:
    cases = [
        Case("r/1", "r", "first", {"template": "a"}, {"output": "a"}),
        Case("r/2", "r", "first", {"template": "wrong"}, {"output": "wrong"}),
        Case("longer-rule/1", "longer-rule", "first", {"template": "b"}, {"output": "b"}),
        Case("s/1", "s", "second", {"template": "c"}, {"output": "c"}),
    ]
    assert table(cases, disagreements(ask(FAKE, cases, timeout=20))) == [
        "first             2 of     3   66.6 %",
        "  r               1 of     2   50.0 %",
        "  longer-rule     1 of     1  100.0 %",
        "second            1 of     1  100.0 %",
        "  s               1 of     1  100.0 %",
        "all               3 of     4   75.0 %",
    ]


@pytest.fixture
def small_suite(monkeypatch: pytest.MonkeyPatch) -> list[Case]:
    """A suite of five cases of two rules, one of them decided, in place of the real one."""
    cases = [*_cases("a", "wrong", "die"), Case("other/1", "other", "area", {"template": "b"}, {"output": "b"})]
    cases.append(Case("decided/1", "decided", "area", {"template": "x"}, {"output": "y"}, decided=True))
    monkeypatch.setattr(command_line, "load", lambda: cases)
    return cases


ALL = """\
area              2 of     4   50.0 %
  rule            1 of     3   33.3 %
  other           1 of     1  100.0 %
all               2 of     4   50.0 %

1 more cases have an answer that this project decided; --decided asks them
"""
WRONG = f"""
rule/2: has another output
  template  "wrong"
  expected  {{"output": "wrong"}}
  answer    {{"output": "something else"}}
  rule      {PAGE}#rule
"""
DIED = f"""
rule/3: ends with exit code 3
  template  "die"
  expected  {{"output": "die"}}
  rule      {PAGE}#rule
"""
DECIDED = f"""\
area              0 of     1    0.0 %
  decided         0 of     1    0.0 %
all               0 of     1    0.0 %

decided/1: has another output
  template  "x"
  expected  {{"output": "y"}}
  answer    {{"output": "x"}}
  rule      {PAGE}#decided
"""


@pytest.mark.usefixtures("small_suite")
@pytest.mark.parametrize(
    ("options", "code", "printed"),
    [
        ([], 1, ALL + WRONG + DIED),
        (["--show", "1"], 1, ALL + WRONG + "\n1 more disagreements; --show N shows the first N\n"),
        (["--show", "0"], 1, ALL + "\n2 more disagreements; --show N shows the first N\n"),
        (["--rule", "other"], 0, None),
        (["--rule", "other", "--"], 0, None),
        (["--rule", "area", "--show", "9"], 1, ALL + WRONG + DIED),
        (["--decided", "--rule", "decided"], 1, DECIDED),
    ],
)
def test_command(options: list[str], code: int, printed: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["--timeout", "20", *options, *FAKE]) == code
    out = capsys.readouterr().out
    lines = [" ".join(line.split()) for line in out.splitlines()]
    if printed is None:
        assert lines[-1] == "all 1 of 1 100.0 %"
    else:
        assert lines == [" ".join(line.split()) for line in printed.splitlines()]


@pytest.mark.usefixtures("small_suite")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "give the COMMAND that starts the engine"),
        (["--"], "give the COMMAND that starts the engine"),
        (["--timeout", "soon", "x"], "argument --timeout: soon is not a number of seconds above 0"),
        (["--show", "-1", "x"], "argument --show: -1 is not a number of disagreements"),
        (["--show", "many", "x"], "argument --show: many is not a number of disagreements"),
        (["--timeout", "0", "x"], "argument --timeout: 0 is not a number of seconds above 0"),
        (["--timeout", "nan", "x"], "argument --timeout: nan is not a number of seconds above 0"),
        (["--rule", "none", "x"], "none has no cases to ask"),
        (["--rule", "decided", "x"], "decided has no cases to ask without --decided"),
        (["--write", "x"], "--write takes no COMMAND"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command_line.main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == f"python -m tests.conformance: error: {message}"


@pytest.mark.usefixtures("small_suite")
def test_an_engine_that_cannot_be_started(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["no-such-engine"]) == 2
    assert capsys.readouterr().err.startswith("error: cannot start no-such-engine: ")


@pytest.mark.usefixtures("small_suite")
def test_what_a_terminal_cannot_print_is_escaped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    case = Case("r/1", "r", "area", {"template": "\ud800", "vars": {"a": "é"}}, {"output": "x" * 600})
    monkeypatch.setattr(command_line, "load", lambda: [case])
    assert command_line.main(FAKE) == 1
    out = capsys.readouterr().out
    assert '  template  "\\ud800"\n  inputs    {"vars": {"a": "é"}}\n' in out
    assert "x..." in out


RENDERED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "roots": (
        {"template": "$x $context.stage$!context.none", "vars": {"x": 1}, "context": {"stage": "prod"}},
        {"output": "1 prod"},
    ),
    "overrides": (
        {"template": "#set($context.responseOverride.status = 404)", "overrides": True},
        {
            "output": "",
            "requestOverride": {"header": {}, "path": {}, "querystring": {}},
            "responseOverride": {"header": {}, "status": 404},
        },
    ),
    "input": (
        {
            "template": "$input.params('q') $input.json('$.a')",
            "params": {"querystring": {"q": "v"}},
            "body": '{"a": [1]}',
        },
        {"output": "v [1]"},
    ),
    "parse": ({"template": "#if(true)"}, {"kind": "parse"}),
    "eval": ({"template": "$util.urlDecode('%')"}, {"kind": "eval"}),
}
"""Requests, and what every engine says to them."""
VTL_RENDER = "import sys; from vtlharness.cli import vtl_render; sys.argv[:] = ['vtl-render', '--jsonl']; vtl_render()"


@pytest.mark.parametrize(
    "arguments", [["-c", VTL_RENDER], ["-m", "tests.conformance.airspeed_engine"]], ids=["vtl-render", "airspeed"]
)
def test_real_engines(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    if "-m" in arguments:
        pytest.importorskip("airspeed")
    monkeypatch.chdir(ROOT)
    cases = [Case(name, "rule", "area", request, answer) for name, (request, answer) in RENDERED.items()]
    replies = ask([sys.executable, *arguments], cases, timeout=60)
    got = {reply.case.id: (reply.problem, {**reply.answer, "error": None}) for reply in replies}
    assert got == {name: (None, {"id": name, "error": None, **answer}) for name, (_, answer) in RENDERED.items()}


def test_a_request_holds_what_the_protocol_knows() -> None:
    allowed = {"id", "template", "body", "params", "context", "stageVariables", "vars", "overrides"}
    for case in load():
        assert set(case.request) <= allowed
        assert json.loads(json.dumps(case.request)) == case.request
