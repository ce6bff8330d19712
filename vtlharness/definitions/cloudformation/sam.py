"""Reads `AWS::Serverless::Api` and Api events as the `RestApi` that the SAM transform makes.

Comes in: a `StackTemplate`, and the logical id of an Api (or `ServerlessRestApi`, which SAM makes for events that name
none). Goes out: the API with its stage, or one DefinitionError.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from vtlharness.definitions.cloudformation.rest_api import stage_of, with_settings
from vtlharness.definitions.cloudformation.template import FUNCTION, STATE_MACHINE, Resource, StackTemplate
from vtlharness.definitions.openapi import ANY_METHOD, rest_api
from vtlharness.definitions.parts.api_settings import DEFAULT_ENDPOINT_TYPE
from vtlharness.definitions.parts.gateway_responses import gateway_responses
from vtlharness.definitions.parts.http_methods import http_method
from vtlharness.definitions.parts.integration import timeout_millis
from vtlharness.definitions.parts.models import OWN_MODELS, Models
from vtlharness.definitions.parts.resource_paths import normal_path
from vtlharness.definitions.parts.schema_checking import check_models
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.reading.wrong_option import WrongOptionError
from vtlharness.gateway.model import (
    HTTP_METHODS,
    EndpointType,
    Integration,
    IntegrationResponse,
    Method,
    MethodResponse,
    RequestValidator,
    RestApi,
    Stage,
)
from vtlharness.nearest import nearest_hint
from vtlharness.source import Source

API = "AWS::Serverless::Api"
_REGIONS_WITHOUT_EDGE = ("cn-", "us-gov-", "us-iso", "eu-isoe-")
IMPLICIT_API = "ServerlessRestApi"


@dataclass(frozen=True, slots=True)
class _Event:
    """An Api event of a function or a state machine; `place` is at it, `properties` at its `Properties`."""

    target: Resource
    place: Cursor
    properties: Cursor

    @property
    def api(self) -> str:
        """The id of the API that it belongs to, as `Ref` gives it."""
        return self.properties.text_at("RestApiId") or IMPLICIT_API


class ServerlessApis:
    """The APIs of Api resources, and the one that SAM adds for events that name none."""

    def logical_ids(self, template: StackTemplate) -> list[str]:
        """The ids of the Api resources, and `ServerlessRestApi` if an event needs it. Raises DefinitionError."""
        declared = list(_declared(template))
        return [*declared, IMPLICIT_API] if any(event.api == IMPLICIT_API for event in _events(template)) else declared

    def read(self, template: StackTemplate, logical_id: str, stage: str | None) -> RestApi:
        """The API with its stage. Raises DefinitionError for a stage that it does not have, too."""
        resource = _declared(template).get(logical_id)
        return replace(_serverless_api(template, resource), stage=_serverless_stage(template, resource, stage))


def _declared(template: StackTemplate) -> dict[str, Resource]:
    return {resource.logical_id: resource for resource in template.of_kind(API)}


def _serverless_api(template: StackTemplate, resource: Resource | None) -> RestApi:
    """The API of an Api resource, or with None the implicit one, without its stage. Raises DefinitionError."""
    shared = _globals(template, "Api")
    own = None if resource is None else resource.properties
    levels = [level for level in (own, shared) if level is not None]
    api_id = IMPLICIT_API if resource is None else template.physical_id(resource)
    written = _first(levels, "DefinitionBody")
    body = written or _definition_file(levels)
    api = RestApi() if body is None else rest_api(body.mapping())
    merges = _first(levels, "MergeDefinitions")
    if body is None:
        api = replace(api, methods=tuple(_methods(template, api_id, levels)))
    elif merges is not None and merges.boolean():
        if written is None:
            raise merges.error("MergeDefinitions needs a DefinitionBody, but this API has a DefinitionUri")
        functions = list(_methods(template, api_id, levels, kinds=(FUNCTION,)))
        api = replace(api, methods=_merged(api.methods, functions))
    cors = _first(levels, "Cors")
    if cors is not None:
        if body is not None:
            _check_cors_has_a_body(cors, levels, written)
        api = replace(api, methods=(*api.methods, *_cors_methods(api.methods, cors, body)))
    schemas: dict[str, Cursor] = {}
    for level in reversed(levels):
        api = with_settings(api, level)
        responses = level.get("GatewayResponses")
        if responses is not None:
            api = replace(
                api, gateway_responses={**api.gateway_responses, **gateway_responses(responses, _as_openapi_writes_it)}
            )
        models = level.get("Models")
        if models is not None:
            own_models = Models(dict(models.items()), own_documents=True)
            api = replace(api, models={**api.models, **own_models.data()})
            schemas.update(own_models.schemas)
    check_models(api, schemas)
    name = _first([level.leniently() for level in levels], "Name")
    default = (resource.logical_id if resource else IMPLICIT_API) if not api.name else api.name
    return replace(
        api,
        name=default if name is None else name.text(),
        endpoint_type=api.endpoint_type or _default_endpoint_type(template),
    )


def _default_endpoint_type(template: StackTemplate) -> EndpointType:
    """The endpoint type that SAM leaves to the service, or sets where the service has no edge-optimized APIs."""
    place = template.resolver.place()
    has_edge = place["partition"] == "aws" and not place["region"].startswith(_REGIONS_WITHOUT_EDGE)
    return DEFAULT_ENDPOINT_TYPE if has_edge else "REGIONAL"


def _serverless_stage(template: StackTemplate, resource: Resource | None, wanted: str | None) -> Stage:
    """The stage of an Api; `Prod` for the implicit one. Raises DefinitionError for a name that is not the stage's."""
    shared = _globals(template, "Api")
    levels = [level for level in (None if resource is None else resource.properties, shared) if level is not None]
    name = "Prod"
    if resource is not None:
        of = f"the resource `{resource.logical_id}`"
        name = (_first(levels, "StageName") or resource.properties.need("StageName", of=of)).text()
    if wanted is not None and wanted != name:
        error = template.root.error(f"the API has no stage `{wanted}`", hint=nearest_hint(wanted, [name]))
        raise WrongOptionError(error, "stage")
    stage = Stage(name)
    for level in reversed(levels):
        more = stage_of(name, level, "CanarySetting")
        stage = Stage(name, {**stage.variables, **more.variables}, more.canary_settings or stage.canary_settings)
    return stage


