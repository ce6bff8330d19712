"""What lets a call pass a method's authorizer and its API key.

Comes in: an API, a method, what its templates read of the authorizer's answer. Goes out: keys of the case, and values
of the request beside those that it has.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vtlharness.first_cases.reading.inputs import Inputs, Origin
from vtlharness.first_cases.values.matching_text import matching_text
from vtlharness.first_cases.values.payload import Payload, parameter_text, wished_value
from vtlharness.first_cases.values.samples import text_for
from vtlharness.gateway.model import Method, RestApi

_KEY = "sample-key"
_USER = {"iam": {"userArn": "arn:aws:iam::123456789012:user/sample"}}
_SUB = "11111111-2222-4333-8444-555555555555"


def access_values(
    api: RestApi, method: Method, inputs: Inputs, parameters: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    """The keys of the case; `parameters`, by place, get what identifies the caller."""
    given: dict[str, Any] = {}
    if method.api_key_required and api.api_key_source == "HEADER":
        parameters["header"].setdefault("x-api-key", _KEY)
    wanted = [
        origin.steps[1:]
        for origin in inputs.wishes
        if origin.place == "context" and origin.steps[:1] == ("authorizer",)
    ]
    if method.authorization_type == "AWS_IAM":
        given["authorizer"] = _USER
    elif method.authorization_type == "COGNITO_USER_POOLS":
        given["authorizer"] = {"claims": _claims(method, inputs, wanted)}
        _identify(method, parameters, {"header": "Authorization"})
    elif method.authorization_type == "CUSTOM":
        answer: dict[str, Any] = {"principalId": "user"}
        values = {
            steps[0]: text_for(steps[0]) for steps in wanted if steps and steps[0] not in ("principalId", "claims")
        }
        if values:
            answer["context"] = values
        if method.api_key_required and api.api_key_source == "AUTHORIZER":
            answer["usageIdentifierKey"] = _KEY
        given["authorizer"] = answer
        _identify(method, parameters, {})
    return given


def identifying_variables(api: RestApi, method: Method) -> list[str]:
    """The stage variables by which the authorizer knows the caller, as far as the stage does not have them."""
    sources = () if method.authorizer is None else method.authorizer.identity_sources
    names = [source.removeprefix("stageVariables.") for source in sources if source.startswith("stageVariables.")]
    return [name for name in names if name not in api.stage.variables]


def authorizer_context(inputs: Inputs) -> dict[str, Any]:
    """The values of `$context.authorizer` that templates read, for cases in which no authorizer is asked."""
    wishes = {
        origin.steps: wish
        for origin, wish in inputs.wishes.items()
        if origin.place == "context" and origin.steps[:1] == ("authorizer",) and len(origin.steps) > 1
    }
    found = _texts(Payload(wishes).data()) if wishes else {}
    return found if isinstance(found, dict) else {}


def _texts(data: Any) -> Any:
    """The data with texts in place of other values: `$context` has nothing else."""
    if isinstance(data, dict):
        return {name: _texts(value) for name, value in data.items()}
    return data if isinstance(data, str) else str(data).lower()


def _claims(method: Method, inputs: Inputs, wanted: list[tuple[str, ...]]) -> dict[str, Any]:
    claims: dict[str, Any] = {"sub": _SUB}
    if method.authorization_scopes:
        claims["scope"] = " ".join(method.authorization_scopes)
    for steps in wanted:
        if steps[:1] == ("claims",) and len(steps) > 1:
            wish = inputs.wishes[Origin("context", ("authorizer", *steps))]
            claims.setdefault(steps[1], parameter_text(wished_value(steps[1], wish)))
    return claims


def _identify(method: Method, parameters: dict[str, dict[str, Any]], default: Mapping[str, str]) -> None:
    authorizer = method.authorizer
    sources = () if authorizer is None else authorizer.identity_sources
    pattern = None if authorizer is None else authorizer.identity_validation_expression
    for source in sources or [f"method.request.{place}.{name}" for place, name in default.items()]:
        parts = source.split(".", 3)
        if len(parts) == 4 and parts[2] in parameters:
            text = matching_text(pattern, "token") if pattern else "token"
            parameters[parts[2]].setdefault(parts[3], text or "token")
