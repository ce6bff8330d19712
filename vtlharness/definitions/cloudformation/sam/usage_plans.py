"""The usage plans and API keys that SAM adds for `UsagePlan` of an API's `Auth`.

Comes in: the APIs of a `StackTemplate` with their properties. Goes out: resources of CloudFormation in the template, or
one DefinitionError with SAM's own words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vtlharness.definitions.cloudformation.template import Resource, StackTemplate
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.nearest import nearest_hint

_KEYS = ("CreateUsagePlan", "Description", "Quota", "Tags", "Throttle", "UsagePlanName")
_CREATED = ("SHARED", "PER_API", "NONE")


def add_usage_plans(template: StackTemplate, apis: list[tuple[str, Cursor]]) -> None:
    """Adds the resources; `apis` are the logical ids and the properties of all SAM APIs. Raises DefinitionError."""
    shared: list[tuple[str, Cursor, Cursor]] = []
    for logical_id, properties in apis:
        plan = _usage_plan(properties)
        created = None if plan is None else _created(plan)
        if plan is not None and created == "PER_API":
            _add(template, logical_id, plan, [(logical_id, properties, plan)])
        elif plan is not None and created == "SHARED":
            shared.append((logical_id, properties, plan))
    if shared:
        _add(template, "Serverless", shared[-1][2], shared)


def _usage_plan(properties: Cursor) -> Cursor | None:
    auth = properties.get("Auth")
    return None if auth is None else auth.mapping().get("UsagePlan")


def _created(plan: Cursor) -> str:
    for key in plan.mapping().value:
        if key not in _KEYS:
            raise plan.error(f"Invalid property for 'UsagePlan': `{key}`", key=key, hint=nearest_hint(key, _KEYS))
    created = plan.get("CreateUsagePlan")
    if created is None:
        raise plan.error("'CreateUsagePlan' is a required field for UsagePlan.", hint="write SHARED, PER_API or NONE")
    if created.value not in _CREATED:
        hint = nearest_hint(created.text(), _CREATED)
        raise created.error(f"'CreateUsagePlan' accepts one of {[*_CREATED]}.", hint=hint)
    return created.text()


def _add(template: StackTemplate, prefix: str, place: Cursor, apis: list[tuple[str, Cursor, Cursor]]) -> None:
    """Adds a plan, its key and their link; their logical ids begin with the prefix."""
    stages = [
        ({"Ref": logical_id}, properties.raw("StageName"))
        for logical_id, properties, _ in apis
        if "StageName" in properties.value
    ]
    for suffix, properties in _properties(prefix, stages):
        kind = f"AWS::ApiGateway::{suffix}"
        at = place.with_value(properties)
        template.add_resource(
            Resource(f"{prefix}{suffix}", kind, place.with_value({"Type": kind, "Properties": properties}), at)
        )


def _properties(prefix: str, stages: list[tuple[dict[str, str], Cursor]]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "UsagePlan", {"ApiStages": [{"ApiId": api, "Stage": stage} for api, stage in stages]}
    keys = [{"RestApiId": api, "StageName": stage} for api, stage in stages]
    yield "ApiKey", {"Enabled": True, "StageKeys": keys}
    ids = {"KeyId": {"Ref": f"{prefix}ApiKey"}, "UsagePlanId": {"Ref": f"{prefix}UsagePlan"}}
    yield "UsagePlanKey", {**ids, "KeyType": "API_KEY"}