def _globals(template: StackTemplate, section: str) -> Cursor | None:
    shared = template.root.get("Globals")
    found = None if shared is None else shared.mapping().get(section)
    return None if found is None else found.mapping()


def _first(levels: list[Cursor], key: str) -> Cursor | None:
    return next((found for level in levels if (found := level.get(key)) is not None), None)


def _definition_file(levels: list[Cursor]) -> Cursor | None:
    location = _first(levels, "DefinitionUri")
    if location is None:
        return None
    if type(location.value) is not str:
        raise location.error(
            "the definition is in S3, but only local files are read", hint="write `DefinitionUri: <path>`"
        )
    return location.named_document("the definition").resolved()


def _as_openapi_writes_it(response: Cursor) -> Cursor:
    """A gateway response in the form of OpenAPI; SAM puts its parameters under `Headers`."""
    parameters = response.get("ResponseParameters")
    headers = parameters.get("Headers") if parameters is not None and type(parameters.value) is dict else None
    if headers is None or type(headers.value) is not dict:
        return response
    renamed = {f"gatewayresponse.header.{name}": value for name, value in headers.value.items()}
    value = {**response.value, "ResponseParameters": renamed}
    return Cursor(response.document, value, response.path, response.scope)


# Events


def _events(template: StackTemplate) -> Iterator[_Event]:
    for target, kind, event in template.events():
        if kind == "Api":
            yield _Event(target, event, event.need("Properties", of="an Api event").mapping())


def _methods(
    template: StackTemplate, api: str, levels: list[Cursor], kinds: tuple[str, ...] = (FUNCTION, STATE_MACHINE)
) -> Iterator[Method]:
    taken: set[tuple[str, str]] = set()
    for event in _events(template):
        if event.api != api or event.target.kind not in kinds:
            continue
        method = _method(template, event, levels)
        key = (method.http_method, method.resource_path)
        if key in taken:
            raise event.place.error(f"the method {key[0]} {key[1]} is defined twice")
        taken.add(key)
        yield method


