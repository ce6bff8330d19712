"""`vtl-run --live`: cases that call their real backends, and what a run without it does with them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.backends.raw_server import raw_server
from tests.commands import Command, command_environment, command_line
from tests.live_project import API, FUNCTION_CASES, HANDLER, ok

Write = Callable[[Mapping[str, "str | bytes"]], Path]


@pytest.fixture
def project(write: Write) -> Write:
    write({"api.yaml": API, "app.py": HANDLER, "function.vtl.yaml": FUNCTION_CASES})
    return write


def _orders(case: str = "", backends: str = "") -> str:
    return f"""api: api.yaml
{backends}
cases:
  - name: a canned case
    methodRequest: {{httpMethod: POST, path: /orders}}
    backend: {{body: stock}}
    expect: {{response: {{body: got stock}}}}
  - name: a live case
    methodRequest: {{httpMethod: POST, path: /orders}}
    backend: live
    {case}
"""


def _http(address: str) -> str:
    return f"backends: {{http: {{'https://warehouse.example.com': '{address}'}}}}"


def test_live_cases_are_skipped(project: Write, command: Command) -> None:
    project({"a.vtl.yaml": _orders()})
    done = command("vtl-run", "-v", "--report", "json=report.json", "--junitxml", "junit.xml")
    assert done.code == 0
    assert "SKIPPED a.vtl.yaml::a live case (it calls its real backend, in runs with --live)\n" in done.out
    assert ", 3 skipped in " in done.out.replace("1 passed", "")
    assert command("vtl-run").out.startswith("1 passed, 3 skipped in ")
    assert command("vtl-run", "-n", "2").out.startswith("1 passed, 3 skipped in ")
    assert command("vtl-run", "--strict").code == 0
    done = command("vtl-run", "function.vtl.yaml")
    assert (done.out.split(" in ")[0], done.code) == ("2 skipped", 0)


def test_reports_count_skipped_cases(project: Write, command: Command, tmp_path: Path) -> None:
    project({"a.vtl.yaml": _orders()})
    command("vtl-run", "a.vtl.yaml", "--report", "json=report.json", "--junitxml", "junit.xml")
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert (report["counts"]["skipped"], report["counts"]["passed"]) == (1, 1)
    assert report["cases"][1]["outcome"] == "skipped"
    assert report["cases"][1]["reason"] == "it calls its real backend, in runs with --live"
    junit = (tmp_path / "junit.xml").read_text("utf-8")
    assert 'skipped="1"' in junit
    assert '<skipped message="it calls its real backend, in runs with --live" />' in junit


def test_a_live_case_calls_its_backend(project: Write, command: Command) -> None:
    with raw_server(ok(b"12 pieces")) as server:
        project({"a.vtl.yaml": _orders("expect: {response: {body: got 12 pieces}}", _http(server.address))})
        done = command("vtl-run", "a.vtl.yaml", "--live")
    assert (done.out.split(" in ")[0], done.err, done.code) == ("2 passed", "", 0)
    assert len(server.received) == 1


def test_a_failing_case_calls_its_backend_once(project: Write, command: Command) -> None:
    with raw_server(ok(b"12 pieces")) as server:
        project({"a.vtl.yaml": _orders("expect: {response: {body: other}}", _http(server.address))})
        done = command("vtl-run", "a.vtl.yaml", "--live")
    assert done.code == 1
    assert "+got 12 pieces" in done.out
    assert "response.body differs, written by api.yaml:14\n" in done.out
    assert len(server.received) == 1


def test_a_failing_backend_is_asked_once(project: Write, command: Command) -> None:
    with raw_server(lambda _: time.sleep(1)) as server:
        case = "expect: {response: {statusCode: 200}, gatewayResponse: INTEGRATION_TIMEOUT}"
        project({"a.vtl.yaml": _orders(case, _http(server.address))})
        done = command("vtl-run", "a.vtl.yaml", "--live")
    assert done.code == 1
    assert "504" in done.out
    assert len(server.received) == 1


def test_cases_of_a_file_run_in_order_in_one_warm_process(project: Write, command: Command, tmp_path: Path) -> None:
    done = command("vtl-run", "function.vtl.yaml", "--live")
    assert (done.out.split(" in ")[0], done.code) == ("2 passed", 0)
    assert len(set((tmp_path / "pids").read_text("utf-8").split())) == 1


def test_case_files_with_the_same_backends_share_them(project: Write, command: Command, tmp_path: Path) -> None:
    project(
        {"other.vtl.yaml": FUNCTION_CASES.replace("[orders, 1]", "[orders, 3]").replace("[orders, 2]", "[orders, 4]")}
    )
    done = command("vtl-run", "function.vtl.yaml", "other.vtl.yaml", "--live")
    assert (done.out.split(" in ")[0], done.code) == ("4 passed", 0)
    assert len(set((tmp_path / "pids").read_text("utf-8").split())) == 1


def test_other_settings_have_other_processes(project: Write, command: Command, tmp_path: Path) -> None:
    project({"other.vtl.yaml": FUNCTION_CASES.replace("orders", "stock")})
    done = command("vtl-run", "function.vtl.yaml", "other.vtl.yaml", "--live")
    assert (done.out.split(" in ")[0], done.code) == ("4 passed", 0)
    assert len(set((tmp_path / "pids").read_text("utf-8").split())) == 2


def test_where_backends_are_named(project: Write, command: Command) -> None:
    case = "expect: {response: {body: got it}}"
    with raw_server(ok(b"it")) as server:
        mapping = _http(server.address).removeprefix("backends: ")
        nowhere = _http("http://127.0.0.1:9")
        project({"a.vtl.yaml": _orders(case), "backends.yaml": mapping})
        assert command("vtl-run", "a.vtl.yaml", "--live").code == 0
        project({"a.vtl.yaml": _orders(case, nowhere)})
        assert command("vtl-run", "a.vtl.yaml", "--live").code == 1  # the case file wins
        project(
            {"mine.yaml": mapping, "backends.yaml": "http: {'https://warehouse.example.com': 'http://127.0.0.1:9'}"}
        )
        assert command("vtl-run", "a.vtl.yaml", "--live", "--backends", "mine.yaml").code == 0  # over both


def test_an_integration_alone(project: Write, command: Command) -> None:
    with raw_server(ok(b"x", "Content-Type: text/plain")) as server:
        project(
            {
                "sub/one.vtl.yaml": "integration: {type: HTTP_PROXY, httpMethod: GET, uri: 'https://warehouse.example.com/'}\n"
                "cases: [{name: a, backend: live, expect: {response: {body: x}}}]",
                "sub/backends.yaml": _http(server.address).removeprefix("backends: "),
            }
        )
        assert command("vtl-run", "sub", "--live").code == 0


def test_aws_is_called_only_on_wish(project: Write, command: Command) -> None:
    project(
        {
            "q.vtl.yaml": "api: api.yaml\ncases:\n"
            "  - name: queue\n    methodRequest: {httpMethod: POST, path: /queue}\n    backend: live\n"
        }
    )
    done = command("vtl-run", "q.vtl.yaml", "--live")
    assert done.code == 4
    assert "q.vtl.yaml:5:14: the AWS service sqs has no backend" in done.out
    assert "`--allow-aws`" in done.out


def test_an_endpoint_that_stands_in_for_aws(project: Write, command: Command, tmp_path: Path) -> None:
    pytest.importorskip("botocore")
    case = (
        "cases:\n  - name: queue\n    methodRequest: {httpMethod: POST, path: /queue}\n    backend: live\n"
        "    expect: {response: {statusCode: 200, body: {MessageId: x}}}\n"
    )
    with raw_server(ok(b'{"MessageId": "x"}', "Content-Type: application/json")) as server:
        project({"q.vtl.yaml": f"api: api.yaml\nbackends: {{aws: {{endpoint: '{server.address}'}}}}\n{case}"})
        done = command("vtl-run", "q.vtl.yaml", "--live", "--record")
    assert done.out.startswith("recorded q.vtl.yaml::queue: backend\n1 passed")
    assert len(server.received) == 1
    assert b"\r\nAuthorization: AWS4-HMAC-SHA256 Credential=" in server.received[0]
    assert command("vtl-run", "q.vtl.yaml").out.startswith("1 passed")


@pytest.mark.parametrize(
    ("backends", "message"),
    [
        ("{functions: [1]}", "a.vtl.yaml:2:23: `backends.functions` must be a mapping of names, but this is a list"),
        ("{functions: {F: 7}}", "a.vtl.yaml:2:27: `functions.F` must be the address of Lambda's Invoke API"),
        ("{functions: {F: {handlr: x}}}", "a.vtl.yaml:2:28: a function has no key `handlr`"),
        ("{functions: {F: {handler: 7}}}", "a.vtl.yaml:2:37: `F.handler` must be text"),
        ("{functions: {F: {handler: a.b, timeout: 0}}}", "a.vtl.yaml:2:51: `F.timeout` must be more than 0"),
        ("{functions: {F: {handler: a.b, environment: {A: 007}}}}", "`environment.A` becomes text, but the number 007"),
        ("{http: {'https://a': 7}}", "`http.https://a` must be text"),
        ("{aws: {endpoint: 1}}", "a.vtl.yaml:2:28: `aws.endpoint` must be text"),
        ("{htp: {}}", "a.vtl.yaml:2:12: backends has no key `htp`"),
        ("[1]", "a.vtl.yaml:2:11: `backends` must be a mapping"),
    ],
)
def test_faults_that_every_run_finds(project: Write, command: Command, backends: str, message: str) -> None:
    project({"a.vtl.yaml": _orders(backends=f"backends: {backends}")})
    done = command("vtl-run", "a.vtl.yaml")
    assert done.code == 4
    assert message in done.out
    assert "Traceback" not in done.out + done.err


@pytest.mark.parametrize(
    ("backends", "message"),
    [
        ("{functions: {F: nowhere}}", "a.vtl.yaml:2:27: 'nowhere' is not the address of Lambda's Invoke API"),
        ("{functions: {F: {}}}", "a.vtl.yaml:2:27: `functions.F` needs a `handler`"),
        ("{http: {'https://a': nowhere}}", "a.vtl.yaml:2:32: "),
    ],
)
def test_faults_that_live_runs_find(project: Write, command: Command, backends: str, message: str) -> None:
    project({"a.vtl.yaml": _orders(backends=f"backends: {backends}")})
    done = command("vtl-run", "a.vtl.yaml", "--live")
    assert done.code == 4
    assert message in done.out
    assert "1 error, 1 passed" in done.out
    assert "Traceback" not in done.out + done.err


def test_a_fault_beside_the_definition(project: Write, command: Command) -> None:
    project({"a.vtl.yaml": _orders(), "backends.yaml": "http:\n  https://a: 7\n"})
    done = command("vtl-run", "a.vtl.yaml", "--live")
    assert done.code == 4
    assert "backends.yaml:2:14: `http.https://a` must be text" in done.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--backends", "x.yaml"), "--backends is for --live"),
        (("--allow-aws",), "--allow-aws is for --live"),
        (("--assume-role", "credentials"), "--assume-role is for --live"),
        (("--live", "--assume-role", "admin"), "'admin' is not"),
        (("--record",), "--record is for --live"),
        (("--live", "--record", "--update"), "--update and --record exclude each other"),
        (("--live", "--record", "-x"), "--record needs a whole run"),
        (("--live", "--record", "--co"), "--record and --collect-only exclude each other"),
        (("--live", "--backends", "none.yaml"), "none.yaml does not exist"),
        (("--live", "--backends", "broken.yaml"), "broken.yaml:1:1: "),
    ],
)
def test_wrong_options(project: Write, command: Command, arguments: tuple[str, ...], message: str) -> None:
    project({"a.vtl.yaml": _orders(), "broken.yaml": "htp: 1"})
    done = command("vtl-run", "a.vtl.yaml", *arguments)
    assert (done.code, done.out) == (4, "")
    assert message in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("backend", ["alive", "[live]", "1"])
def test_another_word_is_refused(project: Write, command: Command, backend: str) -> None:
    project({"a.vtl.yaml": _orders().replace("backend: live", f"backend: {backend}")})
    done = command("vtl-run", "a.vtl.yaml")
    assert done.code == 4
    assert "`backend` must be a mapping or `live`, but this is" in done.out.replace("cases[1].", "")


def test_the_time_of_the_backend_is_not_the_cases(project: Write, command: Command) -> None:
    def late(connection: object) -> None:
        time.sleep(1.2)
        connection.sendall(ok(b"late"))  # type: ignore[attr-defined]

    with raw_server(late) as server:
        case = "expect: {response: {body: late}}"
        text = _orders(case, f"{_http(server.address)}\nlimits: {{seconds: 0.6}}").replace(
            "path: /orders", "path: /slow"
        )
        project({"a.vtl.yaml": text.replace("body: got stock", "body: stock")})
        done = command("vtl-run", "a.vtl.yaml", "--live")
    assert (done.out.split(" in ")[0], done.code) == ("2 passed", 0)


def test_twenty_cases_do_not_wait_for_each_other(project: Write, command: Command) -> None:
    def late(connection: object) -> None:
        time.sleep(2)
        connection.sendall(ok(b"late"))  # type: ignore[attr-defined]

    with raw_server(late) as server:
        text = f"api: api.yaml\n{_http(server.address)}\ncases:\n  - name: a\n    backend: live\n"
        text += "    methodRequest: {httpMethod: POST, path: /slow}\n"
        project({"live/api.yaml": API, **{f"live/{number}.vtl.yaml": text for number in range(20)}})
        started = time.monotonic()
        done = command("vtl-run", "live", "--live", "-n", "20")
        took = time.monotonic() - started
    assert done.out.startswith("20 passed")
    assert len(server.received) == 20
    assert took < 12, took


@pytest.mark.parametrize("processes", ["1", "2"])
@pytest.mark.parametrize("ending", ["end", "failure", "SIGINT", "SIGTERM", "SIGKILL"])
def test_no_function_outlives_the_run(project: Write, tmp_path: Path, ending: str, processes: str) -> None:
    wait = "" if ending in ("end", "failure") else "    methodRequest: {body: {wait: 2}}\n"
    expected = "[orders, 7]" if ending == "failure" else "[orders, 1]"
    text = FUNCTION_CASES.replace("  - name: first\n", f"  - name: first\n{wait}").replace("[orders, 1]", expected)
    project({"function.vtl.yaml": text, "other.vtl.yaml": text.replace("TABLE: orders", "TABLE: orders, X: 1")})
    line = command_line("vtl-run", "function.vtl.yaml", "other.vtl.yaml", "--live", "-n", processes)
    run = subprocess.Popen(line, cwd=tmp_path, env=command_environment(), stdout=-3, stderr=-3)
    started = _started(tmp_path / "pids")
    if wait:
        run.send_signal(signal.Signals[ending])
    run.wait(20)
    assert run.returncode == {"end": 0, "failure": 1, "SIGINT": 2, "SIGTERM": 143, "SIGKILL": -9}[ending]
    end = time.monotonic() + 6
    while time.monotonic() < end and any(map(_runs, started | _started(tmp_path / "pids"))):
        time.sleep(0.05)
    assert not any(map(_runs, started | _started(tmp_path / "pids")))


def _started(file: Path) -> set[int]:
    end = time.monotonic() + 20
    while time.monotonic() < end and not (file.exists() and file.read_text("utf-8").endswith("\n")):
        time.sleep(0.02)
    return set(map(int, file.read_text("utf-8").split()))


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").split(")")[1].split()[0] != "Z"
    except OSError:
        return False


_NO_SOCKET = """
import sys
def refuse(event, args):
    assert not event.startswith(('socket.', 'subprocess.', 'os.fork', 'os.exec', 'os.posix_spawn')), event
sys.addaudithook(refuse)
from vtlharness.cli import vtl_run
code = vtl_run.main({arguments!r}, standalone_mode=False)
assert code == 0, code
absent = {{'socket', 'ssl', 'http.client', 'botocore', 'vtlharness.backends.live', 'vtlharness.cases.integration.live'}}
assert not absent & set(sys.modules), absent & set(sys.modules)
"""


@pytest.mark.parametrize("arguments", [[], ["--update"], ["--collect-only"], ["--report", "json=report.json"]])
def test_no_socket_without_live(project: Write, tmp_path: Path, arguments: list[str]) -> None:
    project({"a.vtl.yaml": _orders(backends=_http("http://127.0.0.1:9"))})
    done = subprocess.run(
        [sys.executable, "-c", _NO_SOCKET.format(arguments=arguments)],
        capture_output=True,
        cwd=tmp_path,
        env=command_environment(),
        check=False,
    )
    assert done.stderr.decode() == ""
    assert done.returncode == 0
