"""`API47x`: what a definition says without effect, because the service drops it, or what it does not know yet."""

from __future__ import annotations

from vtlharness.rules.rule import FIDELITY, CaseExample, Evidence, Rule

_GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide"
_CASES = """\
api: orders.yaml
cases:
  - name: the order
    methodRequest: {path: /orders}
    expect:
      response: {statusCode: %s}
"""
_ORDERS = """\
openapi: 3.0.1
info: {title: orders, version: '1'}
paths:
  /orders:
    get:
      responses: {'200': {description: ok%s}}
      x-amazon-apigateway-integration:
        type: mock
        %s: {application/json: '{"statusCode": 200}'}%s
        responses: {default: {statusCode: '200'}}
"""
_STACK = """\
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: orders%s}}
  Orders:
    Type: AWS::ApiGateway::Resource
    Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: orders}
  GetOrders:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref %s
      ResourceId: !Ref Orders
      HttpMethod: GET
      AuthorizationType: NONE
      MethodResponses: [{StatusCode: '200'}]
      Integration:
        Type: MOCK
        RequestTemplates: {application/json: '{"statusCode": 200}'}
        IntegrationResponses: [{StatusCode: '200'}]
"""
_UNAUTHORIZED = """\
  Unauthorized:
    Type: AWS::ApiGateway::GatewayResponse
    Properties: {RestApiId: %s, ResponseType: UNAUTHORIZED, StatusCode: '401'}
"""
_PLANNED = """\
api: %s
cases:
  - name: the orders come from the backend
    methodRequest: {path: /}
    backend: {body: []}
    expect:
      response: {statusCode: %s}
"""
_GIVEN = "{file: orders.json, parameters: {aws_api_gateway_integration.get.uri: 'https://orders.example.com/'}}"
_PLAN = """\
{"format_version": "1.2",
 "planned_values": {"root_module": {"resources": [
  {"address": "aws_api_gateway_rest_api.orders", "mode": "managed", "type": "aws_api_gateway_rest_api",
   "name": "orders", "values": {"id": "a1", "root_resource_id": "r1", "name": "orders"}},
  {"address": "aws_api_gateway_method.get", "mode": "managed", "type": "aws_api_gateway_method", "name": "get",
   "values": {"rest_api_id": "a1", "resource_id": "r1", "http_method": "GET", "authorization": "NONE"}},
  {"address": "aws_api_gateway_integration.get", "mode": "managed", "type": "aws_api_gateway_integration",
   "name": "get", "values": {"rest_api_id": "a1", "resource_id": "r1", "http_method": "GET",
   "type": "HTTP_PROXY", "integration_http_method": "GET"}}]}},
 "resource_changes": [
  {"address": "aws_api_gateway_integration.get", "change": {"after_unknown": {"uri": true}}}],
 "configuration": {"root_module": {"resources": [
  {"address": "aws_api_gateway_integration.get", "expressions": {"uri": {"references":
   ["aws_lb.orders.dns_name", "aws_lb.orders"]}}}]}}}
"""


def _example(definition: str, status: int = 200) -> CaseExample:
    return CaseExample(_CASES % status, ("orders.yaml", definition))


_RIGHT = _example(_ORDERS % ("", "requestTemplates", ""))
_DROPPED = Evidence("what an import drops", f"{FIDELITY}#dropped-by-the-import")
_WARNINGS = Evidence(
    "`failonwarnings` in the service's documentation",
    "https://docs.aws.amazon.com/apigateway/latest/api/API_ImportRestApi.html",
)

