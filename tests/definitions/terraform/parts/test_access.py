"""Who may call an API by Terraform: authorizers, API keys, usage plans."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.definitions.terraform.plans import API, CREATED, created, loaded, only, plan, refused, resource, shop, state
from vtlharness.definitions import load_definition
from vtlharness.gateway.model import ApiKey, Authorizer

PETS = Path(__file__).resolve().parents[4] / "fixtures" / "apis" / "pets"
AUTHORIZER = "aws_api_gateway_authorizer.a"


def guarded(*others: dict[str, Any], **values: Any) -> dict[str, Any]:
    """The state of the shop, whose method has these values too."""
    resources = shop(*others)
    method = next(one for one in resources if one["type"] == "aws_api_gateway_method")
    method["values"] = {**method["values"], **values}
    return state(*resources)


def test_a_token_authorizer() -> None:
    values = {"type": "TOKEN", "identity_source": "method.request.header.Token", "authorizer_result_ttl_in_seconds": 60}
    made = resource(AUTHORIZER, id="a1", rest_api_id="api1", name="guard", **values, authorizer_uri="arn:aws:x")
    method = only(loaded(guarded(made, authorization="CUSTOM", authorizer_id="a1")))
    assert method.authorization_type == "CUSTOM"
    assert method.authorizer == Authorizer("guard", "TOKEN", ("method.request.header.Token",), None, 60, "arn:aws:x")


def test_the_defaults_of_an_authorizer() -> None:
    made = resource(AUTHORIZER, id="a1", rest_api_id="api1", name="guard", identity_validation_expression="")
    method = only(loaded(guarded(made, authorization="CUSTOM", authorizer_id="a1")))
    assert method.authorizer == Authorizer("guard", "TOKEN", ("method.request.header.Authorization",))


def test_a_user_pool_with_scopes() -> None:
    made = resource(AUTHORIZER, id="a1", rest_api_id="api1", name="pool", type="COGNITO_USER_POOLS")
    values = {"authorization": "COGNITO_USER_POOLS", "authorizer_id": "a1", "authorization_scopes": ["pets/read"]}
    method = only(loaded(guarded(made, **values)))
    assert (method.authorizer and method.authorizer.type, method.authorization_scopes) == (
        "COGNITO_USER_POOLS",
        ("pets/read",),
    )


def test_an_authorizer_of_a_plan_that_creates_it() -> None:
    made = resource(AUTHORIZER, name="guard", type="REQUEST", authorizer_result_ttl_in_seconds=0)
    links = {
        **CREATED,
        AUTHORIZER: {"rest_api_id": [f"{API}.id"], "authorizer_uri": ["aws_lambda_function.f.invoke_arn"]},
    }
    links["aws_api_gateway_method.get"] = {**links["aws_api_gateway_method.get"], "authorizer_id": [f"{AUTHORIZER}.id"]}
    method = only(loaded(plan(*created(made), links=links)))
    assert method.authorizer == Authorizer("guard", "REQUEST", (), None, 0, f"<{AUTHORIZER}.authorizer_uri>")


def test_an_authorizer_whose_name_is_known_after_apply() -> None:
    made = resource(AUTHORIZER, type="REQUEST", authorizer_result_ttl_in_seconds=0)
    links = {
        **CREATED,
        AUTHORIZER: {
            "rest_api_id": [f"{API}.id"],
            "name": ["random_pet.name.id"],
            "authorizer_uri": ["aws_lambda_function.f.invoke_arn"],
        },
    }
    links["aws_api_gateway_method.get"] = {**links["aws_api_gateway_method.get"], "authorizer_id": [f"{AUTHORIZER}.id"]}
    api = loaded(plan(*created(made), links=links))
    method = only(api)
    assert method.authorizer == Authorizer(
        f"<{AUTHORIZER}.name>", "REQUEST", (), None, 0, f"<{AUTHORIZER}.authorizer_uri>"
    )
    assert not [one for one in api.findings if "name" in one.message]


def test_an_authorizer_that_is_not_in_the_file() -> None:
    assert only(loaded(guarded(authorization="CUSTOM", authorizer_id="a9"))).authorizer == Authorizer("a9")


def test_an_unknown_authorizer() -> None:
    links = {**CREATED}
    links["aws_api_gateway_method.get"] = {**links["aws_api_gateway_method.get"], "authorizer_id": ["local.a"]}
    method = only(loaded(plan(*created(), links=links)))
    assert method.authorizer == Authorizer("<aws_api_gateway_method.get.authorizer_id>")


# Keys


def keys(enabled: bool = True, stage: str = "prod", api: str = "api1") -> list[dict[str, Any]]:
    """A key, a plan for a stage of an API, and the link between them."""
    return [
        resource("aws_api_gateway_stage.s", rest_api_id="api1", stage_name="prod"),
        resource("aws_api_gateway_api_key.k", id="k1", name="partner", enabled=enabled, value="s3cret"),
        resource("aws_api_gateway_usage_plan.p", id="p1", api_stages=[{"api_id": api, "stage": stage}]),
        resource("aws_api_gateway_usage_plan_key.l", key_id="k1", usage_plan_id="p1", key_type="API_KEY"),
    ]


NAMES = ("aws_api_gateway_api_key.k", "k", "partner")


def test_a_key_with_a_plan() -> None:
    api = loaded(guarded(*keys()))
    assert (api.api_keys, api.usage_plan_stages) == ((ApiKey(NAMES, True, ("prod",)),), ("prod",))
    assert "s3cret" not in repr(api)


@pytest.mark.parametrize("other", [{"enabled": False}, {"stage": "test"}, {"api": "api2"}])
def test_a_key_that_opens_less(other: dict[str, Any]) -> None:
    (key,) = loaded(guarded(*keys(**other))).api_keys
    assert key == ApiKey(NAMES, other.get("enabled", True), () if "api" in other else (other.get("stage", "prod"),))


def test_a_key_without_a_plan() -> None:
    api = loaded(guarded(keys()[1]))
    assert (api.api_keys, api.usage_plan_stages) == ((ApiKey(NAMES),), None)


@pytest.mark.parametrize("name", ["plan.json", "terraform.tfstate"])
def test_the_gallery(name: str) -> None:
    """A plan knows the API of a usage plan by its reference only."""
    api = load_definition(PETS / name)
    assert api.usage_plan_stages == ("prod",)
    assert api.api_keys == (ApiKey(("aws_api_gateway_api_key.partner", "partner"), True, ("prod",)),)


def test_a_wrong_ttl() -> None:
    made = resource(AUTHORIZER, id="a1", rest_api_id="api1", authorizer_result_ttl_in_seconds="soon")
    error = refused(guarded(made, authorization="CUSTOM", authorizer_id="a1"))
    assert error.message == "`authorizer_result_ttl_in_seconds` must be a whole number, but this is the text 'soon'"
