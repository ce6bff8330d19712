"""Golden files: what they keep, when they answer, and when they fail."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.client import Answer, Oracle, OracleError, Request
from tests.oracle.recording import (
    GOLDEN,
    TESTS,
    RecordedOracle,
    Recorder,
    RecordingError,
    golden_file,
    kept,
    key_of,
    read_answers,
    without_addresses,
    write_answers,
)

FAILED = {"kind": "eval", "cause": "java.lang.NullPointerException"}


class Answering(Oracle):
    """A JVM that gives every request the same answer."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def ask(self, requests: Sequence[Request]) -> list[Answer]:
        return [{"id": request.get("id"), **self.answer} for request in requests]


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A golden file with two answers."""
    monkeypatch.setattr("tests.oracle.recording.GOLDEN", tmp_path)
    made = tmp_path / "oracle" / "test_no_such_module.jsonl"
    write_answers(made, {key_of({"template": "a"}): {"output": "é\ud800"}, key_of({"template": "b"}): FAILED})
    return made


def test_recorded_answers(written: Path) -> None:
    oracle = RecordedOracle(written, None)
    assert oracle.ask([{"template": "b"}, {"template": "a", "id": 7}]) == [FAILED, {"output": "é\ud800"}]
    assert oracle.render("a") == "é\ud800"
    assert written.read_text(encoding="utf-8").count("\n") == 2


def test_an_answer_is_nobody_elses(written: Path) -> None:
    oracle = RecordedOracle(written, None)
    oracle.ask([{"template": "a"}])[0]["output"] = "changed"
    assert oracle.render("a") == "é\ud800"


def test_a_failure_is_an_error_of_the_oracle(written: Path) -> None:
    with pytest.raises(OracleError, match="NullPointerException"):
        RecordedOracle(written, None).render("b")


@pytest.mark.parametrize("live", [None, Answering({"output": "x"})], ids=["without a JVM", "with a JVM"])
def test_an_answer_that_is_not_recorded(written: Path, live: Oracle | None) -> None:
    hint = "`python -m tests.oracle --record tests/oracle/test_no_such_module.py`"
    with pytest.raises(RecordingError, match=rf"1 answers are not recorded, {hint} .*'template': 'c'"):
        RecordedOracle(written, live).ask([{"template": "a"}, {"template": "c"}])


def test_another_answer_than_the_recorded_one(written: Path) -> None:
    with pytest.raises(RecordingError, match=r"the oracle answers \{'output': 'new'\}, not \{'output': 'é"):
        RecordedOracle(written, Answering({"output": "new"})).ask([{"template": "a"}])


def test_the_recorded_answer_again(written: Path) -> None:
    live = Answering({"error": "whatever Java says", "message": "null", **FAILED})
    assert RecordedOracle(written, live).ask([{"template": "b"}]) == [FAILED]


@pytest.mark.parametrize("complete", [False, True])
def test_recording(written: Path, complete: bool) -> None:
    recorder = Recorder()
    oracle = RecordedOracle(written, Answering({"output": "new"}), recorder)
    assert oracle.ask([{"template": "c"}, {"template": "a"}]) == [{"output": "new"}] * 2
    recorder.write(complete=complete)
    after = read_answers(written)
    assert after[key_of({"template": "a"})] == after[key_of({"template": "c"})] == {"output": "new"}
    assert (key_of({"template": "b"}) in after) is not complete


def test_two_requests_with_one_digest(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.oracle.recording.key_of", lambda request: "same")
    recorder = Recorder()
    recorder.take(written, {"template": "a"}, {"output": ""})
    recorder.take(written, {"template": "a"}, {"output": ""})
    with pytest.raises(RecordingError, match="two requests have the digest same"):
        recorder.take(written, {"template": "b"}, {"output": ""})


@pytest.mark.parametrize(
    ("answer", "small"),
    [
        ({"id": 1, "output": "x", "requestOverride": {}}, {"output": "x", "requestOverride": {}}),
        ({"output": "[I@1b6d3586 java.util.HashMap$Node@5f a@b"}, {"output": "[I@ java.util.HashMap$Node@ a@b"}),
        ({"error": "e", "message": "m", **FAILED}, FAILED),
        (
            {"kind": "eval", "cause": "java.lang.IllegalArgumentException", "message": "argument type mismatch"},
            {"kind": "eval", "cause": "java.lang.IllegalArgumentException"},
        ),
        (
            {"kind": "eval", "cause": "java.lang.IllegalArgumentException", "message": None},
            {"kind": "eval", "cause": "java.lang.IllegalArgumentException"},
        ),
        (
            {"error": "e", "kind": "eval", "cause": "java.lang.NumberFormatException", "message": "m"},
            {"kind": "eval", "cause": "java.lang.NumberFormatException", "message": "m"},
        ),
    ],
)
def test_what_is_kept(answer: dict[str, Any], small: dict[str, Any]) -> None:
    assert kept(answer) == small


def test_addresses() -> None:
    assert without_addresses("[Ljava.lang.String;@7a [C@ff x@12") == "[Ljava.lang.String;@ [C@ x@12"


def test_keys_do_not_depend_on_the_order() -> None:
    assert key_of({"template": "a", "body": "b"}) == key_of({"body": "b", "template": "a", "id": 1})
    assert key_of({"template": "a", "body": "b"}) != key_of({"template": "a"})


def test_each_golden_file_has_its_module() -> None:
    files = sorted(GOLDEN.rglob("*.jsonl"))
    modules = [(TESTS / file.relative_to(GOLDEN)).with_suffix(".py") for file in files]
    assert [module for module in modules if not module.is_file()] == []
    assert [golden_file(module) for module in modules] == files


def test_golden_files_are_not_too_large() -> None:
    assert sum(file.stat().st_size for file in GOLDEN.rglob("*.jsonl")) < 3_000_000
