"""A failing function through a whole call: which integration response is selected, what the client gets, the log."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from vtlharness import (
    Integration,
    IntegrationResponse,
    Invocation,
    Method,
    MethodRequest,
    RestApi,
    invoke,
    live_backend,
)
from vtlharness.source import Source

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")

_ARN = "arn:aws:lambda:us-east-1:123456789012:function:Orders"
_INVOKE = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{_ARN}/invocations"
_FILES = {
    "py": """
import os, time
def raises(event, context): raise ValueError("no order 7")
def slow(event, context): time.sleep(5)
def leaves(event, context): os._exit(1)
def proper(event, context): return {"statusCode": 201, "body": "made"}
def number(event, context): return 5
""",
    "js": """
exports.raises = async () => { throw new TypeError('no order 7') }
exports.slow = () => new Promise(resolve => setTimeout(resolve, 5000))
exports.leaves = async () => process.exit(1)
exports.proper = async () => ({ statusCode: 201, body: 'made' })
exports.number = async () => 5
""",
}


@pytest.fixture(params=["py", pytest.param("js", marks=needs_node)])
def ending(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    (tmp_path / f"app.{request.param}").write_text(_FILES[request.param], encoding="utf-8")
    return str(request.param)


def _called(folder: Path, handler: str, kind: str, body: str = "{}", timeout: int = 29000) -> Invocation:
    responses = (
        IntegrationResponse(
            "404", ".*no order.*", response_templates={"application/json": Source("$input.path('$.errorType')", "t")}
        ),
        IntegrationResponse("504", ".*timed out.*"),
        IntegrationResponse("500", ".*exited.*"),
        IntegrationResponse("501", "Unable to import.*|Error: Cannot find module.*"),
        IntegrationResponse("200"),
    )
    is_proxy = kind == "AWS_PROXY"
    integration = Integration(
        kind,  # type: ignore[arg-type]
        "POST",
        _INVOKE,
        integration_responses=() if is_proxy else responses,
        request_templates={} if is_proxy else {"application/json": Source(body, "t")},
        timeout_in_millis=timeout,
    )
    settings = {"functions": {"Orders": {"handler": handler, "timeout": 1}}}
    backend = live_backend(folder / "api.yaml", settings)
    try:
        return invoke(RestApi(methods=(Method("GET", "/", integration),)), MethodRequest("GET", "/"), backend)
    finally:
        backend.close()


@pytest.mark.parametrize(
    ("handler", "status", "body"),
    [
        ("app.raises", 404, {"py": "ValueError", "js": "TypeError"}),
        ("app.slow", 504, "Task timed out after 1.00 seconds"),
        ("app.leaves", 500, "Runtime exited with error: exit status 1"),
        ("app.number", 200, "5"),
    ],
)
def test_a_mapped_integration(tmp_path: Path, ending: str, handler: str, status: int, body: object) -> None:
    made = _called(tmp_path, handler, "AWS")
    wanted = body[ending] if isinstance(body, dict) else str(body)
    assert (made.response.status, wanted in made.response.body_text) == (status, True), made.log
    assert any("Endpoint response headers: {" in line for line in made.log)
    assert any("X-Amz-Function-Error=Unhandled" in line for line in made.log) == (status != 200)


@pytest.mark.parametrize("handler", ["app.raises", "app.slow", "app.leaves", "app.number"])
def test_a_proxy_integration(tmp_path: Path, ending: str, handler: str) -> None:
    made = _called(tmp_path, handler, "AWS_PROXY")
    assert (made.response.status, json.loads(made.response.body_text)) == (502, {"message": "Internal server error"})
    told = {
        "app.raises": "due to customer function error: no order 7. Lambda request id: ",
        "app.slow": " Error: Task timed out after 1.00 seconds. Lambda request id: ",
        "app.leaves": " Error: Runtime exited with error: exit status 1. Lambda request id: ",
        "app.number": "Execution failed due to configuration error: Malformed Lambda proxy response",
    }
    assert told[handler] in str(made.reason)
    assert any(told[handler] in line for line in made.log)


def test_a_proxy_result(tmp_path: Path, ending: str) -> None:
    made = _called(tmp_path, "app.proper", "AWS_PROXY")
    assert (made.response.status, made.response.body_text) == (201, "made")


def test_a_body_that_is_not_json(tmp_path: Path, ending: str) -> None:
    made = _called(tmp_path, "app.number", "AWS", body="{broken")
    assert made.backend_reply is not None
    assert made.backend_reply.status_code == 400
    assert any("Could not parse request body into json: " in line for line in made.log)


def test_the_integrations_timeout(tmp_path: Path, ending: str) -> None:
    made = _called(tmp_path, "app.slow", "AWS", timeout=300)
    assert (made.response.status, made.gateway_response) == (504, "INTEGRATION_TIMEOUT")
