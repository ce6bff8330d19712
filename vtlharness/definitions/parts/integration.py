"""Reads an `Integration` from OpenAPI's extension, the CLI's output or CloudFormation's property.

Comes in: a cursor at the mapping. Goes out: the record, or one DefinitionError. Keys may be spelled as the CLI does
(`requestTemplates`) or as CloudFormation does (`RequestTemplates`); the values of `type` and the like in either case.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TypeVar

from vtlharness.definitions.parts.http_methods import http_method
from vtlharness.definitions.parts.integration_uri import uri_problem
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.reading.embedded_template import template_source
from vtlharness.documents.kinds import kind_of
from vtlharness.gateway.mapping_expression import (
    GATEWAY_RESPONSE_PARAMETERS,
    REQUEST_PARAMETERS,
    RESPONSE_PARAMETERS,
    MappingError,
    MappingRules,
    ParameterMapping,
    ParsedParameters,
    parse_source,
    parse_target,
)
from vtlharness.gateway.model import (
    CONTENT_HANDLINGS,
    INTEGRATION_TYPES,
    PASSTHROUGH_BEHAVIORS,
    ContentHandling,
    Integration,
    IntegrationResponse,
)
from vtlharness.java.regex.pattern import compile_java
from vtlharness.java.values import JavaError
from vtlharness.nearest import nearest_hint
from vtlharness.source import Source

_Name = TypeVar("_Name", bound=str)

_KEYS = (
    "type",
    "httpMethod",
    "uri",
    "requestParameters",
    "requestTemplates",
    "passthroughBehavior",
    "contentHandling",
    "responses",
    "integrationResponses",
    "timeoutInMillis",
    "connectionType",
    "connectionId",
    "credentials",
    "cacheNamespace",
    "cacheKeyParameters",
    "tlsConfig",
    "integrationTarget",
    "responseTransferMode",
    "payloadFormatVersion",
    "integrationSubtype",
)
_IMPORTED_KEYS = tuple(key for key in _KEYS if key != "integrationResponses")
"""The keys that the extension of an OpenAPI document may have: an import reads `responses` only."""

_DECIDE_NOTHING = (
    "connectionId",
    "credentials",
    "cacheNamespace",
    "cacheKeyParameters",
    "tlsConfig",
    "integrationTarget",
)
"""Keys that do not affect any message of a call."""

_TLS_KEYS = ("insecureSkipVerification",)
_TERRAFORM = {"integration_http_method": "httpMethod", "timeout_milliseconds": "timeoutInMillis"}
"""Keys whose names there are more than another way to spell ours."""

_IN_OPENAPI = {"integrationResponses": "responses"}
"""Keys that an OpenAPI document spells in another way than the CLI."""

_LEAST_TIMEOUT = 50
_RESPONSE_KEYS = ("statusCode", "selectionPattern", "responseParameters", "responseTemplates", "contentHandling")
_PLAIN_PATTERN = re.compile(r"(?:[\w ,:;'\"=@/<>%&#!~|-]|(?:\.|\\[dDsSwW.])(?:[*+?]|\{\d\})?)*")
"""The form of most selection patterns, certainly valid: importing Java's rules takes a while."""

_STATUS = re.compile(r"[1-5][0-9]{2}")
_CONTENT_TYPE = re.compile(r"[^/]+/.+", re.DOTALL)
_MOST_SHOWN = 80
_TWO_QUOTES = "put a fixed value in two kinds of quotes: \"'true'\""


HTTP_API = "HTTP APIs (version 2) have no mapping templates"
HTTP_API_HINT = "a REST API has them: `type: REST` in the console, AWS::ApiGateway::RestApi, AWS::Serverless::Api"


