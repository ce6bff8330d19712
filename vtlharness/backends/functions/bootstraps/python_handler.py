"""Runs a Python handler: takes events from Lambda's Runtime API, and posts results and errors.

It is a program of its own and imports only the standard library.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPMessage

_INVOCATION = "/2018-06-01/runtime/invocation"


class _Identity:
    """The caller by Cognito, whom API Gateway never passes on."""

    cognito_identity_id = None
    cognito_identity_pool_id = None


class Context:
    """What a handler gets as its second argument."""

    def __init__(self, headers: HTTPMessage) -> None:
        self.aws_request_id = headers.get("Lambda-Runtime-Aws-Request-Id")
        self.invoked_function_arn = headers.get("Lambda-Runtime-Invoked-Function-Arn")
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = _Identity()
        self.client_context = None
        self._deadline_ms = int(headers.get("Lambda-Runtime-Deadline-Ms") or 0)

    def get_remaining_time_in_millis(self) -> int:
        """The milliseconds until the function's timeout."""
        return max(0, self._deadline_ms - int(time.time() * 1000))

    def log(self, message: object) -> None:
        """Writes to the function's output."""
        print(message, end="")


class _LogLines(logging.StreamHandler):  # type: ignore[type-arg]
    """Writes what handlers log as the service does; without it, `logging` drops everything below a warning."""

    request_id = ""

    def __init__(self) -> None:
        super().__init__(sys.stdout)
        lines = logging.Formatter(
            "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S"
        )
        lines.converter = time.gmtime
        self.setFormatter(lines)

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        record.aws_request_id = self.request_id
        return super().format(record)


class _InitError(Exception):
    """Raised for a handler that cannot be loaded. `trace` is the place in its file, if there is one."""

    def __init__(self, kind: str, message: str, trace: list[str]) -> None:
        super().__init__(message)
        self.kind = kind
        self.trace = trace


def _load(name: str) -> Callable[[object, Context], object]:
    module_name, dot, function = name.rpartition(".")
    if not dot:
        raise _InitError("Runtime.MalformedHandlerName", f"Bad handler '{name}': not enough values to unpack", [])
    sys.path[:0] = [os.getcwd(), os.path.join(os.getcwd(), os.path.dirname(module_name))]
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as problem:
        message = f"Unable to import module '{module_name}': {problem}"
        raise _InitError("Runtime.ImportModuleError", message, []) from problem
    except SyntaxError as problem:
        message = f"Syntax error in module '{module_name}': {problem}"
        place = f'  File "{problem.filename}" Line {problem.lineno}\n    {problem.text or ""}'
        raise _InitError("Runtime.UserCodeSyntaxError", message, [place]) from problem
    try:
        found = getattr(module, function)
    except AttributeError:
        message = f"Handler '{function}' missing on module '{module_name}'"
        raise _InitError("Runtime.HandlerNotFound", message, []) from None
    return found  # type: ignore[no-any-return]


def _raised(problem: BaseException, request_id: str = "") -> bytes:
    """The payload of an error of the function's own code, without the lines of this file."""
    frames = problem.__traceback__
    while frames is not None and frames.tb_frame.f_code.co_filename == __file__:
        frames = frames.tb_next
    return _error(type(problem).__name__, str(problem), traceback.format_tb(frames), request_id)


def _error(kind: str, message: str, trace: list[str], request_id: str = "") -> bytes:
    """The payload of an error, which is printed as well, as on the service."""
    told = {
        "errorMessage": message,
        "errorType": kind,
        "requestId": request_id,
        "stackTrace": [_as_on_the_service(line) for line in trace],
    }
    shown = f"[ERROR] {told['errorType']}: {told['errorMessage']}"
    if told["stackTrace"]:
        shown = "".join([f"{shown}\nTraceback (most recent call last):\n", *told["stackTrace"]]).rstrip("\n")
    with suppress(OSError, ValueError):  # the handler may have closed its output
        print(shown.encode(errors="backslashreplace").decode(), flush=True)
    return json.dumps(told).encode()


def _as_on_the_service(line: str) -> str:
    """A line of a stack trace with the folders that the service has, whatever computer this is."""
    library = f"/var/lang/lib/python{sys.version_info.major}.{sys.version_info.minor}/"
    line = line.replace(os.environ["LAMBDA_TASK_ROOT"] + os.sep, "/var/task/")
    return line.replace(os.path.dirname(os.__file__) + os.sep, library)


class _RuntimeApi:
    def __init__(self, address: str) -> None:
        self._connection = HTTPConnection(address)

    def post(self, path: str, body: bytes) -> None:
        self._connection.request("POST", path, body)
        self._connection.getresponse().read()

    def next(self) -> tuple[HTTPMessage, bytes]:
        self._connection.request("GET", f"{_INVOCATION}/next")
        answer = self._connection.getresponse()
        return answer.headers, answer.read()


def _answer(handler: Callable[[object, Context], object], event: bytes, headers: HTTPMessage) -> tuple[str, bytes]:
    """Whether it is a `response` or an `error`, and its payload. SystemExit ends the process, as on the service."""
    request_id = str(headers.get("Lambda-Runtime-Aws-Request-Id"))
    try:
        result = handler(json.loads(event), Context(headers))
    except Exception as problem:
        return "error", _raised(problem, request_id)
    try:
        return "response", json.dumps(result, ensure_ascii=False).encode()
    except (TypeError, ValueError, RecursionError) as problem:
        return "error", _error("Runtime.MarshalError", f"Unable to marshal response: {problem}", [], request_id)


def main() -> None:
    """Serves invocations until the Runtime API is gone."""
    python = f"AWS_Lambda_python{sys.version_info.major}.{sys.version_info.minor}"
    os.environ.setdefault("AWS_EXECUTION_ENV", python)
    api = _RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])
    lines = _LogLines()
    logging.getLogger().addHandler(lines)
    try:
        handler = _load(os.environ["_HANDLER"])
    except _InitError as problem:
        api.post("/2018-06-01/runtime/init/error", _error(problem.kind, str(problem), problem.trace))
        sys.exit(1)
    except Exception as problem:
        api.post("/2018-06-01/runtime/init/error", _raised(problem))
        sys.exit(1)
    while True:
        headers, event = api.next()
        lines.request_id = str(headers.get("Lambda-Runtime-Aws-Request-Id"))
        kind, payload = _answer(handler, event, headers)
        with suppress(OSError, ValueError):
            sys.stdout.flush()
        api.post(f"{_INVOCATION}/{headers.get('Lambda-Runtime-Aws-Request-Id')}/{kind}", payload)


if __name__ == "__main__":
    try:
        if os.read(0, 1):  # the run goes on
            main()
    except (OSError, HTTPException):
        os._exit(1)
