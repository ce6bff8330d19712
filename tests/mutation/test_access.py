"""The changes of gateway responses and authorizers, and the lines where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.mutation.searches import searched, shown
from vtlharness.mutation.change import Change
from vtlharness.mutation.definitions.gateway_response_changes import text_changes
from vtlharness.source import Source

_OPENAPI = """\
openapi: 3.0.1
info: {title: a, version: "1"}
paths:
  /orders:
    get:
      security: [{agents: []}]
      responses: {"204": {description: ok}}
      x-amazon-apigateway-integration:
        type: MOCK
        requestTemplates: {application/json: '{"statusCode": 204}'}
        responses: {default: {statusCode: "204"}}
components:
  securitySchemes:
    agents:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: custom
      x-amazon-apigateway-authorizer:
        type: token
        authorizerUri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/x/invocations
        identityValidationExpression: Bearer \\w+
x-amazon-apigateway-gateway-responses:
  UNAUTHORIZED:
    statusCode: 401
    responseParameters:
      gatewayresponse.header.WWW-Authenticate: "'Bearer'"
    responseTemplates:
      application/json: |
        {"error": "who, are you?",
         "request": "$context.requestId"}
"""
_STACK = """\
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: orders}}
  Agents:
    Type: AWS::ApiGateway::Authorizer
    Properties:
      RestApiId: !Ref Api
      Name: agents
      Type: TOKEN
      AuthorizerUri: !Sub arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/x/invocations
      IdentitySource: method.request.header.Authorization
      IdentityValidationExpression: Bearer \\w+
  Orders:
    Type: AWS::ApiGateway::Resource
    Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: orders}
  List:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Orders
      HttpMethod: GET
      AuthorizationType: CUSTOM
      AuthorizerId: !Ref Agents
      Integration:
        Type: MOCK
        RequestTemplates: {application/json: '{"statusCode": 204}'}
        IntegrationResponses: [{StatusCode: "204"}]
      MethodResponses: [{StatusCode: "204"}]
  Refused:
    Type: AWS::ApiGateway::GatewayResponse
    Properties:
      RestApiId: !Ref Api
      ResponseType: UNAUTHORIZED
      StatusCode: "401"
      ResponseParameters:
        gatewayresponse.header.WWW-Authenticate: "'Bearer'"
      ResponseTemplates:
        application/json: |
          {"error": "who, are you?",
           "request": "$context.requestId"}
"""
_SAM = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Auth:
        DefaultAuthorizer: agents
        Authorizers:
          agents:
            FunctionArn: !Sub arn:aws:lambda:${AWS::Region}:123456789012:function:f
            Identity:
              Header: Authorization
              ValidationExpression: Bearer \\w+
      GatewayResponses:
        UNAUTHORIZED:
          StatusCode: 401
          ResponseParameters:
            Headers:
              WWW-Authenticate: "'Bearer'"
          ResponseTemplates:
            application/json: |
              {"error": "who, are you?",
               "request": "$context.requestId"}
      DefinitionBody:
        openapi: 3.0.1
        info: {title: a, version: "1"}
        paths:
          /orders:
            get:
              responses: {"204": {description: ok}}
              x-amazon-apigateway-integration:
                type: MOCK
                requestTemplates: {application/json: '{"statusCode": 204}'}
                responses: {default: {statusCode: "204"}}
"""
_DEFINITIONS = {"openapi": _OPENAPI, "stack": _STACK, "sam": _SAM}
_ALLOWED = """\
- name: allowed
  methodRequest: {path: /orders, headers: {Authorization: Bearer a}}
  authorizer: {principalId: me}
  expect: {response: {statusCode: 204}}
"""
_REFUSED = """\
- name: refused
  methodRequest: {path: /orders, headers: {Authorization: Basic a}}
  authorizer: {principalId: me}
  expect:
    response: %s
"""
_WHOLE = """\
{statusCode: 401, headers: {WWW-Authenticate: Bearer},
               body: {error: "who, are you?", request: c6af9ac6-7b61-11e6-9a41-93e8deadbeef}}
"""


