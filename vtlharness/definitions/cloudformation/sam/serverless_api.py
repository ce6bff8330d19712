"""Reads `AWS::Serverless::Api` and Api events as the `RestApi` that the SAM transform makes.

Comes in: a `StackTemplate`, and the logical id of an Api (or `ServerlessRestApi`, which SAM makes for events that name
none). Goes out: the API with its stage, or one DefinitionError. Like the transform, it writes an OpenAPI document first
(`api_document`), and the OpenAPI reader reads that (docs/fidelity.md#sam-transform).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from vtlharness.definitions.cloudformation.rest_api import stage_of, with_resources, with_settings
from vtlharness.definitions.cloudformation.sam.api_auth import add_auth
from vtlharness.definitions.cloudformation.sam.api_document import ApiDocument
from vtlharness.definitions.cloudformation.sam.cors import add_cors
from vtlharness.definitions.cloudformation.sam.events import ApiEvent, add_events, api_events, implicit_api_id
from vtlharness.definitions.cloudformation.sam.merged_properties import merged_properties
from vtlharness.definitions.cloudformation.sam.usage_plans import add_usage_plans
from vtlharness.definitions.cloudformation.template import Resource, StackTemplate
from vtlharness.definitions.functions.made_by_sam import IMPLICIT_API
from vtlharness.definitions.functions.return_values import root_resource_id
from vtlharness.definitions.openapi import rest_api
from vtlharness.definitions.parts.api_settings import DEFAULT_ENDPOINT_TYPE
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.reading.wrong_option import WrongOptionError
from vtlharness.gateway.model import EndpointType, RestApi, Stage
from vtlharness.nearest import nearest_hint

API = "AWS::Serverless::Api"
_REGIONS_WITHOUT_EDGE = ("cn-", "us-gov-", "us-iso", "eu-isoe-")
_EXTRA_STAGE = "Stage"
"""The name of the stage that SAM's deployment makes beside the API's own, unless the API has an `OpenApiVersion`."""

_OPENAPI_VERSION = re.compile(r"[23]\.\d(\.\d)?")
_BODY_HINT = "put the OpenAPI document itself under `DefinitionBody`, or {} into its file"


class ServerlessApis:
    """The APIs of Api resources of one template, and the one that SAM adds for events that name none."""

    def __init__(self) -> None:
        self._events: list[ApiEvent] | None = None

    def logical_ids(self, template: StackTemplate) -> list[str]:
        """The ids of the Api resources, and `ServerlessRestApi` if an event needs it. Raises DefinitionError."""
        declared = list(_declared(template))
        implicit = any(event.exists and event.api == implicit_api_id(template) for event in self._events_of(template))
        return [*declared, IMPLICIT_API] if implicit and IMPLICIT_API not in declared else declared

    def read(self, template: StackTemplate, logical_id: str, stage: str | None) -> RestApi:
        """The API with its stage. Raises DefinitionError for a stage that it does not have, too."""
        api = _api(template, logical_id)
        properties = merged_properties(template, api)
        add_usage_plans(template, [(one, _properties(template, one)) for one in self.logical_ids(template)])
        api_id = template.physical_id(api)
        events = [event for event in self._events_of(template) if event.api == api_id]
        found = _serverless_api(template, events, properties)
        found = with_resources(found, template, api_id, root_resource_id(api_id))
        name = properties.leniently().text_at("Name")
        default = (
            api.logical_id if properties.get("DefinitionBody") is None and not _has_file(properties) else found.name
        )
        return replace(
            found,
            name=name or default or api.logical_id,
            stage=_stage(template, api, properties, stage),
            endpoint_type=found.endpoint_type or _default_endpoint_type(template),
        )

    def _events_of(self, template: StackTemplate) -> list[ApiEvent]:
        if self._events is None:
            self._events = list(api_events(template))
        return self._events


def _declared(template: StackTemplate) -> dict[str, Resource]:
    return {resource.logical_id: resource for resource in template.of_kind(API)}


def _properties(template: StackTemplate, logical_id: str) -> Cursor:
    return merged_properties(template, _api(template, logical_id))


def _api(template: StackTemplate, logical_id: str) -> Resource:
    """An Api resource, or the API that SAM adds."""
    declared = _declared(template).get(logical_id)
    if declared is not None:
        return declared
    place = template.root.raw("Resources")
    properties = place.with_value({"StageName": "Prod"})
    return Resource(IMPLICIT_API, API, place.with_value({"Type": API}), properties)


def _has_file(properties: Cursor) -> bool:
    return properties.get("DefinitionUri") is not None


def _default_endpoint_type(template: StackTemplate) -> EndpointType:
    """The endpoint type that SAM leaves to the service, or sets where the service has no edge-optimized APIs."""
    place = template.resolver.place()
    has_edge = place["partition"] == "aws" and not place["region"].startswith(_REGIONS_WITHOUT_EDGE)
    return DEFAULT_ENDPOINT_TYPE if has_edge else "REGIONAL"


def _serverless_api(template: StackTemplate, events: list[ApiEvent], properties: Cursor) -> RestApi:
    """The API with these properties and events, without its stage and its name."""
    version = _version(properties)
    body = properties.get("DefinitionBody")
    if body is not None and _has_file(properties):
        raise properties.error(
            "Specify either 'DefinitionUri' or 'DefinitionBody' property and not both.", key="DefinitionUri"
        )
    if _has_file(properties):
        api = rest_api(_definition_file(properties))
    else:
        document = (
            ApiDocument.empty(properties, version)
            if body is None
            else ApiDocument(body.mapping().imported(), managed=False)
        )
        add_events(document, template, events, properties)
        _add_parts(document, properties)
        api = rest_api(document.cursor(version))
    return with_settings(api, properties)


def _version(properties: Cursor) -> str | None:
    """The `OpenApiVersion` of an API."""
    at = properties.get("OpenApiVersion")
    if at is not None and not _OPENAPI_VERSION.fullmatch(at.text()):
        raise at.error("The OpenApiVersion value must be of the format '3.0.0'.")
    return None if at is None else at.text()


def _definition_file(properties: Cursor) -> Cursor:
    location = properties.need("DefinitionUri", of="the API")
    if type(location.value) is not str:
        raise location.error(
            "the definition is in S3, but only local files are read", hint="write `DefinitionUri: <path>`"
        )
    merges = properties.get("MergeDefinitions")
    if merges is not None and merges.boolean():
        raise merges.error("MergeDefinitions needs a DefinitionBody, but this API has a DefinitionUri")
    for key, (what, _) in _PARTS.items():
        at = properties.get(key)
        if at is not None and at.value:
            message = f"{key} works only with inline Swagger specified in 'DefinitionBody' property."
            raise at.error(message, hint=_BODY_HINT.format(what))
    return location.named_document("the definition").resolved().mapping()


# What SAM writes into the document


def _add_parts(document: ApiDocument, properties: Cursor) -> None:
    for key, (what, add) in _PARTS.items():
        at = properties.get(key)
        if at is None or not at.value:
            continue
        if not document.is_valid:
            unable = (
                "Unable to add {} configuration because 'DefinitionBody' does not contain a valid Swagger definition."
            )
            raise at.error(unable.format(key), hint=_BODY_HINT.format(what))
        add(document, at)
    binary = properties.get("BinaryMediaTypes")
    if binary is not None and binary.value:
        document.keys.pop("x-amazon-apigateway-binary-media-types", None)  # the property replaces it


def _add_gateway_responses(document: ApiDocument, responses: Cursor) -> None:
    section = document.section("x-amazon-apigateway-gateway-responses")
    for kind, response in responses.mapping().items():
        section[kind] = _as_openapi_writes_it(response.mapping())


_PARAMETERS = {"Headers": "header", "Paths": "path", "QueryStrings": "querystring"}
_RESPONSE_KEYS = ("ResponseParameters", "ResponseTemplates", "StatusCode")


def _as_openapi_writes_it(response: Cursor) -> Cursor:
    """A gateway response in the form of OpenAPI; SAM puts its parameters under `Headers`, `Paths`, `QueryStrings`."""
    for key in response.value:
        if key not in _RESPONSE_KEYS:
            hint = nearest_hint(key, _RESPONSE_KEYS)
            raise response.error(f"Invalid property '{key}' in 'GatewayResponses'", key=key, hint=hint)
    parameters = response.get("ResponseParameters")
    if parameters is None:
        return response
    renamed = {}
    for key, values in parameters.mapping().items():
        if key not in _PARAMETERS:
            hint = nearest_hint(key, _PARAMETERS)
            raise parameters.error(f"Invalid gateway response parameter '{key}'", key=key, hint=hint)
        for name, value in values.mapping().items():
            renamed[f"gatewayresponse.{_PARAMETERS[key]}.{name}"] = value
    return response.with_keys(ResponseParameters=parameters.with_value(renamed))


def _add_models(document: ApiDocument, models: Cursor) -> None:
    section = document.section("definitions")
    for name, schema in models.mapping().items():
        kind = schema.mapping().get("type")
        if kind is None or not kind.value:
            raise schema.error("'Models' schema is missing 'type'.", hint="write `type: object`")
        section[name.lower()] = schema  # SAM writes the names of models in lower case


def _add_mapped(add: Callable[[ApiDocument, Cursor], None]) -> Callable[[ApiDocument, Cursor], None]:
    return lambda document, at: add(document, at.mapping())


_PARTS: dict[str, tuple[str, Callable[[ApiDocument, Cursor], None]]] = {
    "Cors": ("the OPTIONS methods", add_cors),
    "Auth": ("the security schemes", _add_mapped(add_auth)),
    "GatewayResponses": ("the gateway responses", _add_gateway_responses),
    "Models": ("the models", _add_models),
}
"""What SAM writes into a document, in its order: a name for messages, and how."""


# Stages


def _stage(template: StackTemplate, api: Resource, properties: Cursor, wanted: str | None) -> Stage:
    """The stage of an Api. Raises DefinitionError for a name that is not the stage's."""
    name = properties.need("StageName", of=f"the resource `{api.logical_id}`").text()
    if wanted == _EXTRA_STAGE and wanted != name and properties.get("OpenApiVersion") is None:
        return Stage(_EXTRA_STAGE)
    if wanted is not None and wanted != name:
        error = template.root.error(f"the API has no stage `{wanted}`", hint=nearest_hint(wanted, [name]))
        raise WrongOptionError(error, "stage")
    return stage_of(name, properties, "CanarySetting")
