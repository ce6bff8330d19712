"""Rules of the family `API4` that `vtl-lint` alone finds: what a definition says besides its templates."""

from __future__ import annotations

from vtlharness.rules.rule import FIDELITY, Evidence, LintExample, Rule

_GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide"
_PASSTHROUGH = Evidence("which template runs", f"{FIDELITY}#integration-request-which-template-passthrough")
_RESPONSES = Evidence("how a response is chosen", f"{FIDELITY}#selection-pattern")
_CORS = Evidence("CORS in the service's documentation", f"{_GUIDE}/how-to-cors.html")
_LAMBDA = (
    "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
    "arn:aws:lambda:us-east-1:123456789012:function:orders/invocations"
)


def _api(
    integration: str, responses: str = '{"200": {description: ok}}', verb: str = "get", more: str = ""
) -> LintExample:
    lines = "\n".join(f"        {line}" for line in integration.strip().split("\n"))
    return LintExample(
        f"""\
openapi: 3.0.1
info: {{title: orders, version: "1"}}
{more}paths:
  /orders:
    {verb}:
      responses: {responses}
      x-amazon-apigateway-integration:
{lines}
""",
        "openapi.yaml",
    )


def _http(responses: str = "{default: {statusCode: 200}}", more: str = "") -> str:
    return f"type: http\nhttpMethod: POST\nuri: https://example.com/orders\n{more}responses: {responses}"


def _function(responses: str) -> str:
    return f"type: aws\nhttpMethod: POST\nuri: {_LAMBDA}\nresponses: {responses}"


_TWO = '{"200": {description: ok}, "404": {description: none}}'
_TEMPLATE = 'requestTemplates: {application/json: \'{"id": $input.json("$.id")}\'}\n'
_ORIGIN = "headers: {Access-Control-Allow-Origin: {schema: {type: string}}}"
_PREFLIGHT_HEADERS = ", ".join(
    f"Access-Control-Allow-{name}: {{schema: {{type: string}}}}" for name in ("Origin", "Methods", "Headers")
)


def _cors(preflight: str) -> LintExample:
    return LintExample(
        f"""\
openapi: 3.0.1
info: {{title: orders, version: "1"}}
x-amazon-apigateway-gateway-responses:
  DEFAULT_4XX: {{responseParameters: {{gatewayresponse.header.Access-Control-Allow-Origin: "'*'"}}}}
  DEFAULT_5XX: {{responseParameters: {{gatewayresponse.header.Access-Control-Allow-Origin: "'*'"}}}}
paths:
  /orders:
    get:
      responses: {{"200": {{description: ok, {_ORIGIN}}}}}
      x-amazon-apigateway-integration:
        type: http
        httpMethod: GET
        uri: https://example.com/orders
        responses:
          default:
            statusCode: 200
            responseParameters: {{method.response.header.Access-Control-Allow-Origin: "'*'"}}
    options:
      responses: {{"200": {{description: ok, headers: {{{_PREFLIGHT_HEADERS}}}}}}}
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: {{application/json: '{{"statusCode": 200}}'}}
        responses:
          default:
            statusCode: 200
            responseParameters:
{preflight}""",
        "openapi.yaml",
    )


_ALL_CORS = """\
              method.response.header.Access-Control-Allow-Origin: "'*'"
              method.response.header.Access-Control-Allow-Methods: "'GET'"
              method.response.header.Access-Control-Allow-Headers: "'Content-Type'"
"""
_SCHEMES = """\
components:
  securitySchemes:
    callers:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: custom
      x-amazon-apigateway-authorizer: {type: token, authorizerUri: "LAMBDA"}
""".replace("LAMBDA", _LAMBDA)
_STAGED = """\
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
      Variables: {host: example.com}
      DefinitionBody:
        openapi: 3.0.1
        info: {title: orders, version: "1"}
        paths:
          /orders:
            get:
              responses: {"200": {description: ok}}
              x-amazon-apigateway-integration:
                type: http
                httpMethod: GET
                uri: https://${stageVariables.%s}/orders
                responses: {default: {statusCode: 200}}
"""

