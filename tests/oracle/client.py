"""The oracle as a co-process: requests go in as JSON lines, answers come out in the same order (see Oracle.java)."""

from __future__ import annotations

import json
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

from tests.oracle.build import command

Request = Mapping[str, Any]
Answer = dict[str, Any]


class OracleError(Exception):
    """The template failed in the oracle: `message` as Java's exceptions say it, `kind` parse, eval or stackoverflow."""

    def __init__(self, message: str, kind: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.message = message
        self.kind = kind


class OracleDiedError(Exception):
    """The co-process ended or did not answer in time; the next question starts it anew."""


class Oracle:
    """One JVM, started at the first question and kept; raises build.OracleUnavailableError if it cannot be built."""

    def __init__(self, timeout: float = 120) -> None:
        self._command = command()
        self.timeout = timeout
        self._process: subprocess.Popen[bytes] | None = None
        self._stderr: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (lives as long as the process)

    def render(self, template: str, **request: Any) -> str:
        """The text that a template gives; body, params, context, stageVariables and vars as in Oracle.java.

        Raises OracleError when the template fails.
        """
        (answer,) = self.ask([{"template": template, **request}])
        if "output" not in answer:
            raise OracleError(answer.get("error", answer["cause"]), answer["kind"])
        return str(answer["output"])

    def ask(self, requests: Sequence[Request]) -> list[Answer]:
        """Answers in the order of the requests: {"id", "output", ...} or {"id", "error", "kind", "cause", "message"}.

        Raises OracleDiedError when the process ends before all are answered, or after the timeout of the whole batch.
        """
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        # A thread writes, so that neither side waits on a full pipe.
        writer = threading.Thread(target=_write, args=(process.stdin, requests), daemon=True)
        guard = threading.Timer(self.timeout, process.kill)
        guard.start()
        writer.start()
        try:
            lines = [line for line in (process.stdout.readline() for _ in requests) if line]
        except BaseException:  # interrupted: nobody waits for the answers to come
            self.close()
            raise
        finally:
            guard.cancel()
        if len(lines) < len(requests):
            self.close()
            self._stderr.seek(0)
            reason = self._stderr.read().decode("utf-8", "replace").strip()[-1000:]
            raise OracleDiedError(f"{len(lines)} of {len(requests)} answers, then: {reason or 'silence'}")
        writer.join()
        return [json.loads(line) for line in lines]

    def close(self) -> None:
        """Ends the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._stderr.truncate(0)
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(self._command, stdin=pipe, stdout=pipe, stderr=self._stderr)
        return self._process


def _write(stdin: IO[bytes], requests: Iterable[Request]) -> None:
    try:
        for request in requests:
            # json-smart drops a raw U+007F from a string that has escapes.
            stdin.write(json.dumps(request).replace("\x7f", "\\u007f").encode() + b"\n")
        stdin.flush()
    except (OSError, ValueError):
        pass  # the process is gone; the reader says so
