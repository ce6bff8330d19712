"""The `Auth` of a SAM API: its authorizers as OpenAPI's security schemes, and what each method asks for by default.

Comes in: the document of the API and the cursor at `Auth`. Goes out: the document with schemes and requirements, or one
DefinitionError. They reach every method that has an integration, also those of a `DefinitionBody` and of `Cors`.
"""

from __future__ import annotations

from typing import Any

from vtlharness.definitions.cloudformation.sam.api_document import ApiDocument
from vtlharness.definitions.cloudformation.sam.event_auth import (
    API_KEY_SCHEME,
    IAM,
    IAM_SCHEME,
    NO_KEY,
    is_true,
    requirements,
)
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.nearest import nearest_hint

_KEYS = (
    "Authorizers",
    "DefaultAuthorizer",
    "InvokeRole",
    "AddDefaultAuthorizerToCorsPreflight",
    "AddApiKeyRequiredToCorsPreflight",
    "ApiKeyRequired",
    "ResourcePolicy",
    "UsagePlan",
)
_AUTHORIZER_URI = (
    "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${FunctionArn}/invocations"
)
_IDENTITY_SOURCES = {
    "Headers": "method.request.header.",
    "QueryStrings": "method.request.querystring.",
    "StageVariables": "stageVariables.",
    "Context": "context.",
}
_PAYLOAD_TYPES = ("TOKEN", "REQUEST")


def add_auth(document: ApiDocument, auth: Cursor) -> None:
    """Adds the schemes and the requirements of `Auth`. Raises DefinitionError."""
    for key in auth.value:
        if key not in _KEYS:
            raise auth.error(f"Invalid value for 'Auth' property: `{key}`", key=key, hint=nearest_hint(key, _KEYS))
    schemes = _schemes(auth)
    default = auth.get("DefaultAuthorizer")
    if default is not None and default.value == IAM:
        schemes = {IAM: IAM_SCHEME, **schemes}
    if schemes:
        document.section("securityDefinitions").update(schemes)
        if default is not None and default.value:
            _set_default_authorizer(document, auth, default, list(schemes))
    if is_true(auth, "ApiKeyRequired"):
        document.section("securityDefinitions").setdefault("api_key", API_KEY_SCHEME)
        on_preflight = _unless_false(auth, "AddApiKeyRequiredToCorsPreflight")
        for path, key, operation in document.operations():
            document.paths[path][key] = _with_key(operation, needed=on_preflight or key != "options")


def _unless_false(auth: Cursor, key: str) -> bool:
    return key not in auth.value or is_true(auth, key)


def _set_default_authorizer(document: ApiDocument, auth: Cursor, default: Cursor, schemes: list[str]) -> None:
    name = default.text()
    if name not in schemes:
        raise default.error(
            f"Unable to set DefaultAuthorizer because '{name}' was not defined in 'Authorizers'.",
            hint=nearest_hint(name, schemes),
        )
    authorizers = auth.get("Authorizers")
    authorizer = None if authorizers is None else authorizers.mapping().get(name)
    has_scopes = authorizer is not None and authorizer.written("AuthorizationScopes") is not None
    scopes: Any = authorizer.raw("AuthorizationScopes") if authorizer is not None and has_scopes else []
    on_preflight = _unless_false(auth, "AddDefaultAuthorizerToCorsPreflight")
    for path, key, operation in document.operations():
        if not on_preflight and key == "options":
            continue
        security = _with_default(requirements(operation), {name: scopes}, {IAM, *schemes})
        if security:
            document.paths[path][key] = operation.with_keys(security=security)
            if IAM in security[0]:
                document.section("securityDefinitions").setdefault(IAM, IAM_SCHEME)


def _with_default(
    security: list[dict[str, Any]], default: dict[str, Any], authorizers: set[str]
) -> list[dict[str, Any]]:
    """The requirements of a method with the default authorizer, unless the method names another one or `NONE`."""
    others = [one for one in security if authorizers.isdisjoint(one)]
    own = [one for one in security if not authorizers.isdisjoint(one)]
    none = next((index for index, one in enumerate(others) if "NONE" in one), None)
    if none is not None:
        return others[:none] + others[none + 1 :]
    return others + (own or [default])


