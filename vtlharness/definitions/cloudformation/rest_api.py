"""Reads the `AWS::ApiGateway::*` resources of a CloudFormation template as a `RestApi`.

Comes in: a `StackTemplate` and the logical id of a RestApi. Goes out: the API with its stage, or one DefinitionError.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace

from vtlharness.definitions.cloudformation.access import api_keys, method_authorizer, scopes, usage_plan_stages
from vtlharness.definitions.cloudformation.local_files import local_file
from vtlharness.definitions.cloudformation.resource_properties import known_properties
from vtlharness.definitions.cloudformation.template import METHOD, REST_API, Resource, StackTemplate
from vtlharness.definitions.functions.return_values import root_resource_id
from vtlharness.definitions.functions.sample_values import is_placeholder
from vtlharness.definitions.openapi import rest_api
from vtlharness.definitions.parts.api_settings import DEFAULT_ENDPOINT_TYPE, api_key_source, endpoint_type
from vtlharness.definitions.parts.declared_parameters import check_declared, check_unique
from vtlharness.definitions.parts.gateway_responses import gateway_response, response_type
from vtlharness.definitions.parts.http_methods import http_method
from vtlharness.definitions.parts.integration import integration, status_code
from vtlharness.definitions.parts.minimum_compression import minimum_compression_size
from vtlharness.definitions.parts.models import OWN_MODELS, Models
from vtlharness.definitions.parts.resource_paths import ResourcePaths, normal_path
from vtlharness.definitions.parts.schema_checking import check_models
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.reading.wrong_option import WrongOptionError
from vtlharness.definitions.source import BASE_PATHS
from vtlharness.gateway.model import (
    CanarySettings,
    EndpointType,
    GatewayResponse,
    Method,
    MethodResponse,
    RequestValidator,
    RestApi,
    Stage,
)
from vtlharness.nearest import nearest_hint


class RestApiResources:
    """The APIs of RestApi resources."""

    def logical_ids(self, template: StackTemplate) -> list[str]:
        """The logical ids of the RestApi resources."""
        return list(_declared(template))

    def read(self, template: StackTemplate, logical_id: str, stage: str | None) -> RestApi:
        """The API with its stage. Raises DefinitionError for a stage that it does not have, too."""
        resource = _declared(template)[logical_id]
        found = _declared_api(template, resource)
        return replace(found, stage=declared_stage(template, template.physical_id(resource), stage))


def _declared(template: StackTemplate) -> dict[str, Resource]:
    return {resource.logical_id: resource for resource in template.of_kind(REST_API)}


def _declared_api(template: StackTemplate, resource: Resource) -> RestApi:
    """The API of a RestApi resource and of all resources that belong to it, without its stage."""
    properties = resource.properties
    api = with_settings(_body(resource), properties)
    name = properties.leniently().text_at("Name")
    api_id = template.physical_id(resource)
    return with_resources(
        replace(
            api,
            name=api.name if name is None else name,
            endpoint_type=api.endpoint_type or DEFAULT_ENDPOINT_TYPE,
        ),
        template,
        api_id,
        root_resource_id(api_id),
    )


def with_resources(api: RestApi, template: StackTemplate, api_id: str, root: str) -> RestApi:
    """The API with all resources of the template that belong to it; `root` is the id of its root resource.

    Raises DefinitionError.
    """
    methods = list(api.methods)
    taken = {(method.http_method, method.resource_path) for method in methods}
    reading = _Reading(template, api_id, root, api.models)
    for place, method in reading.methods():
        if (method.http_method, method.resource_path) in taken:
            raise place.cursor.error(f"the method {method.http_method} {method.resource_path} is defined twice")
        taken.add((method.http_method, method.resource_path))
        methods.append(method)
    found = replace(
        api,
        methods=tuple(methods),
        models={**api.models, **reading.models.data()},
        gateway_responses={**api.gateway_responses, **reading.gateway_responses()},
        api_keys=api_keys(template, api_id),
        usage_plan_stages=usage_plan_stages(template, api_id),
    )
    check_models(found, reading.models.schemas)
    return found


def with_settings(api: RestApi, properties: Cursor) -> RestApi:
    """The API with the settings that RestApi and SAM's Api share. Raises DefinitionError."""
    binary = [item.text().replace("~1", "/") for item in properties.listed("BinaryMediaTypes")]
    compression = minimum_compression_size(properties.get("MinimumCompressionSize"))
    return replace(
        api,
        binary_media_types=tuple(dict.fromkeys((*api.binary_media_types, *binary))),
        minimum_compression_size=api.minimum_compression_size if compression is None else compression,
        endpoint_type=_endpoint_type(properties) or api.endpoint_type,
        api_key_source=api_key_source(properties.get("ApiKeySourceType")) or api.api_key_source,
    )


