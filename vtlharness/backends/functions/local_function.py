"""The backend that runs a Lambda function on this computer, and answers as Lambda does.

Comes in: an `IntegrationRequest` to a function. Goes out: its result, or its failure as Lambda tells it. A process
serves one invocation at a time; invocations at the same time get processes of their own. Evidence:
docs/fidelity.md#local-functions.
"""

from __future__ import annotations

import atexit
import json
import os
from dataclasses import replace
from threading import Lock, Thread

from vtlharness.backends.functions.inline_code import InlineCode
from vtlharness.backends.functions.instance import Answer, Instance
from vtlharness.backends.functions.program import program_of
from vtlharness.backends.functions.runtime_exits import told_exit
from vtlharness.backends.functions.settings import FunctionSettings
from vtlharness.backends.functions.source_files import SourceFiles
from vtlharness.backends.lambda_reply import lambda_failure
from vtlharness.gateway.backend import FUNCTION_ERROR, BackendTimeout
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.codecs.headers import header
from vtlharness.gateway.codecs.utf8 import utf8_bytes
from vtlharness.gateway.integration_request import IntegrationRequest

_PATIENCE_S = 5.0
_MOST_BYTES = 6_291_556
_MOST_BYTES_OF_EVENT = 6_291_456


class LocalFunction:
    """Runs a handler in processes that stay warm, until its files change.

    `close` ends them; they end with this process at the latest. A process that is forked from this one starts its own.
    """

    def __init__(self, settings: FunctionSettings) -> None:
        self.settings = settings
        self._begin()
        atexit.register(self.close)

    def _begin(self) -> None:
        self._run = os.getpid()
        self._lock = Lock()
        self._idle: list[Instance] = []
        self._all: set[Instance] = set()
        self._files: SourceFiles | None = None
        self._inline: InlineCode | None = None
        self._late_output: tuple[str, ...] = ()
        self._later: list[Thread] = []

    def __call__(self, request: IntegrationRequest, /) -> BackendReply:
        """The function's result, or its failure, with what it printed.

        Raises BackendTimeout after the integration's timeout, and VtlHarnessError for a function that cannot run here.
        """
        event = utf8_bytes(request.lambda_event)
        refused = _refusal(event)
        if refused is not None:
            return refused
        if self._run != os.getpid():
            self._begin()
        if header(request.headers, "X-Amz-Invocation-Type") == "Event":
            later = Thread(target=self._invoke_later, args=(self._taken(), event), daemon=True)
            self._later = [*(one for one in self._later if one.is_alive()), later]
            later.start()
            return BackendReply(202)
        answer = self._invoked(self._taken(), event, request.timeout_in_millis / 1000)
        with self._lock:
            output, self._late_output = (*self._late_output, *answer.output), ()
        if answer.message is None and self.settings.timeout * 1000 > request.timeout_in_millis:
            raise BackendTimeout(function_output=output)
        return replace(self._reply(answer), function_output=output, notes=self._notes())

    def _notes(self) -> tuple[str, ...]:
        unresolved = self.settings.unresolved
        if not unresolved:
            return ()
        return (f"the function {self.settings.name} runs without {', '.join(unresolved)}: their values are not known",)

    def close(self) -> None:
        """Ends all processes of the function; an asynchronous invocation may come to its end for a few seconds."""
        if self._run != os.getpid():  # they belong to the process from which this one was forked
            return
        for later in self._later:
            later.join(min(self.settings.timeout, _PATIENCE_S))
        with self._lock:
            instances, self._all, self._idle = self._all, set(), []
            inline, self._inline = self._inline, None
        for instance in instances:
            instance.end()
        if inline is not None:
            inline.remove()

    def _invoke_later(self, instance: Instance, event: bytes) -> None:
        """An asynchronous invocation; the next reply has what it printed."""
        answer = self._invoked(instance, event, self.settings.timeout)
        with self._lock:
            self._late_output += answer.output

    def _invoked(self, instance: Instance, event: bytes, most_s: float) -> Answer:
        """The outcome of an invocation. Only a process that answered stays."""
        while True:
            answer = None
            try:
                answer = instance.invoke(event, most_s)
            finally:
                self._give_back(instance, stays=answer is not None and answer.stays)
            if not answer.was_gone:
                return answer
            instance = self._taken()

    def _taken(self) -> Instance:
        """An idle process, or a new one. Raises VtlHarnessError."""
        ended: set[Instance] = set()
        with self._lock:
            if self._files is not None and self._files.have_changed():
                ended, self._all = set(self._idle), self._all - set(self._idle)
                self._idle, self._files = [], None
            if self._idle:
                return self._idle.pop()
            settings = self._with_code()
            program = program_of(settings)
            if self._files is None:
                self._files = SourceFiles(program)
        for one in ended:
            one.end()
        instance = Instance(settings, program)
        with self._lock:
            self._all.add(instance)
        return instance

    def _with_code(self) -> FunctionSettings:
        """The settings, with the folder where inline code is. Raises VtlHarnessError."""
        if self.settings.inline_code is None:
            return self.settings
        if self._inline is None:
            self._inline = InlineCode(self.settings)
        return replace(self.settings, folder=self._inline.folder)

    def _give_back(self, instance: Instance, *, stays: bool) -> None:
        with self._lock:
            stays = stays and instance in self._all
            if stays:
                self._idle.append(instance)
            else:
                self._all.discard(instance)
        if not stays:
            instance.end()

    def _reply(self, answer: Answer) -> BackendReply:
        message = answer.message
        if message is None:
            told = f"RequestId: {answer.request_id} Error: Task timed out after {self.settings.timeout:.2f} seconds"
            return lambda_failure({"errorType": "Sandbox.Timedout", "errorMessage": told})
        if message.kind == "exit":
            told = f"RequestId: {answer.request_id} Error: {told_exit(message.exit_code)}"
            return lambda_failure({"errorType": "Runtime.ExitError", "errorMessage": told})
        if len(message.payload) > _MOST_BYTES:
            told = f"Response payload size exceeded maximum allowed payload size ({_MOST_BYTES} bytes)."
            return lambda_failure({"errorMessage": told, "errorType": "Function.ResponseSizeTooLarge"})
        headers = {"Content-Type": "application/json"}
        if message.kind != "response":
            headers[FUNCTION_ERROR] = "Unhandled"
        return BackendReply(200, headers, raw_body=message.payload)


def _refusal(event: bytes) -> BackendReply | None:
    """Lambda's answer to a body that it does not take as an event."""
    if len(event) > _MOST_BYTES_OF_EVENT:
        message = f"Request must be smaller than {_MOST_BYTES_OF_EVENT} bytes for the InvokeFunction operation"
        return _refused(413, "RequestEntityTooLargeException", message)
    try:
        json.loads(event)
    except (ValueError, RecursionError) as problem:
        return _refused(400, "InvalidRequestContentException", f"Could not parse request body into json: {problem}")
    return None


def _refused(status: int, error_type: str, message: str) -> BackendReply:
    return BackendReply(status, {"x-amzn-ErrorType": error_type}, json.dumps({"Type": "User", "message": message}))
