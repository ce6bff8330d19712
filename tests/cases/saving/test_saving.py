"""Calls saved as cases of a file, with any content: each makes the same call, and the file keeps what it had."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
import yaml

from vtlharness.backends.canned import CannedBackend, SilentBackend
from vtlharness.backends.lambda_reply import lambda_error, lambda_result
from vtlharness.cases.loading import load_case_file
from vtlharness.cases.running import run_case
from vtlharness.cases.saving.saving import CallSaver, SavedSubject
from vtlharness.definitions import load_definition
from vtlharness.engines.native import NativeEngine
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.invocation import invoke
from vtlharness.gateway.method_request import MethodRequest

API = """
openapi: 3.0.1
info: {title: a, version: "1"}
x-amazon-apigateway-binary-media-types: ["*/*"]
paths:
  /proxy:
    x-amazon-apigateway-any-method:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration: {type: http_proxy, httpMethod: POST, uri: "https://example.com/any"}
  /function:
    x-amazon-apigateway-any-method:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:123456789012:function:f/invocations
        responses: {default: {statusCode: "200"}, "No.*": {statusCode: "422"}}
"""  # noqa: E501


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("api.yaml").write_text(API, "utf-8")


def some_text(chance: random.Random) -> str:
    if chance.random() < 0.4:
        data = [{"a": 1.50, "any": "x"}, [], {}, {"file": "a"}, {"base64": "AA=="}, [None, True], 5, "x", {"ü": "\n"}]
        return json.dumps(chance.choice(data), indent=chance.choice([None, 2]), ensure_ascii=chance.random() < 0.5)
    return "".join(chance.choice("ab:# -\n'\"{é😀\t,|>%@\\\r\u2028\x00") for _ in range(chance.randrange(9)))


def some_names(chance: random.Random) -> dict[str, str | list[str]]:
    names = ["A", "X-B", "any", "yes", "1", "Content-Type"]
    values = ["", "a", "5", "null", "a: b", "ü #", "application/json"]
    return {
        chance.choice(names): chance.choice(values) if chance.random() < 0.7 else [chance.choice(values) for _ in "ab"]
        for _ in range(chance.randrange(3))
    }


@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_any_call(suffix: str) -> None:
    chance = random.Random(suffix)
    api = load_definition("api.yaml")
    path = Path(f"a.vtl.{suffix}")
    saver = CallSaver(path, SavedSubject("api.yaml", None, {}))
    before = ""
    for number in range(60):
        body = some_text(chance)
        request = MethodRequest(
            chance.choice(["GET", "POST"]),
            chance.choice(["/proxy", "/function", "/none"]),
            query_string=some_names(chance),
            headers=some_names(chance),
            body=body if chance.random() < 0.7 else None,
        )
        reply = BackendReply(chance.choice([200, 404]), some_names(chance), some_text(chance))
        if chance.random() < 0.2:
            reply = BackendReply(200, {"Content-Type": "image/png"}, raw_body=b"\xff\x00a")
        if request.path == "/function":
            reply = chance.choice([lambda_result({"a": [1]}), lambda_result("x"), lambda_error("No way"), reply])
        backend = SilentBackend("timeout") if chance.random() < 0.1 else CannedBackend(reply)
        saver.save(request, invoke(api, request, backend))
        text = path.read_text("utf-8")
        if suffix == "yaml" and number:
            assert text.startswith(before.rstrip("\n"))
        before = text
    cases = load_case_file(path).cases
    assert len(cases) == 60
    assert [run_case(case, NativeEngine()).outcome for case in cases] == ["passed"] * 60


def test_the_plainest_form_of_what_a_function_answers() -> None:
    api = load_definition("api.yaml")
    saver = CallSaver("a.vtl.yaml", SavedSubject("api.yaml"))
    request = MethodRequest("GET", "/function")
    for reply in (lambda_result({"a": 1}), lambda_error("No way", "Refused")):
        saver.save(request, invoke(api, request, CannedBackend(reply)))
    text = Path("a.vtl.yaml").read_text("utf-8")
    assert "backend: {lambdaResult: {a: 1}}" in text
    assert "backend: {lambdaError: {errorMessage: No way, errorType: Refused}}" in text


def test_a_file_that_changes_meanwhile_keeps_both() -> None:
    api = load_definition("api.yaml")
    request = MethodRequest("GET", "/proxy")
    one, other = (CallSaver("a.vtl.yaml", SavedSubject("api.yaml")) for _ in range(2))
    one.save(request, invoke(api, request, CannedBackend()))
    other.save(request, invoke(api, request, CannedBackend()))
    assert [case.name for case in load_case_file("a.vtl.yaml").cases] == ["GET /proxy", "GET /proxy (2)"]


def test_a_case_that_would_make_another_call_is_refused() -> None:
    text = "api: api.yaml\ndefaults: {accessLogFormat: $context.nonsense}\ncases:\n- name: one\n"
    Path("a.vtl.yaml").write_text(text, "utf-8")
    api = load_definition("api.yaml")
    saver = CallSaver("a.vtl.yaml", SavedSubject("api.yaml"))
    request = MethodRequest("GET", "/proxy")
    other = MethodRequest("GET", "/none")
    with pytest.raises(VtlHarnessError, match="the call sends the backend another request"):
        saver.save(request, invoke(api, other, CannedBackend()))
    assert Path("a.vtl.yaml").read_text("utf-8") == text


def test_a_list_of_cases_behind_an_alias() -> None:
    text = "api: api.yaml\ndefaults: {context: {list: &list [{name: one}]}}\ncases: *list\n"
    Path("a.vtl.yaml").write_text(text, "utf-8")
    saver = CallSaver("a.vtl.yaml", SavedSubject("api.yaml"))
    request = MethodRequest("GET", "/none")
    made = invoke(load_definition("api.yaml"), request, CannedBackend())
    with pytest.raises(VtlHarnessError, match="its list of cases is an alias; please write it out"):
        saver.save(request, made)


@pytest.mark.parametrize("end", ["\n", "", "\n\n", "\n# the end\n", "\n# the end", "\r\n"])
@pytest.mark.parametrize("column", [0, 2])
def test_a_saved_case_stands_on_lines_of_its_own_and_no_line_is_empty_that_was_not(end: str, column: int) -> None:
    text = f"api: api.yaml\ncases:\n{' ' * column}- name: own\n{' ' * column}  methodRequest: {{path: /none}}{end}"
    Path("a.vtl.yaml").write_bytes(text.encode())
    api = load_definition("api.yaml")
    request = MethodRequest("GET", "/none")
    CallSaver("a.vtl.yaml", SavedSubject("api.yaml")).save(request, invoke(api, request, CannedBackend()))
    written = Path("a.vtl.yaml").read_bytes().decode()
    lines = written.splitlines()
    assert lines[:4] == text.splitlines()[:4]
    assert lines[4].startswith(f"{' ' * column}- name: GET /none")
    assert lines.count("") == text.splitlines().count("")
    assert "# the end" not in text or lines[-1] == "# the end"
    assert [case.name for case in load_case_file("a.vtl.yaml").cases] == ["own", "GET /none"]


@pytest.mark.parametrize(
    ("defaults", "query", "headers"),
    [
        ("queryStringParameters: {Q: 'x', q: 'x'}", {"Q": "1", "q": None}, {"X-A": "a"}),
        ("queryStringParameters: {q: 'x'}", {"Q": "1", "q": None}, {"X-A": "a"}),  # the casing of a key counts
        ("queryStringParameters: {Q: 'x'}", {"Q": "1"}, {"X-A": "a"}),
        ("headers: {x-a: 'x'}", {"Q": "1"}, {"X-A": "a"}),  # that of a header does not
        ("headers: {x-b: 'x'}", {"Q": "1"}, {"X-A": "a", "x-b": None}),
        ("body: b", {"Q": "1"}, {"X-A": "a"}),
    ],
)
def test_what_the_defaults_of_a_file_give_and_the_call_has_not(
    defaults: str, query: dict[str, object], headers: dict[str, object]
) -> None:
    text = f"api: api.yaml\ndefaults: {{methodRequest: {{{defaults}}}}}\ncases:\n- name: one\n"
    Path("a.vtl.yaml").write_text(f"{text}  methodRequest: {{path: /proxy}}\n", "utf-8")
    request = MethodRequest("POST", "/proxy", query_string={"Q": "1"}, headers={"X-A": "a"})
    CallSaver("a.vtl.yaml", SavedSubject("api.yaml")).save(
        request, invoke(load_definition("api.yaml"), request, CannedBackend())
    )
    saved = yaml.safe_load(Path("a.vtl.yaml").read_text("utf-8"))["cases"][1]["methodRequest"]
    assert (saved["queryStringParameters"], saved["headers"]) == (query, headers)
    assert ("body" in saved) == defaults.startswith("body")
