"""What others send in a case: the parts of its input that a client, an authorizer or a backend controls.

Comes in: a case. Goes out: `Input`s, each with the places in it and the case for another value. Next: `changes`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias
from urllib.parse import parse_qsl, quote_plus

from vtlharness.backends.canned import CannedBackend
from vtlharness.cases.integration.case import IntegrationCase
from vtlharness.cases.model import Case, TemplateCase
from vtlharness.cases.results import Sender
from vtlharness.documents.json.values import JsonTextError, parse_json
from vtlharness.gateway.access import CognitoClaims, LambdaOutput
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.codecs.headers import header
from vtlharness.gateway.codecs.json_body import json_body
from vtlharness.gateway.codecs.utf8 import text_if_utf8
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.stages.routing import find_route, path_segments
from vtlharness.hostile.texts import HEADER_NAMES, LINE_TEXTS, NAMES, PATH_TEXTS, TEXTS
from vtlharness.hostile.unsent import unsent_parameters

Kind: TypeAlias = Literal["data", "text", "form", "names", "claims"]
"""`data` is JSON; a `form` and `names` are texts by their names; `claims` are texts in data."""

_FORM = re.compile(r"(?=[^=]*=)[\w.~*%+-]*(=[^&\s\"{}<>]*)?(&[\w.~*%+-]*(=[^&\s\"{}<>]*)?)*")


@dataclass(frozen=True, slots=True)
class Input:
    """A part of the input of a case.

    `texts` are the hostile texts that can come in there, `names` the hostile names that a sender can add. With `whole`,
    every place of it always has a value. `unsent` is the only place of a parameter that the case does not send.
    `words` begin the words for its places (`backend body`), `value` is what the case has, and `with_value` makes the
    case with another value. `keys` are where a case file writes the value.
    """

    words: str
    sender: Sender
    kind: Kind
    value: Any
    with_value: Callable[[Case, Any], Case]
    keys: tuple[str, ...]
    texts: tuple[str, ...] = TEXTS
    whole: bool = False
    names: tuple[str, ...] = ()
    unsent: str | None = None


def inputs_of(case: Case) -> Iterator[Input]:
    """The parts of a case's input that others control."""
    request = case.method_request
    text = _text_of(request)
    if text:
        yield _body(text, "body", "client", _with_body, ("methodRequest", "body"))
    yield from _names(case)
    yield from _unsent(case)
    yield from _from_authorizer(case)
    yield from _in_context(case)
    reply = _reply(case)
    text = None if reply is None else _text_of(reply)
    if text:
        keys = ("integrationResponse", "body") if isinstance(case, TemplateCase) else ("backend", "body")
        yield _body(text, "backend body", "backend", _with_reply_body, keys)


def _names(case: Case) -> Iterator[Input]:
    request = case.method_request
    keys = ("methodRequest", "headers")
    yield Input("header", "client", "names", dict(request.headers), _with_headers, keys, LINE_TEXTS, names=HEADER_NAMES)
    keys = ("methodRequest", "queryStringParameters")
    yield Input("query", "client", "names", dict(request.query_string), _with_query, keys, names=NAMES)
    if request.path_parameters:
        keys = ("methodRequest", "pathParameters")
        values = dict(request.path_parameters)
        yield Input("path", "client", "names", values, _with_path_parameters, keys, PATH_TEXTS)
    elif isinstance(case, IntegrationCase) and case.route is None:
        values = {name: value for name, value in _segments(case) if name}
        if values:
            keys = ("methodRequest", "path")
            yield Input("path", "client", "names", values, _with_segments, keys, PATH_TEXTS, whole=True)


def _unsent(case: Case) -> Iterator[Input]:
    request = case.method_request
    for place, name in unsent_parameters(case):
        if place == "header":
            keys, sent, put, texts, words = "headers", request.headers, _with_headers, LINE_TEXTS, "header"
        elif place == "path":
            keys, sent, put, texts, words = (
                "pathParameters",
                request.path_parameters,
                _with_path_parameters,
                PATH_TEXTS,
                "path",
            )
        else:
            keys, sent, put, texts, words = "queryStringParameters", request.query_string, _with_query, TEXTS, "query"
        value = {**sent, name: ""}
        yield Input(words, "client", "names", value, put, ("methodRequest", keys), texts, whole=True, unsent=name)


def _from_authorizer(case: Case) -> Iterator[Input]:
    given = case.context.get("authorizer")
    if isinstance(given, Mapping):
        yield Input("authorizer", "authorizer", "claims", dict(given), _with_authorizer, ("context", "authorizer"))
    answer = case.access.authorizer if isinstance(case, IntegrationCase) else None
    if isinstance(answer, CognitoClaims):
        yield Input("authorizer", "authorizer", "claims", dict(answer.claims), _with_claims, ("authorizer", "claims"))
    elif isinstance(answer, LambdaOutput):
        principal, context = answer.output.get("principalId"), answer.output.get("context")
        if isinstance(principal, str):
            values = {"principalId": principal}
            yield Input("authorizer", "authorizer", "claims", values, _with_principal, ("authorizer",), whole=True)
        if isinstance(context, Mapping):
            keys = ("authorizer", "context")
            yield Input("authorizer", "authorizer", "claims", dict(context), _with_output, keys)