def _merged(written: tuple[Method, ...], events: list[Method]) -> tuple[Method, ...]:
    """The methods of a body and of events. For a method in both, the event wins, and other keys of the body stay."""
    methods = {(method.http_method, method.resource_path): method for method in written}
    for event in events:
        key = event.http_method, event.resource_path
        before = methods.get(key, event)
        methods[key] = replace(
            before,
            integration=event.integration,
            request_parameters=event.request_parameters or before.request_parameters,
            request_models=event.request_models or before.request_models,
            request_validator=event.request_validator or before.request_validator,
            method_responses=event.method_responses,
            api_key_required=event.api_key_required or before.api_key_required,
        )
    return tuple(methods.values())


def _method(template: StackTemplate, event: _Event, levels: list[Cursor]) -> Method:
    verb = http_method(event.properties.need("Method", of="an Api event"), any_case=True)
    path = event.properties.need("Path", of="an Api event")
    resource_path = normal_path(path.text(), path)
    if event.target.kind == STATE_MACHINE:
        return _execution(template, event, verb, resource_path, levels)
    timeout = event.properties.get("TimeoutInMillis")
    parameters = {f"method.request.path.{name}": True for name in _path_parameters(resource_path)}
    model = event.properties.get("RequestModel")
    if model is not None:
        model.mapping()
    return Method(
        http_method=verb,
        resource_path=resource_path,
        integration=Integration(
            type="AWS_PROXY",
            http_method="POST",
            uri=_function_uri(template, event.target),
            timeout_in_millis=29000 if timeout is None else timeout_millis(timeout),
        ),
        request_parameters={**parameters, **_request_parameters(event.properties)},
        request_models={} if model is None else {"application/json": _model_name(model, levels)},
        request_validator=None if model is None else _validator(model),
        method_responses=(),
        api_key_required=_api_key_required([event.properties, *levels]),
    )


def _execution(template: StackTemplate, event: _Event, verb: str, path: str, levels: list[Cursor]) -> Method:
    """The method that starts an execution of a state machine with the payload as its input."""
    place = template.resolver.place()
    payload = "$util.escapeJavaScript($input.json('$'))"
    if event.properties.flag_at("UnescapeMappingTemplate"):
        payload += """.replaceAll("\\\\'","'")"""
    text = f'{{"input": "{payload}", "stateMachineArn": "{template.physical_id(event.target)}"}}'
    return Method(
        http_method=verb,
        resource_path=path,
        integration=Integration(
            type="AWS",
            http_method="POST",
            uri=f"arn:{place['partition']}:apigateway:{place['region']}:states:action/StartExecution",
            request_templates={"application/json": Source(text, f"<SAM> {verb} {path} application/json")},
            integration_responses=(IntegrationResponse("200", "200"), IntegrationResponse("400", "400")),
        ),
        method_responses=(MethodResponse("200"), MethodResponse("400")),
        api_key_required=_api_key_required([event.properties, *levels]),
    )


def _path_parameters(path: str) -> list[str]:
    return [part.strip("{}+") for part in path.split("/") if part.startswith("{")]


def _request_parameters(properties: Cursor) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for item in properties.listed("RequestParameters"):
        if type(item.value) is str:
            found[item.value] = False
            continue
        for name in item.mapping().value:
            found[name] = item.raw(name).resolved().mapping().flag_at("Required")
    return found


def _model_name(model: Cursor, levels: list[Cursor]) -> str:
    """The name of an event's model as the API spells it; SAM ignores upper and lower case."""
    asked = model.need("Model", of="RequestModel")
    name = asked.text()
    known = [one for level in levels for one, _ in level.section("Models")]
    found = [one for one in (*known, *OWN_MODELS) if one.lower() == name.lower()]
    if not found:
        raise asked.error(
            f"the API has no model `{name}`", hint=nearest_hint(name, known) or "define it under the API's `Models`"
        )
    return name if name in found else found[0]


def _validator(model: Cursor) -> RequestValidator | None:
    body, parameters = model.flag_at("ValidateBody"), model.flag_at("ValidateParameters")
    return RequestValidator(body, parameters) if body or parameters else None


