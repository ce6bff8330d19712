"""What the service made of the definitions that it imported (imports.jsonl): every method, model and warning."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.definitions.definitions import write
from tests.observations import check_rows, needs_recordings, rows
from vtlharness.definitions import load_definition
from vtlharness.gateway.model import Integration, IntegrationResponse, Method, MethodResponse, RestApi
from vtlharness.source import Source

_MODEL = re.compile(r"<model-base-url>/restapis/<rest-id:1>/models/(.+)")
_MASK = re.compile(r"<[a-z-]+(?::\d+)?>")
_IDS = ("authorizerId", "cacheNamespace", "requestValidatorId")
"""Keys whose values are ids that the service makes."""

_ELSEWHERE = ("authorizationScopes",)
"""Keys that other tests compare."""


def _templates(templates: Mapping[str, Source]) -> dict[str, str]:
    return {content_type: source.text for content_type, source in templates.items()}


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the CLI prints them: without the empty ones."""
    return {key: value for key, value in values.items() if value is not None and value != {}}


def _response(response: IntegrationResponse) -> dict[str, Any]:
    return _said(
        {
            "statusCode": response.status_code,
            "selectionPattern": response.selection_pattern,
            "responseParameters": dict(response.response_parameters),
            "responseTemplates": _templates(response.response_templates),
            "contentHandling": response.content_handling,
        }
    )


def _integration(integration: Integration) -> dict[str, Any]:
    responses = {response.status_code: _response(response) for response in integration.integration_responses}
    return _said(
        {
            "type": integration.type,
            "httpMethod": integration.http_method,
            "uri": integration.uri,
            "connectionType": integration.connection_type if integration.type in ("HTTP", "HTTP_PROXY") else None,
            "requestParameters": dict(integration.request_parameters),
            "requestTemplates": _templates(integration.request_templates),
            "passthroughBehavior": integration.passthrough_behavior,
            "contentHandling": integration.content_handling,
            "timeoutInMillis": integration.timeout_in_millis,
            "cacheKeyParameters": list(integration.cache_key_parameters),
            "integrationResponses": responses,
        }
    )


def _method_response(response: MethodResponse) -> dict[str, Any]:
    return _said(
        {
            "statusCode": response.status_code,
            "responseParameters": dict(response.response_parameters),
            "responseModels": dict(response.response_models),
        }
    )


def _method(method: Method) -> dict[str, Any]:
    """A method as `aws apigateway get-method` prints it, without ids."""
    responses = {response.status_code: _method_response(response) for response in method.method_responses or ()}
    return _said(
        {
            "httpMethod": method.http_method,
            "apiKeyRequired": method.api_key_required,
            "authorizationType": method.authorization_type,
            "operationName": method.operation_name,
            "requestParameters": dict(method.request_parameters),
            "requestModels": dict(method.request_models),
            "methodResponses": responses,
            "methodIntegration": _integration(method.integration),
        }
    )


def _differences(recorded: Any, made: Any, path: str = "") -> Iterator[str]:
    """The places where the made value differs from the recorded one; masks fit any text."""
    if isinstance(recorded, dict) and isinstance(made, dict):
        for key in [*recorded, *(key for key in made if key not in recorded)]:
            if key in _IDS or key in _ELSEWHERE:
                continue
            if key not in made or key not in recorded:
                yield f"{path}.{key}: only {'recorded' if key in recorded else 'made'}"
            else:
                yield from _differences(recorded[key], made[key], f"{path}.{key}")
    elif not _fits(recorded, made):
        yield f"{path}: recorded {json.dumps(recorded)}, made {json.dumps(made)}"


def _fits(recorded: Any, made: Any) -> bool:
    if isinstance(recorded, str) and isinstance(made, str):
        model = _MODEL.fullmatch(recorded)
        if model is not None:
            return made == f"#/definitions/{model[1]}"
        return re.fullmatch(".+".join(map(re.escape, _MASK.split(recorded))), made, re.DOTALL) is not None
    if isinstance(made, str):  # a template that is JSON stands parsed in the recording
        return bool(json.loads(made) == recorded)
    if isinstance(recorded, list) and isinstance(made, list) and len(recorded) == len(made):
        if all(isinstance(item, str) for item in recorded):  # the service orders the names of `required`
            return sorted(recorded) == sorted(made)
        return not [found for pair in zip(recorded, made, strict=True) for found in _differences(*pair)]
    return type(recorded) is type(made) and recorded == made


def _check_row(row: dict[str, Any]) -> None:
    api: RestApi = load_definition(write(row["file_name"], row["definition"]), base_path=row["base_path"])
    made = {f"{method.http_method} {method.resource_path}": _method(method) for method in api.methods}
    assert set(made) == set(row["methods"])
    for name, recorded in row["methods"].items():
        if recorded is not None:
            assert list(_differences(recorded, made[name], name)) == []
    for name, model in row["models"].items():
        if not _MASK.fullmatch(name):
            assert list(_differences(model, api.models[name], name)) == []
    warnings = [text for texts in row.get("warnings", ()) for text in texts]
    written = [text for text in warnings if text.split("'")[3] in row["definition"]]  # two files have one recording
    assert [finding.message for finding in api.findings] == written


@needs_recordings
def test_every_method_and_model_is_as_the_service_made_it() -> None:
    check_rows(rows("imports"), _check_row)


@needs_recordings
def test_there_are_rows() -> None:
    assert sum(len(row["methods"]) for row in rows("imports")) >= 40
