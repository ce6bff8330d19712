"""The parts of a definition that a case of a run reaches: methods, integration responses, templates, and more.

Comes in: an API, or a case and its call. Goes out: parts as rows of names, which processes send each other. Imported
only for a run that is measured.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import NamedTuple

from vtlharness.cases.integration.called_method import called_method
from vtlharness.cases.integration.case import IntegrationCase
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.gateway_failure import GatewayFailure
from vtlharness.gateway.invocation import Invocation
from vtlharness.gateway.model import IntegrationResponse, Method, RestApi
from vtlharness.gateway.stages.exchange import TemplateCompiler
from vtlharness.gateway.stages.mock import mock_status
from vtlharness.gateway.stages.responses.gateway_responses import customization
from vtlharness.gateway.stages.responses.integration_response import invokes_function, selection_text
from vtlharness.gateway.stages.responses.response_selection import select_response
from vtlharness.gateway.templates.mapping_template import MappingTemplate
from vtlharness.source import Source
from vtlharness.vtl.counts import Recorder

REFUSED_BY_VALIDATOR = ("BAD_REQUEST_BODY", "BAD_REQUEST_PARAMETERS")


class DefinitionPart(NamedTuple):
    """A part of a definition.

    `kind` is "method", "response", "request template", "response template", "validator", "authorizer" or "gateway
    response". `http_method` and `resource_path` are the method's, empty for an authorizer and a gateway response.
    `name` is what tells a part from others of its kind: the response's pattern (empty for the default), the template's
    content type, the name of an authorizer, the type of a gateway response. `response` is, for a response or its
    template, the position of the response in its integration, as text.
    """

    api: str
    kind: str
    http_method: str = ""
    resource_path: str = ""
    name: str = ""
    response: str = ""


def parts_of(api: RestApi) -> dict[DefinitionPart, Source | None]:
    """All parts of an API that a call may reach, in its order, with the template of each that is one."""
    parts: dict[DefinitionPart, Source | None] = {}
    for method in api.methods:
        parts.update(_parts_of_method(api, method))
    for method in api.methods:
        if method.authorizer is not None:
            parts[_authorizer(api, method.authorizer.name)] = None
    for kind in api.gateway_responses:
        parts[DefinitionPart(api.name, "gateway response", name=kind)] = None
    return parts


def _parts_of_method(api: RestApi, method: Method) -> Iterator[tuple[DefinitionPart, Source | None]]:
    def part(kind: str, name: str = "", response: str = "") -> DefinitionPart:
        return DefinitionPart(api.name, kind, method.http_method, method.resource_path, name, response)

    yield part("method"), None
    validator, integration = method.request_validator, method.integration
    if validator is not None and (validator.validate_request_body or validator.validate_request_parameters):
        yield part("validator"), None
    proxy = integration.type in ("AWS_PROXY", "HTTP_PROXY")  # which uses neither templates nor responses
    for content_type, source in () if proxy else integration.request_templates.items():
        yield part("request template", content_type), source
    for number, response in enumerate(() if proxy else integration.integration_responses):
        yield part("response", response.selection_pattern or "", str(number)), None
        for content_type, source in response.response_templates.items():
            yield part("response template", content_type, str(number)), source


def _authorizer(api: RestApi, name: str) -> DefinitionPart:
    return DefinitionPart(api.name, "authorizer", name=name)


def noting_parts(
    recorder: Recorder,
    case: IntegrationCase,
    call: Callable[[TemplateCompiler], Invocation],
    compile_template: TemplateCompiler,
) -> Invocation:
    """Makes the call of a case, and notes in `recorder` what it reaches in the case's definition.

    Raises what the call raises; its method and its templates are noted then, too.
    """
    rendered: list[Source] = []

    def compiled(source: Source) -> MappingTemplate:
        rendered.append(source)
        return compile_template(source)

    if case.definition is None:
        return call(compile_template)
    known = recorder.parts.setdefault(os.path.realpath(case.definition), {})
    parts = parts_of(case.api)
    for part in parts:
        known.setdefault(tuple(part), 0)
    method = called_method(case)
    invocation: Invocation | None = None
    try:
        invocation = call(compiled)
    finally:
        for part in _reached(case, method, invocation):
            known[tuple(part)] = known.get(tuple(part), 0) + 1
        for part, source in parts.items():
            if source is not None and any(source is one for one in rendered) and _is_of(part, method):
                known[tuple(part)] += 1
    return invocation


def _is_of(part: DefinitionPart, method: Method | None) -> bool:
    return method is not None and (part.http_method, part.resource_path) == (method.http_method, method.resource_path)


def _reached(case: IntegrationCase, method: Method | None, invocation: Invocation | None) -> Iterator[DefinitionPart]:
    """The parts that a call reached, without its templates."""
    api = case.api
    answered = None if invocation is None else invocation.gateway_response
    if answered is not None:
        customized = customization(api.gateway_responses, answered)
        if customized is not None:
            yield DefinitionPart(api.name, "gateway response", name=customized.response_type)
    if method is None:
        return
    names = api.name, "method", method.http_method, method.resource_path
    yield DefinitionPart(*names)
    if method.authorizer is not None and (answered is None or answered != case.access.refused):
        yield _authorizer(api, method.authorizer.name)
    if answered in REFUSED_BY_VALIDATOR:
        yield DefinitionPart(*names)._replace(kind="validator")
    chosen = None if invocation is None else _chosen(method, invocation)
    if chosen is not None:
        number = next(n for n, one in enumerate(method.integration.integration_responses) if one is chosen)
        pattern = chosen.selection_pattern or ""
        yield DefinitionPart(*names)._replace(kind="response", name=pattern, response=str(number))


def _chosen(method: Method, invocation: Invocation) -> IntegrationResponse | None:
    """The integration response that was chosen, also if it failed afterwards."""
    sent, reply = invocation.integration_request, invocation.backend_reply
    if sent is None or invocation.selection_maker is None:
        return None
    try:
        reply = reply or BackendReply(mock_status(sent.body_text))
        if invokes_function(sent) and reply.status_code == 403:
            return None
        return select_response(method.integration.integration_responses, selection_text(sent, reply), reply.status_code)
    except GatewayFailure:
        return None
