"""The identity of a caller: the values that an authorizer reads, found before it is asked.

Comes in: an `Exchange`, and the authorizer of its method. Goes out: the identity as text, or a GatewayFailure (401).
Next: `gateway.stages.authorization`. Evidence: docs/fidelity.md#identity-sources.
"""

from __future__ import annotations

from vtlharness.gateway.access import AccessError
from vtlharness.gateway.codecs.headers import header, texts_of
from vtlharness.gateway.gateway_failure import GatewayFailure
from vtlharness.gateway.mapping_expression import context_value
from vtlharness.gateway.model import Authorizer
from vtlharness.gateway.stages.exchange import Exchange
from vtlharness.java.regex.pattern import compile_java
from vtlharness.java.values import JavaError

DEFAULT_SOURCE = "method.request.header.Authorization"
_PLACES = {
    "method.request.header.": "the header",
    "method.request.querystring.": "the query string parameter",
    "stageVariables.": "the stage variable",
    "context.": "the context variable",
}


def identity_of(exchange: Exchange, authorizer: Authorizer) -> str:
    """The values of the identity sources, joined by commas; "" for an authorizer that is asked without them.

    A REQUEST authorizer whose answers are not cached is asked in any case, and so is one that the definition does not
    hold. Raises GatewayFailure (401) for a source that is missing or empty, and for a value that the validation
    expression of a TOKEN authorizer does not match as a whole.
    """
    if authorizer.type is None or (authorizer.type == "REQUEST" and authorizer.result_ttl_in_seconds == 0):
        return ""
    found = []
    for source in authorizer.identity_sources:
        value = _value(exchange, source)
        if not value:
            raise unauthorized(exchange, f"{_named(source)} is missing, so the authorizer is not asked")
        found.append(value)
    identity = ",".join(found)
    expression = authorizer.identity_validation_expression
    if authorizer.type == "TOKEN" and expression and not matches(expression, identity):
        reason = f"{_named(authorizer.identity_sources[0])} does not match the authorizer's expression {expression}"
        raise unauthorized(exchange, f"{reason}, so the authorizer is not asked")
    return identity


def unauthorized(exchange: Exchange, reason: str) -> GatewayFailure:
    """The answer to a caller whom the authorizer does not know: 401, `Unauthorized`."""
    return GatewayFailure("UNAUTHORIZED", log=f"Unauthorized request: {exchange.call.request_id}", reason=reason)


def matches(expression: str, value: str) -> bool:
    """Whether a validation expression matches a whole value. Raises AccessError for one that Java refuses."""
    try:
        return compile_java(expression).engine.fullmatch(value) is not None
    except JavaError:
        raise AccessError(f"the validation expression {expression!r} is not a regular expression") from None


def _value(exchange: Exchange, source: str) -> str | None:
    """The value of an identity source; names of headers count in any casing."""
    origin = next((place for place in _PLACES if source.startswith(place)), "")
    name = source[len(origin) :]
    if origin == "method.request.header.":
        return header(exchange.request.headers, name)
    if origin == "method.request.querystring.":
        values = texts_of(exchange.request.query_string.get(name))
        return values[-1] if values else None
    if origin == "stageVariables.":
        return exchange.stage_variables.get(name)
    value = context_value(name.split("."), exchange.context) if origin else None
    return None if value is None else str(value)


def _named(source: str) -> str:
    origin = next((place for place in _PLACES if source.startswith(place)), None)
    return source if origin is None else f"{_PLACES[origin]} {source[len(origin) :]}"
