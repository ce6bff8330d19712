"""Rows of recorded calls as the arguments of `invoke`: the API, the request, the backend.

A recording contains the parts that its author kept. This module fills in the rest, the same for all rows: an
integration's address, the default response, the headers that the recording client sends by itself, the body of a reply
that the response shows unchanged.
"""

from __future__ import annotations

import base64
import json
import re
from typing import Any
from urllib.parse import parse_qsl

from vtlharness.gateway.access import NOTHING_SAID, Access
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.call import Call
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import (
    ApiKey,
    CanarySettings,
    GatewayResponse,
    Integration,
    IntegrationResponse,
    Method,
    RequestValidator,
    RestApi,
    Stage,
)
from vtlharness.source import Source

Row = dict[str, Any]

LAMBDA = (
    "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
    "arn:aws:lambda:us-east-1:111111111111:function:fn/invocations"
)
HOST = "abcdef1234.execute-api.us-east-1.amazonaws.com"
CLIENT_HEADERS = {"Accept": "*/*", "Accept-Encoding": "gzip, deflate", "Host": HOST}

_NUMBER_PAIR = {"type": "object", "properties": {"name": {"type": "string"}, "b": {"type": "integer"}}}
PERSON = {
    **_NUMBER_PAIR,
    "properties": {**_NUMBER_PAIR["properties"], "house": {"$ref": "#/components/schemas/House"}},  # type: ignore[dict-item]
    "required": ["name", "b"],
}
HOUSE = {
    "type": "object",
    "properties": {
        "randomProperty": {"type": "string"},
        "contains": {
            "type": "array",
            "items": {"$ref": "https://apigateway.amazonaws.com/restapis/abcdef1234/models/Person"},
        },
    },
}
FIELDS = {
    "type": "object",
    "properties": {"string_field": {"type": "string"}, "integer_field": {"type": "integer"}},
    "required": ["string_field", "integer_field"],
}


def templates(given: dict[str, str | None] | None) -> dict[str, Source]:
    """Templates by content type; null ones are not stored."""
    return {name: Source(text) for name, text in (given or {}).items() if text is not None}


def integration_response(given: Row) -> IntegrationResponse:
    return IntegrationResponse(
        given.get("statusCode", "200"),
        given.get("selectionPattern"),
        given.get("responseParameters") or {},
        templates(given.get("responseTemplates")),
        given.get("contentHandling"),
    )


def integration_uri(kind: str, uri: str | None) -> str | None:
    """The whole URI for a row's abbreviation."""
    if kind == "MOCK":
        return None
    if kind in ("HTTP", "HTTP_PROXY"):
        return uri or "https://backend.example.com/"
    if uri is None or uri == "lambda":
        return LAMBDA
    if uri.startswith("lambda (uri has lambda:path//"):
        return LAMBDA.replace("path/", "path//", 1)
    return uri if uri.startswith("arn:") else f"arn:aws:apigateway:us-east-1:{uri}"


def integration(row: Row) -> Integration:
    given = row.get("integration") or {}
    kind = given.get("type") or ("MOCK" if "validation" in row["topic"] else "HTTP")
    mocked = kind == "MOCK" and not given.get("requestTemplates")
    responses = row.get("integration_responses") or [{"statusCode": "200"}]
    if mocked and "validation" in row["topic"]:
        responses = [{"statusCode": "200", "responseTemplates": {"application/json": '{"data": "ok"}'}}]
    return Integration(
        kind,
        given.get("httpMethod") or (None if kind == "MOCK" else "POST"),
        integration_uri(kind, given.get("uri")),
        given.get("requestParameters") or {},
        templates({"application/json": '{"statusCode": 200}'} if mocked else given.get("requestTemplates")),
        given.get("passthroughBehavior") or "WHEN_NO_MATCH",
        given.get("contentHandling"),
        integration_responses=tuple(map(integration_response, responses)),
    )


def models(row: Row) -> tuple[dict[str, Any], dict[str, str]]:
    """The API's models, and the method's by content type."""
    if row["id"].startswith("aws-validate-circular"):
        return {"Person": PERSON, "House": HOUSE}, {"application/json": "Person"}
    if row["id"].startswith("aws-cfn-model"):
        return {"Fields": FIELDS}, {"application/json": "Fields"}
    given = (row.get("method") or {}).get("requestModels") or {}
    return {f"Model{index}": schema for index, schema in enumerate(given.values())}, {
        media_type: f"Model{index}" for index, media_type in enumerate(given)
    }


def method(row: Row) -> Method:
    given = row.get("method") or {}
    validator = given.get("requestValidator")
    _, by_type = models(row)
    if by_type and validator is None:
        validator = {"validateRequestBody": True, "validateRequestParameters": True}
    return Method(
        given.get("httpMethod") or "ANY",
        given.get("resourcePath") or _path(row) or "/",
        integration(row),
        given.get("requestParameters") or {},
        by_type,
        RequestValidator(validator["validateRequestBody"], validator["validateRequestParameters"])
        if validator
        else None,
        api_key_required=bool(given.get("apiKeyRequired")),
    )


def api(row: Row) -> RestApi:
    given = row.get("api") or {}
    canary = given.get("canary")
    settings = CanarySettings(canary["percentTraffic"], canary["stageVariableOverrides"]) if canary else None
    variables = {**(given.get("stage_variables") or {}), **(row.get("stage_variables") or {})}
    routes = row.get("routes")
    methods = (
        tuple(Method(verb, path, Integration("MOCK")) for verb, path in routes)
        if routes is not None
        else (method(row),)
    )
    return RestApi(
        methods,
        stage=Stage(given.get("stage") or "test", variables, settings),
        binary_media_types=tuple(given.get("binaryMediaTypes") or ()),
        models=models(row)[0],
        gateway_responses={
            name: GatewayResponse(name, settings.get("statusCode"), settings.get("responseParameters") or {})
            for name, settings in (given.get("gatewayResponses") or {}).items()
        },
        api_keys=(ApiKey(("disabled",), enabled=False),) if "api-key" in row["topic"] else (),
    )


