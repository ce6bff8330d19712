"""Case files of whole integrations read: what becomes of their keys, and how they are wrong, as whole messages."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cases.integration.apis import FILES, write
from vtlharness.backends.canned import CannedBackend, SilentBackend
from vtlharness.backends.lambda_reply import lambda_error, lambda_failure, lambda_result
from vtlharness.cases.integration.case import (
    ExpectedBytes,
    ExpectedMessage,
    IntegrationCase,
    IntegrationExpectation,
    RealBackend,
)
from vtlharness.cases.loading import load_case_file
from vtlharness.cases.model import CompareOptions, ExpectedData, ExpectedText, MissingFile
from vtlharness.definitions.options import DefinitionOptions
from vtlharness.errors import CaseFileError, DefinitionError, VtlHarnessError
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.method_request import MethodRequest


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def cases(text: str, name: str = "a.vtl.yaml") -> list[Any]:
    write({name: text})
    return list(load_case_file(name).cases)


def api_cases(text: str) -> list[Any]:
    write(FILES)
    return cases("api: openapi.yaml\n" + text)


def lone_case(case: str, integration: str = "{type: MOCK}") -> Any:
    (only,) = cases(f"integration: {integration}\ncases: [{{name: a, {case}}}]")
    return only


def test_everything() -> None:
    write({f"sub/apis/{name}": text for name, text in FILES.items()})
    first, second, third = cases(
        """\
api: {file: apis/openapi.yaml, stage: prod, basePath: prepend}
defaults:
  methodRequest: {httpMethod: POST, headers: {A: 1, B: 2}, queryStringParameters: {q: [a, 1]}, body: {never: seen}}
  backend: {statusCode: 500, headers: {C: d}, body: broken}
  context: {authorizer: {claims: {sub: abc, gone: null}}}
  stageVariables: {table: orders, limit: 5}
  compare: {ignore_order: true}
cases:
  - name: one
    methodRequest: {path: /orders/42, headers: {B: null, C: [x, y]}, queryStringParameters: {r: true}, body: [é]}
    context: {authorizer: {claims: {sub: xyz}}, stage: other}
    stageVariables: {limit: null}
    compare: {significant_digits: 2}
    expect:
      integrationRequest: {httpMethod: PUT, uri: "https://a/b", queryStringParameters: {q: 1}, headers: {A: null}, body: {a: 1}}
      response: {statusCode: 200, headers: {B: [c]}, body: "text\\n"}
      gatewayResponse: THROTTLED

  - name: two
    methodRequest: null
    backend: {body: {ok: true}}
    expect: {integrationRequest: null, gatewayResponse: null}
  - name: three
    backend: null
