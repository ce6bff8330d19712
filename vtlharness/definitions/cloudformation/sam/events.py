"""The Api events of functions and state machines, as operations of a SAM API's document.

Comes in: a `StackTemplate` and the document of one API. Goes out: the document with an operation for each event, or one
DefinitionError. A document that the template writes itself gets none, unless `MergeDefinitions` asks for them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from vtlharness.definitions.cloudformation.sam.api_document import ApiDocument, verb_key
from vtlharness.definitions.cloudformation.sam.event_auth import EventAuth
from vtlharness.definitions.cloudformation.sam.merged_properties import is_function, merged_properties
from vtlharness.definitions.cloudformation.template import FUNCTION, STATE_MACHINE, Resource, StackTemplate
from vtlharness.definitions.functions.made_by_sam import IMPLICIT_API
from vtlharness.definitions.functions.resolver import Resolver
from vtlharness.definitions.functions.transforms import EXTENSIONS, SAM, transforms
from vtlharness.definitions.openapi import INTEGRATION
from vtlharness.definitions.parts.http_methods import http_method
from vtlharness.definitions.parts.integration import timeout_millis
from vtlharness.definitions.parts.resource_paths import normal_path
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.nearest import nearest_hint

_PARAMETER = re.compile(r"method\.request\.(querystring|path|header)\.")
EVENT_TYPES = (
    "AlexaSkill",
    "Api",
    "CloudWatchEvent",
    "CloudWatchLogs",
    "Cognito",
    "DocumentDB",
    "DynamoDB",
    "EventBridgeRule",
    "HttpApi",
    "IoTRule",
    "Kinesis",
    "MQ",
    "MSK",
    "S3",
    "SNS",
    "SQS",
    "Schedule",
    "ScheduleV2",
    "SelfManagedKafka",
)
"""The types of events of functions and state machines."""

_SETTINGS = ("Required", "Caching")
_VALIDATORS = {
    (False, False): "no-validation",
    (False, True): "params-only",
    (True, False): "body-only",
    (True, True): "body-and-params",
}


@dataclass(frozen=True, slots=True)
class ApiEvent:
    """An Api event; `exists` says whether the condition of its function or state machine is true.

    `name` is the event's key, `place` is at it, `properties` at its `Properties`, `api` is the id of its API as `Ref`
    gives it.
    """

    target: Resource
    exists: bool
    name: str
    place: Cursor
    properties: Cursor
    api: str


@dataclass(frozen=True, slots=True)
class _MethodEvent:
    """An event with the path of its method, as the template writes it, and with its verb."""

    event: ApiEvent
    path: str
    verb: str

    @property
    def is_of_function(self) -> bool:
        return self.event.target.kind == FUNCTION

    @property
    def where(self) -> str:
        return f"{self.verb} {self.path}"


def implicit_api_id(template: StackTemplate) -> str:
    """The id of the API that SAM adds to a stack for the events that name none."""
    return f"{template.name}{IMPLICIT_API}"


def api_events(template: StackTemplate) -> Iterator[ApiEvent]:
    """The Api events of a template, also of what its conditions leave out. Raises DefinitionError."""
    own = [f"{template.name}{name}" for name in (*template.root.raw("Resources").resolved().value, IMPLICIT_API)]
    ids = dict.fromkeys(own)
    for target, exists in template.with_absent(FUNCTION, STATE_MACHINE):
        for name, event in target.properties.section("Events"):
            kind = event.mapping().need("Type", of="an event")
            if kind.text() == "Api":
                properties = event.need("Properties", of="an Api event").mapping()
                api = _named_api(properties, ids) or implicit_api_id(template)
                yield ApiEvent(target, exists, name, event, properties, api)
            elif kind.text() not in EVENT_TYPES:
                kind.found(
                    "API476",
                    f"the event `{name}` is not read: `{kind.text()}` is not a type of events",
                    hint=nearest_hint(kind.text(), EVENT_TYPES),
                )


def _named_api(properties: Cursor, ids: Collection[str]) -> str | None:
    """The id of the API that an event names. Raises DefinitionError for an API elsewhere: so does SAM."""
    named = properties.text_at("RestApiId")
    if named and named not in ids:
        raise properties.error(
            "RestApiId must be a valid reference to an 'AWS::Serverless::Api' resource in same template.",
            key="RestApiId",
            hint=nearest_hint(named, ids),
        )
    return named


def add_events(document: ApiDocument, template: StackTemplate, events: list[ApiEvent], api: Cursor) -> None:
    """Adds the operations of an API's events to its document; `api` is at the API's properties.

    Raises DefinitionError.
    """
    merges = api.get("MergeDefinitions")
    merging = merges is not None and merges.boolean()
    adding = _Adding(document, template, api, merging)
    methods = [_method_event(event) for event in events]
    if document.managed:
        for method in methods:
            document.paths.setdefault(method.path, {}).setdefault(verb_key(method.verb), None)
        existing = {method.path for method in methods if method.event.exists}
        document.left_out.update(path for path in document.paths if path not in existing)
    for of_functions in (True, False):
        for method in methods:
            if method.is_of_function == of_functions:
                adding.add(method)


def _method_event(event: ApiEvent) -> _MethodEvent:
    path = _literal(event, "Path")
    verb = http_method(_literal(event, "Method"), any_case=True)
    normal_path(path.text(), path)
    return _MethodEvent(event, path.text(), verb)


def _literal(event: ApiEvent, key: str) -> Cursor:
    """A value that SAM needs before it resolves parameters; a transform that runs before SAM may resolve it."""
    properties = event.properties
    value = properties.need(key, of="an Api event")
    if is_function(properties.value[key]) and not _is_extended_first(event.target.resolver):
        raise properties.error(f"Property '{key}' should be a string.", key=key, hint="write the value itself")
    return value


def _is_extended_first(resolver: Resolver) -> bool:
    """Whether `AWS::LanguageExtensions`, which resolves functions, stands before SAM in the list of transforms."""
    listed = transforms(resolver.root.value)
    before_sam = listed[: listed.index(SAM)] if SAM in listed else listed
    return EXTENSIONS in before_sam


class _Adding:
    """Adds events to one document."""

    def __init__(self, document: ApiDocument, template: StackTemplate, api: Cursor, merging: bool) -> None:
        self._document = document
        self._template = template
        self._api = api
        self._merging = merging
        self._place = template.resolver.place()
        self._auth = EventAuth(document, api, self._place["partition"])
        self._taken: set[tuple[str, str]] = set()
        self._functions: dict[str, str] = {}

    def add(self, method: _MethodEvent) -> None:
        """Adds the operation of an event, if SAM does so for this document. Raises DefinitionError."""
        event, path, key = method.event, method.path, verb_key(method.verb)
        merged = self._merging and method.is_of_function
        if not (self._document.managed or merged):
            if method.is_of_function:
                self._auth.override(event.properties, path, key)
            return
        if (path, key) in self._taken and not merged:
            raise event.place.error(f"the method {method.where} is defined twice")
        self._taken.add((path, key))
        operation = self._invocation(event) if method.is_of_function else self._execution(event)
        operation = self._auth.applied(operation, event.properties, method.where, merged=merged)
        if method.is_of_function:
            operation = self._described(operation, event, with_validator=not merged)
        if merged and not self._document.paths:
            return  # SAM merges into the paths of the document, and an empty mapping of paths stays as it is
        if event.exists and merged:
            key = method.verb.lower()  # SAM merges under the verb as an event names it, so `any` too
            operation = self._merged(operation, path, key)
        keys = self._document.paths.setdefault(path, {})
        if event.exists:
            keys[key] = operation
        else:
            keys.setdefault(key, None)
        if method.is_of_function:
            self._auth.override(event.properties, path, key if event.exists else None)

    def _merged(self, operation: Cursor, path: str, key: str) -> Cursor:
        """An operation of the document with the keys that SAM writes."""
        before = self._document.paths.get(path, {}).get(key)
        if before is None or before.value is None:
            return operation
        written = {name: operation.raw(name) for name in operation.value}
        found: Cursor = before.with_keys(**written)
        return found

    def _invocation(self, event: ApiEvent) -> Cursor:
        """The operation that invokes a function."""
        properties = event.properties
        mode = properties.text_at("ResponseTransferMode") or properties.text_at("InvokeMode")
        streams = mode == "RESPONSE_STREAM"
        found: dict[str, Any] = {
            "type": "aws_proxy",
            "httpMethod": "POST",
            "uri": self._function_uri(event.target, streams=streams),
        }
        if streams:
            found["responseTransferMode"] = "STREAM"
        credentials = self._auth.credentials(properties)
        if credentials is not None:
            found["credentials"] = credentials
        timeout = properties.get("TimeoutInMillis")
        if timeout is not None:
            timeout_millis(timeout)
            found["timeoutInMillis"] = timeout
        return properties.with_value({INTEGRATION: found, "responses": {}})

    def _function_uri(self, function: Resource, *, streams: bool) -> str:
        if function.logical_id not in self._functions:
            self._functions[function.logical_id] = self._function_arn(function)
        arn = self._functions[function.logical_id]
        gateway = f"arn:{self._place['partition']}:apigateway:{self._place['region']}:lambda:path"
        if streams:
            return f"{gateway}/2021-11-15/functions/{arn}/response-streaming-invocations"
        return f"{gateway}/2015-03-31/functions/{arn}/invocations"

    def _function_arn(self, function: Resource) -> str:
        """The ARN of a function, or of its alias."""
        arn = self._template.resolver.attribute_of(f"{function.logical_id}.Arn")
        alias = merged_properties(self._template, function).get("AutoPublishAlias")
        return arn if alias is None else f"{arn}:{alias.text()}"

    def _execution(self, event: ApiEvent) -> Cursor:
        """The operation that starts an execution of a state machine with the payload as its input."""
        place = self._place
        payload = "$util.escapeJavaScript($input.json('$'))"
        if event.properties.flag_at("UnescapeMappingTemplate"):
            payload += """.replaceAll("\\\\'","'")"""
        machine = self._template.physical_id(event.target)
        template = f'{{"input": "{payload}", "stateMachineArn": "{machine}"}}'
        role = f"{event.target.logical_id}{event.name}Role"
        found = {
            "type": "aws",
            "httpMethod": "POST",
            "uri": f"arn:{place['partition']}:apigateway:{place['region']}:states:action/StartExecution",
            "responses": {"200": {"statusCode": "200"}, "400": {"statusCode": "400"}},
            "credentials": f"arn:{place['partition']}:iam::{place['account']}:role/{role}",
            "requestTemplates": {"application/json": template},
        }
        responses = {"200": {"description": "OK"}, "400": {"description": "Bad Request"}}
        return event.properties.with_value({INTEGRATION: found, "responses": responses})

    # What only functions have

    def _described(self, operation: Cursor, event: ApiEvent, *, with_validator: bool) -> Cursor:
        """The operation with its model, its validator and its parameters.

        Without `with_validator`, the operation names its validator and the document does not get it: so SAM merges.
        """
        parameters: list[Any] = []
        model = event.properties.get("RequestModel")
        if model is not None and model.mapping().get("Model") is not None:
            name = self._model(model).lower()
            if self._document.is_swagger or self._merging:
                parameters.append({"in": "body", "name": name, "schema": {"$ref": f"#/definitions/{name}"}})
            else:
                schema = {"$ref": f"#/components/schemas/{name}"}
                operation = operation.with_keys(requestBody={"content": {"application/json": {"schema": schema}}})
            validator = self._validator(model, with_validator)
            if validator is not None:
                operation = operation.with_keys(**{"x-amazon-apigateway-request-validator": validator})
        cached = []
        for name, required, caching in _parameters(event.properties):
            location, _, rest = name.removeprefix("method.request.").partition(".")
            parameters.append(
                {"in": "query" if location == "querystring" else location, "name": rest, "required": required}
            )
            if caching:
                cached.append(name)
        if cached:
            operation = operation.with_keys(
                **{INTEGRATION: {**operation.value[INTEGRATION], "cacheKeyParameters": cached}}
            )
        return operation.with_keys(parameters=parameters) if parameters else operation

    def _model(self, model: Cursor) -> str:
        """The name of an event's model."""
        asked = model.need("Model", of="RequestModel")
        name = asked.text()
        known = [one for one, _ in self._api.section("Models")]
        if name not in known:
            hint = nearest_hint(name, known) or "define it under the API's `Models`"
            raise asked.error(f"the API has no model `{name}`", hint=hint)
        return name

    def _validator(self, model: Cursor, with_validator: bool) -> str | None:
        """The name of the validator that an event asks for."""
        if model.get("ValidateBody") is None and model.get("ValidateParameters") is None:
            return None
        body, parameters = (_true_or_false(model, key) for key in ("ValidateBody", "ValidateParameters"))
        name = _VALIDATORS[body, parameters]
        if with_validator:
            checks = {"validateRequestBody": body, "validateRequestParameters": parameters}
            self._document.section("x-amazon-apigateway-request-validators").setdefault(name, checks)
        return name


def _true_or_false(cursor: Cursor, key: str) -> bool:
    """A boolean that SAM does not take as text; false where it is absent."""
    found = cursor.get(key)
    if found is not None and type(found.value) is not bool:
        found.wrong("true or false")
    return found is not None and found.boolean()


def _parameters(properties: Cursor) -> Iterator[tuple[str, bool, bool]]:
    """The names of an event's `RequestParameters`, whether each is required, and whether it is a cache key."""
    for item in properties.listed("RequestParameters"):
        if type(item.value) is dict and item.value:
            name = next(iter(item.value))
            settings = item.raw(name).resolved().mapping()
        else:
            name, settings = item.text(), item.with_value({})
        if not _PARAMETER.match(name):
            raise item.error(
                f"`{name}` is not a parameter of a request",
                hint="write `method.request.` and header.{name}, querystring.{name} or path.{name}",
            )
        for key in settings.value:
            if key not in _SETTINGS:
                raise settings.unknown(key, "a parameter of a request", _SETTINGS)
        yield name, settings.flag_at("Required"), settings.flag_at("Caching")