def _api_key_required(levels: list[Cursor]) -> bool:
    for level in levels:
        auth = level.get("Auth")
        found = None if auth is None else auth.mapping().get("ApiKeyRequired")
        if found is not None:
            return found.boolean()
    return False


def _function_uri(template: StackTemplate, function: Resource) -> str:
    place = template.resolver.place()
    arn = template.resolver.attribute_of(f"{function.logical_id}.Arn")
    shared = _globals(template, "Function")
    levels = [level for level in (function.properties, shared) if level is not None]
    alias = _first(levels, "AutoPublishAlias")
    version = "" if alias is None else f":{alias.text()}"
    gateway = f"arn:{place['partition']}:apigateway:{place['region']}"
    return f"{gateway}:lambda:path/2015-03-31/functions/{arn}{version}/invocations"


# CORS


def _check_cors_has_a_body(cors: Cursor, levels: list[Cursor], written: Cursor | None) -> None:
    """Raises DefinitionError as SAM does: `Cors` requires a definition inside the template."""
    hint = "put the OpenAPI document itself under `DefinitionBody`, or the OPTIONS methods into its file"
    if written is None:
        raise cors.error("Cors works only with inline Swagger specified in 'DefinitionBody' property.", hint=hint)
    raw = next(level.value["DefinitionBody"] for level in levels if level.value.get("DefinitionBody") is not None)
    if "paths" not in raw:
        message = "'DefinitionBody' does not contain a valid Swagger definition."
        raise cors.error(f"Unable to add Cors configuration because {message}", hint=hint)


def _cors_methods(methods: tuple[Method, ...], cors: Cursor, body: Cursor | None) -> Iterator[Method]:
    """The OPTIONS methods that SAM adds for `Cors` to each path that has none.

    SAM takes every key of a path for a verb, even `parameters`, unless the path has a method for all verbs.
    """
    verbs: dict[str, set[str]] = {}
    for path, item in () if body is None else body.section("paths"):
        keys = {"ANY" if key == ANY_METHOD else key.upper() for key in item.mapping().value}
        verbs[normal_path(path, item)] = keys
    for method in methods:
        verbs.setdefault(method.resource_path, set()).add(method.http_method)
    for path, present in verbs.items():
        if "OPTIONS" not in present:
            yield _options_method(path, _cors_headers(cors, present))


def _cors_headers(cors: Cursor, verbs: set[str]) -> dict[str, str]:
    every = {"OPTIONS", *(HTTP_METHODS if "ANY" in verbs else verbs)} - {"ANY"}
    allowed = f"'{','.join(sorted(every))}'"
    if type(cors.value) is not dict:
        return {"Access-Control-Allow-Methods": allowed, "Access-Control-Allow-Origin": cors.text()}
    credentials = cors.flag_at("AllowCredentials")
    headers = {
        "Access-Control-Allow-Headers": cors.text_at("AllowHeaders"),
        "Access-Control-Allow-Methods": cors.text_at("AllowMethods") or allowed,
        "Access-Control-Allow-Origin": cors.text_at("AllowOrigin") or "'*'",
        "Access-Control-Max-Age": cors.text_at("MaxAge"),
        "Access-Control-Allow-Credentials": "'true'" if credentials else None,
    }
    return {name: value for name, value in headers.items() if value is not None}


def _options_method(path: str, headers: dict[str, str]) -> Method:
    mapped = {f"method.response.header.{name}": value for name, value in headers.items()}
    request = Source('{\n  "statusCode" : 200\n}\n', f"<SAM> OPTIONS {path} application/json")
    response = Source("{}\n", f"<SAM> OPTIONS {path} default application/json")
    return Method(
        http_method="OPTIONS",
        resource_path=path,
        integration=Integration(
            type="MOCK",
            request_templates={"application/json": request},
            integration_responses=(
                IntegrationResponse(
                    "200", response_parameters=mapped, response_templates={"application/json": response}
                ),
            ),
        ),
        method_responses=(MethodResponse("200", response_parameters=dict.fromkeys(mapped, False)),),
    )
