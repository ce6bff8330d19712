"""`pytest --vtl-live`: live cases, and what a session without it does with them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.backends.raw_server import raw_server
from tests.commands import command_environment
from tests.live_project import API, FUNCTION_CASES, HANDLER, ok
from tests.pytest_plugin.test_pytest_plugin import mode, run, write

__all__ = ["mode", "run"]

pytest_plugins = ["pytester"]
pytestmark = pytest.mark.usefixtures("plugin_installed")

Run = Callable[..., pytest.RunResult]

ORDERS = """api: api.yaml
cases:
  - name: a
    backend: live
    methodRequest: {httpMethod: POST, path: /orders}
    expect: {response: {body: got 12}}
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> Path:
    write(pytester, {"api.yaml": API, "app.py": HANDLER, "function.vtl.yaml": FUNCTION_CASES})
    return pytester.path


def _backends(address: str) -> str:
    return f"http: {{'https://warehouse.example.com': '{address}'}}"


def test_live_cases_are_skipped(project: Path, run: Run, mode: tuple[str, ...]) -> None:
    (project / "test_other.py").write_text("def test_other(): pass\n", "utf-8")
    result = run(*mode, "-rs", "--vtl-strict")
    result.assert_outcomes(passed=1, skipped=2)
    assert result.ret == 0
    result.stdout.fnmatch_lines(["SKIPPED [[]2] function.vtl.yaml: it calls its real backend, in runs with --vtl-live"])


def test_cases_of_a_file_run_in_order(project: Path, run: Run, mode: tuple[str, ...]) -> None:
    run(*mode, "--vtl-live").assert_outcomes(passed=2)
    assert len(set((project / "pids").read_text("utf-8").split())) == 1


@pytest.mark.slow
@pytest.mark.parametrize("dist", ["load", "worksteal", "loadfile"])
def test_one_process_of_xdist_runs_a_file(project: Path, run: Run, dist: str) -> None:
    pytest.importorskip("xdist")
    cases = "".join(f"  - name: 'more::{n}'\n    expect: {{response: {{body: [orders, {n}]}}}}\n" for n in range(3, 9))
    for name in "abc":
        (project / f"{name}.vtl.yaml").write_text(FUNCTION_CASES + cases, "utf-8")
    (project / "function.vtl.yaml").unlink()
    (project / "test_other.py").write_text("def test_other(): pass\n", "utf-8")
    for name in "abc":  # each file has a function of its own
        text = (project / f"{name}.vtl.yaml").read_text("utf-8")
        (project / f"{name}.vtl.yaml").write_text(text.replace("TABLE: orders", f"TABLE: orders, N: {name}"), "utf-8")
    run("-n3", f"--dist={dist}", "--vtl-live").assert_outcomes(passed=25)


def test_a_failing_case_calls_its_backend_once(pytester: pytest.Pytester, run: Run, mode: tuple[str, ...]) -> None:
    with raw_server(ok(b"13")) as server:
        write(pytester, {"api.yaml": API, "a.vtl.yaml": ORDERS, "backends.yaml": _backends(server.address)})
        result = run(*mode, "--vtl-live")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*+got 13*"])
    assert len(server.received) == 1


def test_a_named_file_of_backends(pytester: pytest.Pytester, run: Run) -> None:
    with raw_server(ok(b"12")) as server:
        write(pytester, {"api.yaml": API, "a.vtl.yaml": ORDERS, "sub/mine.yaml": _backends(server.address)})
        run("--vtl-live", "--vtl-backends", "sub/mine.yaml").assert_outcomes(passed=1)
        run("--vtl-backends", "sub/mine.yaml", "--vtl-allow-aws").assert_outcomes(skipped=1)
    result = run("--vtl-live", "--vtl-backends", "none.yaml")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: *none.yaml does not exist*"])


def test_update(pytester: pytest.Pytester, run: Run) -> None:
    with raw_server(ok(b"13")) as server:
        write(pytester, {"api.yaml": API, "a.vtl.yaml": ORDERS, "backends.yaml": _backends(server.address)})
        run("--vtl-live", "--vtl-update").assert_outcomes(passed=1)
    assert len(server.received) == 1
    assert "got 13" in (pytester.path / "a.vtl.yaml").read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("option", ["update", "record"])
def test_a_case_of_another_process_is_not_called_again(pytester: pytest.Pytester, run: Run, option: str) -> None:
    pytest.importorskip("xdist")
    with raw_server(ok(b"13")) as server:
        write(pytester, {"api.yaml": API, "a.vtl.yaml": ORDERS, "backends.yaml": _backends(server.address)})
        result = run("-n1", "--vtl-live", f"--vtl-{option}")
    assert len(server.received) == 1
    result.stdout.fnmatch_lines(["not *d a.vtl.yaml::a: it ran in another process, and is not called twice; run it*"])
    assert (pytester.path / "a.vtl.yaml").read_text("utf-8") == ORDERS


def test_record(pytester: pytest.Pytester, run: Run) -> None:
    with raw_server(ok(b"12")) as server:
        write(pytester, {"api.yaml": API, "a.vtl.yaml": ORDERS, "backends.yaml": _backends(server.address)})
        result = run("--vtl-live", "--vtl-record")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["*= vtl record =*", "recorded a.vtl.yaml::a: backend"])
    run().assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--vtl-record"], "--vtl-record is for --vtl-live"),
        (["--vtl-live", "--vtl-record", "--vtl-update"], "--vtl-update and --vtl-record exclude each other"),
    ],
)
def test_options_that_do_not_go_together(project: Path, run: Run, arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: {message}*"])


_NO_SOCKET = """
import sys
import pytest
before = set(sys.modules)
def refuse(event, args):
    assert not event.startswith(('socket.', 'subprocess.', 'os.fork', 'os.exec', 'os.posix_spawn')), event
sys.addaudithook(refuse)
code = pytest.main(['-q', '-p', 'vtlharness.pytest_plugin'])
assert code == 0, code
absent = {'socket', 'ssl', 'http.client', 'botocore', 'vtlharness.backends.live', 'vtlharness.cases.integration.live'}
found = absent & set(sys.modules) - before
assert not found, found
"""


def test_no_socket_without_live(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _NO_SOCKET],
        capture_output=True,
        cwd=project,
        env=command_environment(PYTEST_DISABLE_PLUGIN_AUTOLOAD="1", PYTEST_ADDOPTS=""),
        check=False,
    )
    assert done.stderr.decode() == ""
    assert re.search("2 skipped", done.stdout.decode())
    assert done.returncode == 0
