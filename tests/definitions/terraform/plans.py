"""Plans and states for the tests of this folder, made by hand in the format that Terraform prints."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from vtlharness.definitions import load_definition
from vtlharness.errors import DefinitionError
from vtlharness.gateway.model import Method, RestApi

API = "aws_api_gateway_rest_api.shop"
MOCK = {"type": "MOCK", "request_templates": {"application/json": '{"statusCode": 200}'}}


def resource(address: str, **values: Any) -> dict[str, Any]:
    """A managed resource as `values.root_module` has it."""
    end = address.rpartition("]")[0].rpartition("[")[0] if address.endswith("]") else address
    *_, kind, name = end.split(".")
    found: dict[str, Any] = {"address": address, "mode": "managed", "type": kind, "name": name, "values": values}
    if address.endswith("]"):
        found["index"] = json.loads(address[len(end) + 1 : -1])
    if address.startswith("data."):
        found["mode"] = "data"
    return found


def shop(*others: dict[str, Any], **settings: Any) -> list[dict[str, Any]]:
    """The resources of an API with one method, GET /pets, whose integration answers by itself; all ids are known."""
    ids = {"rest_api_id": "api1", "resource_id": "pets1", "http_method": "GET"}
    return [
        resource(API, **{"id": "api1", "root_resource_id": "root1", "name": "shop", **settings}),
        resource(
            "aws_api_gateway_resource.pets",
            id="pets1",
            rest_api_id="api1",
            parent_id="root1",
            path_part="pets",
            path="/pets",
        ),
        resource("aws_api_gateway_method.get", **ids, authorization="NONE"),
        resource("aws_api_gateway_integration.get", **ids, **MOCK),
        *others,
    ]


def state(*resources: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What `terraform show -json` prints of a state."""
    return {"format_version": "1.0", "values": {"root_module": {"resources": list(resources)}}, **more}


def raw_state(*resources: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A raw state of version 4 with the same resources."""
    listed = []
    for one in resources:
        instance = {"attributes": one["values"]}
        if "index" in one:
            instance["index_key"] = one["index"]
        listed.append({"mode": one["mode"], "type": one["type"], "name": one["name"], "instances": [instance]})
        if one["address"].startswith("module."):
            listed[-1]["module"] = one["address"].partition(f".{one['type']}")[0]
    return {"version": 4, "terraform_version": "1.11.4", "serial": 1, "resources": listed, **more}


def plan(
    *resources: dict[str, Any],
    links: dict[str, dict[str, list[str]]] | None = None,
    unknown: dict[str, Any] | None = None,
    modules: dict[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """What `terraform show -json` prints of a plan.

    `links`: the references of the arguments of each resource of the root module, without its key. `unknown`: what is
    unknown of each resource; without it, all arguments with links. `modules`: the `module_calls`.
    """
    changes = []
    for one in resources:
        after: dict[str, Any] = dict.fromkeys((links or {}).get(_reference(one), {}), True)
        after |= (unknown or {}).get(one["address"], {})
        changes.append({"address": one["address"], "change": {"actions": ["create"], "after_unknown": after}})
    return {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {"resources": list(resources)}},
        "resource_changes": changes,
        "configuration": {
            "root_module": {"resources": declared(links or {}), "module_calls": modules or {}},
        },
        **more,
    }


def declared(links: dict[str, dict[str, list[str]]]) -> list[dict[str, Any]]:
    """The resources of a module as `configuration` has them; `for_each` beside the arguments is the resource's own."""
    found = []
    for address, arguments in links.items():
        expressions = {name: {"references": listed} for name, listed in arguments.items() if name != "for_each"}
        one: dict[str, Any] = {"address": address, "expressions": expressions}
        if "for_each" in arguments:
            one["for_each_expression"] = {"references": arguments["for_each"]}
        found.append(one)
    return found


def _reference(one: dict[str, Any]) -> str:
    return f"{one['type']}.{one['name']}"


def write(data: Any, name: str = "plan.json", encoding: str = "utf-8") -> Path:
    """A file with the data as JSON."""
    path = Path(name)
    path.write_bytes(json.dumps(data, indent=1).encode(encoding))
    return path


def loaded(data: Any, name: str = "plan.json", **options: Any) -> RestApi:
    """The API of a plan or a state."""
    return load_definition(write(data, name), **options)


def paths(api: RestApi) -> set[str]:
    """The verbs and paths of an API's methods."""
    return {f"{method.http_method} {method.resource_path}" for method in api.methods}


def only(api: RestApi) -> Method:
    """The only method of an API."""
    (method,) = api.methods
    return method


def refused(data: Any, name: str = "plan.json", **options: Any) -> DefinitionError:
    """The error about a plan or a state."""
    with pytest.raises(DefinitionError) as caught:
        loaded(data, name, **options)
    return caught.value


CREATED: dict[str, dict[str, list[str]]] = {
    "aws_api_gateway_resource.pets": {
        "rest_api_id": [f"{API}.id", API],
        "parent_id": [f"{API}.root_resource_id", API],
    },
    "aws_api_gateway_method.get": {
        "rest_api_id": [f"{API}.id", API],
        "resource_id": ["aws_api_gateway_resource.pets.id", "aws_api_gateway_resource.pets"],
    },
    "aws_api_gateway_integration.get": {
        "rest_api_id": [f"{API}.id", API],
        "resource_id": ["aws_api_gateway_resource.pets.id", "aws_api_gateway_resource.pets"],
    },
}
"""The links of `created`."""


def created(*others: dict[str, Any]) -> list[dict[str, Any]]:
    """The resources of the same API in a plan that creates it: no id is known."""
    return [
        resource(API, name="shop"),
        resource("aws_api_gateway_resource.pets", path_part="pets"),
        resource("aws_api_gateway_method.get", http_method="GET", authorization="NONE"),
        resource("aws_api_gateway_integration.get", http_method="GET", **MOCK),
        *others,
    ]


def created_with(**links: dict[str, list[str]]) -> dict[str, Any]:
    """The plan of `created` with some of the links of a resource replaced, by its type's end: `method={...}`."""
    names = {"resource": "pets"}
    found = {address: dict(arguments) for address, arguments in CREATED.items()}
    for kind, arguments in links.items():
        found[f"aws_api_gateway_{kind}.{names.get(kind, 'get')}"].update(arguments)
    return plan(*created(), links=found)
