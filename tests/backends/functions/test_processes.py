"""What holds for the processes of every runtime: whose program runs, their output, changed files, their end."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests.backends.functions.conftest import Made
from tests.commands import command_environment
from vtlharness import BackendReply, BackendTimeout, IntegrationRequest, VtlHarnessError
from vtlharness.backends.functions import process_group
from vtlharness.backends.functions.local_function import LocalFunction
from vtlharness.backends.functions.output import Output
from vtlharness.backends.functions.runtime_exits import told_exit
from vtlharness.backends.functions.settings import FunctionSettings

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")

_BOOTSTRAP = f"""#!{sys.executable}
import json, os, sys
from http.client import HTTPConnection
api = HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
def post(path, body, headers={{}}):
    api.request("POST", "/2018-06-01/" + path, body, headers)
    return api.getresponse().read()
handler = os.environ["_HANDLER"]
if handler == "broken":
    post("runtime/init/error", b"", {{"Lambda-Runtime-Function-Error-Type": "Runtime.Broken"}})
    sys.exit(1)
if handler == "killed":
    os.kill(os.getpid(), 11)
while True:
    api.request("GET", "/2018-06-01/runtime/invocation/next")
    reply = api.getresponse()
    event, request_id = reply.read(), reply.headers["Lambda-Runtime-Aws-Request-Id"]
    path = "runtime/invocation/" + request_id
    if handler == "error":
        post(path + "/error", json.dumps({{"errorType": "Mine", "errorMessage": "own words"}}))
    elif handler == "chunked":
        post(path + "/response", iter([b'"a', b'b"']))
    elif handler == "twice":
        post(path + "/response", b'"first"')
        post(path + "/response", b'"second"')
    elif handler == "text":
        post(path + "/response", b"not JSON")
    elif handler == "dies":
        post(path + "/response", str(os.getpid()).encode())
        sys.exit(1)
    else:
        found = [os.environ["_HANDLER"], os.environ["LAMBDA_TASK_ROOT"], os.getcwd(), json.loads(event)]
        post(path + "/response", json.dumps(found))
