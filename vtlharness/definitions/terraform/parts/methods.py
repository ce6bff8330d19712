"""The methods of one API: each is put together from a method, an integration and their responses.

Comes in: a file, an API, and the methods of its body. Goes out: `Method`s. Separate resources are applied over those of
a body, as Terraform does after the import.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from vtlharness.definitions.functions.sample_values import is_placeholder
from vtlharness.definitions.parts.declared_parameters import check_declared
from vtlharness.definitions.parts.http_methods import http_method
from vtlharness.definitions.parts.integration import integration, integration_response, status_code
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.terraform.parts.access import method_authorizer, scopes
from vtlharness.definitions.terraform.parts.paths import Paths
from vtlharness.definitions.terraform.reading.assembled import list_of, mapping_of
from vtlharness.definitions.terraform.reading.links import Elsewhere, Target
from vtlharness.definitions.terraform.reading.resources import PREFIX, Resource
from vtlharness.definitions.terraform.reading.terraform_file import TerraformFile
from vtlharness.gateway.model import INTEGRATION_TYPES, Integration, Method, MethodResponse, RequestValidator
from vtlharness.nearest import nearest_hint

_INTEGRATION_TEXTS = {
    "credentials": "credentials",
    "connection_id": "connectionId",
}
_INTEGRATION_CHOICES = {
    "type": "type",
    "integration_http_method": "httpMethod",
    "connection_type": "connectionType",
    "passthrough_behavior": "passthroughBehavior",
    "content_handling": "contentHandling",
    "timeout_milliseconds": "timeoutInMillis",
    "response_transfer_mode": "responseTransferMode",
    "cache_namespace": "cacheNamespace",
}
_INTEGRATION_COLLECTIONS = {
    "request_parameters": "requestParameters",
    "request_templates": "requestTemplates",
    "cache_key_parameters": "cacheKeyParameters",
}
_RESPONSE_COLLECTIONS = {"response_parameters": "responseParameters", "response_templates": "responseTemplates"}
"""Terraform's arguments by the names that the other formats have for them."""

_TEMPLATES = ("request_templates", "response_templates")
_PARTS = ("method", "integration", "method_response", "integration_response")


@dataclass(slots=True)
class _Parts:
    """The resources of one method by their types; a response has a status too."""

    method: Resource | None = None
    integration: Resource | None = None
    method_response: dict[str, Resource] = field(default_factory=dict)
    integration_response: dict[str, Resource] = field(default_factory=dict)

    def first(self) -> Resource:
        """Any of the resources."""
        others = (*self.integration_response.values(), *self.method_response.values())
        return next(one for one in (self.integration, *others, self.method) if one is not None)


