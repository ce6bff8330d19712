"""Request validation: required parameters, and the body against its model.

Comes in: a method, its API's models, a request. Goes out: nothing, or a GatewayFailure (400). Next: the integration.
Evidence: docs/fidelity.md#validation. Bodies are checked with jsonschema (draft 4), imported when the first model is
used.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.codecs.headers import header, texts_of
from vtlharness.gateway.codecs.media_types import content_type, key_of_type
from vtlharness.gateway.gateway_failure import GatewayFailure
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import Method
from vtlharness.gateway.validation.schemas import Models, model_validator
from vtlharness.gateway.validation.validation_error_string import problem_text

_PLACES = ("header", "path", "querystring")
_SHOWN_PROBLEMS = 20


def validate_request(method: Method, models: Models, request: MethodRequest, body: str) -> None:
    """Runs the checks of the method's validator, parameters before the body; `body` is the payload as text.

    Raises GatewayFailure: 400 `Missing required request parameters: [header, path, query string]`, or 400 `Invalid
    request body`. An empty body fits no model. Raises VtlHarnessError for a model that is not a JSON schema, and for a
    body that nests too deep for its model.
    """
    validator = method.request_validator
    if validator is None:
        return
    if validator.validate_request_parameters:
        check_parameters(method.request_parameters, request)
    if validator.validate_request_body and method.request_models:
        _check_body(method, models, request, body)


def check_parameters(parameters: Mapping[str, bool], request: MethodRequest) -> None:
    """Checks that every required parameter was sent and is not blank. Raises GatewayFailure (400) with their names."""
    missing = [
        parameter.split(".", 3)[3]
        for parameter in sorted(parameters)
        if parameters[parameter] and parameter.count(".") >= 3 and _is_missing(parameter, request)
    ]
    if missing:
        message = f"Missing required request parameters: [{', '.join(missing)}]"
        raise GatewayFailure("BAD_REQUEST_PARAMETERS", message, log=message)


def _is_missing(parameter: str, request: MethodRequest) -> bool:
    _, _, place, name = parameter.split(".", 3)
    if place == "header":
        value = header(request.headers, name)
    else:
        found = texts_of((request.path_parameters if place == "path" else request.query_string).get(name))
        value = found[-1] if found else None
    return value is None or not value.strip()


def _check_body(method: Method, models: Models, request: MethodRequest, body: str) -> None:
    media_type = content_type(request.headers)
    name = method.request_models.get(key_of_type(method.request_models, media_type) or "$default")
    if name is None:
        return
    validator = model_validator(models, name)
    if validator is None:
        return
    try:
        problems = _problems(validator, body)
    except RecursionError:
        raise VtlHarnessError(f"the body nests too deep to be checked against the model {name}") from None
    except Exception as problem:  # whatever the library raises for an invalid schema
        raise VtlHarnessError(f"the model {name} is not a JSON schema: {problem}") from problem
    if problems:
        listed = f"[{', '.join(problems)}]"
        raise GatewayFailure(
            "BAD_REQUEST_BODY",
            "Invalid request body",
            log=f"Request body does not match model schema for content type {media_type}: {listed}",
            validation_error=listed,
        )


def _refused(constant: str) -> object:
    raise ValueError(f"{constant} is not JSON")


def _problems(validator: Any, body: str) -> list[str]:
    """The problems of a body, in the words of the service's own validator as far as they are known."""
    try:
        document = json.loads(body, parse_constant=_refused)
    except (ValueError, RecursionError):
        return ["Unknown error parsing request body"]
    problems: dict[str, None] = {}
    for error in validator.iter_errors(document):
        problems[problem_text(error)] = None
        if len(problems) == _SHOWN_PROBLEMS:
            break
    return list(problems)