""",
        "sub/a.vtl.yaml",
    )
    assert isinstance(first, IntegrationCase)
    assert first.id == "sub/a.vtl.yaml::one"
    assert [case.line for case in (first, second, third)] == [9, 19, 23]
    assert (first.definition, first.subject_file) == (Path("sub/apis/openapi.yaml"),) * 2
    assert first.api.stage.stage_name == "prod"
    assert sorted({method.resource_path for method in first.api.methods}) == ["/orders/{id}", "/pictures"]
    assert first.route is None
    assert first.method_request == MethodRequest(
        http_method="POST",
        path="/orders/42",
        query_string={"q": ["a", 1], "r": True},
        headers={"A": 1, "C": ["x", "y"]},
        body='["é"]',
    )
    assert first.backend == CannedBackend(BackendReply(500, {"C": "d"}, "broken"))
    assert first.context == {"authorizer": {"claims": {"sub": "xyz", "gone": None}}, "stage": "other"}
    assert first.stage_variables == {"table": "orders"}
    assert first.compare == CompareOptions(ignore_order=True, significant_digits=2)
    assert first.expect == IntegrationExpectation(
        ExpectedMessage(
            {"httpMethod": "PUT", "uri": "https://a/b", "queryStringParameters": {"q": 1}, "headers": {"A": None}},
            ExpectedData({"a": 1}),
        ),
        ExpectedMessage({"statusCode": 200, "headers": {"B": ["c"]}}, ExpectedText("text\n")),
        "THROTTLED",
    )
    assert second.method_request == MethodRequest()
    assert second.backend == CannedBackend(BackendReply(200, {}, '{"ok":true}'))  # replaced whole
    assert second.expect == IntegrationExpectation(False, None, False)
    assert third.method_request.body == '{"never":"seen"}'
    assert third.backend == CannedBackend()
    assert third.expect == IntegrationExpectation()
    assert third.api is first.api


BACKENDS: list[tuple[str, Any]] = [
    ("{}", CannedBackend()),
    ("{statusCode: null, headers: null, body: null}", CannedBackend()),
    ("{statusCode: 404, headers: {A: [b, 1], C: null}}", CannedBackend(BackendReply(404, {"A": ["b", 1]}))),
    ("{body: [1, {a: é}]}", CannedBackend(BackendReply(body='[1,{"a":"é"}]'))),
    ("{body: ''}", CannedBackend(BackendReply(body=""))),
    ("{body: {file: data.json}}", CannedBackend(BackendReply(raw_body='{ "é": 1 }\n'.encode()))),
    ("{body: {file: data.bin}}", CannedBackend(BackendReply(raw_body=b"\xff\x00"))),
    ("{body: {base64: /wA=}}", CannedBackend(BackendReply(raw_body=b"\xff\x00"))),
    ("{body: {base64: ''}}", CannedBackend(BackendReply(raw_body=b""))),
    ("{lambdaResult: null}", CannedBackend(lambda_result(None))),
    ("{lambdaResult: {statusCode: 200, body: x}}", CannedBackend(lambda_result({"statusCode": 200, "body": "x"}))),
    ("{lambdaResult: text}", CannedBackend(lambda_result("text"))),
    ("{lambdaResult: {file: data.json}}", CannedBackend(lambda_result({"é": 1}))),
    ("{lambdaResult: {file: bom.json}}", CannedBackend(lambda_result([]))),
    ("{lambdaError: it broke}", CannedBackend(lambda_error("it broke"))),
    ("{lambdaError: {errorMessage: no, errorType: E, stackTrace: [a]}}",
     CannedBackend(lambda_failure({"errorMessage": "no", "errorType": "E", "stackTrace": ["a"]}))),
    ("{lambdaError: null, statusCode: 201}", CannedBackend(BackendReply(201))),
    ("{failure: timeout}", SilentBackend("timeout")),
    ("{failure: unreachable}", SilentBackend("unreachable")),
]  # fmt: skip


@pytest.mark.parametrize(("backend", "expected"), BACKENDS)
def test_backends(backend: str, expected: Any) -> None:
    write({"data.json": '{ "é": 1 }\n', "data.bin": b"\xff\x00", "bom.json": "\ufeff[]"})
    assert lone_case(f"backend: {backend}").backend == expected
    (case,) = cases(f"integration: {{type: MOCK}}\ndefaults: {{backend: {backend}}}\ncases: [{{name: a}}]")
    assert case.backend == expected


def test_a_real_backend_knows_how_the_definition_is_read() -> None:
    write({"sub/template.yaml": TWO_APIS, "sub/get.yaml": INTEGRATION})
    live = "cases: [{name: a, backend: live}]\n"
    (case,) = cases(
        "api: {file: template.yaml, logicalId: One, parameters: {Stage: 5}, stage: v1}\n"
        f"backends: {{http: {{'https://a.b': 'http://127.0.0.1:1'}}}}\n{live}",
        "sub/a.vtl.yaml",
    )
    assert case.backend == RealBackend(
        str(Path("sub/template.yaml")),
        "sub",
        {"http": {"https://a.b": "http://127.0.0.1:1"}},
        DefinitionOptions({"Stage": "5"}, "v1", "One"),
    )
    (case,) = cases(f"integration: get.yaml\n{live}", "sub/a.vtl.yaml")
    assert case.backend == RealBackend(str(Path("sub/get.yaml")), "sub")
    (case,) = api_cases(live)
    assert case.backend == RealBackend("openapi.yaml", ".")
    (case,) = cases("api: {file: openapi.yaml, basePath: split}\n" + live)
    assert case.backend == RealBackend("openapi.yaml", ".", options=DefinitionOptions(base_path="split"))


@pytest.mark.parametrize(
    ("body", "text", "raw"),
    [
        ("null", None, None),
        ("text", "text", None),
        ("''", "", None),
        ("{a: [1.0, null]}", '{"a":[1.0,null]}', None),
        ("1", "1", None),
        ("{file: data.json}", None, '\ufeff{ "é": 1 }\n'.encode()),
        ("{file: data.bin}", None, b"\xff\x00"),
        ("{base64: aGk=}", None, b"hi"),
        ("{base64: aGk=, more: 1}", '{"base64":"aGk=","more":1}', None),
    ],
)
def test_bodies_of_calls(body: str, text: str | None, raw: bytes | None) -> None:
    write({"data.json": '\ufeff{ "é": 1 }\n', "data.bin": b"\xff\x00"})
    request = lone_case(f"methodRequest: {{body: {body}}}").method_request
    assert (request.body, request.raw_body) == (text, raw)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("null", ExpectedData(None)),
        ("''", ExpectedText("")),
        ("{a: 1}", ExpectedData({"a": 1})),
        ("{base64: /wA=}", ExpectedBytes(b"\xff\x00")),
        ("{file: sub/out.json}", ExpectedData({"é": 1}, Path("sub/out.json"))),
        ("{file: sub/text.json}", ExpectedData("x", Path("sub/text.json"))),
        ("{file: sub/out.txt}", ExpectedText("é\r\n", Path("sub/out.txt"))),
        ("{file: sub/empty.bin}", ExpectedText("", Path("sub/empty.bin"))),
        ("{file: sub/out.bin}", ExpectedBytes(b"\xff\x00", Path("sub/out.bin"))),
        ("{file: sub/outt.bin}", MissingFile(Path("sub/outt.bin"), "did you mean out.bin?")),
    ],
)
@pytest.mark.parametrize("part", ["integrationRequest", "response"])
def test_expected_bodies(part: str, body: str, expected: Any) -> None:
    write(
        {
            "sub/out.json": '\ufeff{ "é": 1 }\n',
            "sub/out.txt": "é\r\n",
            "sub/out.bin": b"\xff\x00",
            "sub/empty.bin": b"",
            "sub/text.json": '"x"',
        }
    )
    expect = lone_case(f"expect: {{{part}: {{body: {body}}}}}").expect
    message = expect.response if part == "response" else expect.integration_request
    assert message == ExpectedMessage({}, expected)
    assert type(message.body) is type(expected)  # text and data are equal to each other, as tuples


@pytest.mark.parametrize(
    ("expect", "expected"),
    [
        ("null", IntegrationExpectation()),
        ("{}", IntegrationExpectation()),
        ("{response: {}}", IntegrationExpectation()),
        ("{integrationRequest: {}}", IntegrationExpectation(ExpectedMessage())),
        ("{integrationRequest: null}", IntegrationExpectation(False)),
        ("{gatewayResponse: null}", IntegrationExpectation(gateway_response=False)),
    ],
)
def test_expectations(expect: str, expected: IntegrationExpectation) -> None:
    assert lone_case(f"expect: {expect}").expect == expected


INTEGRATION = "type: HTTP\nhttpMethod: GET\nuri: https://example.com/\nrequestTemplates: {a/b: x}\n"


@pytest.mark.parametrize(
    ("integration", "definition"),
    [
        ("get.yaml", Path("get.yaml")),
        ("{file: get.yaml}", Path("get.yaml")),
        ("get.json", Path("get.json")),
        ("{type: http, httpMethod: get, uri: 'https://example.com/', requestTemplates: {a/b: x}}", None),
        ("{Type: HTTP, IntegrationHttpMethod: GET, Uri: 'https://example.com/', RequestTemplates: {a/b: {file: x.vtl}}}", None),
    ],
)  # fmt: skip
def test_integrations(integration: str, definition: Path | None) -> None:
    json = '{"type": "HTTP", "httpMethod": "GET", "uri": "https://example.com/", "requestTemplates": {"a/b": "x"}}'
    write({"get.yaml": INTEGRATION, "get.json": json, "x.vtl": "x"})
    case = lone_case("methodRequest: {path: /a, pathParameters: {b: 1, c: null}}", integration)
    found = case.route.method.integration
    assert (found.type, found.http_method, found.uri) == ("HTTP", "GET", "https://example.com/")
    assert {media_type: source.text for media_type, source in found.request_templates.items()} == {"a/b": "x"}
    assert case.definition == definition
    assert case.method_request.path_parameters == {"b": 1}


def test_an_integration_stands_on_its_resource() -> None:
    case = lone_case("methodRequest: {path: /a/b%20c/d, resourcePath: '/a/{x}/{rest+}'}")
    assert (case.route.method.resource_path, case.route.path_parameters) == (
        "/a/{x}/{rest+}",
        {"x": "b%20c", "rest": "d"},
    )
    assert lone_case("methodRequest: {path: /a}").route.method.resource_path == "/a"
    assert lone_case("methodRequest: null").route.method.resource_path == "/"


def test_a_file_of_json() -> None:
    write(FILES)
    (case,) = cases(
        '{"api": "openapi.yaml", "cases": [{"name": "a", "expect": {"gatewayResponse": null}}]}', "a.vtl.json"
    )
    assert (case.definition, case.expect.gateway_response) == (Path("openapi.yaml"), False)


TWO_APIS = """\
Parameters:
  Stage: {Type: String}