def _unnoticed(folder: Path, cases: str, api: str, more: str = "") -> list[str]:
    (folder / "api.yaml").write_text(api, "utf-8")
    file = folder / "own.vtl.yaml"
    file.write_text(f"api: api.yaml\n{more}cases:\n{cases}", "utf-8")
    return [shown(change) for change in searched(file).unnoticed]


@pytest.fixture(params=_DEFINITIONS)
def form(request: pytest.FixtureRequest) -> str:
    """The form of a definition."""
    return str(request.param)


def _at(form: str, *texts: str) -> list[str]:
    """`line:column` of some texts in a definition."""
    source = Source(_DEFINITIONS[form])
    return [":".join(map(str, source.position(source.text.index(text)))) for text in texts]


def test_all_is_noticed(form: str, tmp_path: Path) -> None:
    assert _unnoticed(tmp_path, _ALLOWED + _REFUSED % _WHOLE, _DEFINITIONS[form]) == []


def test_a_gateway_response_that_nobody_looks_at(form: str, tmp_path: Path) -> None:
    status = "statusCode: 401" if form == "openapi" else "StatusCode: 401" if form == "sam" else 'StatusCode: "401"'
    header = "WWW-Authenticate" if form == "sam" else "gatewayresponse.header.WWW-Authenticate"
    status, header, error, request = _at(form, status, header, 'error"', "$context.requestId")
    line, _, column = error.partition(":")
    look = "refused | its response.{} changes, and it does not look there"
    words = [
        ("literal changed", "error", "errorX", 0),
        ("literal changed", "who", "whoX", 9),
        ("separator removed", ",", "", 12),
    ]
    words += [
        ("literal changed", "are", "areX", 14),
        ("literal changed", "you", "youX", 18),
        ("separator removed", ",", "", 23),
    ]
    _, *found = _unnoticed(
        tmp_path, _ALLOWED + _REFUSED % "{headers: {Content-Type: application/json}}", _DEFINITIONS[form]
    )
    assert found[:2] == [
        f"{status} status changed: 401 > 402, {look.format('statusCode')}",
        f"{header} mapping dropped: gatewayresponse.header.WWW-Authenticate: 'Bearer' > , "
        + look.format("headers $.WWW-Authenticate"),
    ]
    assert [one.partition(", refused")[0] for one in found[2:8]] == [
        f"{line}:{int(column) + by} {operator}: {before} > {after}" for operator, before, after, by in words
    ]
    assert found[9] == f"{request} path changed: $context.requestId > $context.requestIdX, " + look.format(
        "body $.request"
    )
    assert len(found) == 10


def test_an_authorizer_that_refuses_nobody(form: str, tmp_path: Path) -> None:
    expression = "identityV" if form == "openapi" else "ValidationE" if form == "sam" else "IdentityV"
    (place,) = _at(form, expression)
    assert _unnoticed(tmp_path, _ALLOWED, _DEFINITIONS[form]) == [
        f"{place} pattern changed: Bearer \\w+ > .*, allowed | "
        "it needs a call with a value that the expression does not match"
    ]


def test_an_authorizer_that_allows_nobody(form: str, tmp_path: Path) -> None:
    expression = "identityV" if form == "openapi" else "ValidationE" if form == "sam" else "IdentityV"
    source = "name: Auth" if form == "openapi" else "Header: A" if form == "sam" else "IdentityS"
    source, expression = _at(form, source, expression)
    api = _DEFINITIONS[form]
    assert _unnoticed(tmp_path, _REFUSED % _WHOLE, api) == [
        f"{source} path changed: method.request.header.Authorization > method.request.header.AuthorizationX, "
        "refused | it needs a value of this source",
        f"{expression} pattern changed: Bearer \\w+ > (?!), "
        "refused | it needs a call with a value that the expression matches",
    ]