class Methods:
    """The methods of one API."""

    def __init__(self, file: TerraformFile, api: Target, models: Iterable[str]) -> None:
        """`models` are the names of the API's models."""
        self._file = file
        self._api = api
        self._arguments = file.arguments
        self._paths = Paths(file, api)
        self._models = dict.fromkeys(models)

    def over(self, body: Iterable[Method]) -> tuple[Method, ...]:
        """The methods of a body with those of separate resources over them. Raises DefinitionError."""
        found = {(method.resource_path, method.http_method): method for method in body}
        for (path, verb), parts in self._gathered().items():
            found[path, verb] = self._method(path, verb, parts, found.get((path, verb)))
        return tuple(found.values())

    def _gathered(self) -> dict[tuple[str, str], _Parts]:
        found: dict[tuple[str, str], _Parts] = {}
        for kind in _PARTS:
            for resource in self._file.belonging(kind, self._api):
                key = (self._paths.of(resource), self._verb(resource))
                parts = found.setdefault(key, _Parts())
                if kind in ("method", "integration"):
                    before = getattr(parts, kind)
                    setattr(parts, kind, resource)
                else:
                    responses = getattr(parts, kind)
                    status = self._status(resource)
                    before = responses.get(status)
                    responses[status] = resource
                if before is not None:
                    what = f"the {kind.replace('_', ' ')} of {key[1]} {key[0]}"
                    raise resource.values.error(f"{what} is defined twice, also by `{before.address}`")
        return found

    def _verb(self, resource: Resource) -> str:
        if self._arguments.hidden(resource, "http_method") is False:
            for found in self._file.configuration.found(resource, "http_method"):
                named = found.resource
                if named.type == f"{PREFIX}method" and named.address != resource.address and _has_verb(named):
                    return http_method(named.values.raw("http_method"))
        at = self._arguments.needed(resource, "http_method")
        if at is None:
            raise resource.values.error(f"`{resource.address}` has no `http_method`")
        return http_method(at)

    def _status(self, resource: Resource) -> str:
        at = self._arguments.needed(resource, "status_code")
        if at is None:
            raise resource.values.error(f"`{resource.address}` has no `status_code`")
        return status_code(at)

    # One method

    def _method(self, path: str, verb: str, parts: _Parts, base: Method | None) -> Method:
        where = f"{verb} {path}"
        resource = parts.method
        if resource is None and base is None:
            raise parts.first().values.error(
                f"`{parts.first().address}` belongs to {where}, but the API has no such method",
                hint="Terraform needs an `aws_api_gateway_method` for it",
            )
        method = base if resource is None else self._own(resource, verb, path, base)
        assert method is not None
        responses = {one.status_code: one for one in method.method_responses or ()}
        responses.update({status: self._response(status, one) for status, one in parts.method_response.items()})
        method = replace(method, method_responses=tuple(responses[status] for status in sorted(responses)))
        if parts.integration is None and base is None:
            raise parts.first().values.error(
                f"No integration defined for method: {where}",
                hint="the method needs an `aws_api_gateway_integration`, or the plan does not say which it has",
            )
        return self._integrated(method, parts, where)

    def _own(self, resource: Resource, verb: str, path: str, base: Method | None) -> Method:
        """The method of a resource; it keeps the integration of a body's method that it replaces."""
        arguments = self._arguments
        parameters = arguments.collection(resource, "request_parameters")
        authorization = arguments.needed(resource, "authorization")
        operation = arguments.text(resource, "operation_name", matters=False)
        return Method(
            http_method=verb,
            resource_path=path,
            integration=Integration("MOCK") if base is None else base.integration,
            request_parameters={} if parameters is None else parameters.flags(),
            request_models=self._model_names(resource, "request_models"),
            request_validator=self._validator(resource),
            method_responses=() if base is None else base.method_responses,
            api_key_required=arguments.flag(resource, "api_key_required"),
            authorization_type="NONE" if authorization is None else authorization.text(),
            operation_name=None if operation is None else operation.text(),
            authorizer=method_authorizer(self._file, resource),
            authorization_scopes=scopes(self._file, resource),
        )

    def _response(self, status: str, resource: Resource) -> MethodResponse:
        parameters = self._arguments.collection(resource, "response_parameters")
        return MethodResponse(
            status_code=status,
            response_parameters={} if parameters is None else parameters.flags(),
            response_models=self._model_names(resource, "response_models"),
        )

    def _model_names(self, resource: Resource, name: str) -> dict[str, str]:
        models = self._arguments.collection(resource, name)
        found = {}
        for content_type, item in () if models is None else models.items():
            model = found[content_type] = item.text()
            if model not in self._models and not is_placeholder(model):
                raise item.error(f"the API has no model `{model}`", hint=nearest_hint(model, self._models))
        return found

    def _validator(self, resource: Resource) -> RequestValidator | None:
        target = self._file.links.target(resource, "request_validator_id")
        if target is None:
            return None
        if isinstance(target, Elsewhere):
            raise target.cursor.error(f"the API has no request validator `{target.id}`")
        name = self._arguments.text(target, "name", matters=False)
        return RequestValidator(
            validate_request_body=self._arguments.flag(target, "validate_request_body"),
            validate_request_parameters=self._arguments.flag(target, "validate_request_parameters"),
            name=target.name if name is None else name.text(),
        )

    # Its integration

    def _integrated(self, method: Method, parts: _Parts, where: str) -> Method:
        """The method with the integration and the responses of resources over those that it has."""
        resource = parts.integration
        given: Mapping[str, Cursor] = {}
        found = method.integration
        if resource is not None:
            given = self._integration(resource)
            found = integration(mapping_of(resource.values, given), where)
        by_status = {one.status_code: one for one in found.integration_responses}
        cursors = {status: self._integration_response(one) for status, one in parts.integration_response.items()}
        for status, cursor in cursors.items():
            by_status[status] = integration_response(cursor, where)
        ordered = sorted(by_status)
        found = replace(found, integration_responses=tuple(by_status[status] for status in ordered))
        if given or cursors:
            at = (resource or parts.first()).values
            shown = [cursors.get(status, at) for status in ordered]
            whole = mapping_of(at, {**given, "integrationResponses": list_of(at, shown)})
            check_declared(whole, found, method.request_parameters, method.method_responses or (), "Terraform")
        return replace(method, integration=found)

    def _integration(self, resource: Resource) -> Mapping[str, Cursor]:
        arguments = self._arguments
        found = dict(_present(_INTEGRATION_TEXTS, lambda name: arguments.text(resource, name, matters=False)))
        found.update(_present({"uri": "uri"}, lambda name: arguments.text(resource, name)))
        found.update(_present(_INTEGRATION_CHOICES, lambda name: arguments.needed(resource, name)))
        found.update(_present(_INTEGRATION_COLLECTIONS, lambda name: self._collection(resource, name)))
        kind = found.get("type")
        if kind is not None and kind.value in INTEGRATION_TYPES and kind.value != "MOCK":
            if "httpMethod" not in found:
                raise resource.values.error(
                    f"`{resource.address}` of type {kind.text()} has no `integration_http_method`: "
                    "Enumeration value for HttpMethod must be non-empty",
                    hint="write the verb for the backend: `POST` for Lambda and for service actions",
                )
            if "uri" not in found:
                raise resource.values.error(f"`{resource.address}` of type {kind.text()} has no `uri`")
        return found

    def _integration_response(self, resource: Resource) -> Cursor:
        found = dict(_present(_RESPONSE_COLLECTIONS, lambda name: self._collection(resource, name)))
        for name, key in {"selection_pattern": "selectionPattern", "content_handling": "contentHandling"}.items():
            at = self._arguments.needed(resource, name)
            if at is not None:
                found[key] = at
        status = self._arguments.needed(resource, "status_code")
        if status is not None:
            found["statusCode"] = status
        return mapping_of(resource.values, found)

    def _collection(self, resource: Resource, name: str) -> Cursor | None:
        is_templates = name in _TEMPLATES
        found = self._arguments.collection(resource, name, "application/json" if is_templates else None)
        if found is not None and is_templates:
            for _, item in found.items():
                if item.value is not None and type(item.value) is not str:
                    item.wrong("text")
        return found


def _present(names: Mapping[str, str], value: Callable[[str], Cursor | None]) -> Iterator[tuple[str, Cursor]]:
    """The arguments that are set, by their other names."""
    for name, key in names.items():
        found = value(name)
        if found is not None:
            yield key, found


def _has_verb(resource: Resource) -> bool:
    return type(resource.values.value.get("http_method")) is str
