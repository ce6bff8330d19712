"""`API4xx`: definitions and integrations, around the templates.

Ids by their second digit: `API40x` which request template runs, `API41x` the response, `API42x` parameter mapping,
`API43x` content handling, `API44x` stages, `API45x` CORS, `API46x` authorizers, `API47x` what an import drops (in
`imports`).
"""

from __future__ import annotations

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
  - name: a client that tells its charset
    methodRequest:
      headers: {Content-Type: application/json; charset=utf-8}
      body: {id: 4}
    expect:
      integrationRequest:
        body: %s
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

DEFINITIONS = Family(
    "API4",
    "Definitions and integrations",
    "A definition, or a call to it, does something other than it seems to.",
    (
        Rule(
            id="API401",
            name="content-type-parameters",
            what=(
                "A request has a Content-Type with parameters, such as `application/json; charset=utf-8`. The "
                "integration has no template for it, and has one for the type without parameters."
            ),
            why=(
                "As far as is known, the service looks for a template for the whole value. It finds none, so "
                "`passthroughBehavior` decides: the client's body goes to the backend as it is, or the client gets "
                "415. No recording sends such a type, so the service may be more lenient."
            ),
            instead=(
                "Give the integration a template for that value too. Set `passthroughBehavior` to `NEVER`, so that no "
                "body goes to the backend without a template."
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
                "the request template for application/json does not run for application/json; charset=utf-8: "
                "as far as is known, the service compares the whole value"
            ),
            right=CaseExample(
                _CONTENT_TYPE
                % ('\n    application/json; charset=utf-8: \'{"order": $input.json("$.id")}\'', "{order: 4}")
            ),
        ),
        Rule(
            id="API411",
            name="status-override-ignored",
            what=(
                "A template sets `$context.responseOverride.status` to something other than an integer from 100 to 599."
            ),
            why=(
                "The override has no effect: the client gets the status of the integration response. A status in "
                "quotes is a text, and a value from `$input.path` may be one too."
            ),
            instead="Set a number without quotes: `#set($context.responseOverride.status = 404)`.",
            evidence=(
                Evidence("a simulator's tests, and what we decided", f"{FIDELITY}#overrides-in-a-whole-call"),
                Evidence(
                    "overrides in the service's documentation",
                    f"{_GUIDE}/apigateway-override-request-response-parameters.html",
                ),
            ),
            wrong=CaseExample(_STATUS % ('"404"', 200)),
            message=(
                "$context.responseOverride.status is '404': anything other than an integer from 100 to 599 is ignored"
            ),
            right=CaseExample(_STATUS % (404, 404)),
        ),
        *IMPORTS,
    ),
)