Resources:
  One: {Type: AWS::ApiGateway::RestApi, Properties: {Body: {openapi: 3.0.3, paths: {/one: {get: {x-amazon-apigateway-integration: {type: MOCK, requestTemplates: {a/b: !Sub "${Stage} ${AWS::Region}"}}}}}}}}
  Two: {Type: AWS::ApiGateway::RestApi, Properties: {Body: {openapi: 3.0.3, paths: {/two: {get: {x-amazon-apigateway-integration: {type: MOCK}}}}}}}
"""


def test_parameters_and_the_logical_id_choose_in_a_template() -> None:
    write({"template.yaml": TWO_APIS})
    options = "{file: template.yaml, logicalId: %s, parameters: {Stage: %s, AWS::Region: eu-west-1}, stage: v1}"
    (one,) = cases(f"api: {options % ('One', '5')}\ncases: [{{name: a}}]")
    (two,) = cases(f"api: {options % ('Two', 'x')}\ncases: [{{name: a}}]")
    (method,) = one.api.methods
    assert method.integration.request_templates["a/b"].text == "5 eu-west-1"
    assert [method.resource_path for method in two.api.methods] == ["/two"]


STAGES = """\
Parameters:
  Size: {Type: Number, AllowedValues: [1, 2.5], Default: 1}