def spelled(cursor: Cursor, keys: Sequence[str], of: str) -> dict[str, Cursor]:
    """The values of a mapping, except null ones, by the CLI's spelling of their keys.

    An unknown key is dropped with a finding in a document that the service imports, else it is refused. Raises
    DefinitionError.
    """
    found: dict[str, Cursor] = {}
    for key in cursor.mapping().value:
        name = key[:1].lower() + key[1:]
        if name == "integrationHttpMethod":
            name = "httpMethod"
        if name not in keys:
            if key.startswith("x-"):
                continue
            pascal = key[:1].isupper()
            known = [one[:1].upper() + one[1:] for one in keys] if pascal else keys
            cursor.drop_unknown(key, of, known, _hint_for(key, keys))
            continue
        value = (cursor.leniently() if name in _DECIDE_NOTHING else cursor).get(key)
        if value is None:
            continue
        if name in found:
            raise cursor.error(f"`{key}` is given twice, in two spellings", key=key)
        found[name] = value
    return found


def _hint_for(key: str, keys: Sequence[str]) -> str | None:
    """The advice for an unknown key whose meaning is known; None for any other."""
    if key in _TERRAFORM:
        return f"write `{_TERRAFORM[key]}`, API Gateway's name for Terraform's `{key}`"
    if _IN_OPENAPI.get(key) in keys:
        return f"did you mean `{_IN_OPENAPI[key]}`?"
    sections = [one for one in keys if one.endswith("Templates")]
    return f"put the template for {key} under `{sections[0]}`" if sections and _CONTENT_TYPE.fullmatch(key) else None


def integration(cursor: Cursor, where: str) -> Integration:
    """The integration at a cursor; `where` names its method, for templates without a place of their own.

    Raises DefinitionError for anything that the service would refuse when the integration is put.
    """
    fields = spelled(cursor, _IMPORTED_KEYS if cursor.scope.imports else _KEYS, "an integration")
    if "integrationSubtype" in fields or (
        "payloadFormatVersion" in fields and _version_2(fields["payloadFormatVersion"])
    ):
        fault = fields.get("integrationSubtype") or fields["payloadFormatVersion"]
        raise fault.error(HTTP_API, hint=HTTP_API_HINT)
    if "type" not in fields:
        raise cursor.error("this integration has no `type`", hint=f"write one of {', '.join(INTEGRATION_TYPES)}")
    kind = _one_of(fields["type"], INTEGRATION_TYPES, "an integration type")
    _check_tls_config(fields.get("tlsConfig"))
    connection = fields.get("connectionType")
    timeout = fields.get("timeoutInMillis")
    passthrough = fields.get("passthroughBehavior")
    return Integration(
        type=kind,
        http_method=_http_method(fields.get("httpMethod"), kind, cursor),
        uri=_uri(fields.get("uri"), kind, cursor),
        request_parameters=_mappings(fields.get("requestParameters"), REQUEST_PARAMETERS, where),
        request_templates=templates(fields.get("requestTemplates"), where),
        passthrough_behavior=(
            "WHEN_NO_MATCH"
            if passthrough is None
            else _one_of(passthrough, PASSTHROUGH_BEHAVIORS, "a passthrough behavior")
        ),
        content_handling=_content_handling(fields),
        timeout_in_millis=29000 if timeout is None else timeout_millis(timeout),
        connection_type="INTERNET"
        if connection is None
        else _one_of(connection, ("INTERNET", "VPC_LINK"), "a connection type"),
        connection_id=_text(fields.get("connectionId")),
        credentials=_text(fields.get("credentials")),
        cache_namespace=_text(fields.get("cacheNamespace")),
        cache_key_parameters=_cache_keys(fields.get("cacheKeyParameters")),
        integration_responses=_responses(fields, cursor, where),
    )


def _check_tls_config(cursor: Cursor | None) -> None:
    """Adds a finding for each unknown key of the settings, which decide nothing here."""
    if cursor is not None and cursor.scope.imports and type(cursor.value) is dict:
        for key in cursor.value:
            if key not in _TLS_KEYS:
                cursor.drop_unknown(key, "a TLS configuration", _TLS_KEYS)


