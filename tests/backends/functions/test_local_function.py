"""Python handlers in processes of their own, and their failures as Lambda tells them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.backends.functions.conftest import Made
from tests.commands import command_environment
from vtlharness import BackendReply, BackendTimeout, IntegrationRequest
from vtlharness.backends.functions.local_function import LocalFunction

_HANDLERS = """
import logging, os, sys, time
count = 0
def echo(event, context):
    return event
def counted(event, context):
    global count
    count += 1
    return [count, os.getpid()]
def about(event, context):
    left = context.get_remaining_time_in_millis()
    return [context.function_name, context.invoked_function_arn, 0 < left <= 2000, context.log_stream_name != "",
            len(context.aws_request_id), os.environ.get("TABLE"), os.environ.get("SECRET"), os.environ["AWS_REGION"]]
def raises(event, context):
    raise KeyError("no order \\u00e9")
def slow(event, context):
    time.sleep(event)
    return "late"
def leaves(event, context):
    sys.exit(event)
def odd(event, context):
    return object()
def large(event, context):
    return "x" * 6291560
def writes(event, context):
    open("written", "w").close()
def logs(event, context):
    logger = logging.getLogger()
    logger.setLevel("INFO")
    logger.info("an order of %d lines", 3)
    logger.debug("dropped")
def identity(event, context):
    return [context.identity.cognito_identity_id, context.identity.cognito_identity_pool_id]
def printing(event, context):
    print("hello from the function")
    return os.getpid()
"""


@pytest.fixture
def function(tmp_path: Path, function: Made) -> Made:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "app.py").write_text(_HANDLERS, encoding="utf-8")
    (tmp_path / "broken.py").write_text("def x(:", encoding="utf-8")
    (tmp_path / "failing.py").write_text("1 / 0", encoding="utf-8")
    (tmp_path / "needy.py").write_text("import nothing_of_this_name", encoding="utf-8")
    return function


def _ask(function: LocalFunction, event: str = "{}", timeout: int = 29000) -> BackendReply:
    return function(IntegrationRequest("AWS", "POST", "", body=event, timeout_in_millis=timeout))


def _data(reply: BackendReply) -> object:
    return json.loads(reply.raw_body or reply.body or "")


def _failure(reply: BackendReply) -> tuple[str, str]:
    assert (reply.status_code, reply.headers.get("X-Amz-Function-Error")) == (200, "Unhandled")
    data = _data(reply)
    assert isinstance(data, dict)
    return data["errorType"], data["errorMessage"]


def test_an_event_goes_in_and_a_result_comes_out(function: Made) -> None:
    reply = _ask(function("src/app.echo"), '{"a": "\u00e9", "b": 1.5}')
    assert (reply.status_code, reply.headers) == (200, {"Content-Type": "application/json"})
    assert (reply.raw_body or b"").decode() == '{"a": "\u00e9", "b": 1.5}'


def test_an_empty_body_is_an_empty_event(function: Made) -> None:
    assert _data(_ask(function("src/app.echo"), "")) == {}


def test_a_process_stays_warm(function: Made) -> None:
    counted = function("src/app.counted")
    (first, one), (second, other) = _data(_ask(counted)), _data(_ask(counted))  # type: ignore[misc]
    assert (first, second, one) == (1, 2, other)


def test_context_and_environment(function: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "mine")
    about = function("src/app.about", timeout=2.0, environment={"TABLE": "orders"})
    arn = "arn:aws:lambda:us-east-1:123456789012:function:Orders"
    assert _data(_ask(about)) == ["Orders", arn, True, True, 36, "orders", None, "us-east-1"]


def test_the_whole_environment(function: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the caller's own variables only those that find programs and libraries are in it."""
    monkeypatch.setenv("AWS_SESSION_TOKEN", "mine")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.delenv("LD_LIBRARY_PATH", raising=False)
    (tmp_path / "all.py").write_text("import os\ndef f(event, context): return dict(os.environ)", encoding="utf-8")
    own = {"TABLE": "orders", "LANG": "C.UTF-8"}
    one = function("all.f", runtime="python3.12", memory=512, region="eu-west-1", environment=own)
    found = _data(_ask(one))
    assert isinstance(found, dict)
    assert re.fullmatch(r"127\.0\.0\.1:\d+", found.pop("AWS_LAMBDA_RUNTIME_API"))
    found.pop("LC_CTYPE", None)  # Python's own
    assert found == {
        "PATH": os.environ["PATH"],
        "TMPDIR": str(tmp_path),
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.12",
        "_HANDLER": "all.f",
        "LAMBDA_TASK_ROOT": str(tmp_path),
        "AWS_REGION": "eu-west-1",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "AWS_LAMBDA_FUNCTION_NAME": "Orders",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/Orders",
        "AWS_LAMBDA_LOG_STREAM_NAME": "2024/01/01/[$LATEST]0123456789abcdef0123456789abcdef",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "TZ": ":UTC",
        "PYTHONUNBUFFERED": "1",
        **own,
    }


