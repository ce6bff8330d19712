"""A call as the data of a case: the request, the backend's canned answer, and the client's answer as expectation.

Comes in: a `MethodRequest`, its `Invocation`, the defaults of the file. Goes out: data. Next: `saving`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from vtlharness.cases.integration.comparing import as_base64
from vtlharness.cases.matchers.writing import literal_body, names_content
from vtlharness.cases.update.canned_forms import canned_authorizer
from vtlharness.documents.json.values import JsonTextError, parse_json
from vtlharness.gateway.codecs.headers import multi
from vtlharness.gateway.codecs.json_body import json_body
from vtlharness.gateway.codecs.utf8 import text_if_utf8
from vtlharness.gateway.invocation import Invocation
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.visible import one_line

_OF_THIS_ANSWER = frozenset(
    {"age", "connection", "content-length", "date", "keep-alive", "server", "transfer-encoding"}
    | {"x-amz-apigw-id", "x-amz-id-2", "x-amz-request-id", "x-amzn-requestid", "x-amzn-trace-id"}
)
"""Headers that each answer has anew, in lower case: nobody expects them."""

_ALTERS_THE_CALL = ("authorizer", "apiKeys", "refused", "context", "stageVariables", "backend")
"""Keys of `defaults` that would make another call of it."""


def saved_case(
    request: MethodRequest,
    made: Invocation,
    backend: Mapping[str, object] | None,
    given: Mapping[str, object],
    defaults: Mapping[str, Any],
    names: Collection[str],
) -> dict[str, object]:
    """The case; defaults that the call does not have are removed by null.

    `given` are more keys of the case, `names` the names of the others.
    """
    case: dict[str, object] = {"name": _new_name(request, names)}
    case["methodRequest"] = _method_request(request, defaults.get("methodRequest") or {})
    case.update(given)
    if backend is not None:
        case["backend"] = backend
    authorizer = canned_authorizer(made)
    if authorizer is not None:
        case["authorizer"] = authorizer
    case.update({key: None for key in _ALTERS_THE_CALL if defaults.get(key) is not None and key not in case})
    case["expect"] = expected_answer(made)
    return case


def _new_name(request: MethodRequest, names: Collection[str]) -> str:
    name = one_line(f"{request.http_method} {request.path}")
    number = 2
    found = name
    while found in names:
        found = f"{name} ({number})"
        number += 1
    return found


def _method_request(request: MethodRequest, defaults: Mapping[str, Any]) -> dict[str, object]:
    found: dict[str, object] = {"httpMethod": request.http_method, "path": request.path}
    query = _names(multi(request.query_string), defaults.get("queryStringParameters") or {}, any_casing=False)
    headers = _names(multi(request.headers), defaults.get("headers") or {}, any_casing=True)
    if query:
        found["queryStringParameters"] = query
    if headers:
        found["headers"] = headers
    if request.body is not None:
        found["body"] = _sent_body(request.body)
    elif defaults.get("body") is not None:
        found["body"] = None
    return found


def _names(given: Mapping[str, list[str]], defaults: Mapping[str, Any], *, any_casing: bool) -> dict[str, object]:
    """Names with their values; a default name that the call does not have gets null."""
    own = {name.lower() if any_casing else name for name in given}
    gone = [name for name in defaults if (name.lower() if any_casing else name) not in own]
    return {**_one_or_several(given), **dict.fromkeys(gone)}


def _one_or_several(given: Mapping[str, list[str]]) -> dict[str, object]:
    return {name: values[0] if len(values) == 1 else list(values) for name, values in given.items()}


def _sent_body(text: str) -> object:
    """The data that is sent as this text, to the byte; otherwise the text."""
    data = _collection(text)
    return text if data is None or names_content(data) or json_body(data) != text else data


def _collection(text: str) -> dict[str, Any] | list[Any] | None:
    try:
        data = parse_json(text)
    except JsonTextError:
        return None
    return data if isinstance(data, (dict, list)) else None


def expected_answer(made: Invocation) -> dict[str, object]:
    """What a case expects of the answer to the client: `response`, and `gatewayResponse` where the gateway answered."""
    response: dict[str, object] = {"statusCode": made.response.status}
    headers = {name: values for name, values in made.logged_headers.items() if not _is_of_this_answer(name)}
    if headers:
        response["headers"] = _one_or_several(headers)
    response["body"] = answered_body(made.response.body_bytes)
    answer = {} if made.gateway_response is None else {"gatewayResponse": made.gateway_response}
    return {**answer, "response": response}


def _is_of_this_answer(name: str) -> bool:
    return name.lower().removeprefix("x-amzn-remapped-") in _OF_THIS_ANSWER


def answered_body(data: bytes) -> object:
    """A body as the value of an expected `body`: data of JSON collections, else text, else its base64."""
    text = text_if_utf8(data)
    if text is None:
        return as_base64(data)
    found = _collection(text)
    return text if found is None else literal_body(found)
