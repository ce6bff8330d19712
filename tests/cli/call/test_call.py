"""`vtl-call`: one call through an API, with a canned backend or its real one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.backends.raw_server import raw_server
from tests.commands import Command, command_environment

Write = Callable[[Mapping[str, "str | bytes"]], Path]

_API = """
openapi: 3.0.1
info: {title: orders, version: "1"}
paths:
  /orders/{id}:
    post:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: when, in: query, schema: {type: string}}
      responses: {"200": {description: ok}, "404": {description: none}}
      x-amazon-apigateway-integration:
        type: http
        httpMethod: POST
        uri: https://warehouse.example.com/a%20b
        requestParameters: {integration.request.querystring.when: method.request.querystring.when}
        requestTemplates: {application/json: '{"id": "$input.params("id")", "got": $input.body}'}
        responses: {default: {statusCode: "200"}, 4..: {statusCode: "404"}}
  /mock:
    get:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses: {default: {statusCode: "200", responseTemplates: {application/json: "$input.params('q')"}}}
  /broken:
    get:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: {application/json: '#if('}
        responses: {default: {statusCode: "200"}}
  /queue:
    post:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: arn:aws:apigateway:us-east-1:sqs:path/1/q
        responses: {default: {statusCode: "200"}}
"""


@pytest.fixture
def api(write: Write) -> None:
    write({"api.yaml": _API, "body.json": "[1]"})


@pytest.mark.usefixtures("api")
def test_the_body_stands_alone(command: Command) -> None:
    done = command("vtl-call", "api.yaml", "get", "/mock?q=a%20b")
    assert (done.out, done.err, done.code) == ("a b", "", 0)
    assert command("vtl-call", "api.yaml", "GET", "mock", "-q", "q=x", "-q", "q=y").out == "y"


@pytest.mark.usefixtures("api")
def test_a_canned_backend(command: Command) -> None:
    given = ("--response-body", "gone", "--response-status", "410", "--response-header", "X: 1")
    done = command("vtl-call", "api.yaml", "POST", "/orders/7", "-d", "@body.json", "-i", *given)
    assert done.code == 0
    assert done.out.startswith("HTTP/1.1 404\n")
    assert done.out.endswith("\n\ngone")


@pytest.mark.usefixtures("api")
def test_the_request_that_the_backend_gets(command: Command) -> None:
    done = command("vtl-call", "api.yaml", "POST", "/orders/7", "-d", "[1]", "-q", "when=1:2", "--request")
    assert done.out.startswith("POST /a%20b?when=1%3A2 HTTP/1.1\nAccept: application/json\n")
    assert "\nHost: warehouse.example.com\nContent-Length: 23\n\n" in done.out
    assert '{"id": "7", "got": [1]}' in done.out


@pytest.mark.usefixtures("api")
def test_the_log(command: Command) -> None:
    done = command("vtl-call", "api.yaml", "GET", "/mock", "-q", "q=end", "--log")
    assert "Method completed with status: 200\n\nend" in done.out


@pytest.mark.usefixtures("api")
def test_all_of_it_as_json(command: Command) -> None:
    done = command("vtl-call", "api.yaml", "POST", "/orders/7", "-d", "[1]", "--response-body", "ok", "--json")
    data = json.loads(done.out)
    assert data["integrationRequest"]["uri"] == "https://warehouse.example.com/a%20b"
    assert data["integrationRequest"]["body"] == '{"id": "7", "got": [1]}'
    assert data["backend"] == {"statusCode": 200, "headers": {}, "body": "ok"}
    assert (data["response"]["statusCode"], data["response"]["body"]) == (200, "ok")
    assert data["gatewayResponse"] is None
    assert data["log"][-1].endswith("Method completed with status: 200")


@pytest.mark.usefixtures("api")
def test_what_the_gateway_itself_answers(command: Command) -> None:
    done = command("vtl-call", "api.yaml", "GET", "/none")
    assert (done.out, done.code) == ('{"message":"Missing Authentication Token"}', 0)
    assert done.err == "the gateway itself answered, with MISSING_AUTHENTICATION_TOKEN\n"


@pytest.mark.usefixtures("api")
def test_a_live_call(command: Command, write: Write) -> None:
    with raw_server(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello") as server:
        write({"backends.yaml": f"http: {{'https://warehouse.example.com': '{server.address}'}}"})
        done = command("vtl-call", "api.yaml", "POST", "/orders/7", "-d", "[1]", "--live")
    assert (done.out, done.err, done.code) == ("hello", "", 0)
    assert server.received[0].startswith(b"POST /a%20b HTTP/1.1\r\n")
    assert b"\r\nHost: warehouse.example.com\r\n" in server.received[0]
    assert server.received[0].endswith(b'\r\n\r\n{"id": "7", "got": [1]}')


@pytest.mark.usefixtures("api")
def test_a_named_file_of_backends(command: Command, write: Write) -> None:
    write({"mine.yaml": "http:\n  https://warehouse.example.com: 7\n"})
    done = command("vtl-call", "api.yaml", "POST", "/orders/7", "-d", "[1]", "--live", "--backends", "mine.yaml")
    assert done.code == 4
    assert done.err.startswith("mine.yaml:2:")
    assert "must be text, but this is the number 7" in done.err


@pytest.mark.usefixtures("api")
def test_aws_is_not_called_unless_allowed(command: Command) -> None:
    done = command("vtl-call", "api.yaml", "POST", "/queue", "--live")
    assert done.code == 4
    assert "the AWS service sqs has no backend" in done.err
    assert "`--allow-aws`" in done.err


@pytest.mark.usefixtures("api")
@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("GET", "/broken"), 1, "api.yaml:"),
        (("GET", "/mock", "--live", "--response-body", "x"), 4, "leave out the --response options"),
        (("GET", "/mock", "--allow-aws"), 4, "--allow-aws is for --live"),
        (("GET", "/mock", "--backends", "x"), 4, "--backends is for --live"),
        (("GET", "/mock", "--assume-role", "credentials"), 4, "--assume-role is for --live"),
        (("GET", "/mock", "--live", "--assume-role", "gateway"), 4, "'gateway' is not the ARN of a role"),
        (("GET", "/mock", "--live", "--backends", "none.yaml"), 4, "none.yaml does not exist"),
        (("GET", "/mock", "-d", "-", "--response-body", "-"), 4, "can be read only once"),
        (("GET", "/mock", "-d", "@none"), 4, "none does not exist"),
        (("GET", "/mock", "-H", "x"), 4, "--header: expected 'Name: value', found 'x'"),
        (("GET",), 4, "Missing argument 'PATH'"),
    ],
)
def test_faults(command: Command, arguments: tuple[str, ...], code: int, message: str) -> None:
    done = command("vtl-call", "api.yaml", *arguments)
    assert done.code == code
    assert message in done.err
    assert "Traceback" not in done.err


def test_a_definition_that_is_missing(command: Command) -> None:
    done = command("vtl-call", "none.yaml", "GET", "/")
    assert (done.code, done.out) == (4, "")
    assert "none.yaml does not exist" in done.err


@pytest.mark.usefixtures("api")
def test_no_socket_without_live(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "def refuse(event, args):\n"
        "    assert not event.startswith(('socket.', 'subprocess.', 'os.fork', 'os.exec')), event\n"
        "sys.addaudithook(refuse)\n"
        "from vtlharness.cli import vtl_call\n"
        "vtl_call.main(['api.yaml', 'POST', '/orders/7', '-d', '1', '--request', '--log'], standalone_mode=False)\n"
        "absent = {'socket', 'ssl', 'http.client', 'botocore', 'vtlharness.backends.live'}\n"
        "assert not absent & set(sys.modules), absent & set(sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=tmp_path, env=command_environment(), check=False
    )
    assert done.stderr.decode() == ""
    assert done.returncode == 0
