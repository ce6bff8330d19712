"""Files of Terraform's from public repositories, and what each describes, worked out by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.observations import FOLDER
from vtlharness.definitions import load_definition
from vtlharness.gateway.model import Method, RestApi

FILES = FOLDER / "terraform"
EXPECTED: dict[str, Any] = (
    json.loads((FILES / "expected.json").read_text("utf-8"))["files"] if (FILES / "expected.json").is_file() else {}
)
APIS = [pytest.param(name, api, id=f"{name}-{api['name']}") for name, file in EXPECTED.items() for api in file["apis"]]

needs_files = pytest.mark.skipif(not EXPECTED, reason=f"no files of Terraform's at {FILES}")


def _known(expected: Any, service: Any = None) -> Any:
    """What is expected of a value: what the service sets, where the plan does not know it."""
    return service if isinstance(expected, dict) and "unknown_until_apply" in expected else expected


@needs_files
@pytest.mark.parametrize(("name", "expected"), APIS)
def test_the_api(name: str, expected: dict[str, Any]) -> None:
    api = load_definition(FILES / name, api=expected["address"])
    assert (api.name, list(api.binary_media_types)) == (expected["name"], expected["binary_media_types"])
    assert api.minimum_compression_size == expected["minimum_compression_size"]
    assert len(api.methods) == len(expected["methods"])
    for method in expected["methods"]:
        found = {(one.http_method, one.resource_path): one for one in api.methods}
        _check_method(found[method["verb"], method["path"]], method)
    _check_stage(api, expected["stages"])


def _check_method(found: Method, expected: dict[str, Any]) -> None:
    assert (found.authorization_type, found.api_key_required) == (
        expected["authorization"],
        expected["api_key_required"],
    )
    integration, wanted = found.integration, expected["integration"]
    place = f"<{wanted['address']}.uri>"
    assert (integration.type, integration.http_method) == (wanted["type"], wanted["http_method"])
    assert integration.uri == _known(wanted["uri"], place)
    assert integration.content_handling == wanted["content_handling"]
    service = wanted.get("passthrough_behavior_of_the_service")
    assert integration.passthrough_behavior == (_known(wanted["passthrough_behavior"], service) or service)
    assert integration.timeout_in_millis == wanted["timeout"]
    assert {key: one.text for key, one in integration.request_templates.items()} == wanted["request_templates"]
    assert [
        {"status": one.status_code, "models": one.response_models, "parameters": one.response_parameters}
        for one in found.method_responses or ()
    ] == expected["method_responses"]
    assert [
        {
            "status": one.status_code,
            "selection_pattern": one.selection_pattern,
            "parameters": one.response_parameters,
            "templates": {key: source.text for key, source in one.response_templates.items()},
        }
        for one in integration.integration_responses
    ] == expected["integration_responses"]


def _check_stage(api: RestApi, expected: list[dict[str, Any]]) -> None:
    if expected:
        (stage,) = expected
        assert api.stage.stage_name == _known(stage["name"], f"<{stage['address']}.stage_name>")
        assert api.stage.variables == stage["variables"]