def access(row: Row) -> Access:
    """The keys of the API that was recorded: one that is enabled, and one that is not."""
    keys = {"enabled": "<key value>", "disabled": "<disabled key value>"}
    return Access(api_keys=keys) if "api-key" in row["topic"] else NOTHING_SAID


def _path(row: Row) -> str | None:
    """The path without the stage, with all its slashes."""
    request = row.get("request") or {}
    raw = request.get("raw_path")
    if raw is None:
        return request.get("path")
    return "/" + raw.lstrip("/").partition("/")[2]


def request(row: Row) -> MethodRequest:
    given = row.get("request") or {}
    values = given.get("path_params") or {}
    path = _path(row)
    if path is None:
        path = (row.get("method") or {}).get("resourcePath") or "/"
        for name in values:
            path = path.replace(f"{{{name}+}}", values[name]).replace(f"{{{name}}}", values[name])
        path = path.replace("{", "").replace("+}", "").replace("}", "")
    query = dict(given.get("querystring") or {})
    for name, value in parse_qsl(given.get("raw_query") or ""):
        query.setdefault(name, []).append(value)
    headers = dict(given.get("headers") or {})
    if row["evidence"] == "aws":
        sent = {name.lower() for name in headers}
        headers.update({name: value for name, value in CLIENT_HEADERS.items() if name.lower() not in sent})
    body = given.get("body_b64")
    return MethodRequest(
        given.get("method") or "GET",
        path,
        None,
        values,
        query,
        headers,
        given.get("body"),
        None if body is None else base64.b64decode(body),
    )


def call(row: Row) -> Call:
    return Call(account_id="111111111111")


class RecordedBackend:
    """Answers as the row's backend did, and keeps the requests."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.asked: list[IntegrationRequest] = []

    def __call__(self, sent: IntegrationRequest, /) -> BackendReply:
        self.asked.append(sent)
        backend = self.row.get("backend") or {}
        if "lambda_error" in backend:
            error = json.dumps({"errorMessage": "the JSON object must be str", "errorType": "TypeError"})
            return BackendReply(200, {"X-Amz-Function-Error": "Unhandled"}, error)
        if "lambda_payload" in backend:
            return BackendReply(200, {"Content-Type": "application/json"}, json.dumps(backend["lambda_payload"]))
        if "kind" in backend:
            return _echo(backend["kind"], sent)
        if self.row["id"] == "aws-lambda-async-event":
            assert sent.headers["X-Amz-Invocation-Type"] == ["Event"]
            return BackendReply(202)
        if sent.type == "AWS_PROXY":
            return BackendReply(200, {}, '{"statusCode": 200}')
        return self._response(backend.get("response") or {})

    def _response(self, response: Row) -> BackendReply:
        shown = (self.row.get("expect") or {}).get("response") or {}
        text = response.get("body")
        raw = response.get("body_b64")
        if "body_json" in response:
            text = json.dumps(response["body_json"])
        if "body_contains" in response:
            text = "".join(response["body_contains"])
        if text is None and raw is None:  # the row leaves it out, the response shows it
            for key in ("body_json", "body_json_subset"):
                if key in shown:
                    text = json.dumps(shown[key])
            if "body_contains" in shown:
                text = "".join(shown["body_contains"])
        return BackendReply(
            response.get("status") or 200,
            response.get("headers") or {},
            text,
            None if raw is None else base64.b64decode(raw),
        )


def _echo(kind: str, sent: IntegrationRequest) -> BackendReply:
    """The answer of the echoing backends of several rows."""
    headers = {"Date": "Tue, 20 May 2025 13:27:30 GMT", "Connection": "keep-alive"}
    if kind.startswith("httpbin"):
        text = json.dumps({"headers": sent.wire_headers}, indent=2)
        cors = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Credentials": "true"}
        own = {"Content-Type": "application/json", "Server": "gunicorn/19.9.0", "Content-Length": str(len(text))}
        return BackendReply(200, {**headers, **own, **cors}, text)
    if kind.startswith("Lambda function URL"):
        own = {"x-amzn-RequestId": "1", "X-Amzn-Trace-Id": "Root=1", "Content-Length": "2"}
        return BackendReply(200, {**headers, **own, "Content-Type": "application/json"}, "{}")
    if kind.startswith("Lambda returning"):
        event = json.loads(sent.lambda_event)
        text = json.dumps({"statusCode": 200, "body": json.dumps(event), "isBase64Encoded": False})
        return BackendReply(200, {"Content-Type": "application/json"}, text)
    if kind.startswith("Lambda"):
        return BackendReply(200, {"Content-Type": "application/json"}, json.dumps(json.loads(sent.lambda_event)))
    assert kind == "echo"
    return BackendReply(200, {}, sent.body_text)


class LoggedBackend:
    """Answers as the execution log of the row tells."""

    def __init__(self, row: Row) -> None:
        self.log: list[str] = row["expect"]["log_lines"]

    def __call__(self, sent: IntegrationRequest, /) -> BackendReply:
        printed = self._entry("Endpoint response headers: ")[1:-1]
        headers = dict(part.split("=", 1) for part in re.split(r", (?=[A-Za-z-]+=)", printed))
        return BackendReply(200, headers, self._entry("Endpoint response body before transformations: "))

    def _entry(self, label: str) -> str:
        return next(line.partition(label)[2] for line in self.log if label in line)