def _version_2(cursor: Cursor) -> bool:
    return cursor.text().startswith("2")


def _text(cursor: Cursor | None) -> str | None:
    return None if cursor is None else cursor.text()


def _cache_keys(cursor: Cursor | None) -> tuple[str, ...]:
    return () if cursor is None else tuple(item.text() for item in cursor.elements())


def _one_of(cursor: Cursor, names: tuple[_Name, ...], what: str) -> _Name:
    text = cursor.text()
    for name in names:
        if name == text.upper():
            return name
    raise cursor.error(f"`{text}` is not {what}", hint=nearest_hint(text, names))


def timeout_millis(cursor: Cursor) -> int:
    """A timeout in milliseconds. Raises DefinitionError for less than the service allows; a quota may allow more."""
    timeout = cursor.whole()
    if timeout < _LEAST_TIMEOUT:
        raise cursor.error("Timeout should be between 50 ms and 29000 ms")
    return timeout


def _http_method(cursor: Cursor | None, kind: str, whole: Cursor) -> str | None:
    if cursor is None:
        if kind == "MOCK":
            return None
        raise whole.error(
            f"an integration of type {kind} has no `httpMethod`: Enumeration value for HttpMethod must be non-empty",
            hint="write the verb for the backend: `POST` for Lambda and for service actions",
        )
    verb = http_method(cursor, any_case=True)
    return None if kind == "MOCK" and cursor.scope.imports else verb  # an import keeps none: `imports.jsonl`


def _uri(cursor: Cursor | None, kind: str, whole: Cursor) -> str | None:
    if cursor is None:
        if kind == "MOCK":
            return None
        raise whole.error(f"an integration of type {kind} has no `uri`")
    uri = cursor.text()
    problem = uri_problem(kind, uri)
    if problem is not None:
        message, hint = problem
        raise cursor.error(message, hint=hint)
    return uri


def _content_handling(fields: dict[str, Cursor]) -> ContentHandling | None:
    cursor = fields.get("contentHandling")
    return None if cursor is None else _one_of(cursor, CONTENT_HANDLINGS, "a content handling")


def templates(cursor: Cursor | None, where: str) -> dict[str, Source]:
    """The templates by content type. A null one is an empty one: the service stores both alike.

    Evidence: docs/fidelity.md#null-template.

    Raises DefinitionError.
    """
    if cursor is None:
        return {}
    found = {}
    for content_type, item in cursor.items():
        name = f"{where} {content_type}"
        empty = Source("", f"{item.document.source.name} {name}")
        found[content_type] = empty if item.value is None else template_source(item, name)
    return found


def _response_templates(cursor: Cursor | None, where: str) -> dict[str, Source]:
    """The templates of an integration response. Raises DefinitionError for a key that is not a content type."""
    found = templates(cursor, where)
    for content_type in found:
        if cursor is not None and not _CONTENT_TYPE.fullmatch(content_type):
            message = f"Invalid content type specified: {content_type}"
            raise cursor.error(message, key=content_type, hint="write a type such as application/json")
    return found


def _mappings(cursor: Cursor | None, rules: MappingRules, where: str | None = None) -> dict[str, str]:
    """The mapped parameters with their sources, parsed; `where` names the method of an integration.

    Raises DefinitionError for a text that is not an expression.
    """
    if cursor is None:
        return {}
    found = ParsedParameters()
    mappings = []
    for name, item in cursor.items():
        if item.value is None:
            continue
        try:
            target = parse_target(name, rules)
        except MappingError as error:
            raise cursor.error(error.message, key=name, hint=error.hint) from None
        if type(item.value) is not str and item.scope.imports:
            _drop_mapping(cursor, name, item, where)
            continue
        text = found[name] = item.text()
        try:
            source = parse_source(text, rules)
        except MappingError as error:
            raise item.error(error.message, hint=error.hint) from None
        if target is not None:
            mappings.append(ParameterMapping(target, source))
    found.mappings = tuple(mappings)
    return found


