"""Reads the output of the AWS CLI: `get-integration`, `get-method`, `get-resources --embed methods`.

Comes in: a cursor at the printed JSON. Goes out: a `RestApi`, or one DefinitionError. The keys that `get-rest-api`
prints may stand beside the `items` of `get-resources`. An integration or a method alone answers every path, and an
integration every verb.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from vtlharness.definitions.functions.resolver import Resolver
from vtlharness.definitions.parts.api_settings import DEFAULT_ENDPOINT_TYPE, api_key_source, endpoint_type
from vtlharness.definitions.parts.authorizers import authorizer
from vtlharness.definitions.parts.http_methods import check_verb
from vtlharness.definitions.parts.integration import integration
from vtlharness.definitions.parts.resource_paths import ResourcePaths
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.source import DefinitionOptions, Option, with_stage_name
from vtlharness.gateway.model import Authorizer, Method, MethodResponse, RestApi

_EVERYWHERE = ("/", "/{proxy+}")


class CliOutput:
    """The output of one of the three commands. It has no parameters and does not name its stage."""

    name = "the output of the AWS CLI"
    formats = "the output of `aws apigateway get-integration`"
    options: frozenset[Option] = frozenset(("stage",))

    def recognises(self, root: Cursor) -> bool:
        """Whether the mapping has a key that occurs only in the output of these commands."""
        return _is_resources(root) or _is_method(root) or is_lone_integration(root)

    def read(self, root: Cursor, resolver: Resolver, options: DefinitionOptions) -> RestApi:
        """The API of an output. Raises DefinitionError."""
        root.check_keys(last_key_counts=False)
        return with_stage_name(replace(_settings(root), methods=tuple(_methods(root))), options.stage)


def _settings(root: Cursor) -> RestApi:
    """The API that `get-rest-api` prints, if its keys stand beside `items`; a method or an integration has none."""
    if not _is_resources(root):
        return RestApi()
    return RestApi(
        name=root.leniently().text_at("name") or "",
        id=root.text_at("id") or RestApi().id,
        binary_media_types=tuple(item.text() for item in root.listed("binaryMediaTypes")),
        minimum_compression_size=root.whole_at("minimumCompressionSize"),
        endpoint_type=endpoint_type(root.get("endpointConfiguration")) or DEFAULT_ENDPOINT_TYPE,
        api_key_source=api_key_source(root.get("apiKeySource")) or "HEADER",
    )


def is_lone_integration(cursor: Cursor) -> bool:
    """Whether this is an integration without a method around it, as `get-integration` prints it."""
    if _is_resources(cursor) or _is_method(cursor):
        return False
    keys = {key[:1].lower() + key[1:] for key in cursor.value}
    return "type" in keys and not keys.isdisjoint(
        ("uri", "httpMethod", "integrationHttpMethod", "requestTemplates", "integrationResponses", "responses")
    )


def _methods(root: Cursor) -> Iterator[Method]:
    if _is_resources(root):
        yield from _resources(root)
    elif _is_method(root):
        verb = root.text_at("httpMethod") or "ANY"
        check_verb(verb, root, "httpMethod")
        for path in _EVERYWHERE:
            yield _method(root, path, verb, _authorizers(root))
    else:
        found = integration(root, "integration")
        for path in _EVERYWHERE:
            yield Method("ANY", path, found)


def _is_resources(cursor: Cursor) -> bool:
    items = cursor.value.get("items")
    return type(items) is list and any(type(item) is dict and "path" in item for item in items)


def _is_method(cursor: Cursor) -> bool:
    return "methodIntegration" in cursor.value


def _resources(root: Cursor) -> Iterator[Method]:
    paths = ResourcePaths()
    authorizers = _authorizers(root)
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
            check_verb(verb, resource.raw("resourceMethods"), verb)
            yield _method(method.mapping(), path, verb, authorizers)


def _authorizers(root: Cursor) -> dict[str, Authorizer]:
    """The authorizers that `get-authorizers` prints, under `authorizers` beside the resources, by their ids."""
    at = root.get("authorizers")
    if at is not None and type(at.value) is dict:
        at = at.get("items")
    found = {}
    for item in () if at is None else at.elements():
        key = item.mapping().need("id", of="an authorizer").text()
        found[key] = authorizer(item, item.text_at("name") or key)
    return found


def _method(cursor: Cursor, path: str, verb: str, authorizers: dict[str, Authorizer] | None = None) -> Method:
    chosen = cursor.text_at("authorizerId")
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
        authorizer=None if chosen is None else (authorizers or {}).get(chosen, Authorizer(chosen)),
        authorization_scopes=tuple(item.text() for item in cursor.listed("authorizationScopes")),
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
