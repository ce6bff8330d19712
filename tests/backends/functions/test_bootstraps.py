"""The programs that run handlers: what each posts to Lambda's Runtime API, what it prints, and how it ends."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path

import pytest

from vtlharness.backends.functions import bootstraps
from vtlharness.backends.functions.bootstraps import end_with_run, python_handler
from vtlharness.backends.functions.runtime_api import Delivery, Message, RuntimeApi

_FOLDER = Path(bootstraps.__file__).parent
_HANDLERS = """
import logging, sys
def echo(event, context): return event
def context(event, context):
    kept = {name: value for name, value in vars(context).items() if name not in ("identity", "_deadline_ms")}
    identity = [context.identity.cognito_identity_id, context.identity.cognito_identity_pool_id]
    return [kept, identity, context.get_remaining_time_in_millis()]
def raises(event, context):
    raise LookupError("no \\ud800rder")
def odd(event, context): return {1, 2}
def circular(event, context):
    made = []
    made.append(made)
    return made
def deep(event, context):
    made = []
    for _ in range(100_000): made = [made]
    return made
def half(event, context): return "\\ud800"
def closes(event, context):
    sys.stdout.close()
    return event if event else 1 / 0
def logs(event, context):
    logging.getLogger().error("order %s", event)
    context.log("as it is")
