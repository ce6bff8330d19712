"""The answer to the client when the gateway itself answers.

Comes in: a GatewayFailure, the API's own gateway responses, `$context`. Goes out: status, headers, body. Next:
`gateway.stages.method_response`. Evidence: docs/fidelity.md#types-of-gateway-responses,
docs/fidelity.md#templates-of-gateway-responses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from vtlharness.gateway.codecs.media_types import DEFAULT_CONTENT_TYPE, accepted_type
from vtlharness.gateway.gateway_failure import GatewayFailure
from vtlharness.gateway.gateway_response_types import RESPONSE_TYPES
from vtlharness.gateway.mapping_expression import Around, Surroundings, context_value
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import GatewayResponse, gateway_response_mappings
from vtlharness.gateway.stages.parameter_mapping import request_value
from vtlharness.gateway.templates.template_choice import response_template_type
from vtlharness.late_pattern import late_pattern
from vtlharness.records import Record

DEFAULT_TEMPLATE = '{"message":$context.error.messageString}'
# Answers given once the method runs are written with a space (docs/fidelity.md#space-in-a-500,
# docs/fidelity.md#failing-template); those given before it are not (docs/fidelity.md#where-the-space-stands).
_SPACED = frozenset(
    {
        "API_CONFIGURATION_ERROR",
        "BAD_REQUEST_BODY",
        "BAD_REQUEST_PARAMETERS",
        "DEFAULT_4XX",
        "DEFAULT_5XX",
        "INTEGRATION_FAILURE",
        "INTEGRATION_TIMEOUT",
        "UNSUPPORTED_MEDIA_TYPE",
    }
)
_VARIABLE = late_pattern(
    r"\$(?:\{(context|stageVariables)\.([\w.-]+)\}|(context|stageVariables)\.(\w[\w-]*(?:\.\w[\w-]*)*))"
)


class GatewayResponseMessage(Record):
    """Status, headers and body of a gateway response."""

    status: int
    headers: dict[str, str]
    body: str


def effective_response(customized: Mapping[str, GatewayResponse], response_type: str) -> GatewayResponse:
    """The gateway response in force for a type (docs/fidelity.md#types-of-gateway-responses).

    This is its own customization (with the type's status if that gives none), else that of its DEFAULT_4XX or
    DEFAULT_5XX, else the service's response. `status_code` is None for these two defaults until the API sets it.
    """
    built_in = RESPONSE_TYPES[response_type].status
    status = None if built_in is None else str(built_in)
    found = customization(customized, response_type)
    if found is None:
        return GatewayResponse(response_type, status)
    return GatewayResponse(
        response_type, found.status_code or status, found.response_parameters, found.response_templates
    )


def customization(customized: Mapping[str, GatewayResponse], response_type: str) -> GatewayResponse | None:
    """The API's customization for a type: of the type itself, else of its DEFAULT_4XX or DEFAULT_5XX."""
    status = RESPONSE_TYPES[response_type].status
    found = customized.get(response_type)
    return found if found is not None or status is None else customized.get(f"DEFAULT_{status // 100}XX")


def gateway_response_message(
    failure: GatewayFailure,
    customized: Mapping[str, GatewayResponse],
    request: MethodRequest,
    surroundings: Around,
) -> GatewayResponseMessage:
    """The gateway response to a failure. Templates of gateway responses support only variables, not Velocity."""
    response = effective_response(customized, failure.response_type)
    default = RESPONSE_TYPES[failure.response_type]
    message = failure.message or default.message
    status = int(response.status_code or failure.status or 500)
    error = error_variables(failure)
    known = Surroundings({**dict(surroundings.context), "error": error}, surroundings.stage_variables)
    headers = {"Content-Type": DEFAULT_CONTENT_TYPE, "x-amzn-ErrorType": failure.error_type or default.error_type}
    media_type, template = _template(response, accepted_type(request.headers))
    if template is None:
        body = _built_in_body(failure.response_type, message)
    else:
        headers["Content-Type"] = media_type
        body = _substituted(template, known)
    found = customization(customized, failure.response_type)
    for mapping in () if found is None else gateway_response_mappings(found):
        value = None if mapping.source is None else request_value(mapping.source, request, known)
        if value is not None:
            headers[mapping.target.name] = value
    return GatewayResponseMessage(status, headers, body)


def error_variables(failure: GatewayFailure) -> dict[str, object]:
    """`$context.error` of a failure, for gateway responses and access logs."""
    message = failure.message or RESPONSE_TYPES[failure.response_type].message
    error: dict[str, object] = {
        "message": message,
        "messageString": json.dumps(message, ensure_ascii=False),
        "responseType": failure.response_type,
    }
    if failure.validation_error is not None:
        error["validationErrorString"] = failure.validation_error
    return error


def _built_in_body(response_type: str, message: str | None) -> str:
    text = json.dumps(message, ensure_ascii=False)
    if response_type == "ACCESS_DENIED":
        return f'{{"Message":{text}}}'
    return f'{{"message": {text}}}' if response_type in _SPACED else f'{{"message":{text}}}'


def _template(response: GatewayResponse, accepted: str) -> tuple[str, str | None]:
    """The content type and text of the customized template; None if the service's own template applies."""
    templates = {media_type: template.text for media_type, template in response.response_templates.items()}
    if set(templates.values()) <= {DEFAULT_TEMPLATE}:
        return DEFAULT_CONTENT_TYPE, None
    media_type = response_template_type(templates, accepted) or DEFAULT_CONTENT_TYPE
    return media_type, templates[media_type]


def variable_spans(template: str) -> Iterator[tuple[int, int]]:
    """Where the variables of a template stand: the only things in it that count."""
    return (found.span() for found in _VARIABLE.finditer(template))


def _substituted(template: str, known: Surroundings) -> str:
    def value(found: re.Match[str]) -> str:
        root, name = (found[1], found[2]) if found[1] else (found[3], found[4])
        held = context_value(name.split("."), known.context) if root == "context" else known.stage_variables.get(name)
        if held is None:
            return ""
        return held if isinstance(held, str) else json.dumps(held)

    return _VARIABLE.sub(value, template)
