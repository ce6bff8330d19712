"""`API4xx`: definitions and integrations, around the templates.

Ids by their second digit: `API40x` which request template runs, `API41x` the response, `API42x` parameter mapping,
`API43x` content handling, `API44x` stages, `API45x` CORS, `API46x` authorizers, `API47x` what an import drops (in
`imports`), `API48x` what a case gives.
"""

from __future__ import annotations

from vtlharness.rules.api_lint import API_LINT
from vtlharness.rules.imports import IMPORTS
from vtlharness.rules.rule import FIDELITY, CaseExample, Evidence, Family, Rule

_GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide"

_CONTENT_TYPE = """\
integration:
  type: HTTP
  httpMethod: POST
  uri: https://example.com/orders
  requestTemplates:
    application/json: '{"order": $input.json("$.id")}'%s
  responses:
    default: {statusCode: 200}
cases:
  - name: a client with another casing
    methodRequest:
      headers: {Content-Type: Application/JSON}
      body: {id: 4}
    expect:
      integrationRequest:
        body: %s
"""
_PASSING = """\
integration:
  type: AWS
  httpMethod: POST
  uri: arn:aws:apigateway:us-east-1:dynamodb:action/PutItem%s
  responses:
    default: {statusCode: 200}
cases:
  - name: a form
    methodRequest:
      httpMethod: POST
      headers: {Content-Type: application/x-www-form-urlencoded}
      body: id=4
    expect:
      response: {statusCode: 200}
"""
_STATUS = """\
integration:
  type: HTTP
  httpMethod: GET
  uri: https://example.com/orders
  responses:
    default:
      statusCode: 200
      responseTemplates:
        application/json: '#set($context.responseOverride.status = %s){}'
cases:
  - name: an order that is not there
    expect:
      response: {statusCode: %s}
"""

_CONTEXT = """\
inline: '{"ip": "$context.identity.sourceIp"}'
cases:
  - name: the address of the client
    context: {identity: {%s: 192.0.2.1}}
    expect:
      output: {ip: %s}
"""

_CASING = """\
integration:
  type: HTTP
  httpMethod: GET
  uri: https://example.com/orders
  requestParameters:
    integration.request.header.X-Trace: method.request.header.%s
  responses:
    default: {statusCode: 200}
cases:
  - name: the client's trace id
    methodRequest: {headers: {x-trace: abc}}
    expect:
      integrationRequest:
        headers: %s
"""