def _with_key(operation: Cursor, *, needed: bool) -> Cursor:
    """The operation with the API's key among its requirements, unless its event needs none."""
    before = requirements(operation)
    security = [one for one in before if "api_key" not in one and NO_KEY not in one]
    if needed and not any(NO_KEY in one for one in before):
        security.append({"api_key": []})
    return operation if security == before else operation.with_keys(security=security)


# Authorizers


def _schemes(auth: Cursor) -> dict[str, Any]:
    """The security scheme of each authorizer by its name."""
    return {name: _scheme(name, authorizer.mapping()) for name, authorizer in auth.section("Authorizers")}


def _scheme(name: str, authorizer: Cursor) -> Cursor:
    identity = authorizer.get("Identity")
    identity = authorizer.with_value({}) if identity is None else identity.mapping()
    payload = authorizer.text_at("FunctionPayloadType") or "TOKEN"
    if payload not in _PAYLOAD_TYPES:
        raise authorizer.error(
            f"{name} Authorizer has invalid 'FunctionPayloadType': {payload}.",
            key="FunctionPayloadType",
            hint=nearest_hint(payload, _PAYLOAD_TYPES),
        )
    if authorizer.written("UserPoolArn"):
        kind = "cognito_user_pools"
        pools = authorizer.raw("UserPoolArn")
        made: dict[str, Any] = {"type": kind, "providerARNs": pools if type(pools.value) is list else [pools]}
    else:
        kind = "custom"
        made = _function_authorizer(authorizer, identity, payload)
    if payload == "REQUEST":
        source = _identity_source(name, identity)
        if source and kind == "custom":
            made["identitySource"] = source
    if (kind == "cognito_user_pools" or payload == "TOKEN") and identity.written("ValidationExpression"):
        made["identityValidationExpression"] = identity.raw("ValidationExpression")
    is_request = kind == "custom" and payload == "REQUEST"
    return authorizer.with_value(
        {
            "type": "apiKey",
            "name": "Unused" if is_request else identity.text_at("Header") or "Authorization",
            "in": "header",
            "x-amazon-apigateway-authtype": kind,
            "x-amazon-apigateway-authorizer": made,
        }
    )


def _function_authorizer(authorizer: Cursor, identity: Cursor, payload: str) -> dict[str, Any]:
    made: dict[str, Any] = {"type": payload.lower()}
    if authorizer.written("FunctionArn") is not None:
        made["authorizerUri"] = {"Fn::Sub": [_AUTHORIZER_URI, {"FunctionArn": authorizer.raw("FunctionArn")}]}
    lifetime = identity.get("ReauthorizeEvery")
    if lifetime is not None:
        made["authorizerResultTtlInSeconds"] = lifetime
    role = authorizer.leniently().get("FunctionInvokeRole")
    if role is not None and role.value and role.value != "NONE":
        made["authorizerCredentials"] = authorizer.raw("FunctionInvokeRole")
    return made


def _identity_source(name: str, identity: Cursor) -> str:
    """Where a request has what identifies its caller.

    Raises DefinitionError where nothing does although the authorizer's answers are kept.
    """
    source = ", ".join(
        f"{prefix}{item.text()}" for key, prefix in _IDENTITY_SOURCES.items() for item in identity.listed(key)
    )
    if not source and not _is_never_kept(identity.get("ReauthorizeEvery")):
        raise identity.error(
            f"{name} Authorizer must specify Identity with at least one of Headers, QueryStrings, StageVariables, or "
            "Context.",
            hint="without one, write `ReauthorizeEvery: 0`",
        )
    return source


def _is_never_kept(lifetime: Cursor | None) -> bool:
    """Whether the answer of an authorizer is kept for no time, so that nothing needs to identify a caller."""
    return lifetime is not None and str(lifetime.value).strip().lstrip("-").isdigit() and lifetime.number() <= 0