def test_a_raised_error(function: Made) -> None:
    raising = function("src/app.raises")
    reply = _ask(raising)
    assert _failure(reply) == ("KeyError", "'no order \u00e9'")
    data = _data(reply)
    assert isinstance(data, dict)
    assert '  File "/var/task/src/app.py", line ' in data["stackTrace"][0]
    assert len(data["stackTrace"]) == 1
    assert _failure(_ask(raising))[0] == "KeyError"


def test_a_timeout_of_the_function(function: Made) -> None:
    slow = function("src/app.slow", timeout=0.3)
    kind, message = _failure(_ask(slow, "5"))
    assert kind == "Sandbox.Timedout"
    assert message.endswith(" Error: Task timed out after 0.30 seconds")
    assert _data(_ask(slow, "0")) == "late"


def test_a_timeout_of_the_integration(function: Made) -> None:
    slow = function("src/app.slow", timeout=5.0)
    _ask(slow, "0")
    started = time.monotonic()
    with pytest.raises(BackendTimeout):
        _ask(slow, "5", timeout=200)
    assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    ("code", "words"), [("3", "with error: exit status 3"), ("null", "without providing a reason")]
)
def test_sys_exit(function: Made, code: str, words: str) -> None:
    leaving = function("src/app.leaves")
    kind, message = _failure(_ask(leaving, code))
    assert (kind, message.partition("Error: ")[2]) == ("Runtime.ExitError", f"Runtime exited {words}")


@pytest.mark.parametrize(
    ("handler", "kind", "words"),
    [
        ("none.handler", "Runtime.ImportModuleError", "Unable to import module 'none': No module named 'none'"),
        ("needy.handler", "Runtime.ImportModuleError", "No module named 'nothing_of_this_name'"),
        ("src/app.nothing", "Runtime.HandlerNotFound", "Handler 'nothing' missing on module 'src/app'"),
        ("app", "Runtime.MalformedHandlerName", "Bad handler 'app'"),
        ("broken.x", "Runtime.UserCodeSyntaxError", "Syntax error in module 'broken'"),
        ("failing.x", "ZeroDivisionError", "division by zero"),
        ("src/app.odd", "Runtime.MarshalError", "Object of type object is not JSON serializable"),
        (
            "src/app.large",
            "Function.ResponseSizeTooLarge",
            "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
        ),
    ],
)
def test_failures(function: Made, handler: str, kind: str, words: str) -> None:
    reply = _ask(function(handler, runtime="python3.12"))
    found, message = _failure(reply)
    assert found == kind
    assert words in message
    assert "python_handler" not in str(_data(reply))
    assert os.path.dirname(os.__file__) not in str(_data(reply))


