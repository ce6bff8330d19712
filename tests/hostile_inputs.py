"""Hostile texts in the inputs of a case: none may break the JSON that its templates print, or add a key to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from vtlharness.backends.canned import CannedBackend
from vtlharness.cases.integration.case import IntegrationCase
from vtlharness.cases.model import Case, TemplateCase
from vtlharness.cases.running import run_case
from vtlharness.engines import Engine

HOSTILE = (
    'O\'Brien "Bob" \\',
    'x", "intruder": true, "y": "',
    '1, "intruder": true',
    "first line\nsecond line",
    "'tis \\' \\\" $x #if",
)

CHECKED_BY_THE_BACKEND = {"N", "NS", "BOOL", "output"}
"""Keys of values that DynamoDB and Step Functions have checked, and that may stand without quotes."""

ANYBODYS_CONTEXT = {"authorizer", "path", "userAgent", "apiKey", "cognitoAuthenticationProvider"}
"""Keys of `$context` that hold what somebody outside may choose; the gateway or IAM makes up the others."""


def assert_json_stays(case: Case, engine: Engine) -> None:
    """Fails where the case no longer prints valid JSON, or prints a key that the sender chose."""
    names = {part for part, text in _texts(case, engine) if _keys(text) is not None}
    for variant in _variants(case):
        for part, text in _texts(variant, engine):
            if part in names:
                keys = _keys(text)
                assert keys is not None, text
                assert "intruder" not in keys, text


def _texts(case: Case, engine: Engine) -> Iterator[tuple[str, str]]:
    """What the case's templates print; nothing where they fail, which breaks no JSON."""
    result = run_case(case, engine)
    if result.rendering is not None:
        yield "output", result.rendering.text
    if result.invocation is not None:
        for part, run in (("request", result.invocation.request_run), ("response", result.invocation.response_run)):
            if run is not None:
                yield part, run.rendering.text


def _variants(case: Case) -> Iterator[Case]:
    """The case with one value of its inputs replaced by a hostile text."""
    request = case.method_request
    for body in _bodies(request.body):
        yield replace(case, method_request=replace(request, body=body))
    for hostile in HOSTILE:
        for parameter in request.query_string:
            sent = {**request.query_string, parameter: hostile}
            yield replace(case, method_request=replace(request, query_string=sent))
        for header in request.headers:
            yield replace(case, method_request=replace(request, headers={**request.headers, header: hostile}))
        for parameter in request.path_parameters:
            parameters = {**request.path_parameters, parameter: hostile}
            yield replace(case, method_request=replace(request, path_parameters=parameters))
        first, *parts = request.path.split("/")
        for index in range(len(parts)):
            path = "/".join([first, *parts[:index], hostile, *parts[index + 1 :]])
            yield replace(case, method_request=replace(request, path=path))
    for context in _hostile(json.loads(json.dumps(dict(case.context)))):
        yield replace(case, context=context)
    if isinstance(case, TemplateCase) and case.integration_response is not None:
        for body in _bodies(case.integration_response.body):
            yield replace(case, integration_response=replace(case.integration_response, body=body))
    if isinstance(case, IntegrationCase) and isinstance(case.backend, CannedBackend):
        for body in _bodies(case.backend.reply.body):
            yield replace(case, backend=CannedBackend(replace(case.backend.reply, body=body)))


def _bodies(body: str | None) -> Iterator[str]:
    try:
        data = json.loads(body or "")
    except ValueError:
        return
    yield from map(json.dumps, _replaced(data))


def _replaced(data: object, key: object = None) -> Iterator[object]:
    """The data with one leaf replaced by each hostile text in turn."""
    if isinstance(data, dict):
        for inner, value in data.items():
            yield from ({**data, inner: new} for new in _replaced(value, inner))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from ([*data[:index], new, *data[index + 1 :]] for new in _replaced(value, key))
    elif key not in CHECKED_BY_THE_BACKEND:
        yield from HOSTILE


def _hostile(context: dict[str, object]) -> Iterator[dict[str, object]]:
    for key, value in context.items():
        if key in ANYBODYS_CONTEXT and value is not None:
            yield from ({**context, key: new} for new in _replaced(value))
        elif isinstance(value, dict):
            yield from ({**context, key: new} for new in _hostile(value))


def _keys(text: str) -> set[str] | None:
    """All keys of a JSON text; None for text that is not JSON."""
    keys: set[str] = set()

    def note(pairs: list[tuple[str, object]]) -> dict[str, object]:
        keys.update(key for key, _ in pairs)
        return dict(pairs)

    try:
        json.loads(text, object_pairs_hook=note)
    except ValueError:
        return None
    return keys
