"""`API4xx`: what a definition says besides its templates.

Comes in: an API, and the places of its file. Goes out: findings, method by method.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vtlharness.findings import Finding
from vtlharness.gateway.model import Integration, IntegrationResponse, Method, RestApi
from vtlharness.lint.definitions.cors_rules import cors_findings
from vtlharness.lint.definitions.definition_places import INTEGRATION, DefinitionPlaces
from vtlharness.lint.definitions.unused_authorizers import unused_authorizers
from vtlharness.lint.subjects import Definition
from vtlharness.source import Position

_PROXIES = ("AWS_PROXY", "HTTP_PROXY")
_WITH_BODY = ("POST", "PUT", "PATCH", "ANY")
_STATUS = re.compile(r"[0-9\\d{}\[\]|().+*?:^$-]+")
_STATUSES = ("200", "400", "401", "403", "404", "409", "429", "500", "502", "503", "504")
_MATCHES_LINE_ENDS = re.compile(r"\(\?[a-z]*s|\n|\\[nsRWDS]")
_STAGE_VARIABLE = re.compile(r"\$\{stageVariables\.([A-Za-z0-9_]+)\}")


def definition_findings(definition: Definition, places: DefinitionPlaces) -> Iterator[Finding]:
    """The findings of a definition."""
    api = definition.api
    for method in api.methods:
        for rule, message, hint, place in _of_method(method, api, places, whole=definition.whole):
            yield _finding(rule, message, hint, place, definition.path)
    if definition.whole:
        for rule, message, hint, place in (*cors_findings(api, places), *unused_authorizers(api, places)):
            yield _finding(rule, message, hint, place, definition.path)


def _finding(rule: str, message: str, hint: str | None, place: Position | None, path: str) -> Finding:
    line, column = (None, None) if place is None else place
    return Finding(rule, message, line, column, hint, path)


_Found = tuple[str, str, str | None, Position | None]


def _of_method(method: Method, api: RestApi, places: DefinitionPlaces, *, whole: bool) -> Iterator[_Found]:
    where = f"{method.http_method} {method.resource_path}: " if whole else ""
    found = method.integration
    if found.type in _PROXIES:
        if found.request_templates or any(one.response_templates for one in found.integration_responses):
            key = "requestTemplates" if found.request_templates else "responses"
            message = f"{where}the templates of a proxy integration never run"
            yield "API404", message, "delete them, or use a type without PROXY", places.integration(method, key)
        return
    yield from _passthrough(method, where, places)
    yield from _responses(method, where, places)
    yield from _binary(method, api, where, places)
    yield from _stage_variables(method, api, where, places)


def _passthrough(method: Method, where: str, places: DefinitionPlaces) -> Iterator[_Found]:
    found = method.integration
    types = found.request_templates
    if found.type == "MOCK" or not types or "$default" in types or method.http_method not in _WITH_BODY:
        return
    if found.passthrough_behavior != "WHEN_NO_MATCH":
        return
    message = f"{where}a body of another type than {', '.join(types)} passes to the backend as the client wrote it"
    hint = "set passthroughBehavior to NEVER, so that the client gets 415"
    yield "API403", message, hint, places.integration(method, "passthroughBehavior") or places.integration(method)


def _responses(method: Method, where: str, places: DefinitionPlaces) -> Iterator[_Found]:
    found = method.integration
    responses = found.integration_responses
    if not responses:
        return
    if found.type != "MOCK" and all(response.selection_pattern for response in responses):
        message = f"{where}no response is the default: an answer that no pattern matches becomes a 500"
        yield "API415", message, "add a response without a pattern (`default`)", places.integration(method, "responses")
    declared = method.method_responses
    statuses = None if declared is None else {response.status_code for response in declared}
    seen: set[str] = set()
    for number, response in enumerate(responses):
        pattern = response.selection_pattern or ""
        place = _response_place(method, number, response, places)
        if statuses is not None and response.status_code not in statuses:
            message = f"{where}the method declares no response {response.status_code}"
            yield "API414", message, "declare it in the method's responses", place
        if pattern in seen:
            what = f"the pattern {pattern}" if pattern else "the default"
            message = f"{where}two responses share {what}: only one of them is ever chosen"
            yield "API417", message, "make one response of them, or mend a pattern", place
        seen.add(pattern)
        if pattern and _is_lambda(found):
            yield from _pattern(pattern, where, place)


def _pattern(pattern: str, where: str, place: Position | None) -> Iterator[_Found]:
    if _reads_as_status(pattern):
        message = (
            f"{where}the pattern {pattern} reads as a status, but a function's errorMessage is what it is tried on"
        )
        yield "API418", message, "write a pattern for the error's message, such as (?s).*\\[404\\].*", place
    elif _has_dot(pattern) and not _MATCHES_LINE_ENDS.search(pattern):
        message = f"{where}the pattern {pattern} can't match a message with a line break"
        yield "API416", message, f"begin it with (?s): (?s){pattern}", place


def _has_dot(pattern: str) -> bool:
    """Whether a pattern has a dot that stands for any character."""
    return "." in re.sub(r"\[[^\]]*\]", "", re.sub(r"\\.", "_", pattern, flags=re.DOTALL))


def _reads_as_status(pattern: str) -> bool:
    if not _STATUS.fullmatch(pattern) or not any(character.isdigit() for character in pattern):
        return False
    from vtlharness.java.regex.pattern import compile_java
    from vtlharness.java.values import JavaError

    try:
        engine = compile_java(pattern).engine
    except JavaError:
        return False
    return any(engine.fullmatch(status) for status in _STATUSES) and engine.fullmatch("a message") is None


def _is_lambda(found: Integration) -> bool:
    uri = found.uri or ""
    return found.type == "AWS" and (":lambda:" in uri or "/functions/" in uri)


def _response_place(
    method: Method, number: int, response: IntegrationResponse, places: DefinitionPlaces
) -> Position | None:
    key = response.selection_pattern or "default"
    in_openapi = places.method(method, INTEGRATION, "responses", key)
    return in_openapi or places.integration(method, "integrationResponses", number)


def _binary(method: Method, api: RestApi, where: str, places: DefinitionPlaces) -> Iterator[_Found]:
    found = method.integration
    binary = set(api.binary_media_types)
    if not binary or found.content_handling == "CONVERT_TO_TEXT" or not found.request_templates:
        return
    shared = "*/*" if "*/*" in binary else next((one for one in found.request_templates if one in binary), None)
    if shared is None:
        return
    message = f"{where}the binary media type {shared} makes bytes of each body, and a template can't read these"
    hint = "set contentHandling to CONVERT_TO_TEXT"
    yield "API431", message, hint, places.integration(method, "requestTemplates")


def _stage_variables(method: Method, api: RestApi, where: str, places: DefinitionPlaces) -> Iterator[_Found]:
    known = api.stage.variables
    if not known:
        return
    found = method.integration
    for name in dict.fromkeys(_STAGE_VARIABLE.findall(found.uri or "")):
        if name not in known:
            message = f"{where}the stage has no variable {name}"
            yield "API441", message, "add it to the stage, or mend the name", places.integration(method, "uri")
    for target, source in found.request_parameters.items():
        name = source.removeprefix("stageVariables.")
        if source.startswith("stageVariables.") and name not in known:
            message = f"{where}the stage has no variable {name}"
            place = places.integration(method, "requestParameters", target)
            yield "API441", message, "add it to the stage, or mend the name", place