def leaves(event, context): sys.exit(event)
number = 5
"""


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RuntimeApi]:
    """A Runtime API, and around it what a function's process has: its folder, its variables, its own imports."""
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "orders.py").write_text(_HANDLERS, encoding="utf-8")
    served = RuntimeApi()
    variables = {
        "AWS_LAMBDA_RUNTIME_API": served.address,
        "LAMBDA_TASK_ROOT": str(tmp_path),
        "AWS_LAMBDA_FUNCTION_NAME": "Orders",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
        "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/Orders",
        "AWS_LAMBDA_LOG_STREAM_NAME": "stream",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_EXECUTION_ENV", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    modules, handlers = set(sys.modules), [*logging.getLogger().handlers]
    yield served
    served.close()
    logging.getLogger().handlers[:] = handlers
    os.environ.pop("AWS_EXECUTION_ENV", None)
    for name in set(sys.modules) - modules:
        del sys.modules[name]


def _served(
    api: RuntimeApi, monkeypatch: pytest.MonkeyPatch, handler: str, *events: str, late_s: float = 60
) -> list[Message]:
    """What the program for Python handlers posts for these events, until the Runtime API is gone."""
    monkeypatch.setenv("_HANDLER", handler)
    deadline = int((time.time() + late_s) * 1000)
    for number, event in enumerate(events):
        api.deliveries.put(Delivery(f"request-{number}", event.encode(), deadline, "arn:of:it"))
    api.deliveries.put(None)
    with pytest.raises((OSError, HTTPException)):
        python_handler.main()
    posted = []
    while not api.messages.empty():
        posted.append(api.messages.get())
    return [message for message in posted if message.kind != "asks"]


def _refused(api: RuntimeApi, monkeypatch: pytest.MonkeyPatch, handler: str) -> dict[str, object]:
    """The error of a handler that cannot be loaded."""
    monkeypatch.setenv("_HANDLER", handler)
    with pytest.raises(SystemExit) as ended:
        python_handler.main()
    assert ended.value.code == 1
    message = api.messages.get_nowait()
    assert (message.kind, api.messages.empty()) == ("init error", True)
    return json.loads(message.payload)  # type: ignore[no-any-return]


def test_results_are_posted_one_after_the_other(api: RuntimeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    posted = _served(api, monkeypatch, "src/orders.echo", '{"a": "\u00e9"}', "[1.50]", "null")
    assert posted == [Message("response", text.encode()) for text in ('{"a": "\u00e9"}', "[1.5]", "null")]


def test_what_a_handler_knows_of_its_invocation(api: RuntimeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    (first,) = _served(api, monkeypatch, "src/orders.context", "1")
    kept, identity, left = json.loads(first.payload)
    assert kept == {
        "aws_request_id": "request-0",
        "invoked_function_arn": "arn:of:it",
        "function_name": "Orders",
        "function_version": "$LATEST",
        "memory_limit_in_mb": "256",
        "log_group_name": "/aws/lambda/Orders",
        "log_stream_name": "stream",
        "client_context": None,
    }
    assert identity == [None, None]
    assert 0 < left <= 60_000


def test_no_time_is_left_after_the_deadline(api: RuntimeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    (first,) = _served(api, monkeypatch, "src/orders.context", "1", late_s=-5)
    assert json.loads(first.payload)[2] == 0


@pytest.mark.parametrize("given", [None, "AWS_Lambda_python3.8"])
def test_the_name_of_the_runtime(api: RuntimeApi, monkeypatch: pytest.MonkeyPatch, given: str | None) -> None:
    if given is not None:
        monkeypatch.setenv("AWS_EXECUTION_ENV", given)
    _served(api, monkeypatch, "src/orders.echo")
    here = f"AWS_Lambda_python{sys.version_info.major}.{sys.version_info.minor}"
    assert os.environ["AWS_EXECUTION_ENV"] == (given or here)


def test_a_raised_error(
    api: RuntimeApi, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (error,) = _served(api, monkeypatch, "src/orders.raises", "1")
    number = _HANDLERS.split("\n").index("def raises(event, context):") + 2
    place = f'  File "/var/task/src/orders.py", line {number}, in raises\n'
    line = '    raise LookupError("no \\ud800rder")\n'
    assert error.kind == "error"
    assert json.loads(error.payload) == {
        "errorMessage": "no \ud800rder",
        "errorType": "LookupError",
        "requestId": "request-0",
        "stackTrace": [place + line],
    }
    title = "[ERROR] LookupError: no \\ud800rder\nTraceback (most recent call last):\n"
    assert capsys.readouterr().out == f"{title}{place}{line}"


@pytest.mark.parametrize(
    ("handler", "words"),
    [
        ("odd", "Object of type set is not JSON serializable"),
        ("circular", "Circular reference detected"),
        ("deep", "recursion|overflow"),
        ("half", "surrogates not allowed"),
    ],
)
def test_a_result_that_json_does_not_have(
    api: RuntimeApi, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], handler: str, words: str
) -> None:
    (error,) = _served(api, monkeypatch, f"src/orders.{handler}", "1")
    told = json.loads(error.payload)
    assert (error.kind, told["errorType"], told["requestId"]) == ("error", "Runtime.MarshalError", "request-0")
    assert told["stackTrace"] == []
    assert told["errorMessage"].startswith("Unable to marshal response: ")
    assert re.search(words, told["errorMessage"])
    assert capsys.readouterr().out == f"[ERROR] Runtime.MarshalError: {told['errorMessage']}\n"


@pytest.mark.parametrize(("event", "kind"), [("1", "response"), ("0", "error")])
def test_a_handler_that_closes_its_output(
    api: RuntimeApi, monkeypatch: pytest.MonkeyPatch, event: str, kind: str
) -> None:
    with open(os.devnull, "w", encoding="utf-8") as output:
        monkeypatch.setattr(sys, "stdout", output)
        posted = _served(api, monkeypatch, "src/orders.closes", event, event)
    assert [message.kind for message in posted] == [kind, kind]


def test_lines_of_the_log(api: RuntimeApi, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _served(api, monkeypatch, "src/orders.logs", "1", "2")
    first, second = re.findall(r"(.+?)\nas it is", capsys.readouterr().out)
    seen = [re.fullmatch(r"\[ERROR\]\t(.+)\t(request-\d)\torder (\d)", line) for line in (first, second)]
    assert [found and found.groups()[1:] for found in seen] == [("request-0", "1"), ("request-1", "2")]
    assert seen[0]
    assert re.fullmatch(time.strftime("%Y-%m-%dT%H:", time.gmtime()) + r"\d\d:\d\d\.\d{3}Z", seen[0][1])


def test_a_handler_that_leaves(api: RuntimeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_HANDLER", "src/orders.leaves")
    api.deliveries.put(Delivery("request-0", b"3", 0, "arn"))
    with pytest.raises(SystemExit) as ended:
        python_handler.main()
    assert (ended.value.code, api.messages.get_nowait(), api.messages.empty()) == (3, Message("asks"), True)


@pytest.mark.parametrize(
    ("code", "handler", "kind", "message", "trace"),
    [
        ("", "code", "Runtime.MalformedHandlerName", "Bad handler 'code': not enough values to unpack", []),
        ("", "none.f", "Runtime.ImportModuleError", "Unable to import module 'none': No module named 'none'", []),
        ("import nothing_here", "src/code.f", "Runtime.ImportModuleError",
         "Unable to import module 'src/code': No module named 'nothing_here'", []),
        ("x = 1", "src/code.f", "Runtime.HandlerNotFound", "Handler 'f' missing on module 'src/code'", []),
        ("x = 1\n)", "src/code.f", "Runtime.UserCodeSyntaxError",
         "Syntax error in module 'src/code': unmatched ')' (code.py, line 2)",
         ['  File "/var/task/src/code.py" Line 2\n    )']),
        ("x = 1\n1 / 0", "src/code.f", "ZeroDivisionError", "division by zero", None),
    ],
)  # fmt: skip
def test_handlers_that_cannot_be_loaded(
    api: RuntimeApi,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    code: str,
    handler: str,
    kind: str,
    message: str,
    trace: list[str] | None,
) -> None:
    (tmp_path / "src" / "code.py").write_text(code, encoding="utf-8")
    told = _refused(api, monkeypatch, handler)
    assert (told["errorType"], told["errorMessage"], told["requestId"]) == (kind, message, "")
    lines = told["stackTrace"]
    assert isinstance(lines, list)
    if trace is None:
        library = f'  File "/var/lang/lib/python{sys.version_info.major}.{sys.version_info.minor}/importlib/'
        assert lines[0].startswith(library)
        assert lines[-1].startswith('  File "/var/task/src/code.py", line 2, in <module>\n    1 / 0\n')
        assert not any(str(tmp_path) in line or "python_handler" in line for line in lines)
    else:
        assert lines == trace
    assert capsys.readouterr().out.startswith(f"[ERROR] {kind}: {message}\n")


def test_modules_beside_the_handler_and_in_the_folder(
    api: RuntimeApi, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code = "import beside_it, above_it, in_both\ndef f(event, context): return [beside_it.A, above_it.A, in_both.A]"
    files = {"src/code.py": code, "src/beside_it.py": "A = 1", "above_it.py": "A = 2", "in_both.py": "A = 'above'"}
    for name, text in {**files, "src/in_both.py": "A = 'beside'"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (posted,) = _served(api, monkeypatch, "src/code.f", "1")
    assert json.loads(posted.payload) == [1, 2, "above"]


def _run(program: str, *arguments: str, given: bytes, api: str = "127.0.0.1:1") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, str(_FOLDER / program), *arguments]
    variables = {**os.environ, "AWS_LAMBDA_RUNTIME_API": api, "_HANDLER": "json.dumps"}
    # In the package's root, coverage.py sees that the program is a part of it.
    return subprocess.run(command, input=given, env=variables, cwd=_FOLDER.parents[3], capture_output=True, check=False)


@pytest.mark.parametrize(
    ("program", "given", "code"),
    [("python_handler.py", b"", 0), ("python_handler.py", b"\n", 1), ("executable.py", b"", 1)],
)
def test_a_run_that_is_gone_ends_a_program_without_a_word(
    api: RuntimeApi, program: str, given: bytes, code: int
) -> None:
    """Before it may begin, and where nothing serves the Runtime API any more."""
    api.close()
    done = _run(program, "/bin/echo", "begun", given=given, api=api.address)
    assert (done.returncode, done.stdout, done.stderr) == (code, b"", b"")


def test_an_executable_gets_its_arguments_and_no_input(tmp_path: Path) -> None:
    program = tmp_path / "own"
    program.write_text('#!/bin/sh\necho "$0 $@"\ncat\nexit 7\n', encoding="utf-8")
    program.chmod(0o755)
    done = _run("executable.py", str(program), "a b", "c", given=b"\nmore")
    assert (done.returncode, done.stdout.decode()) == (7, f"{program} a b c\n")


def test_an_executable_that_the_system_cannot_run(api: RuntimeApi, tmp_path: Path) -> None:
    done = _run("executable.py", str(tmp_path / "none"), given=b"\n", api=api.address)
    message = api.messages.get_nowait()
    assert (done.returncode, done.stderr, message.kind) == (1, b"", "init error")
    words = f"Error: fork/exec {tmp_path / 'none'}: no such file or directory"
    assert json.loads(message.payload) == {"errorType": "Runtime.InvalidEntrypoint", "errorMessage": words}


def test_the_watcher_ends_the_groups_that_are_left() -> None:
    groups = [subprocess.Popen(["sleep", "1000"], start_new_session=True) for _ in range(2)]
    ended = groups[0].pid
    lines = f"+{ended}\n+{groups[1].pid}\n-{ended}\n"
    done = _run("end_with_run.py", given=lines.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert groups[1].wait(10) == -signal.SIGKILL
    assert groups[0].poll() is None
    groups[0].kill()
    groups[0].wait()


@pytest.mark.parametrize(
    ("pieces", "left"),
    [
        ([], []),
        ([b"+1", b"2\n+3\n-", b"12\n"], [3]),
        ([b"+12\n", b"+34\n", b"-56\n"], [12, 34]),
        ([b"+12\n+3"], [12]),  # the run ended in the middle of a line
    ],
)
def test_the_watcher_reads_lines(monkeypatch: pytest.MonkeyPatch, pieces: list[bytes], left: list[int]) -> None:
    """A group that has ended by itself keeps none of the others alive."""
    coming, killed = iter([*pieces, b""]), []

    def kill(group: int, number: int) -> None:
        killed.append((group, number))
        raise ProcessLookupError

    monkeypatch.setattr(end_with_run.os, "read", lambda _, most: next(coming))
    monkeypatch.setattr(end_with_run.os, "killpg", kill)
    end_with_run.main()
    assert sorted(killed) == [(group, signal.SIGKILL) for group in left]
