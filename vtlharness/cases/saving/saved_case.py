"""A call as the data of a case: the request, the backend's canned answer, and the client's answer as expectation.

Comes in: a `MethodRequest`, its `Invocation`, the defaults of the file. Goes out: data. Next: `saving`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from vtlharness.cases.matchers.writing import names_content
from vtlharness.cases.update.canned_forms import canned_authorizer
from vtlharness.cases.update.expected_body import json_collection, one_or_several
from vtlharness.cases.update.whole_expectation import expected_answer
from vtlharness.gateway.codecs.headers import multi
from vtlharness.gateway.codecs.json_body import json_body
from vtlharness.gateway.invocation import Invocation
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.visible import one_line

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
    case: dict[str, object] = {"name": free_name(one_line(f"{request.http_method} {request.path}"), names)}
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


def free_name(name: str, names: Collection[str]) -> str:
    """The name, with a number behind it where the file has a case of this name."""
    found, number = name, 2
    while found in names:
        found, number = f"{name} ({number})", number + 1
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
    return {**one_or_several(given), **dict.fromkeys(gone)}


def _sent_body(text: str) -> object:
    """The data that is sent as this text, to the byte; otherwise the text."""
    data = json_collection(text)
    return text if data is None or names_content(data) or json_body(data) != text else data
