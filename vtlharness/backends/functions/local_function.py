"""The backend that runs a Lambda function on this computer, and answers as Lambda does.

Comes in: an `IntegrationRequest` to a function. Goes out: its result, or its failure as Lambda tells it. A process
serves one invocation at a time; invocations at the same time get processes of their own. Evidence:
docs/fidelity.md#local-functions.
"""

from __future__ import annotations

import atexit
import json
from threading import Lock

from vtlharness.backends.functions.instance import FunctionSettings, Instance
from vtlharness.backends.functions.runtime_api import Outcome
from vtlharness.backends.lambda_reply import lambda_failure
from vtlharness.gateway.backend import FUNCTION_ERROR, BackendTimeout
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.codecs.utf8 import utf8_bytes
from vtlharness.gateway.integration_request import IntegrationRequest

_MOST_BYTES = 6_291_556


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
        text = request.lambda_event
        try:
            json.loads(text)
        except (ValueError, RecursionError) as problem:
            message = f"Could not parse request body into json: {problem}"
            body = json.dumps({"Type": "User", "message": message})
            return BackendReply(400, {"x-amzn-ErrorType": "InvalidRequestContentException"}, body)
        instance = self._taken()
        request_id, outcome = "", None
        try:
            request_id, outcome = instance.invoke(utf8_bytes(text), request.timeout_in_millis / 1000)
        finally:
            if outcome is not None and outcome.kind in ("response", "error"):
                with self._lock:
                    self._idle.append(instance)
            else:
                self._ended(instance)
        if outcome is None and self.settings.timeout * 1000 > request.timeout_in_millis:
            raise BackendTimeout
        return self._reply(request_id, outcome)

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
