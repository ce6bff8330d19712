"""The oracle's answers as golden files, so that tests which ask it run on machines without a JDK.

A test asks through `RecordedOracle`. Without the JVM the answer comes from the golden file of the test's module. With
the JVM the fresh answer must be the recorded one. `python -m tests.oracle --record` writes the files.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.client import Answer, Oracle, Request

TESTS = Path(__file__).resolve().parents[1]
GOLDEN = TESTS / "golden"

_KEPT = ("output", "requestOverride", "responseOverride", "kind", "cause")
"""What a recording keeps of an answer. Sentences of exceptions change with the version of Java ..."""

_MESSAGES_KEPT = (
    "net.minidev.json.parser.ParseException",
    "java.lang.IllegalArgumentException",
    "java.lang.NumberFormatException",
    "java.lang.IndexOutOfBoundsException",
    "java.util.regex.PatternSyntaxException",
)
"""... but these exceptions keep theirs, because this package says the same."""

_REFLECTION = (None, "wrong number of arguments", "argument type mismatch")
"""Sentences of a call that does not fit, which depend on how often the JVM has made it."""

_ADDRESS = re.compile(r"((?:\[[A-Z]|\[L[\w.$]+;|[\w$]+(?:\.[\w$]+)+)@)[0-9a-f]+")


class RecordingError(AssertionError):
    """The golden file lacks an answer, or has another one than the oracle gives."""


def without_addresses(text: str) -> str:
    """The text with the address of each Java object left out, which differs from run to run: `[I@1b6d` is `[I@`."""
    return _ADDRESS.sub(r"\1", text)


def kept(answer: Mapping[str, Any]) -> Answer:
    """The part of an answer that is the same in every run and on every Java."""
    small = {name: answer[name] for name in _KEPT if name in answer}
    if answer.get("cause") in _MESSAGES_KEPT and answer["message"] not in _REFLECTION:
        small["message"] = answer["message"]
    return {name: without_addresses(value) if isinstance(value, str) else value for name, value in small.items()}


def key_of(request: Request) -> str:
    """A short digest of a request: eight characters."""
    text = json.dumps({name: request[name] for name in request if name != "id"}, sort_keys=True)
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:6]).decode()


def golden_file(module: Path) -> Path:
    """Where the answers for a test module stand: `tests/golden/java/test_numbers.jsonl`."""
    return GOLDEN / module.relative_to(TESTS).with_suffix(".jsonl")


@functools.lru_cache(maxsize=4)
def read_answers(file: Path) -> dict[str, Answer]:
    """The recorded answers by the digests of their requests; none for a file that does not exist."""
    if not file.exists():
        return {}
    answers = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        key, answer = json.loads(line)
        answers[key] = answer if isinstance(answer, dict) else {"output": answer}
    return answers


def write_answers(file: Path, answers: Mapping[str, Answer]) -> None:
    """Writes a golden file: one answer a line, an output alone as its text."""
    file.parent.mkdir(parents=True, exist_ok=True)
    short = {key: answer["output"] if [*answer] == ["output"] else answer for key, answer in answers.items()}
    lines = [json.dumps([key, answer], separators=(",", ":")) + "\n" for key, answer in short.items()]
    file.write_text("".join(lines), encoding="utf-8", newline="\n")
    read_answers.cache_clear()


class Recorder:
    """The fresh answers of one run of tests, by golden file, in the order in which they were asked."""

    def __init__(self) -> None:
        self.files: dict[Path, dict[str, Answer]] = {}
        self._requests: dict[tuple[Path, str], str] = {}

    def take(self, file: Path, request: Request, answer: Answer) -> None:
        """Keeps one answer. Raises RecordingError for two requests that have the same digest."""
        key, text = key_of(request), json.dumps({**request, "id": None}, sort_keys=True)
        if self._requests.setdefault((file, key), text) != text:
            raise RecordingError(f"two requests have the digest {key}: {text}, {self._requests[file, key]}")
        self.files.setdefault(file, {})[key] = answer

    def write(self, *, complete: bool) -> None:
        """Writes the golden files; answers that nobody asked for go only after a complete run."""
        for file, answers in self.files.items():
            write_answers(file, answers if complete else {**read_answers(file), **answers})


RECORDER = pytest.StashKey[Recorder]()
"""In the configuration of a run that records: where its answers go."""


class RecordedOracle(Oracle):
    """Answers for one test module, from its golden file and from the JVM if there is one.

    An answer has only the fields that `kept` keeps.
    """

    def __init__(self, file: Path, live: Oracle | None, recorder: Recorder | None = None) -> None:
        self._file = file
        self._live = live
        self._recorder = recorder

    def ask(self, requests: Sequence[Request]) -> list[Answer]:
        """Answers in the order of the requests.

        Raises RecordingError if an answer is not recorded, or if the JVM gives another one.
        """
        fresh = None if self._live is None else [kept(answer) for answer in self._live.ask(requests)]
        if self._recorder is not None and fresh is not None:
            for request, answer in zip(requests, fresh, strict=True):
                self._recorder.take(self._file, request, answer)
            return fresh
        recorded = read_answers(self._file)
        answers = [recorded.get(key_of(request)) for request in requests]
        missing = [request for request, answer in zip(requests, answers, strict=True) if answer is None]
        if missing:
            raise RecordingError(f"{len(missing)} answers are not recorded, {_hint(self._file)}: {missing[0]}")
        for request, old, new in zip(requests, answers, fresh or answers, strict=True):
            if old != new:
                raise RecordingError(f"the oracle answers {new}, not {old} as recorded, {_hint(self._file)}: {request}")
        return [dict(answer) for answer in answers if answer is not None]

    def close(self) -> None:
        """Nothing: the JVM belongs to the session."""


def _hint(file: Path) -> str:
    module = (TESTS / file.relative_to(GOLDEN)).with_suffix(".py").relative_to(TESTS.parent)
    return f"`python -m tests.oracle --record {module.as_posix()}` asks the oracle"
