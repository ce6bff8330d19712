"""Reads authorizers: OpenAPI's security schemes, CloudFormation's resource, what the AWS CLI prints.

Comes in: a cursor. Goes out: an `Authorizer`, or one DefinitionError.
"""

from __future__ import annotations

from typing import NamedTuple

from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.gateway.model import Authorizer, AuthorizerType

_TYPES: dict[str, AuthorizerType] = {
    "TOKEN": "TOKEN",
    "REQUEST": "REQUEST",
    "COGNITO_USER_POOLS": "COGNITO_USER_POOLS",
}
_AUTHORIZATIONS = {
    "awsSigv4": "AWS_IAM",
    "custom": "CUSTOM",
    "cognito_user_pools": "COGNITO_USER_POOLS",
    "oauth2": "CUSTOM",
}
_AUTHORIZER_KEY = "x-amazon-apigateway-authorizer"
_KEYS = (
    "type",
    "authorizerUri",
    "authorizerCredentials",
    "authorizerResultTtlInSeconds",
    "identitySource",
    "identityValidationExpression",
    "providerARNs",
    "authorizerPayloadFormatVersion",
    "enableSimpleResponses",
    "jwtConfiguration",
    "name",
    "authType",
)
"""The keys of the extension, those of HTTP APIs and of the CLI's output included."""

_DEFAULT_TTL = 300
DEFAULT_SOURCE = "method.request.header.Authorization"
"""The identity source of an authorizer that names none."""


class SecurityScheme(NamedTuple):
    """What an OpenAPI security scheme requires of a method: an authorization type (or `API_KEY`), an authorizer."""

    authorization_type: str
    authorizer: Authorizer | None = None


def security_scheme(name: str, scheme: Cursor) -> SecurityScheme | None:
    """The requirement of a scheme, None for one that the service does not know. Raises DefinitionError."""
    at = scheme.get(_AUTHORIZER_KEY)
    kind = scheme.text_at("x-amazon-apigateway-authtype")
    if at is not None:
        source = _source_of_scheme(scheme)
        for key in at.mapping().value:
            if key[:1].lower() + key[1:] not in _KEYS and not key.startswith("x-"):
                at.drop_unknown(key, "an authorizer", _KEYS)
        found = authorizer(at.mapping(), name, source)
        authorization = "COGNITO_USER_POOLS" if found.type == "COGNITO_USER_POOLS" else "CUSTOM"
        return SecurityScheme(authorization, found)
    if kind is not None:
        return SecurityScheme(_AUTHORIZATIONS.get(kind, "CUSTOM"))
    return SecurityScheme("API_KEY") if _is_api_key(scheme) else None


def _source_of_scheme(scheme: Cursor) -> str:
    """The identity source that a scheme names as its header or query string parameter."""
    name = scheme.text_at("name")
    if name is None or name == "Unused":
        return DEFAULT_SOURCE
    place = "querystring" if scheme.text_at("in") == "query" else "header"
    return f"method.request.{place}.{name}"


def _is_api_key(scheme: Cursor) -> bool:
    name = scheme.get("name")
    kind = scheme.need("type", of="a security scheme").text()
    return kind == "apiKey" and name is not None and name.text().lower() == "x-api-key"


def authorizer(cursor: Cursor, name: str, default_source: str = DEFAULT_SOURCE) -> Authorizer:
    """The authorizer of a mapping in any of the spellings. Raises DefinitionError.

    A REQUEST authorizer whose answers are not cached needs no identity source; for any other one without a source the
    default counts.
    """
    kind = _TYPES.get((_text(cursor, "type") or "").upper())
    written = _get(cursor, "authorizerResultTtlInSeconds")
    ttl = _DEFAULT_TTL if written is None else written.whole()
    listed = [source.strip() for source in (_text(cursor, "identitySource") or "").split(",")]
    sources = tuple(source for source in listed if source)
    if not sources and not (kind == "REQUEST" and ttl == 0):
        sources = (default_source,)
    return Authorizer(
        name=name,
        type=kind,
        identity_sources=sources,
        identity_validation_expression=_text(cursor, "identityValidationExpression") or None,
        result_ttl_in_seconds=ttl,
        uri=_text(cursor.leniently(), "authorizerUri"),
    )


def _get(cursor: Cursor, key: str) -> Cursor | None:
    found = cursor.get(key)
    return cursor.get(key[:1].upper() + key[1:]) if found is None else found


def _text(cursor: Cursor, key: str) -> str | None:
    found = _get(cursor, key)
    return None if found is None else found.text()