def test_an_accepted_change(form: str, tmp_path: Path) -> None:
    more = "mutate: {accept: [{change: 'Bearer*', operator: pattern changed, reason: the function looks again}]}\n"
    assert _unnoticed(tmp_path, _ALLOWED, _DEFINITIONS[form], more) == []


@pytest.mark.parametrize(
    "case",
    [
        "- {name: own, methodRequest: {path: /orders}, context: {authorizer: {principalId: me}},"
        " expect: {response: {statusCode: 204}}}",
        "- {name: own, methodRequest: {path: /orders}, refused: WAF_FILTERED, expect: {response: {statusCode: 403}}}",
        "- {name: own, methodRequest: {path: /orders}, refused: ACCESS_DENIED, expect: {response: {statusCode: 403}}}",
        "- {name: own, methodRequest: {path: /nowhere}, expect: {response: {statusCode: 403}}}",
    ],
    ids=["context", "before routing", "authorization", "no method"],
)
def test_an_authorizer_that_is_not_asked(form: str, case: str, tmp_path: Path) -> None:
    assert _unnoticed(tmp_path, case, _DEFINITIONS[form]) == []


def test_a_gateway_response_of_another_type_is_not_changed(tmp_path: Path) -> None:
    case = "- {name: own, methodRequest: {path: /nowhere}, expect: {response: {statusCode: 403}}}"
    api = _OPENAPI.replace("  UNAUTHORIZED:", "  DEFAULT_5XX: {statusCode: 503}\n  UNAUTHORIZED:")
    assert _unnoticed(tmp_path, case, api) == []


def test_the_default_of_several_types_is_changed_where_it_answers(tmp_path: Path) -> None:
    body = "{message: Missing Authentication Token}"
    case = f"- {{name: own, methodRequest: {{path: /nowhere}}, expect: {{response: {{body: {body}}}}}}}"
    api = _OPENAPI.replace("  UNAUTHORIZED:", "  DEFAULT_4XX: {statusCode: 404}\n  UNAUTHORIZED:")
    assert _unnoticed(tmp_path, case, api) == [
        "24:17 status changed: 404 > 405, own | its response.statusCode changes, and it does not look there"
    ]


def test_only_the_template_that_the_client_accepts(tmp_path: Path) -> None:
    api = _OPENAPI.replace(
        "      application/json: |\n", "      text/plain: nobody\n      application/json: |\n"
    ).replace(
        "    statusCode: 401\n    responseParameters:\n      gatewayresponse.header.WWW-Authenticate: \"'Bearer'\"\n",
        "",
    )
    own = _REFUSED % "{statusCode: 401}"
    accepts = own.replace("Basic a", "Basic a, Accept: text/plain")
    assert [one.partition(",")[0] for one in _unnoticed(tmp_path, _ALLOWED + accepts, api)] == [
        "26:19 literal changed: nobody > nobodyX"
    ]


_REQUEST = _OPENAPI.replace("type: token", "type: request").replace(
    "        identityValidationExpression: Bearer \\w+\n",
    "        identitySource: method.request.header.Authorization, context.identity.sourceIp\n"
    "        authorizerResultTtlInSeconds: 300\n",
)
_WITHOUT = """\
- name: without
  methodRequest: {path: /orders}
  expect: {response: {statusCode: 401}}
"""


def _changes(found: Iterable[str]) -> list[str]:
    return [
        one for one in found if "gatewayresponse" not in one and not one.startswith(("25", "26", "27", "28", "29", "3"))
    ]