Resources:
  Api: {Type: AWS::ApiGateway::RestApi}
  Stage: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, StageName: prod}}
"""


def openapi(integration: str) -> str:
    return f"openapi: 3.0.3\npaths:\n  /:\n    get:\n      x-amazon-apigateway-integration: {integration}\n"


ONE = "\ncases: [{name: a}]\n"
# Files, the case file first, and the message.
WRONG: dict[str, tuple[dict[str, str | bytes], str]] = {
    "no definition of this name": (
        {"a.vtl.yaml": f"api: openapi.yml{ONE}", **FILES},
        "a.vtl.yaml:1:6: the API definition 'openapi.yml' does not exist\n1 | api: openapi.yml\n         ^^^^^^^^^^^\nhint: did you mean openapi.yaml?",
    ),
    "no definition of this name, with options": (
        {"sub/a.vtl.yaml": f"api:\n  file: x.json\n  stage: prod{ONE}"},
        "sub/a.vtl.yaml:2:9: the API definition 'x.json' does not exist\n2 |   file: x.json\n            ^^^^^^\nhint: paths are relative to the case file",
    ),
    "a folder": (
        {"a.vtl.yaml": f"api: sub{ONE}", "sub/x": ""},
        "a.vtl.yaml:1:6: the folder sub has no definition\n1 | api: sub\n         ^^^\nhint: it looks for the CDK's manifest.json (also in cdk.out) and *.template.json, .serverless/cloudformation-template-update-stack.json, .aws-sam/build/template.yaml, terraform.tfstate, and template, openapi or swagger with .yaml, .yml or .json",
    ),
    "no integration of this name": (
        {"a.vtl.yaml": f"integration: x.json{ONE}"},
        "a.vtl.yaml:1:14: the integration 'x.json' does not exist\n1 | integration: x.json\n                 ^^^^^^\nhint: paths are relative to the case file",
    ),
    "no integration of this name in a mapping": (
        {"a.vtl.yaml": f"integration: {{file: x.json}}{ONE}"},
        "a.vtl.yaml:1:21: the integration 'x.json' does not exist\n1 | integration: {file: x.json}\n                        ^^^^^^\nhint: paths are relative to the case file",
    ),
    "something else than a definition": (
        {"a.vtl.yaml": f"api: package.json{ONE}", "package.json": '{"name": "x"}'},
        "package.json:1:1: this is not the definition of a REST API\n1 | {\"name\": \"x\"}\n    ^\nhint: name a file of one of these kinds: OpenAPI, Swagger, CloudFormation, SAM, Terraform (what `terraform show -json` prints), the output of `aws apigateway get-integration`",
    ),
    "a definition that is not YAML": (
        {"a.vtl.yaml": f"api: api.yaml{ONE}", "api.yaml": "openapi: 3.0.3\npaths: [a\n"},
        "api.yaml:2:8: the list that opens here is not closed by `]`, or lacks a `,`\n2 | paths: [a\n           ^",
    ),
    "an unknown type": (
        {"a.vtl.yaml": f"api: api.yaml{ONE}", "api.yaml": openapi("{type: MOK}")},
        "api.yaml:5:47: `MOK` is not an integration type\n5 |       x-amazon-apigateway-integration: {type: MOK}\n                                                  ^^^\nhint: did you mean `MOCK`?",
    ),
    "an unknown type in the case file": (
        {"a.vtl.yaml": f"integration:\n  type: LAMBDA{ONE}"},
        "a.vtl.yaml:2:9: `LAMBDA` is not an integration type\n2 |   type: LAMBDA\n            ^^^^^^\nhint: known here: MOCK, HTTP, HTTP_PROXY, AWS, AWS_PROXY",
    ),
    "an ARN without an action": (
        {"a.vtl.yaml": f"integration:\n  type: AWS\n  httpMethod: POST\n  uri: arn:aws:apigateway:eu-west-1:sns{ONE}"},
        "a.vtl.yaml:4:8: Invalid ARN specified in the request\n4 |   uri: arn:aws:apigateway:eu-west-1:sns\n           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\nhint: arn:aws:apigateway:{region}:{service}:action/{name} or arn:aws:apigateway:{region}:{service}:path/{path}",
    ),
    "a response without a status": (
        {"a.vtl.yaml": f"integration:\n  type: MOCK\n  responses:\n    default: {{responseTemplates: {{a/b: x}}}}{ONE}"},
        'a.vtl.yaml:4:14: this response has no `statusCode`\n4 |     default: {responseTemplates: {a/b: x}}\n                 ^\nhint: write the status of the method response, such as "200"',
    ),
    "a template file that is missing": (
        {"a.vtl.yaml": f"integration:\n  type: MOCK\n  requestTemplates:\n    application/json: {{file: requst.vtl}}{ONE}", "request.vtl": ""},
        "a.vtl.yaml:4:30: the template file 'requst.vtl' does not exist\n4 |     application/json: {file: requst.vtl}\n                                 ^^^^^^^^^^\nhint: did you mean request.vtl?",
    ),
    "a template file that is missing, in a definition": (
        {"a.vtl.yaml": f"api: apis/api.yaml{ONE}", "apis/api.yaml": openapi("{type: MOCK, requestTemplates: {a/b: {file: x.vtl}}}")},
        "apis/api.yaml:5:84: the template file 'x.vtl' does not exist\n5 |    x-amazon-apigateway-integration: {type: MOCK, requestTemplates: {a/b: {file: x.vtl}}}\n                                                                                    ^^^^^\nhint: paths are relative to the definition",
    ),
    "an integration in JSON": (
        {"a.vtl.json": '{"integration": {"type": "MOCK",\n "requestTemplate": {}}, "cases": [{"name": "a"}]}'},
        'a.vtl.json:2:2: an integration has no key `requestTemplate`\n2 |  "requestTemplate": {}}, "cases": [{"name": "a"}]}\n     ^^^^^^^^^^^^^^^^^\nhint: did you mean `requestTemplates`?',
    ),
    "which of two": (
        {"a.vtl.yaml": f"api: template.yaml{ONE}", "template.yaml": TWO_APIS.replace("{Type: String}", "{Type: String, Default: x}")},
        "a.vtl.yaml:1:6: the template defines 2 REST APIs: One, Two\n1 | api: template.yaml\n         ^^^^^^^^^^^^^\nhint: name one: `logicalId` in a case file's `api`, `api=` in Python",
    ),
    "none of two": (
        {"a.vtl.yaml": f"api: {{file: template.yaml, logicalId: Tow}}{ONE}", "template.yaml": TWO_APIS},
        "a.vtl.yaml:1:39: the template has no REST API `Tow`\n1 | api: {file: template.yaml, logicalId: Tow}\n                                          ^^^\nhint: did you mean `Two`?",
    ),
    "no such stage": (
        {"a.vtl.yaml": f"api:\n  file: template.yaml\n  stage: prd{ONE}", "template.yaml": STAGES},
        "a.vtl.yaml:3:10: the API has no stage `prd`\n3 |   stage: prd\n             ^^^\nhint: did you mean `prod`?",
    ),
    "no such parameter": (
        {"a.vtl.yaml": f"api:\n  file: template.yaml\n  parameters: {{Sizes: 5}}{ONE}", "template.yaml": STAGES},
        "a.vtl.yaml:3:16: a value is given for the parameter `Sizes`, but the template has no such parameter\n3 |   parameters: {Sizes: 5}\n                   ^^^^^\nhint: did you mean `Size`?",
    ),
    "a parameter's value that is not allowed": (
        {"a.vtl.yaml": f"api:\n  file: template.yaml\n  parameters: {{Size: 50}}{ONE}", "template.yaml": STAGES},
        "a.vtl.yaml:3:22: `50` is not among the allowed values of the parameter `Size`\n3 |   parameters: {Size: 50}\n                         ^^\nhint: known here: 1, 2.5",
    ),
    "a parameter that an OpenAPI file does not use": (
        {"a.vtl.yaml": f"api:\n  file: openapi.yaml\n  parameters: {{host: a}}{ONE}", "openapi.yaml": "openapi: 3.0.1\npaths: {}\n"},
        "a.vtl.yaml:3:16: a value is given for the parameter `host`, but the file has no `${host}`\n3 |   parameters: {host: a}\n                   ^^^^",
    ),
    "the resource of another path": (
        {"a.vtl.yaml": "integration: {type: MOCK}\ncases:\n- name: a\n  methodRequest:\n    path: /orders/42\n    resourcePath: /order/{id}\n"},
        "a.vtl.yaml:6:19: the resource /order/{id} does not match the path /orders/42\n6 |     resourcePath: /order/{id}\n                      ^^^^^^^^^^^",
    ),
    "the resource of another path, by default": (
        {"a.vtl.yaml": "integration: {type: MOCK}\ndefaults: {methodRequest: {resourcePath: '/order/{id}'}}\ncases:\n- name: a\n  methodRequest: {path: /orders/42}\n"},
        "a.vtl.yaml:2:42: the resource /order/{id} does not match the path /orders/42\n2 | defaults: {methodRequest: {resourcePath: '/order/{id}'}}\n                                             ^^^^^^^^^^^^^",
    ),
    "a logical id for a file that has none": (
        {"a.vtl.yaml": f"api: {{file: openapi.yaml, logicalId: Api}}{ONE}", **FILES},
        "a.vtl.yaml:1:27: only a CloudFormation template or a Terraform plan or state has APIs to choose from, but this is an OpenAPI file\n1 | api: {file: openapi.yaml, logicalId: Api}\n                              ^^^^^^^^^",
    ),
    "an API's definition as an integration": (
        {"a.vtl.yaml": f"integration: api.yaml{ONE}", "api.yaml": openapi("{type: MOCK}")},
        "api.yaml:1:1: this is the definition of an API, not an integration\n1 | openapi: 3.0.3\n    ^\nhint: name its file with `api:` in a case file, and read it with `load_definition` in Python",
    ),
    "a template as an integration": (
        {"a.vtl.yaml": f"integration: {{file: template.yaml}}{ONE}", "template.yaml": STAGES},
        "template.yaml:1:1: this is the definition of an API, not an integration\n1 | Parameters:\n    ^\nhint: name its file with `api:` in a case file, and read it with `load_definition` in Python",
    ),
    "a method as an integration": (
        {"a.vtl.yaml": f"integration: m.json{ONE}", "m.json": '{"httpMethod": "GET", "methodIntegration": {"type": "MOCK"}}'},
        'm.json:1:1: this is the definition of an API, not an integration\n1 | {"httpMethod": "GET", "methodIntegration": {"type": "MOCK"}}\n    ^\nhint: name its file with `api:` in a case file, and read it with `load_definition` in Python',
    ),
    "an API written out as an integration": (
        {"a.vtl.yaml": f"integration: {{openapi: 3.0.3, paths: {{}}}}{ONE}"},
        "a.vtl.yaml:1:14: this is the definition of an API, not an integration\n1 | integration: {openapi: 3.0.3, paths: {}}\n                 ^\nhint: name its file with `api:` in a case file, and read it with `load_definition` in Python",
    ),
    "a body file": (
        {"a.vtl.yaml": "integration: {type: MOCK}\ncases:\n- name: a\n  methodRequest: {body: {file: x.pdf}}\n"},
        "a.vtl.yaml:4:32: the body file 'x.pdf' does not exist\n4 |   methodRequest: {body: {file: x.pdf}}\n                                   ^^^^^\nhint: paths are relative to the case file",
    ),
    "a backend's body file, by default": (
        {"a.vtl.yaml": "integration: {type: MOCK}\ndefaults: {backend: {body: {file: x.pdf}}}\ncases: [{name: a}]\n"},
        "a.vtl.yaml:2:35: the body file 'x.pdf' does not exist\n2 | defaults: {backend: {body: {file: x.pdf}}}\n                                      ^^^^^\nhint: paths are relative to the case file",
    ),
    "a result's file": (
        {"a.vtl.yaml": "integration: {type: MOCK}\ncases:\n- name: a\n  backend: {lambdaResult: {file: x.json}}\n"},
        "a.vtl.yaml:4:34: the file of the result 'x.json' does not exist\n4 |   backend: {lambdaResult: {file: x.json}}\n                                     ^^^^^^\nhint: paths are relative to the case file",
    ),
    "a result that is not JSON": (
        {"a.vtl.yaml": "integration: {type: MOCK}\ncases:\n- name: a\n  backend: {lambdaResult: {file: x.json}}\n", "x.json": "{\n  a: 1\n}"},
        "x.json:2:3: this result is not JSON: a key must be in double quotes, but this is `a`\n2 |   a: 1\n      ^",
    ),
    "a result that is not UTF-8": (
        {"a.vtl.yaml": "integration: {type: MOCK}\ncases: [{name: a, backend: {lambdaResult: {file: x.json}}}]\n", "x.json": b'"\xe9"'},
        'x.json:1:2: the text is not UTF-8: byte 0xE9 at byte offset 1\n1 | "�"\n     ^\nhint: save it as UTF-8',
    ),
    "an expected file that is a folder": (
        {"a.vtl.yaml": "integration: {type: MOCK}\ncases: [{name: a, expect: {response: {body: {file: sub}}}}]\n", "sub/x": ""},
        "a.vtl.yaml:2:52: the expected file 'sub' is a folder\n2 | cases: [{name: a, expect: {response: {body: {file: sub}}}}]\n                                                       ^^^",
    ),
    "an expected file that is not JSON": (
        {"a.vtl.yaml": "integration: {type: MOCK}\ncases: [{name: a, expect: {response: {body: {file: x.json}}}}]\n", "x.json": "{]"},
        "x.json:1:2: this expected file is not JSON: a key must be in double quotes, but this is `]`\n1 | {]\n     ^\nhint: a file whose name does not end in .json is compared as text",
    ),
    "a parameter's number": (
        {"a.vtl.yaml": f"api:\n  file: x.yaml\n  parameters: {{Account: 012345678901}}{ONE}"},
        'a.vtl.yaml:3:25: `parameters.Account` becomes text, but the number 012345678901 would become 12345678901\n3 |   parameters: {Account: 012345678901}\n                            ^^^^^^^^^^^^\nhint: write "012345678901"',
    ),
    "a header's number": (
        {"a.vtl.yaml": "integration: {type: MOCK}\ncases:\n- name: a\n  backend: {headers: {Version: [1, 1.10]}}\n"},
        'a.vtl.yaml:4:36: `headers.Version[1]` becomes text, but the number 1.10 would become 1.1\n4 |   backend: {headers: {Version: [1, 1.10]}}\n                                       ^^^^\nhint: write "1.10"',
    ),
    "a header's number by default": (
        {"a.vtl.yaml": "integration: {type: MOCK}\ndefaults: {backend: {headers: {Version: 1e3}}}\ncases: [{name: a}]\n"},
        'a.vtl.yaml:2:41: `headers.Version` becomes text, but the number 1e3 would become 1000.0\n2 | defaults: {backend: {headers: {Version: 1e3}}}\n                                            ^^^\nhint: write "1e3"',
    ),
    "a misspelt key of a JSON file": (
        {"a.vtl.json": '{"api": "x", "cases": [{"name": "a",\n  "backend": {"status": 200}}]}'},
        'a.vtl.json:2:15: backend has no key `status`\n2 |   "backend": {"status": 200}}]}\n                  ^^^^^^^^\nhint: did you mean `statusCode`?',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong(name: str) -> None:
    files, message = WRONG[name]
    write(files)
    with pytest.raises(VtlHarnessError) as caught:
        load_case_file(next(iter(files)))
    assert str(caught.value) == message
    assert type(caught.value) is (DefinitionError if name in INSIDE_A_DEFINITION else CaseFileError)


INSIDE_A_DEFINITION = (
    "something else than a definition",
    "a definition that is not YAML",
    "an unknown type",
    "a template file that is missing, in a definition",
    "an API's definition as an integration",
    "a template as an integration",
    "a method as an integration",
)
"""What is wrong in a file that is not the case file's own, though the case file names it."""


def test_a_fault_in_a_template_that_a_written_out_integration_names_is_the_case_files() -> None:
    write({"a.vtl.yaml": f"integration: {{type: MOCK, requestTemplates: {{a/b: {{file: t.vtl}}}}}}{ONE}"})
    Path("t.vtl").write_bytes(b"caf\xe9")
    with pytest.raises(CaseFileError) as caught:
        load_case_file("a.vtl.yaml")
    assert str(caught.value).startswith("t.vtl:1:4: the text is not UTF-8: byte 0xE9 at byte offset 3\n")