"""


def _bootstrap(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bootstrap").write_text(_BOOTSTRAP, encoding="utf-8")
    (folder / "bootstrap").chmod(0o755)


def _ask(function: LocalFunction, event: str = "{}", timeout: int = 29000) -> BackendReply:
    return function(IntegrationRequest("AWS", "POST", "", body=event, timeout_in_millis=timeout))


def _text(reply: BackendReply) -> str:
    return reply.body or (reply.raw_body or b"").decode()


def _data(reply: BackendReply) -> object:
    return json.loads(_text(reply))


@pytest.mark.parametrize(
    ("place", "handler", "inner"),
    [
        (".", "main", "main"),
        ("build/orders", "build/orders", "build/orders"),
        ("build/orders", "build/orders/main", "main"),
        ("build/orders", "build/orders/bootstrap", "bootstrap"),
    ],
)
def test_an_executable_bootstrap(function: Made, tmp_path: Path, place: str, handler: str, inner: str) -> None:
    _bootstrap(tmp_path / place)
    folder = str((tmp_path / place).resolve())
    for runtime in (None, "provided.al2023"):
        assert _data(_ask(function(handler, runtime=runtime), "[1]")) == [inner, folder, folder, [1]]


@pytest.mark.parametrize(
    ("handler", "failed", "text"),
    [
        ("error", True, '{"errorType": "Mine", "errorMessage": "own words"}'),
        ("broken", True, '{"errorType": "Runtime.Broken", "errorMessage": ""}'),
        ("chunked", False, '"ab"'),
        ("twice", False, '"first"'),
        ("text", False, "not JSON"),
    ],
)
def test_what_a_bootstrap_may_post(function: Made, tmp_path: Path, handler: str, failed: bool, text: str) -> None:
    _bootstrap(tmp_path)
    one = function(handler)
    for _ in range(2):
        reply = _ask(one)
        assert (_text(reply), "X-Amz-Function-Error" in reply.headers) == (text, failed)


def test_a_signal_ends_the_runtime(function: Made, tmp_path: Path) -> None:
    _bootstrap(tmp_path)
    assert "Error: Runtime exited with error: signal: segmentation fault" in _text(_ask(function("killed")))


def test_a_process_that_ends_after_its_answer_is_replaced(function: Made, tmp_path: Path) -> None:
    _bootstrap(tmp_path)
    dies = function("dies")
    assert len({_text(_ask(dies)) for _ in range(5)}) == 5


@pytest.mark.parametrize(
    ("files", "handler", "runtime", "message"),
    [
        ({}, "app.handler", None, "the function Orders has no code in {folder}: no app.py, app.js, app.mjs or app.cjs"),
        ({"app.ts": ""}, "app.handler", None, "is TypeScript, which Lambda does not run"),
        ({"bootstrap": ""}, "app.handler", None, "has no code in"),
        ({"app.py": ""}, "app.handler", "provided", "has no executable file `bootstrap` in {folder}"),
        ({"app.py": ""}, "app.handler", "java21", "the runtime java21 of the function Orders cannot run here"),
        ({"app.py": ""}, "../app.handler", None, "the handler ../app.handler of the function Orders leaves its folder"),
        ({"app.py": ""}, "/app.handler", None, "leaves its folder"),
        ({"app.py": ""}, "app.h\0", None, "cannot be started in {folder}: embedded null byte"),
    ],
)
def test_a_function_without_a_program(
    function: Made, tmp_path: Path, files: dict[str, str], handler: str, runtime: str | None, message: str
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(VtlHarnessError) as caught:
        _ask(function(handler, runtime=runtime))
    assert message.format(folder=tmp_path) in caught.value.message


def test_a_bootstrap_that_the_system_cannot_run(function: Made, tmp_path: Path) -> None:
    _bootstrap(tmp_path)
    (tmp_path / "bootstrap").write_bytes(b"\x00\x01\x02")
    reply = _ask(function("main"))
    words = f"Error: fork/exec {tmp_path}/bootstrap: exec format error"
    assert _data(reply) == {"errorType": "Runtime.InvalidEntrypoint", "errorMessage": words}
    assert "X-Amz-Function-Error" in reply.headers


def test_what_a_tool_has_built_runs_where_the_folder_has_no_program(function: Made, tmp_path: Path) -> None:
    (tmp_path / "built").mkdir()
    one = function("app.handler", built_folder=str(tmp_path / "built"))
    with pytest.raises(VtlHarnessError) as caught:
        _ask(one)
    assert caught.value.message.startswith(f"the function Orders has no code in {tmp_path}: no app.py, ")
    (tmp_path / "built" / "app.py").write_text("def handler(event, context): return 'built'", encoding="utf-8")
    assert _data(_ask(one)) == "built"


def test_a_folder_that_does_not_exist() -> None:
    one = LocalFunction(FunctionSettings("Orders", "app.handler", "no/such", runtime="python3.12"))
    with pytest.raises(VtlHarnessError, match="the function Orders cannot be started: there is no folder no/such"):
        _ask(one)


def test_the_file_that_exists_decides(function: Made, tmp_path: Path) -> None:
    (tmp_path / "deep" / "pack").mkdir(parents=True)
    (tmp_path / "deep" / "pack" / "__init__.py").write_text("def handler(event, context): return 1", encoding="utf-8")
    (tmp_path / "deep" / "app.py").write_text("def handler(event, context): return 2", encoding="utf-8")
    assert [_data(_ask(function(name))) for name in ("deep/pack.handler", "deep.app.handler")] == [1, 2]


def test_output_is_that_of_the_call(function: Made, tmp_path: Path) -> None:
    code = (
        "import os, subprocess, sys\nprint('starts')\n"
        "def handler(event, context):\n"
        "    print('\u00e9', event, flush=True)\n    subprocess.run(['echo', 'child'])\n"
        "    sys.stderr.write('no end'); return 1 / event"
    )
    (tmp_path / "app.py").write_text(code, encoding="utf-8")
    one = function("app.handler")
    replies = [_ask(one, text) for text in ("1", "0", "2")]
    assert [reply.function_output[:4] for reply in replies] == [
        ("starts", "\u00e9 1", "child", "no end"),
        (
            "\u00e9 0",
            "child",
            "no end[ERROR] ZeroDivisionError: division by zero",
            "Traceback (most recent call last):",
        ),
        ("\u00e9 2", "child", "no end"),
    ]
    assert [len(reply.function_output) > 4 for reply in replies] == [False, True, False]


@pytest.mark.parametrize("lines", [20_000, 200_000])
def test_of_much_output_the_end_is_kept(function: Made, tmp_path: Path, lines: int) -> None:
    code = f"def handler(event, context):\n    for number in range({lines}): print(number)"
    (tmp_path / "app.py").write_text(code, encoding="utf-8")
    first, *_, last = _ask(function("app.handler", timeout=20.0)).function_output
    assert first.startswith("(vtlharness: ")
    assert last == str(lines - 1)


def test_output_before_a_timeout_is_kept(function: Made, tmp_path: Path) -> None:
    code = "import time\ndef handler(event, context):\n    print('begins')\n    time.sleep(20)"
    (tmp_path / "app.py").write_text(code, encoding="utf-8")
    assert _ask(function("app.handler", timeout=1.0)).function_output == ("begins",)
    with pytest.raises(BackendTimeout) as caught:
        _ask(function("app.handler", timeout=20.0), timeout=4000)
    assert caught.value.function_output == ("begins",)


@pytest.mark.parametrize("ending", ["py", pytest.param("js", marks=needs_node)])
def test_changed_files_restart_it(function: Made, tmp_path: Path, ending: str) -> None:
    codes = {
        "py": ("from shared.two import VALUE\ndef handler(event, context): return VALUE", "VALUE = "),
        "js": ("exports.handler = async () => require('./shared/two.js').VALUE", "exports.VALUE = "),
    }
    app, two = codes[ending]
    (tmp_path / "src" / "shared").mkdir(parents=True)
    (tmp_path / "src" / f"app.{ending}").write_text(app, encoding="utf-8")
    one = function(f"src/app.{ending}".removesuffix(ending) + "handler")
    for number in (1, 22, 333):
        (tmp_path / "src" / "shared" / f"two.{ending}").write_text(f"{two}{number}", encoding="utf-8")
        time.sleep(0.25)
        assert [_data(_ask(one)) for _ in range(2)] == [number, number]


def test_a_function_that_writes_data_stays_warm(function: Made, tmp_path: Path) -> None:
    code = "import os\ndef handler(event, context):\n    open('count.db', 'a').write('x')\n    return os.getpid()"
    (tmp_path / "app.py").write_text(code, encoding="utf-8")
    (tmp_path / "count.db").write_text("", encoding="utf-8")
    one = function("app.handler")
    processes = set()
    for _ in range(3):
        processes.add(_data(_ask(one)))  # type: ignore[arg-type]
        time.sleep(0.02)
    assert len(processes) == 1


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def _ends(process: int) -> bool:
    end = time.monotonic() + 5
    while _is_alive(process) and time.monotonic() < end:
        time.sleep(0.02)
    return not _is_alive(process)


_BUSY = {
    "py": "import os, pathlib\ndef handler(event, context):\n"
    "    pathlib.Path('pid').write_text(str(os.getpid()))\n    sum(range(10 ** 14))",  # holds the interpreter's lock
    "js": "exports.handler = async () => { require('fs').writeFileSync('pid', String(process.pid)); for (;;); }",
    "sh": "#!/bin/sh\nsleep 1000 &\necho $! > pid\nwait\n",
}


@pytest.mark.parametrize("ending", ["py", pytest.param("js", marks=needs_node), "sh"])
@pytest.mark.parametrize("way", ["kill", "exit"])
def test_a_busy_process_does_not_outlive_the_run(tmp_path: Path, ending: str, way: str) -> None:
    name = "bootstrap" if ending == "sh" else f"app.{ending}"
    (tmp_path / name).write_text(_BUSY[ending], encoding="utf-8")
    (tmp_path / name).chmod(0o755)
    code = (
        "import os, signal, sys, time\n"
        "from threading import Thread\n"
        "from vtlharness import IntegrationRequest\n"
        "from vtlharness.backends.functions.settings import FunctionSettings\n"
        "from vtlharness.backends.functions.local_function import LocalFunction\n"
        "made = LocalFunction(FunctionSettings('F', 'app.handler', '.', timeout=100))\n"
        "Thread(target=made, args=(IntegrationRequest('AWS', 'POST', ''),), daemon=True).start()\n"
        "while not os.path.exists('pid') or not open('pid').read(): time.sleep(0.01)\n"
        + ("os.kill(os.getpid(), signal.SIGKILL)" if way == "kill" else "sys.exit()")
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=command_environment(), timeout=60, check=False)
    process = int((tmp_path / "pid").read_text(encoding="utf-8"))
    if not _ends(process):
        os.kill(process, signal.SIGKILL)
        pytest.fail("the function's process outlived the run")


def test_descendants_end_with_it(function: Made, tmp_path: Path) -> None:
    code = (
        "import subprocess\ndef handler(event, context):\n"
        "    return subprocess.Popen(['sleep', '1000']).pid if event else exit(3)"
    )
    (tmp_path / "app.py").write_text(code, encoding="utf-8")
    one = function("app.handler")
    child = _data(_ask(one, "1"))
    assert isinstance(child, int)
    assert _is_alive(child)
    assert "exit status 3" in _text(_ask(one, "0"))
    assert _ends(child)


@pytest.mark.parametrize("has_groups", [True, False])
def test_where_the_system_has_no_waitid(
    function: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_groups: bool
) -> None:
    """Windows lacks it, and process groups too; macOS lacks it before Python 3.13."""
    monkeypatch.setattr(process_group, "_HAS_GROUPS", has_groups)
    monkeypatch.delattr(os, "waitid", raising=False)
    (tmp_path / "app.py").write_text(
        "import os\ndef handler(event, context): return os.getpid() if event else exit(3)", encoding="utf-8"
    )
    one = function("app.handler")
    first, again = _data(_ask(one, "1")), _data(_ask(one, "1"))
    assert (type(first), again) == (int, first)
    assert "exit status 3" in _text(_ask(one, "0"))
    second = _data(_ask(one, "1"))
    assert second != first
    one.close()
    assert _ends(int(str(second)))


@pytest.mark.parametrize(
    ("runtime", "code", "name"),
    [("python3.12", "def f(event, context): return __file__", "index.py"),
     pytest.param("nodejs20.x", "exports.f = async () => __filename", "index.js", marks=needs_node)],
)  # fmt: skip
def test_inline_code_is_the_file_index(function: Made, runtime: str, code: str, name: str) -> None:
    one = function("index.f", inline_code=code, runtime=runtime)
    file = Path(str(_data(_ask(one))))
    assert (file.name, file.read_text(encoding="utf-8")) == (name, code)
    assert [found.name for found in file.parent.iterdir() if found.is_file()] == [name]
    one.close()
    assert not file.parent.exists()


def test_inline_code_stays_where_it_is_for_the_next_process(function: Made) -> None:
    code = "import os\ndef f(event, context): return os.getcwd() if event else exit(1)"
    one = function("index.f", inline_code=code, runtime="python3.12")
    first = _data(_ask(one, "1"))
    assert "exit status 1" in _text(_ask(one, "0"))
    assert _data(_ask(one, "1")) == first


@pytest.mark.parametrize("runtime", [None, "java21", "provided.al2023"])
def test_inline_code_of_another_runtime(function: Made, runtime: str | None) -> None:
    with pytest.raises(VtlHarnessError) as caught:
        _ask(function("index.f", inline_code="x", runtime=runtime))
    told = "the function Orders has inline code, which is for Python and Node.js alone"
    assert caught.value.message == told


def test_inline_code_that_cannot_be_written(function: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(VtlHarnessError) as caught:
        _ask(function("index.f", inline_code="x", runtime="python3.12"))
    assert caught.value.message == "the code of the function Orders cannot be written: No such file or directory"


def test_output_that_is_closed_has_no_lines() -> None:
    output = Output()
    os.write(output.descriptor, b"one\ntwo")
    assert output.taken() == ("one", "two")
    output.close()
    output.close()
    assert output.taken() == ()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (0, "without providing a reason"),
        (1, "with error: exit status 1"),
        (255, "with error: exit status 255"),
        (-signal.SIGHUP, "with error: signal: hangup"),
        (-signal.SIGINT, "with error: signal: interrupt"),
        (-signal.SIGQUIT, "with error: signal: quit"),
        (-signal.SIGILL, "with error: signal: illegal instruction"),
        (-signal.SIGTRAP, "with error: signal: trace/breakpoint trap"),
        (-signal.SIGABRT, "with error: signal: aborted"),
        (-signal.SIGBUS, "with error: signal: bus error"),
        (-signal.SIGFPE, "with error: signal: floating point exception"),
        (-signal.SIGKILL, "with error: signal: killed"),
        (-signal.SIGUSR1, "with error: signal: user defined signal 1"),
        (-signal.SIGSEGV, "with error: signal: segmentation fault"),
        (-signal.SIGUSR2, "with error: signal: user defined signal 2"),
        (-signal.SIGPIPE, "with error: signal: broken pipe"),
        (-signal.SIGALRM, "with error: signal: alarm clock"),
        (-signal.SIGTERM, "with error: signal: terminated"),
        (-signal.SIGXCPU, "with error: signal: CPU time limit exceeded"),
        (-signal.SIGXFSZ, "with error: signal: file size limit exceeded"),
        (-signal.SIGSYS, "with error: signal: bad system call"),
        (-64, "with error: signal: signal 64"),
    ],
)
def test_the_end_of_a_runtime(code: int, words: str) -> None:
    assert told_exit(code) == f"Runtime exited {words}"


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="needs fork")
def test_a_forked_process_has_processes_of_its_own(function: Made, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import os\ndef handler(event, context): return os.getpid()", encoding="utf-8")
    one = function("app.handler")
    before = _data(_ask(one))
    child = os.fork()
    if child == 0:
        code = 1
        try:
            own = _data(_ask(one))
            one.close()
            code = 0 if own != before else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert _data(_ask(one)) == before


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="needs fork")
def test_a_forked_process_does_not_end_those_of_its_parent(function: Made, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import os\ndef handler(event, context): return os.getpid()", encoding="utf-8")
    one = function("app.handler")
    before = _data(_ask(one))
    child = os.fork()
    if child == 0:
        code = 1
        try:
            one.close()
            code = 0
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert _data(_ask(one)) == before