def test_what_is_raised_and_logged_is_printed_as_on_the_service(function: Made) -> None:
    *_, title, traceback, place, code = _ask(function("src/app.raises")).function_output
    assert (title, traceback) == ("[ERROR] KeyError: 'no order \u00e9'", "Traceback (most recent call last):")
    assert place.startswith('  File "/var/task/src/app.py", line ')
    assert code.strip().startswith("raise KeyError")
    (line,) = _ask(function("src/app.logs")).function_output
    assert re.fullmatch(r"\[INFO\]\t\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\t[0-9a-f-]{36}\tan order of 3 lines", line)
    assert _data(_ask(function("src/app.identity"))) == [None, None]


def test_a_body_that_is_not_json(function: Made) -> None:
    reply = _ask(function("src/app.echo"), '{"a": }')
    assert (reply.status_code, reply.headers) == (400, {"x-amzn-ErrorType": "InvalidRequestContentException"})
    told = _data(reply)
    assert isinstance(told, dict)
    assert (told["Type"], list(told)) == ("User", ["Type", "message"])
    assert told["message"].startswith("Could not parse request body into json: ")


def test_an_event_that_is_too_large(function: Made) -> None:
    reply = _ask(function("src/app.echo"), f'"{"x" * 6291456}"')
    assert (reply.status_code, reply.headers) == (413, {"x-amzn-ErrorType": "RequestEntityTooLargeException"})
    words = "Request must be smaller than 6291456 bytes for the InvokeFunction operation"
    assert _data(reply) == {"Type": "User", "message": words}


def test_an_asynchronous_invocation(function: Made, tmp_path: Path) -> None:
    writing = function("src/app.writes")
    request = IntegrationRequest("AWS", "POST", "", {"x-amz-invocation-type": ["Event"]}, body='"later"')
    assert writing(request) == BackendReply(202)
    end = time.monotonic() + 10
    while not (tmp_path / "written").exists() and time.monotonic() < end:
        time.sleep(0.02)
    assert (tmp_path / "written").exists()


def test_an_asynchronous_invocation_comes_to_its_end(function: Made, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "import time\ndef f(event, context):\n    time.sleep(event)\n    print('late')\n    open('done', 'w').close()",
        encoding="utf-8",
    )
    one = function("app.f", timeout=3.0)
    request = IntegrationRequest("AWS", "POST", "", {"x-amz-invocation-type": ["Event"]}, body="0.3")
    assert one(request).function_output == ()
    one.close()
    assert (tmp_path / "done").exists()
    assert _ask(one, "0").function_output == ("late", "late")


def test_invocations_at_the_same_time_do_not_wait(function: Made) -> None:
    slow = function("src/app.slow", timeout=20.0)
    started = time.monotonic()
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda _: _data(_ask(slow, "1.5")), range(4)))
    assert replies == ["late"] * 4
    assert time.monotonic() - started < 5


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
        return True
    except ProcessLookupError:
        return False


@pytest.mark.parametrize("ending", ["pass", "1 / 0", "os._exit(0)", "os.kill(os.getpid(), signal.SIGKILL)"])
def test_no_process_outlives_the_run(tmp_path: Path, ending: str) -> None:
    (tmp_path / "app.py").write_text(_HANDLERS, encoding="utf-8")
    code = (
        "import os, signal\n"
        "from vtlharness import IntegrationRequest\n"
        "from vtlharness.backends.functions.settings import FunctionSettings\n"
        "from vtlharness.backends.functions.local_function import LocalFunction\n"
        "made = LocalFunction(FunctionSettings('F', 'app.printing', '.'))\n"
        "print((made(IntegrationRequest('AWS', 'POST', '')).raw_body or b'').decode(), flush=True)\n" + ending
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=command_environment(), capture_output=True, check=False
    )
    process = int(done.stdout)
    assert b"hello from the function" not in done.stderr
    end = time.monotonic() + 5
    while _alive(process) and time.monotonic() < end:
        time.sleep(0.02)
    if _alive(process):
        os.kill(process, signal.SIGKILL)
        pytest.fail("the function's process outlived the run")