def _drop_mapping(cursor: Cursor, name: str, item: Cursor, where: str | None) -> None:
    """A mapped parameter that is not text, which an import drops. Evidence: docs/fidelity.md#dropped-by-the-import."""
    if where is None:
        message = f"`{name}` must be text, but this is {kind_of(item.value)}: the import drops it"
        cursor.found("API472", message, key=name, hint=_TWO_QUOTES)
        return
    verb, _, path = where.partition(" ")
    section = "requestParameters" if name.startswith("integration.") else "responseParameters"
    got = item.value if type(item.value) is float else json.dumps(item.value, separators=(",", ":"))
    cursor.found(
        "API472",
        f"Invalid format for '{section}'. Expected type string for property '{name}' of resource '{path}' "
        f"and method '{verb}' but got '{str(got)[:_MOST_SHOWN]}'",
        key=name,
        hint=_TWO_QUOTES,
    )


def gateway_parameters(cursor: Cursor | None) -> dict[str, str]:
    """The parameters of a gateway response. Raises DefinitionError."""
    return _mappings(cursor, GATEWAY_RESPONSE_PARAMETERS)


# Responses


def status_code(cursor: Cursor) -> str:
    """The status at a cursor, as text. Raises DefinitionError."""
    text = cursor.text()
    _check_status(text, cursor)
    return text


def _check_status(text: str, cursor: Cursor) -> None:
    if not _STATUS.fullmatch(text):
        raise cursor.error(f"`{text}` is not a status code", hint='write three digits, such as "200"')


def _responses(fields: dict[str, Cursor], cursor: Cursor, where: str) -> tuple[IntegrationResponse, ...]:
    by_pattern = fields.get("responses")
    by_status = fields.get("integrationResponses")
    if by_pattern is not None and by_status is not None:
        raise cursor.error("an integration has `responses` or `integrationResponses`, not both")
    if by_pattern is not None:
        return tuple(_response(item, where, pattern=_pattern(key, by_pattern, key)) for key, item in by_pattern.items())
    if by_status is None:
        return ()
    if type(by_status.value) is list:
        return tuple(_response(item, where) for item in by_status.elements())
    return tuple(_response(item, where, status=key) for key, item in by_status.items())


def _pattern(text: str, cursor: Cursor, key: str | None = None) -> str:
    """A selection pattern. Raises DefinitionError, at the cursor or at a key of its mapping, if Java refuses it."""
    if not _PLAIN_PATTERN.fullmatch(text):
        try:
            compile_java(text)
        except JavaError as error:
            problem, _, _ = (error.message or "").partition("\n")
            raise cursor.error(f"the selection pattern is not a regular expression: {problem}", key=key) from None
    return text


def integration_response(cursor: Cursor, where: str) -> IntegrationResponse:
    """The response at a cursor, with its `statusCode`; `where` as for `integration`. Raises DefinitionError."""
    return _response(cursor, where)


def _response(
    cursor: Cursor, where: str, *, pattern: str | None = None, status: str | None = None
) -> IntegrationResponse:
    fields = spelled(cursor, _RESPONSE_KEYS, "an integration response")
    at = fields.get("statusCode")
    code = status if at is None else at.text()
    if code is None:
        raise cursor.error(
            "this response has no `statusCode`", hint='write the status of the method response, such as "200"'
        )
    _check_status(code, at or cursor)
    if pattern is None:
        chosen = fields.get("selectionPattern")
        selection_pattern = None if chosen is None else _pattern(chosen.text(), chosen) or None
    else:
        selection_pattern = None if pattern == "default" else pattern
    return IntegrationResponse(
        status_code=code,
        selection_pattern=selection_pattern,
        response_parameters=_mappings(fields.get("responseParameters"), RESPONSE_PARAMETERS, where),
        response_templates=_response_templates(fields.get("responseTemplates"), f"{where} {pattern or code}"),
        content_handling=_content_handling(fields),
    )