def _endpoint_type(properties: Cursor) -> EndpointType | None:
    """The type of `EndpointConfiguration`, else of the import's parameter; None if neither names one."""
    named = endpoint_type(properties.get("EndpointConfiguration"))
    parameters = properties.get("Parameters")
    if named is not None or parameters is None or type(parameters.value) is not dict:
        return named
    return endpoint_type(parameters.get("endpointConfigurationTypes"))


def _body(resource: Resource) -> RestApi:
    properties = resource.properties
    body = properties.get("Body")
    if body is None:
        location = properties.get("BodyS3Location")
        if location is None:
            return RestApi()
        body = _stored_body(resource, location).resolved()
    parameters = properties.get("Parameters")
    chosen = None if parameters is None else parameters.mapping().text_at("basepath")
    return rest_api(body.mapping(), base_path=next((one for one in BASE_PATHS if one == chosen), "ignore"))


def _stored_body(resource: Resource, location: Cursor) -> Cursor:
    """The root of the body in a file. Raises DefinitionError for one that is only in S3."""
    if type(location.value) is not str:
        path = local_file(resource, "BodyS3Location")
        if path is None:
            raise location.error(
                "the body is in S3, but only local files are read",
                hint="write `BodyS3Location: <path>`, as for `aws cloudformation package`",
            )
        name = os.path.relpath(path, location.document.folder or ".")
        location = location.with_value(name)
    return location.named_document("the body")


