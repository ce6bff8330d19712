"""What the AWS CLI prints: `get-integration`, `get-method`, `get-resources --embed methods`.

Comes in: a cursor at the printed JSON. Goes out: a `RestApi`, or one CaseFileError. An integration or a method alone
answers every path, and an integration every verb.
"""

from __future__ import annotations

from collections.abc import Iterator

from vtlharness.definitions.parts.integration import integration
from vtlharness.definitions.parts.paths import Paths
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.gateway.model import Method, MethodResponse, RestApi
from vtlharness.nearest import nearest_hint

_VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY")
_EVERYWHERE = ("/", "/{proxy+}")


def is_export(cursor: Cursor) -> bool:
    """Whether this is what one of the three commands prints."""
    return has_methods(cursor) or _is_integration(cursor)


def has_methods(cursor: Cursor) -> bool:
    """Whether this is what one of the commands prints that print methods."""
    return _is_resources(cursor) or _is_method(cursor)


def rest_api(root: Cursor) -> RestApi:
    """The API of an export. Raises CaseFileError."""
    if _is_resources(root):
        return RestApi(methods=tuple(_resources(root)))
    if _is_method(root):
        verb = root.text_at("httpMethod") or "ANY"
        _check_verb(verb, root, "httpMethod")
        return RestApi(methods=tuple(_method(root, path, verb) for path in _EVERYWHERE))
    found = integration(root, "integration")
    return RestApi(methods=tuple(Method("ANY", path, found) for path in _EVERYWHERE))


def _is_resources(cursor: Cursor) -> bool:
    items = cursor.value.get("items")
    return type(items) is list and any(type(item) is dict and "path" in item for item in items)


def _is_method(cursor: Cursor) -> bool:
    return "methodIntegration" in cursor.value


def _is_integration(cursor: Cursor) -> bool:
    keys = {key[:1].lower() + key[1:] for key in cursor.value}
    return "type" in keys and not keys.isdisjoint(
        ("uri", "httpMethod", "integrationHttpMethod", "requestTemplates", "integrationResponses", "responses")
    )


def _resources(root: Cursor) -> Iterator[Method]:
    paths = Paths()
    for resource in root.listed("items"):
        at = resource.mapping().need("path", of="a resource")
        path = paths.add(at.text(), at)
        for verb, method in resource.section("resourceMethods"):
            if method.value == {}:
                raise resource.error(
                    "the methods of this resource are not in the file",
                    key="resourceMethods",
                    hint="aws apigateway get-resources --embed methods prints them",
                )
            _check_verb(verb, resource.need("resourceMethods", of="a resource"), verb)
            yield _method(method.mapping(), path, verb)


def _check_verb(verb: str, cursor: Cursor, key: str) -> None:
    """Raises CaseFileError, at a key of the mapping, for a verb that no method has."""
    if verb not in _VERBS:
        raise cursor.error(f"there is no HTTP method `{verb}`", key=key, hint=nearest_hint(verb, _VERBS))


def _method(cursor: Cursor, path: str, verb: str) -> Method:
    at = cursor.get("methodIntegration")
    if at is None:
        raise cursor.error(f"No integration defined for method: {verb} {path}")
    parameters = cursor.get("requestParameters")
    models = cursor.get("requestModels")
    return Method(
        http_method=verb,
        resource_path=path,
        integration=integration(at, f"{verb} {path}"),
        request_parameters={} if parameters is None else parameters.flags(),
        request_models={} if models is None else models.texts(),
        method_responses=tuple(_method_responses(cursor)),
        api_key_required=cursor.flag_at("apiKeyRequired"),
        authorization_type=cursor.text_at("authorizationType") or "NONE",
        operation_name=cursor.text_at("operationName"),
    )


def _method_responses(cursor: Cursor) -> Iterator[MethodResponse]:
    for code, item in cursor.section("methodResponses"):
        parameters = item.mapping().get("responseParameters")
        models = item.get("responseModels")
        yield MethodResponse(
            status_code=item.text_at("statusCode") or code,
            response_parameters={} if parameters is None else parameters.flags(),
            response_models={} if models is None else models.texts(),
        )