DEFINITIONS = Family(
    "API4",
    "Definitions and integrations",
    "A definition, or a call to it, does something other than it seems to.",
    (
        Rule(
            id="API401",
            name="content-type-casing",
            what=(
                "A request has a Content-Type such as `Application/JSON`. The integration has no template for it, and "
                "has one for the same type in another casing. Parameters, such as `; charset=utf-8`, do not count."
            ),
            why=(
                "The type is looked for in its own casing and not found, so `passthroughBehavior` decides: the "
                "client's body goes to the backend as it is, or the client gets 415. Nobody has shown what the service "
                "does, so it may be more lenient."
            ),
            instead=(
                "Let the client send the type as the template has it, in lower case. Set `passthroughBehavior` to "
                "`NEVER`, so that no body goes to the backend without a template."
            ),
            evidence=(
                Evidence(
                    "what we decided, and a simulator too", f"{FIDELITY}#integration-request-which-template-passthrough"
                ),
                Evidence(
                    "passthrough in the service's documentation", f"{_GUIDE}/integration-passthrough-behaviors.html"
                ),
            ),
            wrong=CaseExample(_CONTENT_TYPE % ("", "{id: 4}")),
            message=(
                "the request template for application/json does not run for Application/JSON: "
                "whether the service ignores the casing of a content type is not known"
            ),
            right=CaseExample(
                _CONTENT_TYPE % ('\n    Application/JSON: \'{"order": $input.json("$.id")}\'', "{order: 4}")
            ),
        ),
        Rule(
            id="API402",
            name="body-passes-not-json",
            what=(
                "A client's body goes as it is to a backend that takes JSON, because no template runs for its "
                "Content-Type, and it is not JSON."
            ),
            why=(
                "The backend refuses the request: Lambda answers 400, `Could not parse request body into json`; the "
                "other services answer 400 with a `SerializationException`. Here the call goes on with the answer that "
                "the case gives."
            ),
            instead=(
                "Give the integration a template for that type, or set `passthroughBehavior` to `NEVER`, so that the "
                "client gets 415."
            ),
            evidence=(
                Evidence("printed by users: how such backends answer", f"{FIDELITY}#json-backends"),
                Evidence("a user who met it", "https://github.com/nateyolles/slack-pokerbot/issues/1"),
            ),
            wrong=CaseExample(_PASSING % ""),
            message=(
                "no template runs for application/x-www-form-urlencoded, and the body that passes is not JSON, because "
                "`id=4` is not a JSON value: DynamoDB refuses the request"
            ),
            right=CaseExample(
                _PASSING
                % """
  requestTemplates:
    application/x-www-form-urlencoded: '{"form": "$util.escapeJavaScript($input.body)"}'"""
            ),
        ),
        Rule(
            id="API411",
            name="status-override-ignored",
            what=(
                "A template sets `$context.responseOverride.status` to something other than an integer from 100 to 599."
            ),
            why=(
                "The override has no effect: the client gets the status of the integration response. A value from "
                "`$input.path` may be empty, and so may a text in quotes."
            ),
            instead="Set a number without quotes: `#set($context.responseOverride.status = 404)`.",
            evidence=(
                Evidence("a published report, and a simulator's tests", f"{FIDELITY}#overrides-in-a-whole-call"),
                Evidence(
                    "overrides in the service's documentation",
                    f"{_GUIDE}/apigateway-override-request-response-parameters.html",
                ),
            ),
            wrong=CaseExample(_STATUS % ('"gone"', 200)),
            message=(
                "$context.responseOverride.status is 'gone': anything other than an integer from 100 to 599 is ignored"
            ),
            right=CaseExample(_STATUS % (404, 404)),
        ),
        Rule(
            id="API412",
            name="same-override-twice",
            what=(
                "A template sets the same override twice in one rendering: the same key of "
                "`$context.requestOverride.header`, `.path` or `.querystring`, of `$context.responseOverride.header`, "
                "or `$context.responseOverride.status`."
            ),
            why=(
                "The service's documentation says that API Gateway returns a 5XX response then. Nobody has shown such "
                "an answer, so the last value counts here."
            ),
            instead="Decide on the value in a variable, and set the override once.",
            evidence=(
                Evidence(
                    "overrides in the service's documentation",
                    f"{_GUIDE}/apigateway-override-request-response-parameters.html",
                ),
            ),
            wrong=CaseExample(_STATUS % ("500)#set($context.responseOverride.status = 404", 404)),
            message=(
                "$context.responseOverride.status is set twice in one template: the service answers that with a 5XX, "
                "as its documentation says"
            ),
            right=CaseExample(_STATUS % ("$input.params().size() + 401", 404)),
        ),
        Rule(
            id="API413",
            name="status-override-text",
            what='A template sets `$context.responseOverride.status` to a text of digits, such as `"404"`.',
            why=(
                "People say that the service takes such a text, and so does a run. Nobody has shown it, and an empty "
                "text is ignored."
            ),
            instead="Set a number without quotes: `#set($context.responseOverride.status = 404)`.",
            evidence=(
                Evidence("what people published", f"{FIDELITY}#overrides-in-a-whole-call"),
                Evidence(
                    "overrides in the service's documentation",
                    f"{_GUIDE}/apigateway-override-request-response-parameters.html",
                ),
            ),
            wrong=CaseExample(_STATUS % ('"404"', 404)),
            message=(
                "$context.responseOverride.status is the text '404': the service is said to take a text of digits, "
                "but nobody has shown it"
            ),
            right=CaseExample(_STATUS % (404, 404)),
        ),
        Rule(
            id="API421",
            name="mapped-header-in-another-casing",
            what=(
                "A mapping reads a header, `method.request.header.X-Trace` or `integration.response.header.ETag`, that "
                "the message has in another casing."
            ),
            why="Names of headers count in their own casing when they are mapped. The mapping gives no value.",
            instead="Write the name in the casing in which it is sent, or let the test send it as real clients do.",
            evidence=(Evidence("a simulator's tests", f"{FIDELITY}#mapping-sources"),),
            wrong=CaseExample(_CASING % ("X-Trace", "{X-Trace: null}")),
            message=(
                "method.request.header.X-Trace maps nothing: the client sends this header as x-trace, and its casing "
                "counts"
            ),
            right=CaseExample(_CASING % ("x-trace", "{X-Trace: abc}")),
        ),
        *API_LINT,
        *IMPORTS,
        Rule(
            id="API481",
            name="unknown-context-variable",
            what="A case gives `context` a name that no call on the service has, such as `identity.sourceIP`.",
            why=(
                "The template may read it here, and finds nothing there on the service. A misspelt name leaves the "
                "variable that is meant at its default."
            ),
            instead="Write the name as the service's documentation does. What an API chooses is in `authorizer`.",
            evidence=(
                Evidence("variables of templates", f"{_GUIDE}/api-gateway-mapping-template-reference.html"),
                Evidence("variables of access logs", f"{_GUIDE}/api-gateway-variables-for-access-logging.html"),
            ),
            wrong=CaseExample(_CONTEXT % ("sourceIP", "203.0.113.7")),
            message="$context.identity.sourceIP does not exist on the service",
            right=CaseExample(_CONTEXT % ("sourceIp", "192.0.2.1")),
        ),
    ),
)
