"""One process of a function, warm between invocations.

Comes in: the function's settings, and events. Goes out: `Outcome`s. The process gets an environment of its own: none
of the caller's variables, credentials above all, except for those that find programs. It ends with this process,
however that ends: its standard input closes then.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from threading import Thread
from time import monotonic, time
from uuid import uuid4

from vtlharness.backends.functions.runtime_api import Delivery, Outcome, RuntimeApi
from vtlharness.errors import VtlHarnessError
from vtlharness.visible import one_line

_KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "SYSTEMROOT")
_INIT_S = 10.0  # for the start of a process, as on the service
_BOOTSTRAP = Path(__file__).with_name("bootstraps") / "python_handler.py"


@dataclass(frozen=True)
class FunctionSettings:
    """A function of this computer: `handler` as Lambda has it, below `folder`; `timeout` in seconds."""

    name: str
    handler: str
    folder: str
    timeout: float = 3.0
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    region: str = "us-east-1"

    @property
    def arn(self) -> str:
        """The function's ARN, in the sample account."""
        return f"arn:aws:lambda:{self.region}:123456789012:function:{self.name}"


class Instance:
    """A process that runs one invocation at a time."""

    def __init__(self, settings: FunctionSettings) -> None:
        self._settings = settings
        self._api = RuntimeApi()
        try:
            self._process = self._started_process()
        except (OSError, ValueError) as problem:  # ValueError: a NUL in a name
            self._api.close()
            why = getattr(problem, "strerror", None) or str(problem)
            raise VtlHarnessError(
                f"the function {one_line(settings.name)} cannot be started in {one_line(settings.folder)}: {why}"
            ) from None
        Thread(target=self._watch, daemon=True).start()

    def invoke(self, event: bytes, most_s: float) -> tuple[str, Outcome | None]:
        """The id of the request and its outcome; None if the process takes longer than the timeout or `most_s`."""
        request_id = str(uuid4())
        end = monotonic() + most_s
        while not self._api.ready.wait(0.002):
            if not self._api.outcomes.empty():  # it could not start
                return request_id, self._api.outcomes.get()
            if monotonic() > min(end, self._started + _INIT_S):
                return request_id, None
        left = min(self._settings.timeout, end - monotonic())
        deadline = int((time() + self._settings.timeout) * 1000)
        self._api.deliveries.put(Delivery(request_id, event, deadline, self._settings.arn))
        try:
            return request_id, self._api.outcomes.get(timeout=max(left, 0.001))
        except Empty:
            return request_id, None

    def end(self) -> None:
        """Ends the process."""
        if self._process.poll() is None:
            self._process.kill()
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait()
        self._api.close()

    def _started_process(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, str(_BOOTSTRAP)],
            stdin=subprocess.PIPE,
            stdout=2,  # the function's output is for people, and standard output may be read by a program
            cwd=self._settings.folder,
            env=self._environment(),
            start_new_session=True,
        )

    def _watch(self) -> None:
        code = self._process.wait()
        self._api.outcomes.put(Outcome("exit", exit_code=code))

    def _environment(self) -> dict[str, str]:
        self._started = monotonic()
        settings = self._settings
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        return {
            **kept,
            "AWS_LAMBDA_RUNTIME_API": self._api.address,
            "_HANDLER": settings.handler,
            "LAMBDA_TASK_ROOT": os.path.abspath(settings.folder),
            "AWS_REGION": settings.region,
            "AWS_DEFAULT_REGION": settings.region,
            "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "AWS_LAMBDA_FUNCTION_NAME": settings.name,
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
            "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{settings.name}",
            "AWS_LAMBDA_LOG_STREAM_NAME": "2024/01/01/[$LATEST]0123456789abcdef0123456789abcdef",
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "PYTHONUNBUFFERED": "1",
            **settings.environment,
        }
