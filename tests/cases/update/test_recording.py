"""What the backend of a live case answered becomes its `backend`, or is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from vtlharness.backends.canned import CannedBackend, SilentBackend
from vtlharness.cases.loading import load_case_file
from vtlharness.cases.results import CaseResult
from vtlharness.cases.update.file_changes import FileChanges
from vtlharness.cases.update.recording import record_backends
from vtlharness.definitions import load_definition
from vtlharness.gateway.backend import Backend
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.invocation import invoke

API = """\
openapi: 3.0.1
info: {title: a, version: "1"}
paths:
  /a:
    get:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration: {type: http_proxy, httpMethod: POST, uri: "https://example.com/any"}
"""
FILE = "api: api.yaml\ncases:\n- name: a\n  methodRequest: {path: /a}\n  backend: live\n"


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("api.yaml").write_text(API, "utf-8")


def recorded(text: str, backend: Backend, outcome: str = "passed") -> tuple[str | None, str]:
    """Why the answer of a backend was not recorded, and the file afterwards."""
    Path("a.vtl.yaml").write_text(text, "utf-8")
    (case,) = load_case_file("a.vtl.yaml").cases
    made = invoke(load_definition("api.yaml"), case.method_request, backend)
    result = CaseResult(case, outcome, invocation=made)  # type: ignore[arg-type]
    (update,) = record_backends([result], FileChanges())
    assert update.changed == (() if update.refusal else ("backend",))
    return update.refusal, Path("a.vtl.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("backend", "data"),
    [
        (CannedBackend(BackendReply(200, {}, "")), {"statusCode": 200}),
        (CannedBackend(BackendReply(201, {}, '{"a": 1}')), {"statusCode": 201, "body": '{"a": 1}'}),
        (CannedBackend(BackendReply(201, {}, '{"a":1}')), {"statusCode": 201, "body": {"a": 1}}),
        (
            CannedBackend(BackendReply(200, {"Server": "s"}, "1")),
            {"statusCode": 200, "headers": {"Server": "s"}, "body": "1"},
        ),
        (
            CannedBackend(BackendReply(200, {"A": ["b", "c"]}, "é")),
            {"statusCode": 200, "headers": {"A": ["b", "c"]}, "body": "é"},
        ),
        (CannedBackend(BackendReply(200, {}, raw_body=b"\xff")), {"statusCode": 200, "body": {"base64": "/w=="}}),
        (CannedBackend(BackendReply(200, {}, '{"file":"x"}')), {"statusCode": 200, "body": '{"file":"x"}'}),
        (CannedBackend(BackendReply(200, {}, '{"base64":"x"}')), {"statusCode": 200, "body": '{"base64":"x"}'}),
        (SilentBackend("timeout"), {"failure": "timeout"}),
        (SilentBackend("unreachable"), {"failure": "unreachable"}),
    ],
)
def test_what_is_recorded(backend: Backend, data: object) -> None:
    refusal, text = recorded(FILE, backend)
    assert refusal is None
    assert text.startswith(FILE.removesuffix(" live\n"))
    assert yaml.safe_load(text)["cases"][0]["backend"] == data


def test_what_is_not() -> None:
    rows = FILE.replace("path: /a", "path: <<p>>") + "  parameters: [{p: /a}]\n"
    assert recorded(rows, CannedBackend()) == (
        "the rows of `parameters` share their backend; record a case of its own",
        rows,
    )
    deep = CannedBackend(BackendReply(200, {}, "[" * 900 + "]" * 900))
    assert recorded(FILE, deep) == ("the answer nests too deep to be written", FILE)
    no_answer = recorded(FILE, SilentBackend("timeout"), "failed")
    assert no_answer == ("its backend gave no answer (Execution failed due to a timeout error)", FILE)
    assert recorded(FILE, CannedBackend(), "error") == ("the case could not be run", FILE)