class _Reading:
    """The resources of one API.

    `api` and `root` are the ids of the API and its root resource as functions give them, `models` those of its body.
    """

    def __init__(self, template: StackTemplate, api: str, root: str, models: Iterable[str]) -> None:
        self._template = template
        self._api = api
        self._paths: dict[str, str] = {root: "/"}
        self._resources = {
            template.physical_id(resource): resource
            for resource in template.belonging("AWS::ApiGateway::Resource", api)
        }
        for resource in self._resources.values():
            known_properties(resource.properties, "AWS::ApiGateway::Resource")
        self._check_paths()
        self._model_resources = {
            template.physical_id(resource): resource for resource in template.belonging("AWS::ApiGateway::Model", api)
        }
        self._known_models = {*OWN_MODELS, *models, *self._model_resources}
        self.models = Models(dict(self._schemas()), own_documents=True)

    def _check_paths(self) -> None:
        seen: dict[str, str] = {}
        paths = ResourcePaths()
        for physical, resource in self._resources.items():
            path = self._path(physical, resource.cursor)
            if path in seen:
                raise resource.cursor.error(
                    f"the resources `{seen[path]}` and `{resource.logical_id}` have the same path {path!r}"
                )
            seen[path] = resource.logical_id
            paths.check_siblings(path, resource.properties.get("PathPart") or resource.cursor)

    def _path(self, physical: str, asking: Cursor, depth: int = 0) -> str:
        if physical in self._paths:
            return self._paths[physical]
        resource = self._resources.get(physical)
        if resource is None:
            hint = nearest_hint(physical, self._resources) or "write a Ref to an AWS::ApiGateway::Resource"
            raise asking.error(
                f"the resource `{physical}` does not belong to this API in this template",
                hint=f"for the API's root write `!GetAtt {physical}.RootResourceId`" if physical == self._api else hint,
            )
        if depth > len(self._resources):
            raise asking.error(f"the resource `{resource.logical_id}` is its own parent")
        of = f"the resource `{resource.logical_id}`"
        parent = resource.properties.need("ParentId", of=of)
        part = resource.properties.need("PathPart", of=of)
        before = self._path(parent.text(), parent, depth + 1)
        path = normal_path(f"{before.rstrip('/')}/{part.text()}", part)
        self._paths[physical] = path
        return path

    def methods(self) -> Iterator[tuple[Resource, Method]]:
        for resource in self._template.belonging(METHOD, self._api):
            yield resource, self._method(resource)

    def _method(self, resource: Resource) -> Method:
        of = f"the method `{resource.logical_id}`"
        properties = known_properties(resource.properties, METHOD)
        verb = http_method(properties.need("HttpMethod", of=of))
        resource_id = properties.need("ResourceId", of=of)
        path = self._path(resource_id.text(), resource_id)
        at = properties.get("Integration")
        if at is None:
            raise properties.error(
                f"No integration defined for method: {verb} {path}", hint="the method needs an `Integration`"
            )
        known_properties(at, "AWS::ApiGateway::Method Integration")
        declared = properties.get("RequestParameters")
        parameters = {} if declared is None else declared.flags_or_texts()
        check_unique(parameters, properties, "RequestParameters")
        responses = tuple(self._method_responses(properties))
        found = integration(at, f"{verb} {path}")
        check_declared(at, found, parameters, responses, "CloudFormation")
        return Method(
            http_method=verb,
            resource_path=path,
            integration=found,
            request_parameters=parameters,
            request_models=self._model_names(properties, "RequestModels"),
            request_validator=self._validator(properties),
            method_responses=responses,
            api_key_required=properties.flag_at("ApiKeyRequired"),
            authorization_type=_authorization_type(properties),
            operation_name=properties.leniently().text_at("OperationName"),
            authorizer=method_authorizer(self._template, properties),
            authorization_scopes=scopes(properties),
        )

    def _method_responses(self, properties: Cursor) -> Iterator[MethodResponse]:
        for item in properties.listed("MethodResponses"):
            parameters = known_properties(item, "AWS::ApiGateway::Method MethodResponse").get("ResponseParameters")
            yield MethodResponse(
                status_code=status_code(item.need("StatusCode", of="a method response")),
                response_parameters={} if parameters is None else parameters.flags_or_texts(),
                response_models=self._model_names(item, "ResponseModels"),
            )

    def _model_names(self, cursor: Cursor, key: str) -> dict[str, str]:
        found = {}
        for content_type, item in cursor.section(key):
            name = found[content_type] = item.text()
            if name not in self._known_models and not is_placeholder(name):
                known = [one for one in self._known_models if one not in OWN_MODELS] or OWN_MODELS
                raise item.error(f"the API has no model `{name}`", hint=nearest_hint(name, sorted(known)))
        return found

    def _validator(self, properties: Cursor) -> RequestValidator | None:
        chosen = properties.get("RequestValidatorId")
        if chosen is None:
            return None
        validators = {
            self._template.physical_id(resource): resource
            for resource in self._template.belonging("AWS::ApiGateway::RequestValidator", self._api)
        }
        found = validators.get(chosen.text())
        if found is None:
            raise chosen.error(
                f"the API has no request validator `{chosen.text()}`", hint=nearest_hint(chosen.text(), validators)
            )
        known_properties(found.properties, "AWS::ApiGateway::RequestValidator")
        return RequestValidator(
            validate_request_body=found.properties.flag_at("ValidateRequestBody"),
            validate_request_parameters=found.properties.flag_at("ValidateRequestParameters"),
            name=found.properties.leniently().text_at("Name") or found.logical_id,
        )

    def _schemas(self) -> Iterator[tuple[str, Cursor]]:
        for name, resource in self._model_resources.items():
            schema = known_properties(resource.properties, "AWS::ApiGateway::Model").get("Schema")
            if schema is not None:
                yield name, _schema(schema)

    def gateway_responses(self) -> dict[str, GatewayResponse]:
        found = {}
        for resource in self._template.belonging("AWS::ApiGateway::GatewayResponse", self._api):
            kind = response_type(resource.properties.need("ResponseType", of=f"the resource `{resource.logical_id}`"))
            given = {key: value for key, value in resource.properties.value.items() if key in _RESPONSE_KEYS}
            properties = known_properties(resource.properties, "AWS::ApiGateway::GatewayResponse")
            found[kind] = gateway_response(properties.with_value(given), kind)
        return found


