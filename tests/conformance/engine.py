"""An engine as a co-process: sends it the cases, and gives a reply for each, whatever the engine does.

Comes in: a command line that speaks the protocol of docs/protocol.md, and cases. Goes out: a `Reply` for each case. An
engine that ends or hangs is started again. The pending cases are then sent one by one, so that the faulty one is found
and the others are answered.
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import threading
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from tests.conformance.suite import Case

WINDOW = 64
"""Cases on their way at once: enough to keep both sides busy."""

_STRIKES = 3
"""The number of failures before any answer after which an engine is given up."""

_GRACE = 0.25
"""Share of the timeout to wait for an answer behind a line that is not one, where a single case is asked."""


class EngineError(Exception):
    """The command cannot be started, or never answers anything."""


@dataclass(frozen=True)
class Reply:
    """The result of a case: an answer, or a `problem`, the reason why there is none."""

    case: Case
    answer: Mapping[str, Any] = field(default_factory=dict)
    problem: str | None = None


@dataclass(frozen=True)
class _Failure:
    """The end of a process: its behaviour, and the cases that it left unanswered.

    `answered`: the number of cases answered before. `clear`: if one case is left, it is the faulty one.
    """

    problem: str
    unanswered: Sequence[Case]
    answered: int
    clear: bool


def ask(command: Sequence[str], cases: Sequence[Case], timeout: float) -> Iterator[Reply]:
    """A reply to each case, in the order in which they come.

    `timeout`: seconds that the engine may be silent while an answer is due. Raises EngineError when the command cannot
    be started, or fails three times before it has answered anything.
    """
    waiting, suspects = deque(cases), deque[Case]()
    strikes: int | None = 0
    while waiting or suspects:
        with _Process(command) as process:
            if suspects:
                failure = yield from process.converse(suspects, 1, timeout)
            else:
                failure = yield from process.converse(waiting, WINDOW, timeout)
        if failure is None or failure.answered:
            strikes = None
        if failure is None:
            continue
        if strikes is not None:
            strikes += 1
            if strikes == _STRIKES:
                raise EngineError(f"the engine {failure.problem}, and has not answered anything")
        if len(failure.unanswered) == 1 and failure.clear:
            yield Reply(failure.unanswered[0], problem=failure.problem)
        else:  # each of them alone
            suspects.extendleft(reversed(failure.unanswered))


class _Process:
    """One run of the command, with a thread that reads and one that writes: neither side waits on a full pipe."""

    def __init__(self, command: Sequence[str]) -> None:
        try:
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        except OSError as problem:
            raise EngineError(f"cannot start {command[0]}: {problem.strerror or problem}") from None
        self._lines: queue.Queue[bytes | None] = queue.Queue()
        self._requests: queue.Queue[bytes | None] = queue.Queue()
        self._threads = [threading.Thread(target=run, daemon=True) for run in (self._read, self._write)]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> _Process:
        return self

    def __exit__(self, *_: object) -> None:
        self._requests.put(None)
        try:
            self._process.wait(2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for thread in self._threads:
            thread.join(2)  # a child of the engine may still hold the pipe
        if not any(thread.is_alive() for thread in self._threads):
            assert self._process.stdout is not None
            self._process.stdout.close()

    def converse(self, cases: deque[Case], window: int, timeout: float) -> Generator[Reply, None, _Failure | None]:
        """Yields a reply for each answered case and removes the case; returns the engine's failure, if any."""
        asked: dict[str, Case] = {}
        answered = 0
        noise, noisy = "", False
        deadline = monotonic() + timeout
        while cases or asked:
            while cases and len(asked) < window:
                case = cases.popleft()
                asked[case.id] = case
                self._requests.put(json.dumps(case.request).replace("\x7f", "\\u007f").encode() + b"\n")
            try:
                line = self._lines.get(timeout=max(0, deadline - monotonic()))
            except queue.Empty:
                problem = f"answers with a line that is not an answer: {noise}" if noise else _silence(timeout)
                self._process.kill()
                return _Failure(problem, [*asked.values()], answered, clear=window == 1 or not noisy)
            if line is None:  # it may have ended because of what it did before
                return _Failure(self._end(), [*asked.values()], answered, clear=not answered)
            answer = _answer(line)
            name = _asked_for(answer, asked)
            if answer is None or name is None:
                noise = line.decode("utf-8", "backslashreplace").strip()[:200] or "(empty)"
                noisy = True
                deadline = min(deadline, monotonic() + _GRACE * timeout) if window == 1 else deadline
                continue
            answered += 1
            noise = ""
            deadline = monotonic() + timeout
            yield Reply(asked.pop(name), answer)
        return None

    def _end(self) -> str:
        try:
            code = self._process.wait(0.5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return "closes its output"
        return f"ends with exit code {code}"

    def _read(self) -> None:
        stdout = self._process.stdout
        assert stdout is not None
        with contextlib.suppress(OSError, ValueError):
            for line in stdout:
                self._lines.put(line)
        self._lines.put(None)

    def _write(self) -> None:
        stdin = self._process.stdin
        assert stdin is not None
        with contextlib.suppress(OSError, ValueError):  # the engine is gone; the reader says so
            while (request := self._requests.get()) is not None:
                stdin.write(request)
                if self._requests.empty():
                    stdin.flush()
        with contextlib.suppress(OSError, ValueError):
            stdin.close()


def _silence(timeout: float) -> str:
    return f"does not answer in {timeout:g} s"


def _answer(line: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return answer if type(answer) is dict else None


def _asked_for(answer: dict[str, Any] | None, asked: Mapping[str, Case]) -> str | None:
    """The case that an answer belongs to: by its id, or without one the case that has waited longest."""
    if answer is None or not asked:
        return None
    name = answer.get("id")
    if name is None:
        return next(iter(asked))
    return name if type(name) is str and name in asked else None