def test_the_sources_and_the_lifetime_of_a_request_authorizer(tmp_path: Path) -> None:
    source = "22:9 {}: {}, allowed | {}"
    assert _changes(_unnoticed(tmp_path, _ALLOWED, _REQUEST)) == [
        source.format(
            "mapping dropped", "method.request.header.Authorization > ", "it needs a call that lacks this source alone"
        ),
        source.format(
            "mapping dropped", "context.identity.sourceIp > ", "it needs a call that lacks this source alone"
        ),
        "23:9 literal changed: 300 > 0, allowed | it needs a call without an identity source",
    ]
    assert [one.partition(",")[0] for one in _changes(_unnoticed(tmp_path, _ALLOWED + _WITHOUT, _REQUEST))] == [
        "22:9 mapping dropped: context.identity.sourceIp > "
    ]


def test_a_request_authorizer_that_is_asked_in_any_case(tmp_path: Path) -> None:
    api = _REQUEST.replace("InSeconds: 300", "InSeconds: 0")
    assert [one.partition(",")[0] for one in _changes(_unnoticed(tmp_path, _ALLOWED, api))] == [
        "23:9 literal changed: 0 > 300"
    ]
    asked = _WITHOUT.replace("expect", "authorizer: {principalId: me}\n  expect").replace("401", "204")
    assert _changes(_unnoticed(tmp_path, _ALLOWED + asked, api)) == []


_COGNITO = _OPENAPI.replace(
    "        type: token\n",
    "        type: cognito_user_pools\n        providerARNs: [arn:aws:cognito-idp:us-east-1:1:userpool/u]\n",
).replace("authtype: custom", "authtype: cognito_user_pools")
_TOKEN = """\
- name: %s
  methodRequest: {path: /orders, headers: {Authorization: a}}
  authorizer: {claims: %s}
  expect: {response: {statusCode: %s}}
"""


def test_the_audience_and_the_scopes_of_a_user_pool(tmp_path: Path) -> None:
    api = _COGNITO.replace("Bearer \\w+", "shop").replace("agents: []", "agents: [read, write]")
    both = _TOKEN % ("both", "{aud: shop, scope: read write}", "204")
    assert _changes(_unnoticed(tmp_path, both, api)) == [
        "23:9 pattern changed: shop > .*, both | it needs a call with an audience that the expression does not match",
        "6:7 literal changed: read > readX, both | it needs a call whose token has no other scope of the method",
        "6:7 literal changed: write > writeX, both | it needs a call whose token has no other scope of the method",
    ]
    more = (_TOKEN % ("r", "{aud: shop, scope: read}", "204")) + (_TOKEN % ("w", "{aud: shop, scope: write}", "204"))
    assert _changes(_unnoticed(tmp_path, more + _TOKEN % ("o", "{aud: other, scope: read}", "401"), api)) == []


def test_a_template_with_too_many_words(tmp_path: Path) -> None:
    """Those that are left count as not tried."""
    words = " ".join(["a"] * 30_000)
    api = _OPENAPI.replace('{"error": "who, are you?"', f'{{"error": "{words}"')
    (tmp_path / "api.yaml").write_text(api, "utf-8")
    file = tmp_path / "own.vtl.yaml"
    file.write_text("api: api.yaml\ncases:\n" + _REFUSED % "{statusCode: 401}", "utf-8")
    record = searched(file, seconds=0.001)
    assert record.tried + record.not_tried > 30_000


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("", []),
        ("${context.error.message}", ["path changed ${context.error.message} ${context.error.messageX}"]),
        ("$stageVariables.a-b.", ["path changed $stageVariables.a-b $stageVariables.a-bX"]),
        ("$other, 9", ["literal changed other otherX", "separator removed , ", "literal changed 9 19"]),
        ("true$context.a", ["literal changed true false", "path changed $context.a $context.aX"]),
        ("$context", ["literal changed context contextX"]),
    ],
)
def test_the_changes_of_a_text(text: str, changes: list[str]) -> None:
    assert [f"{one.operator} {one.before} {one.after}" for one in text_changes(text)] == changes
    assert all(_is_changed(one, text) for one in text_changes(text))


def _is_changed(change: Change, text: str) -> bool:
    return change.applied(Source(text)).text != text
