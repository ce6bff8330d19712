"""One backend for a whole API: what its settings say, and where each request goes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.backends.raw_server import raw_server
from vtlharness import (
    AwsService,
    BackendReply,
    CannedBackend,
    Integration,
    IntegrationRequest,
    LambdaFunction,
    LiveBackend,
    Method,
    MethodRequest,
    RestApi,
    VtlHarnessError,
    invoke,
    live_backend,
)
from vtlharness.backends.lambda_function import function_name
from vtlharness.backends.reading import read_backends
from vtlharness.backends.settings import BackendSettings
from vtlharness.gateway.service_arn import parse_service_arn

_FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:Orders"
_INVOKE = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{_FUNCTION}"


def _request(arn: str, body: str = "") -> IntegrationRequest:
    service = parse_service_arn(arn)
    assert service is not None
    uri = f"https://{service.endpoint}/{service.target}"
    return IntegrationRequest("AWS", "POST", uri, body=body, service=service)


def _refused(backends: dict[str, object], request: IntegrationRequest) -> VtlHarnessError:
    with pytest.raises(VtlHarnessError) as raised:
        live_backend("template.yaml", backends)(request)
    return raised.value


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (_FUNCTION, ("Orders", None)),
        (f"{_FUNCTION}:live", ("Orders", "live")),
        ("123456789012:function:Orders", ("Orders", None)),
        ("Orders", ("Orders", None)),
        ("Orders:1", ("Orders", "1")),
        ("function:Orders", ("Orders", None)),
        (":::", (":::", None)),
    ],
)
def test_names_of_functions(function: str, name: tuple[str, str | None]) -> None:
    assert function_name(function) == name


def test_functions_without_a_backend() -> None:
    error = _refused({"functions": {"Order": "http://127.0.0.1:1"}}, _request(f"{_INVOKE}/invocations"))
    assert (error.message, error.hint) == ("the function Orders has no backend", "did you mean `Order`?")
    error = _refused({}, _request(f"{_INVOKE}/invocations"))
    assert error.hint == "name it under `functions`, such as `Orders: http://127.0.0.1:9001`"


def test_services_without_a_backend() -> None:
    error = _refused({}, _request("arn:aws:apigateway:us-east-1:sqs:path/1/q"))
    hint = "name an endpoint, `aws: {endpoint: ...}`, or let AWS itself be called: `--allow-aws`"
    assert (error.message, error.hint) == ("the AWS service sqs has no backend", hint)


_HANDLER = "such as `handler: src/orders/app.handler`"
_HTTP = "write a scheme and a host, such as https://warehouse.example.com or http://127.0.0.1:9100"
_LAMBDA = "write a scheme and a host, such as http://127.0.0.1:9001"
_ALLOW = "name an `endpoint`, or allow it: `--allow-aws`, in Python `allow_aws=True`"
_AWS_ITSELF = "without an endpoint, this backend would call AWS itself, with your credentials"
_SECONDS = "`functions.A.timeout` must be a number of seconds, up to 900"
_VARIABLE = "cannot be an environment variable"


def _of_a(**given: object) -> dict[str, object]:
    return {"functions": {"A": {"handler": "a.b", **given}}}


@pytest.mark.parametrize(
    ("backends", "message", "hint"),
    [
        ({"function": {}}, "`backends` has no key `function`", "did you mean `functions`?"),
        ({"functions": []}, "`functions` must be a mapping, but this is a list", None),
        ({"functions": {"A": 1}}, "`functions.A` must be text, but this is the number 1", None),
        ({"functions": {"A": {}}}, "`functions.A` needs a `handler`", _HANDLER),
        ({"functions": {"A": {"handler": 1}}}, "`functions.A.handler` must be text, but this is the number 1", None),
        ({"functions": {"A": {"handlr": "a.b"}}}, "`A` has no key `handlr`", "did you mean `handler`?"),
        (_of_a(runtime=3), "`functions.A.runtime` must be text, but this is the number 3", None),
        *((_of_a(timeout=value), _SECONDS, None) for value in (0, -1, 900.5, 901, True, "3", None)),
        (_of_a(environment={"X=": "1"}), f"`functions.A.environment.X=` {_VARIABLE}", None),
        (_of_a(environment={"": "1"}), f"`functions.A.environment.` {_VARIABLE}", None),
        (_of_a(environment={"X\0": "1"}), f"`functions.A.environment.X\\u0000` {_VARIABLE}", None),
        (_of_a(environment={"X": "1\0"}), f"`functions.A.environment.X` {_VARIABLE}", None),
        (_of_a(environment={"X": []}), "`functions.A.environment.X` must be text, but this is a list", None),
        (_of_a(environment=[]), "`functions.A.environment` must be a mapping, but this is a list", None),
        (_of_a(**{"a\nb": 1}), "`A` has no key `a\\nb`", "known here: handler, runtime, timeout, environment"),
        ({"functions": {"A": "localhost"}}, "'localhost' is not the address of Lambda's Invoke API", _LAMBDA),
        ({"functions": {"A": "http://a/b"}}, "'http://a/b' is not the address of Lambda's Invoke API", _LAMBDA),
        ({"functions": {"A": "http://a\n"}}, "'http://a\\n' is not the address of Lambda's Invoke API", _LAMBDA),
        (
            {"functions": {"A": "http://me:secret@a/b"}},
            "'http://...@a/b' is not the address of Lambda's Invoke API",
            _LAMBDA,
        ),
        (
            {"aws": {"endpoint": "http://me:secret@a/b"}},
            "'http://...@a/b' is not the address of an HTTP backend",
            _HTTP,
        ),
        ({"aws": "x"}, "`aws` must be a mapping, but this is text", None),
        ({"aws": {"endpont": "x"}}, "`aws` has no key `endpont`", "did you mean `endpoint`?"),
        ({"aws": {"endpoint": "x"}}, "'x' is not the address of an HTTP backend", _HTTP),
        ({"aws": {"region": "eu-west-1"}}, _AWS_ITSELF, _ALLOW),
        ({"aws": None}, _AWS_ITSELF, _ALLOW),
        ({"http": {"a": "b"}}, "'a' is not the address of an HTTP backend", _HTTP),
        ({"http": {"http://a": None}}, "`http.http://a` must be text, but this is empty", None),
    ],
)
def test_settings_with_faults(backends: dict[str, object], message: str, hint: str | None, tmp_path: Path) -> None:
    with pytest.raises(VtlHarnessError) as raised:
        live_backend("template.yaml", backends)
    assert (raised.value.message, raised.value.hint) == (message, hint)
    (tmp_path / "backends.yaml").write_text(f"# backends\n{json.dumps(backends)}", encoding="utf-8")
    with pytest.raises(VtlHarnessError) as raised:
        live_backend(tmp_path / "template.yaml")
    assert (raised.value.message, raised.value.hint, raised.value.line) == (message, hint, 2)


def test_what_a_function_may_have() -> None:
    variables = {"A": 1, "B": 1.5, "C": True, "D": False, "E": "", "F": "x"}
    given = _of_a(timeout=900, runtime="python3.12", environment=variables)
    texts = {"A": "1", "B": "1.5", "C": "true", "D": "false", "E": "", "F": "x"}
    made = LambdaFunction(name="A", handler="a.b", folder="api", timeout=900, environment=texts, runtime="python3.12")
    assert live_backend("api/template.yaml", given).settings.functions == {"A": made}


@pytest.mark.parametrize("given", [{}, {"endpoint": "http://127.0.0.1:1", "handler": "a.b"}])
def test_a_function_has_an_endpoint_or_a_handler(given: dict[str, str]) -> None:
    with pytest.raises(VtlHarnessError) as raised:
        LambdaFunction(**given)  # type: ignore[arg-type]
    assert raised.value.message == "a Lambda function has either an `endpoint` or a `handler`"


@pytest.mark.parametrize(
    ("backend", "message", "hint"),
    [
        (
            AwsService("http://127.0.0.1:1"),
            "an integration of the type HTTP calls no AWS service",
            "HttpEndpoint calls HTTP backends",
        ),
        (LambdaFunction("http://127.0.0.1:1"), "this integration invokes no Lambda function", None),
    ],
)
def test_backends_that_do_not_fit_the_integration(
    backend: AwsService | LambdaFunction, message: str, hint: str | None
) -> None:
    with pytest.raises(VtlHarnessError) as raised:
        backend(IntegrationRequest("HTTP", "GET", "http://a/"))
    assert (raised.value.message, raised.value.hint) == (message, hint)


@pytest.mark.parametrize("role", ["x", "arn:aws:iam::1:role/a", "arn:aws:iam::123456789012:role/", " credentials"])
def test_a_role_that_is_not_one(role: str) -> None:
    with pytest.raises(VtlHarnessError) as raised:
        AwsService("http://127.0.0.1:1", assume_role=role)
    assert raised.value.message == f"'{role}' is not the ARN of a role"
    assert raised.value.hint == (
        "write arn:aws:iam::123456789012:role/NAME, or `credentials` for the role that the integration names"
    )


@pytest.mark.parametrize(
    "role", ["credentials", "arn:aws:iam::123456789012:role/a", "arn:aws-cn:iam::123456789012:role/p/a"]
)
def test_a_role_that_signs(role: str) -> None:
    assert AwsService("http://127.0.0.1:1", assume_role=role).assume_role == role


def test_a_file_beside_the_definition(tmp_path: Path) -> None:
    text = "functions:\n  Orders: http://127.0.0.1:9001\naws: {endpoint: http://127.0.0.1:5000, region: eu-central-1}\n"
    (tmp_path / "backends.yaml").write_text(text, encoding="utf-8")
    settings = live_backend(tmp_path / "template.yaml").settings
    assert settings.functions == {"Orders": LambdaFunction("http://127.0.0.1:9001")}
    assert settings.aws == AwsService("http://127.0.0.1:5000", "eu-central-1")


def test_no_file_beside_the_definition(tmp_path: Path) -> None:
    assert live_backend(tmp_path / "template.yaml").settings.aws is None
    assert live_backend(tmp_path / "template.yaml", allow_aws=True).settings.aws == AwsService(allow_aws=True)


@pytest.mark.parametrize("text", ["", "functions:", "{}"])
def test_files_that_name_nothing(text: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    assert read_backends(str(path)).functions == {}


def test_a_function_that_may_be_the_definitions_has_no_backend_yet(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("functions: {A: {timeout: 3}, B: {handler: b.f}}", encoding="utf-8")
    assert list(read_backends(str(path)).functions) == ["B"]


@pytest.mark.parametrize("text", ["- a", "functions: {", "a: b: c", "\0", "x"])
def test_files_that_are_no_settings(text: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(VtlHarnessError) as raised:
        read_backends(str(path))
    assert raised.value.file == str(path)


def test_a_file_that_leads_out_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("{}", encoding="utf-8")
    project = tmp_path / "project"
    (project / ".git").mkdir(parents=True)
    (project / "backends.yaml").symlink_to(tmp_path / "other.yaml")
    with pytest.raises(VtlHarnessError, match="lies outside of the project's root"):
        live_backend(project / "template.yaml")


def test_http_requests_go_to_their_address_or_another() -> None:
    with raw_server() as server:
        backend = live_backend("template.yaml", {"http": {"https://a.example.com": server.address}})
        backend(IntegrationRequest("HTTP", "GET", "https://a.example.com/x"))
    assert server.received[0].startswith(b"GET /x HTTP/1.1\r\nHost: a.example.com\r\n")


def _invoked(path: str, arn: str, body: str = "") -> bytes:
    pytest.importorskip("botocore", reason="needs the extra `aws`")
    with raw_server() as server:
        live_backend("template.yaml", {"functions": {"Orders": server.address + path}})(_request(arn, body))
    return server.received[0]


def test_functions_are_invoked_by_their_name() -> None:
    wire = _invoked("", f"{_INVOKE}/invocations", '{"a": 1}')
    assert wire.startswith(b"POST /2015-03-31/functions/Orders/invocations HTTP/1.1\r\n")
    assert wire.endswith(b'\r\n\r\n{"a": 1}')
    assert b"/us-east-1/lambda/aws4_request" in wire


def test_functions_are_invoked_by_alias() -> None:
    wire = _invoked("/", f"{_INVOKE}:live/invocations")
    assert wire.startswith(b"POST /2015-03-31/functions/Orders/invocations?Qualifier=live HTTP/1.1\r\n")
    assert wire.endswith(b"\r\n\r\n{}")


def test_the_whole_address_of_an_invoke_api() -> None:
    wire = _invoked("/2015-03-31/functions/function/invocations", f"{_INVOKE}:live/invocations")
    assert wire.startswith(b"POST /2015-03-31/functions/function/invocations HTTP/1.1\r\n")


@pytest.mark.parametrize(
    ("arn", "host"),
    [
        ("arn:aws:apigateway:us-east-1:sqs:path/1/q", b"sqs.us-east-1.amazonaws.com"),
        (f"{_INVOKE}/invocations", b"lambda.us-east-1.amazonaws.com"),
    ],
)
def test_requests_to_services_and_functions_without_a_backend_go_to_the_endpoint_of_aws(arn: str, host: bytes) -> None:
    pytest.importorskip("botocore", reason="needs the extra `aws`")
    with raw_server() as server:
        live_backend("template.yaml", {"aws": {"endpoint": server.address}})(_request(arn))
    assert b"\r\nHost: " + host + b"\r\n" in server.received[0]


def test_the_role_that_signs() -> None:
    given = {"aws": {"endpoint": "http://127.0.0.1:1", "region": "eu-west-1"}}
    signing = live_backend("template.yaml", given, assume_role="credentials")
    assert signing.settings.aws == AwsService("http://127.0.0.1:1", "eu-west-1", assume_role="credentials")
    without = live_backend("template.yaml", {})
    assert without.assuming("credentials") is without
    with pytest.raises(VtlHarnessError, match="is not the ARN of a role"):
        without.assuming("x")


def test_handlers_are_below_the_folder_of_the_definition(tmp_path: Path) -> None:
    given = {"functions": {"A": {"handler": "a.b"}}}
    (tmp_path / "template.yaml").write_text(
        "openapi: 3.0.1\ninfo: {title: a, version: '1'}\npaths: {}\n", encoding="utf-8"
    )
    for definition, folder in ((tmp_path, str(tmp_path)), (tmp_path / "x.yaml", str(tmp_path)), ("x.yaml", ".")):
        made = live_backend(definition, given).settings.functions["A"]
        assert made == LambdaFunction(name="A", handler="a.b", folder=folder)


def test_other_integrations_invoke_no_function() -> None:
    with pytest.raises(VtlHarnessError, match="invokes no Lambda function"):
        LambdaFunction("http://127.0.0.1:1")(_request("arn:aws:apigateway:us-east-1:sqs:path/1/q"))


def test_a_proxy_integration_with_a_function() -> None:
    pytest.importorskip("botocore", reason="needs the extra `aws`")
    result = b'{"statusCode": 201, "body": "made"}'
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(result), result)
    method = Method("POST", "/", Integration("AWS_PROXY", "POST", f"{_INVOKE}/invocations"))
    with raw_server(answer) as server:
        backend = live_backend("template.yaml", {"functions": {"Orders": server.address}})
        made = invoke(RestApi(methods=(method,)), MethodRequest("POST", "/"), backend)
    assert (made.response.status, made.response.body_text) == (201, "made")
    assert json.loads(server.received[0].partition(b"\r\n\r\n")[2])["httpMethod"] == "POST"


def test_a_local_handler_beside_the_definition(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "import os\ndef f(event, context): return [event, os.environ['N']]", encoding="utf-8"
    )
    (tmp_path / "backends.yaml").write_text(
        "functions: {Orders: {handler: app.f, runtime: python3.12, timeout: 5, environment: {N: 7}}}", encoding="utf-8"
    )
    backend = live_backend(tmp_path / "template.yaml")
    reply = backend(_request(f"{_INVOKE}/invocations", "[1]"))
    backend.close()
    assert json.loads(reply.raw_body or b"") == [[1], "7"]


def test_a_handler_in_python(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("def f(event, context): return context.function_name", encoding="utf-8")
    function = LambdaFunction(name="Orders", handler="app.f", folder=tmp_path, environment={"TOKEN": "secret"})
    assert json.loads(function(_request(f"{_INVOKE}/invocations")).raw_body or b"") == "Orders"
    function.close()
    assert "secret" not in repr(function)


@pytest.mark.parametrize(
    ("value", "told"), [("true", "true"), ("false", "false"), ("-1.5", "-1.5"), ("12", "12"), ("'x = y'", "x = y")]
)
def test_variables_are_written_as_cloudformation_takes_them(tmp_path: Path, value: str, told: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(f"functions: {{A: {{handler: a.b, environment: {{N: {value}}}}}}}", encoding="utf-8")
    function = read_backends(str(path)).functions["A"]
    assert isinstance(function, LambdaFunction)
    assert function.environment == {"N": told}


@pytest.mark.parametrize("seconds", ["0.001", "900"])
def test_the_longest_and_shortest_timeouts(tmp_path: Path, seconds: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(f"functions: {{A: {{handler: a.b, timeout: {seconds}}}}}", encoding="utf-8")
    function = read_backends(str(path)).functions["A"]
    assert isinstance(function, LambdaFunction)
    assert function.timeout == float(seconds)
    path.write_text("functions: {A: {handler: a.b, timeout: 900.001}}", encoding="utf-8")
    with pytest.raises(VtlHarnessError, match=r"`functions\.A\.timeout` must be a number of seconds, up to 900"):
        read_backends(str(path))


def test_only_functions_of_this_computer_have_something_to_end() -> None:
    ended = []

    class Function(LambdaFunction):
        def close(self) -> None:
            ended.append(self.name)
            super().close()

    canned = CannedBackend(BackendReply(200))
    one, other = Function("http://127.0.0.1:1", "one"), Function(handler="app.f", name="other")
    LiveBackend(BackendSettings({"A": one, "B": canned, "C": other})).close()
    assert ended == ["one", "other"]


def test_a_folder_that_is_missing(tmp_path: Path) -> None:
    function = LambdaFunction(handler="app.f", folder=tmp_path / "none")
    with pytest.raises(VtlHarnessError, match="cannot be started"):
        function(_request(f"{_INVOKE}/invocations"))
