"""Links between Terraform's resources: by ids, and by references where a plan does not know the ids.

The plans are made by hand: with `for_each` and modules in the forms that Terraform 1.11.4 was seen to print, and
without attributes as versions before 1.0.1 print them.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.definitions.terraform.plans import (
    API,
    CREATED,
    MOCK,
    created,
    created_with,
    declared,
    loaded,
    only,
    paths,
    plan,
    raw_state,
    refused,
    resource,
    shop,
    state,
)

PETS = "aws_api_gateway_resource.pets"


@pytest.mark.parametrize("data", [state(*shop()), raw_state(*shop()), plan(*shop()), plan(*created(), links=CREATED)])
def test_every_format_gives_the_same_api(data: dict[str, Any]) -> None:
    api = loaded(data)
    assert (api.name, paths(api)) == ("shop", {"GET /pets"})
    assert only(api).integration.request_templates["application/json"].text == '{"statusCode": 200}'


@pytest.mark.parametrize(
    "links",
    [
        {"method": {"rest_api_id": [API], "resource_id": [PETS]}},
        {"resource": {"rest_api_id": [API], "parent_id": [API]}},
        {"integration": {"resource_id": ["aws_api_gateway_method.get.resource_id", "aws_api_gateway_method.get"]}},
        {"integration": {"resource_id": ["aws_api_gateway_method.get"], "rest_api_id": ["aws_api_gateway_method.get"]}},
        {"method": {"rest_api_id": [f"{PETS}.rest_api_id", PETS]}},
        {"method": {"rest_api_id": ["local.api"]}},
        {"resource": {"rest_api_id": ["local.api"]}},
        {"method": {"rest_api_id": ["data.aws_region.here.name", "data.aws_region.here", f"{API}.id", API]}},
    ],
    ids=[
        "references without attributes",
        "an API without an attribute is its root",
        "a link of another resource",
        "a link of another resource without its attribute",
        "the API of the resource",
        "a local, but the resource tells the API",
        "a local, but the parent tells the API",
        "a reference that can't be meant",
    ],
)
def test_references(links: dict[str, dict[str, list[str]]]) -> None:
    assert paths(loaded(created_with(**links))) == {"GET /pets"}


def test_ids_and_references_in_one_plan() -> None:
    """An API that is there, and a method that the plan adds to it."""
    more = [
        resource("aws_api_gateway_method.post", rest_api_id="api1", http_method="POST", authorization="NONE"),
        resource("aws_api_gateway_integration.post", rest_api_id="api1", http_method="POST", **MOCK),
        resource("aws_api_gateway_resource.pet", rest_api_id="api1", parent_id="pets1", path_part="{id}"),
    ]
    to_pet = {"resource_id": ["aws_api_gateway_resource.pet.id", "aws_api_gateway_resource.pet"]}
    links = {"aws_api_gateway_method.post": to_pet, "aws_api_gateway_integration.post": to_pet}
    assert paths(loaded(plan(*shop(*more), links=links))) == {"GET /pets", "POST /pets/{id}"}


def test_ids_win_over_references() -> None:
    wrong = {"aws_api_gateway_method.get": {"resource_id": [f"{API}.root_resource_id", API]}}
    data = plan(*shop(), links=wrong, unknown={"aws_api_gateway_method.get": {"resource_id": False}})
    assert paths(loaded(data)) == {"GET /pets"}


# for_each and count


def _each(keys: dict[str, str], reference: list[str], **more: list[str]) -> dict[str, Any]:
    """A plan with a resource for each key, and a method whose `resource_id` has the references."""
    resources = [resource(API, name="shop")]
    for key, part in keys.items():
        resources.append(resource(f'aws_api_gateway_resource.all["{key}"]', path_part=part))
        resources.append(resource(f'aws_api_gateway_method.all["{key}"]', http_method="GET", authorization="NONE"))
        resources.append(resource(f'aws_api_gateway_integration.all["{key}"]', http_method="GET", **MOCK))
    to_api = {"rest_api_id": [f"{API}.id", API]}
    own = {**to_api, "resource_id": reference, **more}
    links = {
        "aws_api_gateway_resource.all": {**to_api, "parent_id": [f"{API}.root_resource_id", API]},
        "aws_api_gateway_method.all": own,
        "aws_api_gateway_integration.all": own,
    }
    return plan(*resources, links=links)


KEYS = {"a": "cats", "b": "dogs"}


@pytest.mark.parametrize(
    ("reference", "more"),
    [
        (["aws_api_gateway_resource.all", "each.key"], {}),
        (["each.value.id", "each.value"], {"for_each": ["aws_api_gateway_resource.all"]}),
        (["each.value"], {"for_each": ["aws_api_gateway_resource.all"]}),
    ],
    ids=["by each.key", "by each.value.id", "by each.value"],
)
def test_for_each(reference: list[str], more: dict[str, list[str]]) -> None:
    assert paths(loaded(_each(KEYS, reference, **more))) == {"GET /cats", "GET /dogs"}


def test_a_key_that_is_written() -> None:
    address = 'aws_api_gateway_resource.all["a"]'
    data = _each({"a": "cats"}, [f"{address}.id", address, "aws_api_gateway_resource.all"])
    assert paths(loaded(data)) == {"GET /cats"}


def test_two_candidates_are_no_answer() -> None:
    listed = ['aws_api_gateway_resource.all["a"].id', 'aws_api_gateway_resource.all["b"].id']
    error = refused(_each(KEYS, ["each.value"], for_each=listed))
    place = 'aws_api_gateway_method.all["a"].resource_id'
    assert error.message == (
        f'`{place}` is known only after apply, and it may mean aws_api_gateway_resource.all["a"] or '
        'aws_api_gateway_resource.all["b"]'
    )
    assert error.hint is not None
    assert place in error.hint


def test_a_link_may_be_given() -> None:
    listed = ['aws_api_gateway_resource.all["a"].id', 'aws_api_gateway_resource.all["b"].id']
    given = {
        f'aws_api_gateway_{kind}.all["{key}"].resource_id': f'aws_api_gateway_resource.all["{key}"]'
        for kind in ("method", "integration")
        for key in KEYS
    }
    api = loaded(_each(KEYS, ["each.value"], for_each=listed), parameters=given)
    assert paths(api) == {"GET /cats", "GET /dogs"}


def test_count() -> None:
    resources = [resource(API, name="shop")]
    for index in range(2):
        resources += [
            resource(f"aws_api_gateway_resource.v[{index}]", path_part=f"v{index}"),
            resource(f"aws_api_gateway_method.v[{index}]", http_method="GET", authorization="NONE"),
            resource(f"aws_api_gateway_integration.v[{index}]", http_method="GET", **MOCK),
        ]
    to_api = {"rest_api_id": [f"{API}.id", API]}
    own = {**to_api, "resource_id": ["aws_api_gateway_resource.v", "count.index"]}
    links = {
        "aws_api_gateway_resource.v": {**to_api, "parent_id": [f"{API}.root_resource_id", API]},
        "aws_api_gateway_method.v": own,
        "aws_api_gateway_integration.v": own,
    }
    assert paths(loaded(plan(*resources, links=links))) == {"GET /v0", "GET /v1"}


# Modules


def _in_module(call: dict[str, Any], keys: list[str], outputs: dict[str, Any] | None = None) -> dict[str, Any]:
    """A plan with an API and its resource in the root module, and a method in a module that is called `m`."""
    resources = [resource(API, name="shop"), resource(PETS, path_part="pets")]
    children = []
    for key in keys:
        children.append(
            {
                "address": f"module.m{key}",
                "resources": [
                    resource(f"module.m{key}.aws_api_gateway_method.get", http_method="GET", authorization="NONE"),
                    resource(f"module.m{key}.aws_api_gateway_integration.get", http_method="GET", **MOCK),
                ],
            }
        )
    inner = {"rest_api_id": ["var.api"], "resource_id": ["var.resource"]}
    module = {
        "resources": declared({"aws_api_gateway_method.get": inner, "aws_api_gateway_integration.get": inner}),
        "outputs": outputs or {},
    }
    links = {PETS: CREATED[PETS]}
    data = plan(*resources, links=links, modules={"m": {**call, "module": module}})
    data["planned_values"]["root_module"]["child_modules"] = children
    for child in children:
        for one in child["resources"]:  # type: ignore[attr-defined]
            unknown = {"rest_api_id": True, "resource_id": True}
            data["resource_changes"].append({"address": one["address"], "change": {"after_unknown": unknown}})
    return data


def _expressions(**references: list[str]) -> dict[str, Any]:
    return {"expressions": {name: {"references": listed} for name, listed in references.items()}}


def test_variables_of_a_module() -> None:
    call = _expressions(api=[f"{API}.id", API], resource=[f"{PETS}.id", PETS])
    assert paths(loaded(_in_module(call, [""]))) == {"GET /pets"}


def test_a_module_with_for_each() -> None:
    call = {
        **_expressions(api=[f"{API}.id", API], resource=["each.value.id", "each.value"]),
        "for_each_expression": {"references": [PETS]},
    }
    assert paths(loaded(_in_module(call, ['["pets"]']))) == {"GET /pets"}


@pytest.mark.parametrize("reference", [["module.n.id", "module.n"], ["module.n.id"], ["module.n", "each.key"]])
def test_outputs_of_a_module(reference: list[str]) -> None:
    """The resource is in one module, the method in another; a plan before 1.0.1 does not name the module alone."""
    data = _in_module(_expressions(api=[f"{API}.id", API], resource=reference), [""])
    (pets,) = [one for one in data["planned_values"]["root_module"]["resources"] if one["address"] == PETS]
    data["planned_values"]["root_module"]["resources"].remove(pets)
    pets["address"] = f"module.n.{PETS}"
    data["planned_values"]["root_module"]["child_modules"].append({"address": "module.n", "resources": [pets]})
    change = next(one for one in data["resource_changes"] if one["address"] == PETS)
    change["address"] = pets["address"]
    data["configuration"]["root_module"]["module_calls"]["n"] = {
        **_expressions(api=[f"{API}.id", API], root=[f"{API}.root_resource_id", API]),
        "module": {
            "outputs": {"id": {"expression": {"references": [f"{PETS}.id", PETS]}}},
            "resources": declared({PETS: {"rest_api_id": ["var.api"], "parent_id": ["var.root"]}}),
        },
    }
    assert paths(loaded(data)) == {"GET /pets"}


def test_variables_that_lead_back_to_themselves() -> None:
    call = _expressions(api=[f"{API}.id", API], resource=["module.m.out"])
    outputs = {"out": {"expression": {"references": ["var.resource"]}}}
    error = refused(_in_module(call, [""], outputs))
    assert "module.m.aws_api_gateway_method.get.resource_id` is known only after apply" in error.message


def test_two_variables_that_lead_to_each_other_in_each_of_forty_modules() -> None:
    """Each reference is followed once: there are 2 ** 40 ways through the modules."""
    address = "module.m." * 40 + "aws_api_gateway_method.get"
    twins = _expressions(x=["var.x", "var.y"], y=["var.y", "var.x"])
    module: dict[str, Any] = {"resources": declared({"aws_api_gateway_method.get": {"rest_api_id": ["var.x"]}})}
    for _ in range(39):
        module = {"module_calls": {"m": {**twins, "module": module}}}
    call = {**_expressions(x=[f"{API}.id", API], y=["local.y"]), "module": module}
    method = resource(address, http_method="GET", resource_id="root1")
    others = [resource(API, name="a", root_resource_id="root1")]
    integration = resource("aws_api_gateway_integration.i", http_method="GET", resource_id="root1", **MOCK)
    links = {"aws_api_gateway_integration.i": {"rest_api_id": [API]}}
    unknown = {address: {"rest_api_id": True}}
    data = plan(*others, method, integration, links=links, unknown=unknown, modules={"m": call})
    assert paths(loaded(data)) == {"GET /"}


# What a plan does not tell


def test_a_local_is_a_dead_end() -> None:
    error = refused(created_with(method={"resource_id": ["local.pets"]}))
    assert str(error).split("\n")[0] == (
        "plan.json:30:16: `aws_api_gateway_method.get.resource_id` is known only after apply, "
        "and a plan does not say what `local.pets` is"
    )
    assert error.hint == (
        "apply it once and name the state, or give it a value, an address or an id, under the name "
        "`aws_api_gateway_method.get.resource_id`: `parameters` in a case file's `api`, `parameters=` in Python"
    )


def test_a_reference_to_something_else() -> None:
    error = refused(created_with(method={"resource_id": ["aws_ssm_parameter.id.value", "aws_ssm_parameter.id"]}))
    assert "`aws_ssm_parameter.id.value` leads to no resource of the plan that it can mean" in error.message


def test_a_plan_without_its_configuration() -> None:
    data = plan(*created(), links=CREATED)
    del data["configuration"]
    assert "`aws_api_gateway_method.get.rest_api_id` is known only after apply" in refused(data).message


# What is made elsewhere


def test_methods_of_an_api_that_a_data_source_reads() -> None:
    """Data sources stand in `prior_state`."""
    read = [
        resource("data.aws_api_gateway_rest_api.old", id="old1", root_resource_id="root9", name="old"),
        resource("data.aws_api_gateway_resource.pets", id="pets9", rest_api_id="old1", path="/pets"),
    ]
    added = [
        resource("aws_api_gateway_resource.new", rest_api_id="old1", parent_id="root9", path_part="new"),
        resource("aws_api_gateway_method.old", rest_api_id="old1", resource_id="pets9", http_method="GET"),
        resource("aws_api_gateway_integration.old", rest_api_id="old1", resource_id="pets9", http_method="GET", **MOCK),
        resource("aws_api_gateway_method.new", rest_api_id="old1", http_method="PUT", authorization="NONE"),
        resource("aws_api_gateway_integration.new", rest_api_id="old1", http_method="PUT", **MOCK),
    ]
    to_new = {"resource_id": ["aws_api_gateway_resource.new.id", "aws_api_gateway_resource.new"]}
    links = {"aws_api_gateway_method.new": to_new, "aws_api_gateway_integration.new": to_new}
    api = loaded(plan(*added, links=links, prior_state=state(*read)))
    assert (api.name, api.id, paths(api)) == ("old", "old1", {"GET /pets", "PUT /new"})


def test_methods_of_an_api_that_nothing_reads() -> None:
    """Known paths tell which id is that of the root."""
    resources = [one for one in shop() if one["address"] != API]
    assert paths(loaded(state(*resources))) == {"GET /pets"}


def test_an_id_of_a_resource_that_is_not_there() -> None:
    resources = [one for one in shop() if one["address"] != PETS]
    error = refused(state(*resources))
    assert error.message == "`aws_api_gateway_method.get` names the resource `pets1`, which is not in this state"
    assert error.hint == "read it with `data.aws_api_gateway_resource`, so that its path is known"


def test_a_data_source_of_the_files_own_api() -> None:
    read = resource("data.aws_api_gateway_rest_api.same", id="api1", root_resource_id="root1", name="shop")
    assert paths(loaded(state(read, *shop()))) == {"GET /pets"}


# Several APIs


def two() -> list[dict[str, Any]]:
    """Two APIs, each with GET /pets."""
    other = []
    for one in shop():
        values = {key: f"{value}b" if key.endswith("id") else value for key, value in one["values"].items()}
        other.append(resource(f"module.b.{one['address']}", **{**values, "name": "b"} if "name" in values else values))
    return [*shop(), *other]


@pytest.mark.parametrize("name", [f"module.b.{API}", "api1b", "b"])
def test_one_of_several_apis(name: str) -> None:
    assert loaded(state(*two()), api=name).name == "b"


def test_several_apis_and_none_is_named() -> None:
    error = refused(state(*two()))
    assert error.message == f"the state has 2 REST APIs: {API}, module.b.{API}"


def test_an_api_that_is_not_there() -> None:
    error = refused(state(*two()), api="module.c.aws_api_gateway_rest_api.shop")
    assert error.message == "the state has no REST API `module.c.aws_api_gateway_rest_api.shop`"
    assert error.hint == f"did you mean `module.b.{API}`?"