API_LINT = (
    Rule(
        id="API400",
        name="definition-refused",
        what="The service refuses the definition, or can't read it.",
        why="The import or the deployment fails.",
        instead="Mend the place that the message names.",
        evidence=(Evidence("what an import refuses", f"{FIDELITY}#refused-imports"),),
        wrong=_api(_http().replace("type: http", "type: htpp")),
        message="`htpp` is not an integration type",
        right=_api(_http()),
    ),
    Rule(
        id="API403",
        name="other-types-pass",
        what=(
            "A method that takes a body has templates for some content types, and `passthroughBehavior` lets the "
            "bodies "
            "of all other types pass, as it does unless it is set."
        ),
        why=(
            "A client that sends another Content-Type gets past the template: the backend receives the body as "
            "the client "
            "wrote it. At a service such as DynamoDB that is a whole request of the client's choice."
        ),
        instead="Set `passthroughBehavior` to `NEVER`, so that the client gets 415, or add a template `$default`.",
        evidence=(_PASSTHROUGH,),
        wrong=_api(_http(more=_TEMPLATE), verb="post"),
        message=(
            "POST /orders: a body of another type than application/json passes to the backend as the client wrote it"
        ),
        right=_api(_http(more=f"passthroughBehavior: never\n{_TEMPLATE}"), verb="post"),
    ),
    Rule(
        id="API404",
        name="template-at-proxy",
        what="An integration of the type `AWS_PROXY` or `HTTP_PROXY` has templates.",
        why="A proxy integration passes requests and responses on: its templates never run.",
        instead="Delete the templates, or use the type `AWS` or `HTTP`.",
        evidence=(Evidence("proxy integrations", f"{_GUIDE}/api-gateway-api-integration-types.html"),),
        wrong=_api(_http(more=_TEMPLATE).replace("type: http", "type: http_proxy")),
        message="GET /orders: the templates of a proxy integration never run",
        right=_api(_http().replace("type: http", "type: http_proxy")),
    ),
    Rule(
        id="API414",
        name="status-not-declared",
        what="An integration response has a status that its method does not declare.",
        why="The service answers such a call with 500.",
        instead="Declare the status among the method's responses.",
        evidence=(Evidence("what happens then", f"{FIDELITY}#undeclared-status"),),
        wrong=_api(_http("{default: {statusCode: 200}, '404': {statusCode: 404}}")),
        message="GET /orders: the method declares no response 404",
        right=_api(_http("{default: {statusCode: 200}, '404': {statusCode: 404}}"), _TWO),
    ),
    Rule(
        id="API415",
        name="no-default-response",
        what="Every response of an integration has a pattern.",
        why="An answer that no pattern matches becomes a 500.",
        instead="Add a response without a pattern; in OpenAPI its key is `default`.",
        evidence=(_RESPONSES,),
        wrong=_api(_http("{'200': {statusCode: 200}}")),
        message="GET /orders: no response is the default: an answer that no pattern matches becomes a 500",
        right=_api(_http()),
    ),
    Rule(
        id="API416",
        name="pattern-stops-at-line-break",
        what="The pattern of a response of a Lambda function has a dot, and no `(?s)`.",
        why="A dot does not match a line break, and the whole message must match: a message of two lines is a success.",
        instead="Begin the pattern with `(?s)`.",
        evidence=(_RESPONSES,),
        wrong=_api(_function("{default: {statusCode: 200}, '.*NotFound.*': {statusCode: 404}}"), _TWO),
        message="GET /orders: the pattern .*NotFound.* can't match a message with a line break",
        right=_api(_function("{default: {statusCode: 200}, '(?s).*NotFound.*': {statusCode: 404}}"), _TWO),
    ),
    Rule(
        id="API417",
        name="pattern-shared",
        what="Two responses of an integration have the same pattern, or none.",
        why="Only one of them is ever chosen.",
        instead="Make one response of them, or mend a pattern.",
        evidence=(_RESPONSES,),
        wrong=_api(_http("{default: {statusCode: 200}, '': {statusCode: 404}}"), _TWO),
        message="GET /orders: two responses share the default: only one of them is ever chosen",
        right=_api(_http("{default: {statusCode: 200}, '404': {statusCode: 404}}"), _TWO),
    ),
    Rule(
        id="API418",
        name="pattern-reads-as-status",
        what="The pattern of a response of a Lambda function reads as a status: `404`, `4\\d{2}`.",
        why="At a function, the pattern is tried on the error's message. It never is a status alone.",
        instead="Write a pattern for the message: `(?s).*NotFound.*`.",
        evidence=(_RESPONSES,),
        wrong=_api(_function("{default: {statusCode: 200}, '4\\d{2}': {statusCode: 404}}"), _TWO),
        message=(
            "GET /orders: the pattern 4\\d{2} reads as a status, but a function's errorMessage is what it is tried on"
        ),
        right=_api(_function("{default: {statusCode: 200}, '(?s).*NotFound.*': {statusCode: 404}}"), _TWO),
    ),
    Rule(
        id="API422",
        name="mapping-not-declared",
        what=(
            "An integration maps a parameter of the request, or a header of the response, that its method does not "
            "declare."
        ),
        why="The service refuses the definition.",
        instead="Declare the parameter or the header.",
        evidence=(Evidence("what the service checks", f"{FIDELITY}#declared-parameters"),),
        wrong=_api(
            _http(more="requestParameters: {integration.request.querystring.page: method.request.querystring.page}\n")
        ),
        message="Invalid mapping expression parameter specified: method.request.querystring.page",
        right=_api(_http(more="requestParameters: {integration.request.querystring.page: context.stage}\n")),
    ),
    Rule(
        id="API431",
        name="binary-type-at-template",
        what=(
            "An integration has templates, a binary media type of the API (most often `*/*`) covers their "
            "content type, "
            "and `contentHandling` is not `CONVERT_TO_TEXT`."
        ),
        why=(
            "The body is bytes then, and a template can't read these: the client gets 500. Preflights fail so most "
            "often."
        ),
        instead="Set `contentHandling` to `CONVERT_TO_TEXT`.",
        evidence=(Evidence("content handling", f"{FIDELITY}#content-handling"),),
        wrong=_api(_http(more=_TEMPLATE), more="x-amazon-apigateway-binary-media-types: ['*/*']\n"),
        message="GET /orders: the binary media type */* makes bytes of each body, and a template can't read these",
        right=_api(
            _http(more=f"contentHandling: CONVERT_TO_TEXT\n{_TEMPLATE}"),
            more="x-amazon-apigateway-binary-media-types: ['*/*']\n",
        ),
    ),
    Rule(
        id="API441",
        name="no-such-stage-variable",
        what="An address or a mapping has a stage variable that the stage does not have, although it has others.",
        why="The variable is empty, and the backend can't be reached.",
        instead="Add the variable to the stage, or mend its name.",
        evidence=(Evidence("stage variables", f"{_GUIDE}/aws-api-gateway-stage-variables-reference.html"),),
        wrong=LintExample(_STAGED % "hots", "template.yaml"),
        message="GET /orders: the stage has no variable hots",
        right=LintExample(_STAGED % "host", "template.yaml"),
    ),
    Rule(
        id="API451",
        name="preflight-lacks-header",
        what="A path has an OPTIONS method that lacks headers for browsers, and another method of the path sends such.",
        why="A browser refuses the call after such a preflight.",
        instead="Let OPTIONS send `Access-Control-Allow-Origin`, `-Methods` and `-Headers`.",
        evidence=(_CORS,),
        wrong=_cors("\n".join(_ALL_CORS.split("\n")[:2]) + "\n"),
        message="OPTIONS /orders: the answer to a preflight lacks access-control-allow-headers",
        right=_cors(_ALL_CORS),
    ),
    Rule(
        id="API452",
        name="gateway-response-lacks-header",
        what=(
            "Methods send `Access-Control-Allow-Origin` by a mapping or a template, or OPTIONS allows what a function "
            "behind a proxy integration answers; and the gateway responses `DEFAULT_4XX` or `DEFAULT_5XX` lack it."
        ),
        why="A browser hides what such an answer says: its page sees a network error.",
        instead="Give both gateway responses the header.",
        evidence=(_CORS,),
        wrong=LintExample(
            "\n".join(line for line in _cors(_ALL_CORS).text.split("\n") if "DEFAULT_5XX" not in line), "openapi.yaml"
        ),
        message="no Access-Control-Allow-Origin in DEFAULT_5XX: a browser hides what such an error says",
        right=_cors(_ALL_CORS),
    ),
    Rule(
        id="API461",
        name="authorizer-not-used",
        what="A definition has an authorizer that no method uses.",
        why="Most often a method is open to all that should not be.",
        instead="Name the authorizer in the `security` of the methods that need it, or delete it.",
        evidence=(Evidence("authorizers", f"{_GUIDE}/apigateway-use-lambda-authorizer.html"),),
        wrong=_api(_http(), more=_SCHEMES),
        message="no method uses the authorizer callers",
        right=_api(_http(), more=f"{_SCHEMES}security: [{{callers: []}}]\n"),
    ),
)
"""Rules of the family `API4` that `vtl-lint` alone finds."""