def _in_context(case: Case) -> Iterator[Input]:
    """What of `$context` a client chooses, whether the case gives it or not."""
    if header(case.method_request.headers, "User-Agent") is None:
        yield _user_agent(case)
    path = {"path": _text_at(case.context, "path") or case.method_request.path}
    texts = tuple(f"/{text}" for text in PATH_TEXTS)
    yield Input("context", "client", "claims", path, _with_context, ("context",), texts, whole=True)


def _user_agent(case: Case) -> Input:
    agent = {"identity": {"userAgent": _text_at(case.context, "identity", "userAgent") or ""}}
    return Input("context", "client", "claims", agent, _with_user_agent, ("context",), LINE_TEXTS, whole=True)


def _body(text: str, words: str, sender: Sender, put: Callable[[Case, Any], Case], keys: tuple[str, ...]) -> Input:
    """A body as JSON data, as the fields of a form, or as a text."""
    try:
        data = parse_json(text)
    except JsonTextError:
        data = None
    if isinstance(data, (dict, list)):
        return Input(words, sender, "data", data, lambda case, value: put(case, json_body(value)), keys, names=NAMES)
    if _FORM.fullmatch(text):
        fields = dict(parse_qsl(text, keep_blank_values=True))
        return Input(
            f"{words} field", sender, "form", fields, lambda case, value: put(case, form_body(value)), keys, names=NAMES
        )
    return Input(words, sender, "text", text, put, keys)


def form_body(fields: Mapping[str, str]) -> str:
    """Fields as a form."""
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in fields.items())


def _text_of(message: MethodRequest | BackendReply) -> str | None:
    """The body of a message, None if it is not text."""
    return message.body if message.raw_body is None else text_if_utf8(message.raw_body)


def _reply(case: Case) -> BackendReply | None:
    if isinstance(case, TemplateCase):
        return case.integration_response
    backend = case.backend if isinstance(case, IntegrationCase) else None
    return backend.reply if isinstance(backend, CannedBackend) else None


def _text_at(data: Mapping[str, Any], *steps: str) -> str | None:
    value: Any = data
    for step in steps:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else None


# The case with another value


def _with_request(case: Case, **values: Any) -> Case:
    return replace(case, method_request=replace(case.method_request, **values))


def _with_body(case: Case, value: str) -> Case:
    return _with_request(case, body=value, raw_body=None)


def _with_headers(case: Case, value: Any) -> Case:
    return _with_request(case, headers=value)


def _with_query(case: Case, value: Any) -> Case:
    return _with_request(case, query_string=value)


def _with_path_parameters(case: Case, value: Any) -> Case:
    return _with_request(case, path_parameters=value)


def _segments(case: IntegrationCase) -> list[tuple[str, str]]:
    """The segments of the call's path, each behind the name of the path parameter that it is, or behind no name."""
    request: MethodRequest = case.method_request
    route = find_route(case.api.methods, request.http_method, request.path)
    if route is None:
        return []
    names = [_parameter(segment) for segment in path_segments(route.method.resource_path)]
    return [
        (name, route.path_parameters.get(name, segment))
        for name, segment in zip(names, path_segments(request.path), strict=False)
    ]


def _parameter(segment: str) -> str:
    return segment[1:-1].removesuffix("+") if segment.startswith("{") and segment.endswith("}") else ""


def _with_segments(case: Case, value: Any) -> Case:
    assert isinstance(case, IntegrationCase)
    return _with_request(case, path="/" + "/".join(value.get(name, own) for name, own in _segments(case)))


def _with_context(case: Case, value: Mapping[str, object]) -> Case:
    return replace(case, context={**case.context, **value})


def _with_authorizer(case: Case, value: Any) -> Case:
    return _with_context(case, {"authorizer": value})


def _with_user_agent(case: Case, value: Any) -> Case:
    identity = case.context.get("identity")
    return _with_context(
        case, {"identity": {**(identity if isinstance(identity, Mapping) else {}), **value["identity"]}}
    )


def _with_claims(case: Case, value: Any) -> Case:
    assert isinstance(case, IntegrationCase)
    return replace(case, access=replace(case.access, authorizer=CognitoClaims(value)))


def _with_output(case: Case, value: Any) -> Case:
    assert isinstance(case, IntegrationCase)
    assert isinstance(case.access.authorizer, LambdaOutput)
    output = {**case.access.authorizer.output, "context": value}
    return replace(case, access=replace(case.access, authorizer=LambdaOutput(output)))


def _with_principal(case: Case, value: Any) -> Case:
    assert isinstance(case, IntegrationCase)
    assert isinstance(case.access.authorizer, LambdaOutput)
    output = {**case.access.authorizer.output, **value}
    return replace(case, access=replace(case.access, authorizer=LambdaOutput(output)))


def _with_reply_body(case: Case, value: str) -> Case:
    if isinstance(case, TemplateCase):
        assert case.integration_response is not None
        return replace(case, integration_response=replace(case.integration_response, body=value, raw_body=None))
    assert isinstance(case, IntegrationCase)
    assert isinstance(case.backend, CannedBackend)
    return replace(case, backend=CannedBackend(replace(case.backend.reply, body=value, raw_body=None)))
