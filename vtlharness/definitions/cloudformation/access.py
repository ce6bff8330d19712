"""Reads who may call an API from a CloudFormation template: its authorizers, API keys and usage plans.

Comes in: a `StackTemplate` and the id of an API. Goes out: records of the model, or one DefinitionError. A value that
the template does not know is a placeholder, which no call has.
"""

from __future__ import annotations

from vtlharness.definitions.cloudformation.template import Resource, StackTemplate
from vtlharness.definitions.parts.authorizers import authorizer
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.gateway.model import ApiKey, Authorizer

AUTHORIZER = "AWS::ApiGateway::Authorizer"
_KEY = "AWS::ApiGateway::ApiKey"
_PLAN = "AWS::ApiGateway::UsagePlan"
_STAGE = "AWS::ApiGateway::Stage"
_PLAN_KEY = "AWS::ApiGateway::UsagePlanKey"


def method_authorizer(template: StackTemplate, properties: Cursor) -> Authorizer | None:
    """The authorizer that a method names; one that the template does not have is known by its id only."""
    chosen = properties.leniently().get("AuthorizerId")
    if chosen is None:
        return None
    wanted = chosen.text()
    for resource in template.of_kind(AUTHORIZER):
        if template.physical_id(resource) == wanted:
            name = resource.properties.leniently().text_at("Name")
            return authorizer(resource.properties, name or resource.logical_id)
    return Authorizer(wanted)


def scopes(properties: Cursor) -> tuple[str, ...]:
    """The scopes that a method asks of its user pool."""
    return tuple(item.text() for item in properties.leniently().listed("AuthorizationScopes"))


def usage_plan_stages(template: StackTemplate, api: str) -> tuple[str, ...] | None:
    """The stages of an API that some usage plan names, None if no plan names any."""
    found = [stage for plan in template.of_kind(_PLAN) for stage in _stages_of_plan(template, plan, api)]
    return tuple(dict.fromkeys(found)) or None


def api_keys(template: StackTemplate, api: str) -> tuple[ApiKey, ...]:
    """The API keys of a template, with the stages of an API that usage plans open to them."""
    plans = {template.physical_id(plan): _stages_of_plan(template, plan, api) for plan in template.of_kind(_PLAN)}
    stages: dict[str, list[str]] = {}
    for link in template.of_kind(_PLAN_KEY):
        properties = link.properties.leniently()
        plan = properties.text_at("UsagePlanId") or ""
        stages.setdefault(properties.text_at("KeyId") or "", []).extend(plans.get(plan, ()))
    found = []
    for resource in template.of_kind(_KEY):
        properties = resource.properties.leniently()
        own = stages.get(template.physical_id(resource))
        for item in properties.listed("StageKeys"):
            if item.mapping().text_at("RestApiId") == api:
                own = [*(own or ()), item.text_at("StageName") or ""]
        name = properties.text_at("Name")
        names = (resource.logical_id, *(() if name is None else (name,)))
        found.append(ApiKey(names, _is_enabled(properties), None if own is None else tuple(own)))
    return tuple(found)


def _is_enabled(properties: Cursor) -> bool:
    """Whether a key is enabled; one that does not say so counts as enabled."""
    enabled = properties.get("Enabled")
    return enabled is None or enabled.value not in (False, "false")


def _stages_of_plan(template: StackTemplate, plan: Resource, api: str) -> list[str]:
    """The names of the stages of an API that a usage plan names, as texts or as stages of the template."""
    names = {
        template.physical_id(stage): stage.properties.leniently().text_at("StageName") or ""
        for stage in template.of_kind(_STAGE)
    }
    found = []
    for item in plan.properties.leniently().listed("ApiStages"):
        if item.mapping().text_at("ApiId") == api:
            stage = item.text_at("Stage") or ""
            found.append(names.get(stage, stage))
    return found
