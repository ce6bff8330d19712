"""Headers that each call has anew: `--update` expects none of them, and `--record` keeps none of them.

The lists are those of the headers that the service, CloudFront and AWS's own backends write; any casing counts.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from vtlharness.backends.canned import CannedBackend
from vtlharness.cases.loading import parse_case_file
from vtlharness.cases.results import CaseResult
from vtlharness.cases.update.canned_forms import canned_forms
from vtlharness.cases.update.expected_request import expected_request
from vtlharness.cases.update.whole_expectation import expected_answer, whole_expectation
from vtlharness.definitions import load_definition
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.invocation import Invocation, invoke
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.source import Source

OF_THE_TRANSFER = (
    *("Connection", "Content-Length", "Date", "Keep-Alive", "Server", "Transfer-Encoding"),
    *("x-amzn-RequestId", "x-amz-request-id", "x-amz-id-2"),
)
OF_THE_ANSWER = (*OF_THE_TRANSFER, "Age", "x-amz-apigw-id", "X-Amzn-Trace-Id")
OF_THE_REQUEST = (
    *("Host", "Via", "Content-Length", "X-Amz-Cf-Id", "X-Amz-Target", "X-Amzn-Trace-Id"),
    *("X-Amzn-Apigateway-Api-Id", "X-Amzn-Lambda-Integration-Tag"),
    *("CloudFront-Viewer-Country", "cloudfront-forwarded-proto"),
)
API = """\
openapi: 3.0.1
info: {title: a, version: "1"}
paths:
  /proxy:
    get:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration: {type: http_proxy, httpMethod: POST, uri: "https://example.com/any"}
  /http:
    get:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: http
        httpMethod: POST
        uri: https://example.com/any
        requestParameters: {PARAMETERS}
        responses: {default: {statusCode: "200"}}
  /aws:
    get:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: arn:aws:apigateway:eu-central-1:sns:action/Publish
        credentials: arn:aws:iam::123456789012:role/r
        requestParameters: {PARAMETERS}
        responses: {default: {statusCode: "200"}}
"""


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def call(path: str, headers: dict[str, str], reply: BackendReply, parameters: str = "") -> Invocation:
    Path("api.yaml").write_text(API.replace("PARAMETERS", parameters), "utf-8")
    request = MethodRequest("GET", path, headers=dict(headers))
    return invoke(load_definition("api.yaml"), request, CannedBackend(reply))


def test_the_answer_to_the_client() -> None:
    headers = dict.fromkeys((*OF_THE_ANSWER, "X-Own", "x-amz-own"), "v")
    made = call("/proxy", {}, BackendReply(201, {**headers, "Content-Type": "text/plain"}, "a"))
    own = {"X-Own": "v", "x-amz-own": "v", "Content-Type": "text/plain"}
    assert expected_answer(made) == {"response": {"statusCode": 201, "headers": own, "body": "a"}}


def test_the_request_to_the_backend() -> None:
    made = call("/proxy", dict.fromkeys((*OF_THE_REQUEST, "X-Own", "Accept", "User-Agent"), "v"), BackendReply(200, {}))
    assert expected_request(made.integration_request) == {
        "integrationRequest": {
            "httpMethod": "POST",
            "uri": "https://example.com/any",
            "headers": {"X-Own": "v", "Accept": "v", "User-Agent": "v"},
        }
    }


@pytest.mark.parametrize("name", [name for name in OF_THE_REQUEST if name != "Content-Length"])
def test_a_mapped_header_of_the_request(name: str) -> None:
    mapped = {f"integration.request.header.{one}": "'v'" for one in (name, "X-Own")}
    parameters = ", ".join(f'{key}: "{value}"' for key, value in mapped.items())
    made = call("/aws", {}, BackendReply(200, {}), parameters)
    assert made.integration_request is not None
    assert made.integration_request.headers[name] == ["v"]
    sent = expected_request(made.integration_request)["integrationRequest"]
    assert isinstance(sent, dict)
    assert sent["headers"] == {"X-Own": "v"}


@pytest.mark.parametrize(
    ("parameters", "headers"),
    [
        ("", None),
        ("integration.request.header.Accept: \"'text/csv'\"", {"Accept": "text/csv"}),
        ("integration.request.header.Accept: \"'application/json'\"", None),
        ("integration.request.header.User-Agent: \"'me'\"", {"User-Agent": "me"}),
    ],
)
def test_headers_that_the_gateway_writes_itself(parameters: str, headers: object) -> None:
    made = call("/http", {}, BackendReply(200, {}), parameters)
    sent = expected_request(made.integration_request)["integrationRequest"]
    assert isinstance(sent, dict)
    assert sent.get("headers") == headers


def test_the_recorded_answer() -> None:
    headers = dict.fromkeys((*OF_THE_TRANSFER, "X-Own", "Age", "ETag"), "v")
    made = call("/proxy", {}, BackendReply(200, headers, "a"))
    (case,) = parse_case_file(
        Path("a.vtl.yaml"), Source("api: api.yaml\ncases: [{name: a, methodRequest: {path: /proxy}}]\n")
    ).cases
    result = CaseResult(case, "passed", invocation=made)
    plain, *others = canned_forms(result)
    assert plain == {"statusCode": 200, "headers": {"X-Own": "v", "Age": "v", "ETag": "v"}, "body": "a"}
    assert [form["headers"] for form in others] == [plain["headers"], headers, headers]
    assert whole_expectation(result) == {
        **expected_request(made.integration_request),
        **expected_answer(made),
    }