def _authorization_type(properties: Cursor) -> str:
    """The authorization type of a method. Raises DefinitionError for CUSTOM without an authorizer."""
    at = properties.leniently().get("AuthorizationType")
    kind = "NONE" if at is None else at.text()
    if at is not None and kind in _WITH_AUTHORIZER and properties.leniently().get("AuthorizerId") is None:
        raise at.error(_NO_AUTHORIZER, hint="write an `AuthorizerId`: a Ref to an AWS::ApiGateway::Authorizer")
    return kind


_WITH_AUTHORIZER = ("CUSTOM", "COGNITO_USER_POOLS")
_NO_AUTHORIZER = (
    "Invalid authorizer ID specified. "
    "Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer."
)
_RESPONSE_KEYS = ("StatusCode", "ResponseParameters", "ResponseTemplates")


def _schema(cursor: Cursor) -> Cursor:
    """The schema, which may also be JSON text."""
    if type(cursor.value) is not str:
        return cursor
    try:
        data = json.loads(cursor.value)
    except ValueError:
        raise cursor.error("this schema is text, but the text is not JSON") from None
    return cursor.with_value(data)


# Stages


def declared_stage(template: StackTemplate, api: str, wanted: str | None) -> Stage:
    """The named stage of an API, or its first one; the default stage if the template has none.

    Raises DefinitionError for a name that no stage has.
    """
    stages = {stage.stage_name: stage for stage in _stages(template, api)}
    if not stages:
        return Stage() if wanted is None else Stage(stage_name=wanted)
    if wanted is None:
        return next(iter(stages.values()))
    if wanted not in stages:
        error = template.root.error(f"the API has no stage `{wanted}`", hint=nearest_hint(wanted, stages))
        raise WrongOptionError(error, "stage")
    return stages[wanted]


def _stages(template: StackTemplate, api: str) -> Iterator[Stage]:
    for resource in template.belonging("AWS::ApiGateway::Stage", api):
        name = resource.properties.text_at("StageName")
        if name is not None:
            yield stage_of(name, resource.properties, "CanarySetting")
    for resource in template.belonging("AWS::ApiGateway::Deployment", api):
        name = resource.properties.text_at("StageName")
        description = resource.properties.get("StageDescription")
        if name is not None:
            yield Stage(name) if description is None else stage_of(name, description.mapping(), "CanarySetting")


def stage_of(name: str, properties: Cursor, canary_key: str) -> Stage:
    """The stage with the variables, canary settings and access log of a mapping. Raises DefinitionError."""
    variables = properties.get("Variables")
    canary = properties.get(canary_key)
    settings = None
    if canary is not None:
        percent = canary.mapping().get("PercentTraffic")
        overrides = canary.get("StageVariableOverrides")
        settings = CanarySettings(
            percent_traffic=0.0 if percent is None else percent.number(),
            stage_variable_overrides={} if overrides is None else overrides.texts(),
        )
    access_log = properties.leniently().get("AccessLogSetting")
    log_format = None if access_log is None else access_log.text_at("Format")
    return Stage(name, {} if variables is None else variables.texts(), settings, log_format)