IMPORTS = (
    Rule(
        id="API471",
        name="import-drops-key",
        what=(
            "An OpenAPI document has a key that API Gateway does not know, at a path, an integration or a response, or "
            "`security` with the name of a scheme that the document does not have."
        ),
        why=(
            "The import drops it with a warning and goes on. The key has no effect, and what it was written for does "
            "not happen: here, the backend gets the client's body, and a MOCK integration has no status."
        ),
        instead="Write the key that the hint suggests, or remove it.",
        evidence=(_DROPPED, _WARNINGS),
        wrong=_example(_ORDERS % ("", "requestTemplate", ""), 500),
        message="an integration has no key `requestTemplate`: the import drops it",
        right=_RIGHT,
    ),
    Rule(
        id="API472",
        name="import-drops-value",
        what="An OpenAPI document has a value of another kind than the import reads there.",
        why="The import drops the value with a warning and goes on, as if the entry were absent.",
        instead="Write a value of that kind. A fixed value of a mapping has two kinds of quotes: `\"'true'\"`.",
        evidence=(
            Evidence("recorded on the service", f"{FIDELITY}#dropped-by-the-import"),
            _WARNINGS,
        ),
        wrong=_example(
            _ORDERS
            % ("", "requestTemplates", "\n        requestParameters: {integration.request.header.x-batch: true}")
        ),
        message=(
            "Invalid format for 'requestParameters'. Expected type string for property "
            "'integration.request.header.x-batch' of resource '/orders' and method 'GET' but got 'true'"
        ),
        right=_example(
            _ORDERS
            % (
                "",
                "requestTemplates",
                "\n        requestParameters: {integration.request.header.x-batch: \"'true'\"}",
            )
        ),
    ),
    Rule(
        id="API473",
        name="missing-model",
        what="A `$ref` of an OpenAPI document leads to a model that the document does not have.",
        why=(
            "The import ignores the reference with a warning and goes on. A request body of a missing model is not "
            "validated."
        ),
        instead="Define the model under `components/schemas` (Swagger 2.0: `definitions`), or correct its name.",
        evidence=(_DROPPED, _WARNINGS),
        wrong=_example(
            _ORDERS
            % (
                ", content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}",
                "requestTemplates",
                "",
            )
        ),
        message="Reference to model 'Order' not found. Ignoring.",
        right=_RIGHT,
    ),
    Rule(
        id="API474",
        name="repeated-key",
        what="A mapping of a CloudFormation template has a key twice.",
        why="The last one counts and the others have no effect, in YAML and in JSON. No message says so.",
        instead="Keep one of them.",
        evidence=(Evidence("measured on the service by a user", f"{FIDELITY}#repeated-keys"),),
        wrong=_example(_STACK % (", Name: items", "Api")),
        message="the key 'Name' is repeated: the last one counts",
        right=_example(_STACK % ("", "Api")),
    ),
    Rule(
        id="API475",
        name="api-without-method",
        what="An API ends up without a method.",
        why=(
            "Every call gets 403, Missing Authentication Token. Often a method belongs to another API than it seems "
            "to, or a condition leaves it out."
        ),
        instead="Write the reference, the condition or the operation so that the API has a method.",
        evidence=(
            Evidence(
                "`RestApiId` in CloudFormation's documentation",
                "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-method.html",
            ),
        ),
        wrong=CaseExample(
            _CASES.replace("api: orders.yaml", "api: {file: orders.yaml, logicalId: Api}") % 403,
            ("orders.yaml", "Parameters: {Other: {Type: String, Default: b}}\n" + _STACK % ("", "Other")),
        ),
        message="the API `Api` has no method: `GetOrders` belongs to the API `b`",
        right=_example(_STACK % ("", "Api")),
    ),
    Rule(
        id="API476",
        name="resource-of-no-api",
        what=(
            "A part of an API names an API that the template does not define, or the type of a resource does not exist."
        ),
        why="It is not part of the API that the cases call. A call to its path is answered as if it were absent.",
        instead="Refer to the API of the template, `RestApiId: !Ref Api`, or correct the type.",
        evidence=(
            Evidence(
                "`RestApiId` in CloudFormation's documentation",
                "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-method.html",
            ),
        ),
        wrong=_example(_STACK % ("", "Api") + _UNAUTHORIZED % "Apis"),
        message=(
            "the resource `Unauthorized` is not read: it belongs to the API `Apis`, which the template does not define"
        ),
        right=_example(_STACK % ("", "Api") + _UNAUTHORIZED % "!Ref Api"),
    ),
    Rule(
        id="API477",
        name="known-after-apply",
        what="A plan of Terraform does not know a value that calls depend on, or the value is sensitive.",
        why=(
            "A placeholder such as `<aws_api_gateway_integration.get.uri>` stands for it. A template that is a "
            "placeholder prints it, and a stage has it as its name."
        ),
        instead=(
            "Give it a value in the case file, `api: {file: plan.json, parameters: {...}}`, under the name in the "
            "message, or name the state after `terraform apply`."
        ),
        evidence=(
            Evidence("what is decided here", f"{FIDELITY}#terraform-unknown"),
            Evidence(
                "the format of a plan in Terraform's documentation",
                "https://developer.hashicorp.com/terraform/internals/json-format",
            ),
        ),
        wrong=CaseExample(_PLANNED % ("orders.json", 500), ("orders.json", _PLAN)),
        message=(
            "`aws_api_gateway_integration.get.uri` is known only after apply: it refers to `aws_lb.orders.dns_name`"
        ),
        right=CaseExample(_PLANNED % (_GIVEN, 200), ("orders.json", _PLAN)),
    ),
)
