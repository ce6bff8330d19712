"""Live cases call the functions of Lambda authorizers, and keep what they answer as the TTL says."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml

from tests.commands import Command

Write = Callable[[Mapping[str, "str | bytes"]], Path]

_URI = (
    "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:{}/invocations"
)


def _api(kind: str, ttl: int, sources: str = "method.request.header.Authorization") -> str:
    scheme = {
        "type": "apiKey",
        "name": "Authorization",
        "in": "header",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": {
            "type": kind,
            "identitySource": sources,
            "authorizerResultTtlInSeconds": ttl,
            "authorizerUri": _URI.format("Guard"),
        },
    }
    integration = {"type": "aws_proxy", "httpMethod": "POST", "uri": _URI.format("Orders")}
    method = {
        "security": [{"guard": []}],
        "responses": {"200": {"description": "ok"}},
        "x-amazon-apigateway-integration": integration,
    }
    return json.dumps(
        {
            "openapi": "3.0.1",
            "info": {"title": "a", "version": "1"},
            "paths": {"/orders/{id}": {"get": method}, "/other": {"get": method}},
            "components": {"securitySchemes": {"guard": scheme}},
        }
    )


_APP = """
import json
count = 0
def guard(event, context):
    global count
    count += 1
    with open("events", "a") as file:
        file.write(json.dumps(event) + "\\n")
    token = event.get("authorizationToken") or event["headers"].get("Authorization")
    if token == "unknown":
        raise Exception("Unauthorized")
    if token == "broken":
        raise Exception("broken")
    if token == "nothing":
        return None
    if token == "nobody":
        return {"policyDocument": {"Version": "2012-10-17", "Statement": []}}
    effect = "Deny" if token == "deny" else "Allow"
    arn = event["methodArn"] if token == "narrow" else "*"
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": arn}
    return {"principalId": token, "context": {"count": count},
            "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
def orders(event, context):
    return {"statusCode": 200, "body": json.dumps(event["requestContext"]["authorizer"])}
"""
_BACKENDS = "functions: {Orders: {handler: app.orders}, Guard: {handler: app.guard}}\n"


def _cases(*tokens: str | None, expect: str = "{}", path: str = "/orders/1") -> str:
    text = "api: api.json\ndefaults: {backend: live}\ncases:\n"
    for number, token in enumerate(tokens):
        headers = "" if token is None else f", headers: {{Authorization: {token}}}"
        text += f"  - name: '{number}'\n    methodRequest: {{path: {path}{headers}}}\n    expect: {expect}\n"
    return text


@pytest.fixture
def project(write: Write) -> Write:
    write({"api.json": _api("token", 300), "app.py": _APP, "backends.yaml": _BACKENDS})
    return write


def _events(folder: Path) -> list[dict[str, object]]:
    file = folder / "events"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


def test_the_function_decides(project: Write, command: Command, tmp_path: Path) -> None:
    wanted = '{"principalId": "me", "count": "1", "integrationLatency": 25}'
    project({"a.vtl.yaml": _cases("me", expect=f"{{response: {{body: {wanted}}}}}")})
    done = command("vtl-run", "--live")
    assert (done.code, done.out.split(" in ")[0]) == (0, "1 passed")
    arn = "arn:aws:execute-api:us-east-1:123456789012:abcdef1234/test/GET/orders/1"
    assert _events(tmp_path)[0] == {"type": "TOKEN", "methodArn": arn, "authorizationToken": "me"}


@pytest.mark.parametrize(
    ("token", "kind"),
    [
        ("deny", "ACCESS_DENIED"),
        ("unknown", "UNAUTHORIZED"),
        ("broken", "AUTHORIZER_FAILURE"),
        ("nothing", "AUTHORIZER_CONFIGURATION_ERROR"),
        ("nobody", "AUTHORIZER_CONFIGURATION_ERROR"),
        (None, "UNAUTHORIZED"),
    ],
)
def test_refusals(project: Write, command: Command, tmp_path: Path, token: str | None, kind: str) -> None:
    project({"a.vtl.yaml": _cases(token, expect=f"{{gatewayResponse: {kind}}}")})
    done = command("vtl-run", "--live")
    assert done.code == 0, done.out
    assert len(_events(tmp_path)) == (0 if token is None else 1)


@pytest.mark.parametrize(
    ("ttl", "tokens", "calls"),
    [
        (300, ("a", "a", "b", "a"), 2),
        (0, ("a", "a", "b", "a"), 4),
        (300, ("unknown", "unknown"), 2),
        (300, ("broken", "broken"), 2),
        (300, ("deny", "deny"), 1),
    ],
)
def test_results_are_kept_for_an_identity(
    project: Write, command: Command, tmp_path: Path, ttl: int, tokens: tuple[str, ...], calls: int
) -> None:
    text = _cases(*tokens, expect="{response: {statusCode: 599}}")
    project({"api.json": _api("token", ttl), "a.vtl.yaml": text})
    command("vtl-run", "--live")  # each fails, and yet calls once
    assert len(_events(tmp_path)) == calls


def test_a_kept_policy_counts_for_other_methods(project: Write, command: Command, tmp_path: Path) -> None:
    first = _cases("narrow", expect="{response: {statusCode: 200}}")
    second = _cases("narrow", expect="{gatewayResponse: ACCESS_DENIED}", path="/other")
    project({"a.vtl.yaml": first, "b.vtl.yaml": second})
    assert command("vtl-run", "--live").out.startswith("2 passed")
    assert len(_events(tmp_path)) == 1


def test_the_event_of_a_request_authorizer(project: Write, command: Command, tmp_path: Path) -> None:
    text = _cases("me", expect="{response: {statusCode: 200}}").replace(
        "/orders/1", "/orders/1, queryStringParameters: {q: [a, b]}"
    )
    project({"api.json": _api("request", 0), "a.vtl.yaml": text})
    assert command("vtl-run", "--live").code == 0
    event = _events(tmp_path)[0]
    assert list(event)[:5] == ["type", "methodArn", "resource", "path", "httpMethod"]
    assert (event["type"], event["resource"], event["path"]) == ("REQUEST", "/orders/{id}", "/orders/1")
    assert (event["pathParameters"], event["stageVariables"]) == ({"id": "1"}, {})
    assert (event["queryStringParameters"], event["multiValueQueryStringParameters"]) == ({"q": "b"}, {"q": ["a", "b"]})
    assert "body" not in event


def test_what_the_case_says_counts(project: Write, command: Command, tmp_path: Path) -> None:
    text = _cases("me", expect="{gatewayResponse: ACCESS_DENIED}").replace(
        "{backend: live}", "{backend: live, authorizer: deny}"
    )
    project({"a.vtl.yaml": text})
    assert command("vtl-run", "--live").code == 0
    assert _events(tmp_path) == []


@pytest.mark.parametrize("token", ["me", "deny", "unknown", "broken"])
def test_recordings_have_the_authorizer(project: Write, command: Command, tmp_path: Path, token: str) -> None:
    expect = "{response: {statusCode: 200}}" if token == "me" else "{}"
    project({"a.vtl.yaml": _cases(token, expect=expect)})
    done = command("vtl-run", "--live", "--record")
    assert "recorded a.vtl.yaml::0: backend, authorizer\n" in done.out
    case = yaml.safe_load((tmp_path / "a.vtl.yaml").read_text("utf-8"))["cases"][0]
    if token in ("unknown", "broken"):
        assert case["authorizer"] == {"unknown": "unauthorized", "broken": "fails"}[token]
    else:
        assert case["authorizer"]["principalId"] == token
    assert "skipped" not in command("vtl-run").out


def test_vtl_call(project: Write, command: Command) -> None:
    done = command("vtl-call", "api.json", "GET", "/orders/1", "-H", "Authorization: me", "--live")
    assert json.loads(done.out)["principalId"] == "me"
    done = command("vtl-call", "api.json", "GET", "/orders/1", "-H", "Authorization: deny", "--live")
    assert "explicit deny" in done.out


@pytest.mark.parametrize("token", ["me", "deny"])
def test_a_saved_call_has_the_authorizer(project: Write, command: Command, tmp_path: Path, token: str) -> None:
    arguments = ("-H", f"Authorization: {token}", "--live", "--save", "saved.vtl.yaml")
    done = command("vtl-call", "api.json", "GET", "/orders/1", *arguments)
    assert "saved as 'GET /orders/1' in saved.vtl.yaml" in done.err
    case = yaml.safe_load((tmp_path / "saved.vtl.yaml").read_text("utf-8"))["cases"][0]
    assert case["authorizer"]["principalId"] == token
    assert command("vtl-run", "saved.vtl.yaml").out.startswith("1 passed")


def test_a_function_without_a_backend(project: Write, command: Command) -> None:
    project({"a.vtl.yaml": _cases("me"), "backends.yaml": "functions: {Orders: {handler: app.orders}}"})
    done = command("vtl-run", "--live")
    assert done.code == 4
    assert "a.vtl.yaml:2:21: the function Guard has no backend" in done.out
