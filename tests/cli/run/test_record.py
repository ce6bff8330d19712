"""`vtl-run --live --record`: the backend's answer becomes the canned `backend` of the case."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml

from tests.backends.raw_server import raw_server
from tests.commands import Command
from tests.live_project import API, FUNCTION_CASES, HANDLER, ok

Write = Callable[[Mapping[str, "str | bytes"]], Path]


@pytest.fixture
def project(write: Write) -> Write:
    write({"api.yaml": API, "app.py": HANDLER, "function.vtl.yaml": FUNCTION_CASES})
    return write


def _backends(address: str) -> str:
    return f"http: {{'https://warehouse.example.com': '{address}'}}"


def _case(text: str) -> str:
    return f"api: api.yaml\ncases:\n{text}"


_LIVE = """  # before
  - name: live  # the name
    methodRequest: {httpMethod: POST, path: /orders}
    backend: live  # the real one

    # what comes back
    expect:
      response: {body: "got 12"}  # twelve
  # after
  - name: offline
    methodRequest: {httpMethod: POST, path: /orders}
    backend: {body: x}
    expect: {gatewayResponse: null}
"""


def test_the_case_runs_offline_from_then_on(project: Write, command: Command, tmp_path: Path) -> None:
    with raw_server(ok(b"12", "Date: today", "X-Stock: 12", "Server: s")) as server:
        project({"a.vtl.yaml": _case(_LIVE), "backends.yaml": _backends(server.address)})
        done = command("vtl-run", "a.vtl.yaml", "--live", "--record")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("recorded a.vtl.yaml::live: backend\n2 passed in ")
    assert len(server.received) == 1
    assert (tmp_path / "a.vtl.yaml").read_text("utf-8") == _case(
        _LIVE.replace(
            "    backend: live  # the real one\n",
            "    backend:  # the real one\n"
            "      statusCode: 200\n"
            "      headers:\n"
            '        X-Stock: "12"\n'
            '      body: "12"\n',
        )
    )
    assert command("vtl-run", "a.vtl.yaml").out.startswith("2 passed in ")
    again = command("vtl-run", "a.vtl.yaml", "--live", "--record")
    assert again.out.startswith("2 passed in ")


@pytest.mark.parametrize(
    ("answer", "backend"),
    [
        (ok(b'{"id": 1, "of": [true, null]}'), {"statusCode": 200, "body": '{"id": 1, "of": [true, null]}'}),
        (ok(b'{"id":1}', status="404 Not Found"), {"statusCode": 404, "body": {"id": 1}}),
        (ok(b""), {"statusCode": 200}),
        (ok(b"[1.10]"), {"statusCode": 200, "body": "[1.10]"}),
        (ok(b'{"file": "x"}'), {"statusCode": 200, "body": '{"file": "x"}'}),
        (ok(b"line\n  two\n"), {"statusCode": 200, "body": "line\n  two\n"}),
        (ok("é: x # y".encode()), {"statusCode": 200, "body": "é: x # y"}),
        (ok(b"1", "A: 1", "a: 2"), None),
        (ok(b"1", "A: 1", "A: 2"), {"statusCode": 200, "headers": {"A": ["1", "2"]}, "body": "1"}),
    ],
)
def test_forms_of_an_answer(
    project: Write, command: Command, tmp_path: Path, answer: bytes, backend: Mapping[str, object] | None
) -> None:
    with raw_server(answer) as server:
        project({"a.vtl.yaml": _case(_LIVE.split("\n\n")[0] + "\n"), "backends.yaml": _backends(server.address)})
        done = command("vtl-run", "a.vtl.yaml", "--live", "--record")
    assert done.out.startswith("recorded a.vtl.yaml::live: backend\n")
    data = yaml.safe_load((tmp_path / "a.vtl.yaml").read_text("utf-8"))
    assert backend is None or data["cases"][0]["backend"] == backend


@pytest.mark.parametrize("body", [b"\x00\xff", b'{"a":  1}', b"text", b""])
def test_a_proxied_answer_stays_as_it_is(project: Write, command: Command, tmp_path: Path, body: bytes) -> None:
    case = "  - {name: a, methodRequest: {httpMethod: POST, path: /proxied}, backend: live}\n"
    with raw_server(ok(body, "Date: Mon", "Content-Type: application/json", "X: 1", "X: 2")) as server:
        project({"a.vtl.yaml": _case(case), "backends.yaml": _backends(server.address)})
        before = command("vtl-run", "a.vtl.yaml", "--live", "--log")
        done = command("vtl-run", "a.vtl.yaml", "--live", "--record")
    assert done.out.startswith("recorded a.vtl.yaml::a: backend\n"), done.out
    assert command("vtl-run", "a.vtl.yaml", "--log").out.split(" in 0")[0] == before.out.split(" in 0")[0]


def test_a_function(project: Write, command: Command, tmp_path: Path) -> None:
    done = command("vtl-run", "function.vtl.yaml", "--live", "--record")
    assert done.out.startswith(
        "recorded function.vtl.yaml::first: backend\nrecorded function.vtl.yaml::second: backend\n"
    )
    text = (tmp_path / "function.vtl.yaml").read_text("utf-8")
    assert "defaults:\n  backend: live\n" in text
    assert (
        "  - name: first\n    backend:\n      lambdaResult:\n        statusCode: 200\n"
        '        body: "[\\"orders\\", 1]"\n    expect:' in text.replace("'[\"orders\", 1]'", '"[\\"orders\\", 1]"')
    )
    assert command("vtl-run", "function.vtl.yaml").out.startswith("2 passed in ")


def test_the_error_of_a_function(project: Write, command: Command, tmp_path: Path) -> None:
    project({"app.py": "def handler(event, context):\n    raise KeyError('no order')\n"})
    done = command("vtl-run", "function.vtl.yaml", "--live", "--record")
    assert done.code == 1
    assert "recorded function.vtl.yaml::first: backend\n" in done.out
    first = yaml.safe_load((tmp_path / "function.vtl.yaml").read_text("utf-8"))["cases"][0]
    assert first["backend"]["lambdaError"]["errorType"] == "KeyError"


def test_a_json_file(project: Write, command: Command, tmp_path: Path) -> None:
    call = {"httpMethod": "POST", "path": "/orders"}
    own = {"name": "own", "methodRequest": call, "backend": "live"}
    other = {"name": "other", "methodRequest": call}
    data = {"api": "api.yaml", "defaults": {"backend": "live"}, "cases": [own, other]}
    with raw_server(ok(b'{"a":1}')) as server:
        for indent in (2, None):
            project({"a.vtl.json": json.dumps(data, indent=indent), "backends.yaml": _backends(server.address)})
            done = command("vtl-run", "a.vtl.json", "--live", "--record")
            assert done.out.startswith("recorded a.vtl.json::own: backend\nrecorded a.vtl.json::other: backend\n")
            text = (tmp_path / "a.vtl.json").read_text("utf-8")
            canned = {"statusCode": 200, "body": {"a": 1}}
            wanted = {**data, "cases": [{**own, "backend": canned}, {**other, "backend": canned}]}
            assert text == json.dumps(wanted, indent=indent)


@pytest.mark.parametrize(
    "case",
    [
        "  - {name: a, methodRequest: {httpMethod: POST, path: /orders}}  # flow\n",
        "  - {name: a, methodRequest: {httpMethod: POST, path: /orders}, backend: live, expect: {}}  # flow\n",
        "  - expect: {}\n    # a comment\n    methodRequest: {httpMethod: POST, path: /orders}  # flow\n    name: a\n",
        "  - name: a\n    methodRequest:\n      httpMethod: POST\n      path: /orders\n      body: |\n        x\n\n"
        "    # flow\n    expect: {}\n",
        "  - name: a\n    methodRequest: {httpMethod: POST, path: /orders}\n    # flow\n    backend: &live live\n",
        "  - name: a\n    # flow\n    methodRequest: {httpMethod: POST, path: /orders}\n    backend:\n      live\n",
    ],
)
def test_layouts(project: Write, command: Command, tmp_path: Path, case: str) -> None:
    text = f"api: api.yaml\ndefaults: {{backend: live}}\ncases:\n{case}"
    with raw_server(ok(b'{"a":1}')) as server:
        project({"a.vtl.yaml": text, "backends.yaml": _backends(server.address)})
        done = command("vtl-run", "a.vtl.yaml", "--live", "--record")
    assert done.out.startswith("recorded a.vtl.yaml::a: backend\n"), done.out
    written = (tmp_path / "a.vtl.yaml").read_text("utf-8")
    assert "# flow\n" in written
    assert set(text.splitlines()) - set(written.splitlines()) <= {
        line for line in case.splitlines() if "live" in line or "{n" in line
    }
    assert yaml.safe_load(written)["cases"][0]["backend"] == {"statusCode": 200, "body": {"a": 1}}


def test_line_ends_stay(project: Write, command: Command, tmp_path: Path) -> None:
    with raw_server(ok(b"12")) as server:
        project({"a.vtl.yaml": _case(_LIVE).replace("\n", "\r\n").encode(), "backends.yaml": _backends(server.address)})
        assert command("vtl-run", "a.vtl.yaml", "--live", "--record").code == 0
    assert (tmp_path / "a.vtl.yaml").read_bytes().replace(b"\r\n", b"").count(b"\n") == 0


def test_an_expected_failure_is_recorded(project: Write, command: Command, tmp_path: Path) -> None:
    cases = (
        "  - name: late\n    methodRequest: {httpMethod: POST, path: /orders}\n    backend: live\n"
        "    expect: {gatewayResponse: INTEGRATION_TIMEOUT}\n"
    )
    with raw_server(lambda _: time.sleep(1)) as server:
        project({"a.vtl.yaml": _case(cases), "backends.yaml": _backends(server.address)})
        done = command("vtl-run", "a.vtl.yaml", "--live", "--record")
    assert done.out.startswith("recorded a.vtl.yaml::late: backend\n")
    assert yaml.safe_load((tmp_path / "a.vtl.yaml").read_text("utf-8"))["cases"][0]["backend"] == {"failure": "timeout"}


def _refused(project: Write, command: Command, tmp_path: Path, case: str) -> str:
    project({"a.vtl.yaml": _case(case), "backends.yaml": _backends(_closed_port())})
    done = command("vtl-run", "a.vtl.yaml", "--live", "--record")
    assert done.code in (1, 4)
    assert (tmp_path / "a.vtl.yaml").read_text("utf-8") == _case(case)
    return next(line for line in done.out.splitlines() if line.startswith("not recorded"))


def _closed_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_what_is_refused(project: Write, command: Command, tmp_path: Path) -> None:
    def refused(call: str) -> str:
        case = f"  - name: a\n    methodRequest: {call}\n    backend: live\n"
        case += "    expect: {response: {statusCode: 200}}\n"
        return _refused(project, command, tmp_path, case)

    assert "its backend gave no answer (" in refused("{httpMethod: POST, path: /orders}")
    assert refused("{path: /mock}").endswith("its backend was not called; leave `backend` out")
    assert refused("{path: /none}").endswith("its backend was not called; leave `backend` out")
    assert refused("{httpMethod: POST, path: /queue}").endswith("the case could not be run")


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_a_read_only_file_is_refused(project: Write, command: Command, tmp_path: Path) -> None:
    with raw_server(ok(b"12")) as server:
        project({"a.vtl.yaml": _case(_LIVE), "backends.yaml": _backends(server.address)})
        (tmp_path / "a.vtl.yaml").chmod(0o444)
        done = command("vtl-run", "a.vtl.yaml", "--live", "--record")
    assert done.code == 1
    assert "not recorded a.vtl.yaml::live: a.vtl.yaml is read-only\n" in done.out


def test_a_file_that_changes_meanwhile_is_refused(project: Write, command: Command, tmp_path: Path) -> None:
    def meddle(connection: socket.socket) -> None:
        (tmp_path / "a.vtl.yaml").write_text(_case(_LIVE) + "# more\n", encoding="utf-8")
        connection.sendall(ok(b"12"))

    with raw_server(meddle) as server:
        project({"a.vtl.yaml": _case(_LIVE), "backends.yaml": _backends(server.address)})
        done = command("vtl-run", "a.vtl.yaml", "--live", "--record")
    assert (done.code, "the file has changed since it was read" in done.out) == (1, True)


def test_a_merge_key_gives_the_backend(project: Write, command: Command, tmp_path: Path) -> None:
    text = (
        "api: api.yaml\ncases:\n  - &first\n    name: a\n"
        "    methodRequest: {httpMethod: POST, path: /orders}\n    backend: live\n"
        "  - <<: *first\n    name: b\n"
    )
    with raw_server(ok(b"12")) as server:
        project({"a.vtl.yaml": text, "backends.yaml": _backends(server.address)})
        done = command("vtl-run", "a.vtl.yaml", "--live", "--record")
    assert "not recorded a.vtl.yaml::b: the value comes from a YAML merge key; please edit it by hand\n" in done.out
    assert "Traceback" not in done.out + done.err


def test_update_of_a_live_case(project: Write, command: Command, tmp_path: Path) -> None:
    with raw_server(ok(b"13")) as server:
        project({"a.vtl.yaml": _case(_LIVE), "backends.yaml": _backends(server.address)})
        offline = command("vtl-run", "a.vtl.yaml", "--update")
        assert (offline.code, offline.out.split(" in ")[0]) == (0, "1 passed, 1 skipped")
        done = command("vtl-run", "a.vtl.yaml", "--update", "--live")
    assert (done.code, len(server.received)) == (0, 1)
    assert (tmp_path / "a.vtl.yaml").read_text("utf-8") == _case(_LIVE.replace("got 12", "got 13"))
    project({"backends.yaml": _backends(_closed_port())})
    done = command("vtl-run", "a.vtl.yaml", "--update", "--live")
    assert done.code == 1
    assert "not updated a.vtl.yaml::live: its backend gave no answer (" in done.out
