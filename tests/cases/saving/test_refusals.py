"""Calls that cannot be saved: the whole message, and the file as it was."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

from pathlib import Path

import pytest

from vtlharness.backends.canned import CannedBackend
from vtlharness.cases.model import Case
from vtlharness.cases.results import CaseResult
from vtlharness.cases.running import run_case
from vtlharness.cases.saving import saving
from vtlharness.cases.saving.saving import CallSaver, SavedSubject
from vtlharness.definitions import load_definition
from vtlharness.engines import Engine
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.invocation import Invocation, invoke
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.records import replace

API = """\
openapi: 3.0.1
info: {title: a, version: "1"}
paths:
  /a:
    get:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration: {type: http_proxy, httpMethod: POST, uri: "https://example.com/any"}
"""
CASES = "cases:\n- name: own\n"
REQUEST = MethodRequest("GET", "/a")


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("api.yaml").write_text(API, "utf-8")
    Path("other.yaml").write_text(API, "utf-8")
    Path("given.yaml").write_text(API.replace("title: a", 'title: "${a} ${b}"'), "utf-8")


def made(reply: BackendReply | None = None) -> Invocation:
    return invoke(load_definition("api.yaml"), REQUEST, CannedBackend(reply or BackendReply()))


@pytest.mark.parametrize(
    ("name", "text", "subject", "message", "hint"),
    [
        ("a.yaml", None, SavedSubject("api.yaml"),
         "the call cannot be saved in a.yaml: vtl-run and pytest take no file of this name for a case file",
         "case file names end in .vtl.yaml, .vtl.yml, .vtl.json: write a.vtl.yaml"),
        ("api.yaml/a.vtl.yaml", None, SavedSubject("api.yaml"),
         "the call cannot be saved in api.yaml/a.vtl.yaml: api.yaml is not a folder", None),
        ("a.vtl.yaml", "inline: x\n" + CASES, SavedSubject("api.yaml"),
         "the call cannot be saved in a.vtl.yaml: its cases are about a template, not about the API in api.yaml", None),
        ("a.vtl.yaml", "integration: {type: MOCK}\n" + CASES, SavedSubject("api.yaml"),
         "the call cannot be saved in a.vtl.yaml: its cases are about an integration alone, not about the API in api.yaml", None),
        ("a.vtl.yaml", "api: other.yaml\n" + CASES, SavedSubject("api.yaml"),
         "the call cannot be saved in a.vtl.yaml: its cases are about other.yaml, not about api.yaml", None),
        ("a.vtl.yaml", "api: api.yaml\n" + CASES, SavedSubject("api.yaml", "prod"),
         "the call cannot be saved in a.vtl.yaml: its `api` names another stage than the call",
         "give --stage as the file's `api` says it, or save the call in another file"),
        ("a.vtl.yaml", "api: {file: given.yaml, parameters: {a: 1, b: 2}}\n" + CASES, SavedSubject("given.yaml", None, {"a": "1", "b": "3"}),
         "the call cannot be saved in a.vtl.yaml: its `api` names other parameters than the call",
         "give --parameter as the file's `api` says it, or save the call in another file"),
        ("a.vtl.yaml", "api: {file: given.yaml, parameters: {a: 1, b: 2}}\n" + CASES, SavedSubject("given.yaml"),
         "the call cannot be saved in a.vtl.yaml: its `api` names other parameters than the call",
         "give --parameter as the file's `api` says it, or save the call in another file"),
    ],
)  # fmt: skip
def test_files_that_cannot_hold_the_call(
    name: str, text: str | None, subject: SavedSubject, message: str, hint: str | None
) -> None:
    if text is not None:
        Path(name).write_text(text, "utf-8")
    with pytest.raises(VtlHarnessError) as caught:
        CallSaver(name, subject)
    assert (caught.value.message, caught.value.hint) == (message, hint)
    assert text is None or Path(name).read_text("utf-8") == text


@pytest.mark.parametrize(
    ("api", "subject"),
    [
        ("api.yaml", SavedSubject("./api.yaml")),
        ("{file: ./api.yaml}", SavedSubject("api.yaml", None, {})),
        (
            "{file: given.yaml, parameters: {a: 1, b: true}, stage: prod}",
            SavedSubject("given.yaml", "prod", {"a": "1", "b": "true"}),
        ),
    ],
)
def test_files_that_can(api: str, subject: SavedSubject) -> None:
    Path("a.vtl.yaml").write_text(f"api: {api}\n{CASES}", "utf-8")
    CallSaver("a.vtl.yaml", subject)


FILE = f"api: api.yaml\n{CASES}"


def refusal(call: Invocation) -> str:
    Path("a.vtl.yaml").write_text(FILE, "utf-8")
    saver = CallSaver("a.vtl.yaml", SavedSubject("api.yaml"))
    with pytest.raises(VtlHarnessError) as caught:
        saver.save(REQUEST, call)
    assert Path("a.vtl.yaml").read_text("utf-8") == FILE
    assert caught.value.hint is None
    return caught.value.message.removeprefix("the call cannot be saved in a.vtl.yaml: ")


def test_another_answer() -> None:
    call = made(BackendReply(200, {}, "a"))
    call = replace(call, response=replace(call.response, body="b"))
    assert refusal(call) == "as a case of this file, the call gets another answer"


def test_an_answer_that_nests_too_deep() -> None:
    deep = "[" * 900 + "]" * 900
    assert refusal(made(BackendReply(200, {}, deep))) == "the answer nests too deep to be written"


def test_a_file_that_cannot_be_written_safely(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "texts_with", lambda *_, **__: iter([FILE]))
    assert refusal(made()) == "the case cannot be written into the file safely"


def test_a_file_that_changes_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.vtl.yaml").write_text(FILE, "utf-8")
    saver = CallSaver("a.vtl.yaml", SavedSubject("api.yaml"))

    def changing(case: Case, engine: Engine) -> CaseResult:
        Path("a.vtl.yaml").write_text(f"{FILE}# mine\n", "utf-8")
        return run_case(case, engine)

    monkeypatch.setattr(saving, "run_case", changing)
    with pytest.raises(VtlHarnessError) as caught:
        saver.save(REQUEST, made())
    assert caught.value.message == (
        "the call cannot be saved in a.vtl.yaml: it has changed in the meantime; please try again"
    )
    assert Path("a.vtl.yaml").read_text("utf-8") == f"{FILE}# mine\n"
