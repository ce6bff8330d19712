"""The `Auth` of an Api event: what it asks of its method, in the form of OpenAPI's `security`.

Comes in: an operation and its event. Goes out: the operation with its requirements, or one DefinitionError with SAM's
own words.
"""

from __future__ import annotations

from typing import Any

from vtlharness.definitions.cloudformation.sam.api_document import ApiDocument
from vtlharness.definitions.cloudformation.sam.merged_properties import is_function
from vtlharness.definitions.openapi import INTEGRATION
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.nearest import nearest_hint

API_KEY_SCHEME = {"type": "apiKey", "name": "x-api-key", "in": "header"}
IAM = "AWS_IAM"
IAM_SCHEME = {"x-amazon-apigateway-authtype": "awsSigv4", "type": "apiKey", "name": "Authorization", "in": "header"}
_SCOPES = "AuthorizationScopes"
NO_KEY = "api_key_false"
"""The name by which SAM marks a method that needs no key though its API asks for one."""


class EventAuth:
    """The `Auth` of the events of one API."""

    def __init__(self, document: ApiDocument, api: Cursor, partition: str) -> None:
        """`api` is at the API's properties. Raises DefinitionError."""
        self._document = document
        self._partition = partition
        auth = api.get("Auth")
        self._api_auth = api.with_value({}) if auth is None else auth.mapping()

    def applied(self, operation: Cursor, event: Cursor, where: str, *, merged: bool) -> Cursor:
        """The operation with the requirements of an event. `merged`: the document does not get their schemes.

        Raises DefinitionError.
        """
        auth = event.get("Auth")
        if auth is None or not auth.mapping().value:
            return operation
        self._check(auth, where)
        schemes = {} if merged else self._document.section("securityDefinitions")
        security = requirements(operation)
        authorizer = auth.get("Authorizer")
        if authorizer is not None and authorizer.value:
            security = [*security, {authorizer.text(): self._scopes(auth, authorizer.text())}]
            if IAM in security[0]:
                schemes.setdefault(IAM, IAM_SCHEME)
        if auth.written("ApiKeyRequired") is not None:
            needed = is_true(auth, "ApiKeyRequired")
            security = [*security, {"api_key" if needed else NO_KEY: []}]
            if needed:
                schemes.setdefault("api_key", API_KEY_SCHEME)
        return operation.with_keys(security=security) if security else operation

    def override(self, event: Cursor, path: str, key: str | None) -> None:
        """Applies an event's `Auth` to an operation of the document, for `OverrideApiAuth: true`.

        Without a key, it only looks at the `Auth`.

        Raises DefinitionError.
        """
        auth = event.get("Auth")
        if auth is None or not is_true(auth.mapping(), "OverrideApiAuth"):
            return
        if not any(auth.written(name) for name in ("Authorizer", "ApiKeyRequired", "ResourcePolicy")):
            raise auth.error(
                "Must define one of: Authorizer, ApiKeyRequired or ResourcePolicy when using the OverrideApiAuth "
                "property."
            )
        if key is None:
            return
        operation = self._document.paths.get(path, {}).get(key)
        if operation is None:
            raise event.error(f"the DefinitionBody has no method {key.upper()} {path}", key="Path")
        if operation.mapping().get(INTEGRATION) is not None:
            self._document.paths[path][key] = self.applied(operation, event, f"{key.upper()} {path}", merged=False)

    def credentials(self, event: Cursor) -> Any | None:
        """The credentials with which API Gateway invokes the function of an event, None for its own permission."""
        auth = event.get("Auth")
        own = event.with_value({}) if auth is None else auth.mapping()
        default = self._api_auth.get("DefaultAuthorizer")
        authorizer = own.get("Authorizer")
        is_iam = authorizer is not None and authorizer.value == IAM
        if not is_iam and (own.value or default is None or default.value != IAM):
            return None
        for level in (own, self._api_auth):
            if "InvokeRole" not in level.value:
                continue
            role = level.leniently().get("InvokeRole")
            if role is None or not role.value or role.value == "NONE":
                return None
            if role.value == "CALLER_CREDENTIALS":
                break
            return level.raw("InvokeRole")
        return f"arn:{self._partition}:iam::*:user/*"

    def _scopes(self, auth: Cursor, name: str) -> Any:
        """The scopes that a method asks of its authorizer."""
        authorizers = self._api_auth.get("Authorizers")
        authorizer = None if authorizers is None or name == "NONE" else authorizers.mapping().get(name)
        if authorizer is None:
            return []
        levels = (auth, authorizer.mapping())
        return next((one.raw(_SCOPES) for one in levels if one.written(_SCOPES) is not None), [])

    def _check(self, auth: Cursor, where: str) -> None:
        """Raises DefinitionError for what SAM refuses."""
        authorizer = auth.get("Authorizer")
        if authorizer is not None and authorizer.value:
            self._check_authorizer(authorizer, where)
        elif auth.written("AuthorizationScopes"):
            raise auth.error("AuthorizationScopes works only when Authorizer is set", key="AuthorizationScopes")
        unset = auth.written("ApiKeyRequired") is not None and not is_true(auth, "ApiKeyRequired")
        if unset and not is_true(self._api_auth, "ApiKeyRequired"):
            raise auth.error(
                f"Unable to set ApiKeyRequired [False] on API method {where} because the related API does not specify "
                "any ApiKeyRequired.",
                key="ApiKeyRequired",
                hint="leave it out: the API asks for no key",
            )

    def _check_authorizer(self, authorizer: Cursor, where: str) -> None:
        name = authorizer.text()
        if name == IAM:
            return
        unable = f"Unable to set Authorizer [{name}] on API method {where} because"
        if name == "NONE":
            if not self._api_auth.written("DefaultAuthorizer"):
                raise authorizer.error(
                    "Unable to set Authorizer on API method "
                    f"{where} because 'NONE' is only a valid value when a DefaultAuthorizer on the API is specified.",
                    hint="leave it out: the API has no authorizer by default",
                )
            return
        known = [one for one, _ in self._api_auth.section("Authorizers")]
        if not known:
            raise authorizer.error(f"{unable} the related API does not define any Authorizers.")
        if name not in known:
            raise authorizer.error(
                f"{unable} it wasn't defined in the API's Authorizers.", hint=nearest_hint(name, known)
            )


def requirements(operation: Cursor) -> list[dict[str, Any]]:
    """The `security` of an operation. Raises DefinitionError."""
    return [item.mapping().value for item in operation.listed("security")]


def is_true(cursor: Cursor, key: str) -> bool:
    """Whether SAM takes a value for true: also any text, and a function that it does not resolve itself."""
    value = cursor.written(key)
    if is_function(value) and "Ref" not in value:
        return True
    found = cursor.get(key)
    return found is not None and bool(found.value)
