"""The backend that runs a Lambda function on this computer, and answers as Lambda does.

Comes in: an `IntegrationRequest` to a function. Goes out: its result, or its failure as Lambda tells it. A process
serves one invocation at a time; invocations at the same time get processes of their own. Evidence:
docs/fidelity.md#local-functions.
"""

from __future__ import annotations

import atexit
import json
from threading import Lock, Thread

from vtlharness.backends.functions.instance import FunctionSettings, Instance
from vtlharness.backends.functions.runtime_api import Outcome
from vtlharness.backends.lambda_reply import lambda_failure
from vtlharness.gateway.backend import FUNCTION_ERROR, BackendTimeout
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.codecs.headers import header
from vtlharness.gateway.codecs.utf8 import utf8_bytes
from vtlharness.gateway.integration_request import IntegrationRequest

_MOST_BYTES = 6_291_556
_MOST_BYTES_OF_EVENT = 6_291_456


class LocalFunction:
    """Runs a handler in processes that stay warm. `close` ends them; they end with this process at the latest."""

    def __init__(self, settings: FunctionSettings) -> None:
        self.settings = settings
        self._idle: list[Instance] = []
        self._all: set[Instance] = set()
        self._lock = Lock()
        atexit.register(self.close)

    def __call__(self, request: IntegrationRequest, /) -> BackendReply:
        """The function's result, or its failure. Raises BackendTimeout after the integration's timeout."""
        event = utf8_bytes(request.lambda_event)
        refused = _refusal(event)
        if refused is not None:
            return refused
        if header(request.headers, "X-Amz-Invocation-Type") == "Event":
            Thread(target=self._invoked, args=(event, self.settings.timeout), daemon=True).start()
            return BackendReply(202)
        request_id, outcome = self._invoked(event, request.timeout_in_millis / 1000)
        if outcome is None and self.settings.timeout * 1000 > request.timeout_in_millis:
            raise BackendTimeout
        return self._reply(request_id, outcome)

    def _invoked(self, event: bytes, most_s: float) -> tuple[str, Outcome | None]:
        """The outcome of an invocation, None after a timeout. Only a process that answered stays."""
        instance = self._taken()
        request_id, outcome = "", None
        try:
            request_id, outcome = instance.invoke(event, most_s)
        finally:
            if outcome is not None and outcome.kind in ("response", "error"):
                with self._lock:
                    self._idle.append(instance)
            else:
                self._ended(instance)
        return request_id, outcome

    def close(self) -> None:
        """Ends all processes of the function."""
        with self._lock:
            instances, self._all, self._idle = self._all, set(), []
        for instance in instances:
            instance.end()

    def _taken(self) -> Instance:
        with self._lock:
            if self._idle:
                return self._idle.pop()
            made = Instance(self.settings)
            self._all.add(made)
            return made

    def _ended(self, instance: Instance) -> None:
        with self._lock:
            self._all.discard(instance)
        instance.end()

    def _reply(self, request_id: str, outcome: Outcome | None) -> BackendReply:
        if outcome is None:
            message = f"RequestId: {request_id} Error: Task timed out after {self.settings.timeout:.2f} seconds"
            return lambda_failure({"errorType": "Sandbox.Timedout", "errorMessage": message})
        if outcome.kind == "exit":
            reason = (
                f"with error: exit status {outcome.exit_code}" if outcome.exit_code else "without providing a reason"
            )
            message = f"RequestId: {request_id} Error: Runtime exited {reason}"
            return lambda_failure({"errorType": "Runtime.ExitError", "errorMessage": message})
        if len(outcome.payload) > _MOST_BYTES:
            message = f"Response payload size exceeded maximum allowed payload size ({_MOST_BYTES} bytes)."
            return lambda_failure({"errorMessage": message, "errorType": "Function.ResponseSizeTooLarge"})
        headers = {"Content-Type": "application/json"}
        if outcome.kind != "response":
            headers[FUNCTION_ERROR] = "Unhandled"
        return BackendReply(200, headers, raw_body=outcome.payload)


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
