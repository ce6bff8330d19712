"""Reads who may call an API of a plan or a state: its authorizers, API keys and usage plans.

Comes in: a file and an API. Goes out: records of the model, or one DefinitionError. The value of a key is never read.
"""

from __future__ import annotations

from collections.abc import Iterator

from vtlharness.definitions.functions.sample_values import placeholder
from vtlharness.definitions.parts.authorizers import authorizer
from vtlharness.definitions.terraform.reading.assembled import mapping_of
from vtlharness.definitions.terraform.reading.links import Elsewhere, Target, identity
from vtlharness.definitions.terraform.reading.resources import Resource
from vtlharness.definitions.terraform.reading.terraform_file import TerraformFile
from vtlharness.errors import DefinitionError
from vtlharness.gateway.model import ApiKey, Authorizer

_AUTHORIZER = {
    "type": "type",
    "authorizer_uri": "authorizerUri",
    "identity_source": "identitySource",
    "identity_validation_expression": "identityValidationExpression",
    "authorizer_result_ttl_in_seconds": "authorizerResultTtlInSeconds",
}
"""Terraform's arguments by the names that the other formats have for them."""

_DECIDE = ("type", "identity_source", "authorizer_result_ttl_in_seconds")


def method_authorizer(file: TerraformFile, method: Resource) -> Authorizer | None:
    """The authorizer that a method names; one that the file does not tell is known by its id or its place only."""
    try:
        target = file.links.target(method, "authorizer_id")
    except DefinitionError:
        return Authorizer(placeholder(f"{method.address}.authorizer_id"))
    if target is None:
        return None
    if isinstance(target, Elsewhere):
        return Authorizer(target.id)
    parts = {}
    for name, key in _AUTHORIZER.items():
        decides = name in _DECIDE
        found = file.arguments.needed(target, name) if decides else file.arguments.text(target, name, matters=False)
        if found is not None:
            parts[key] = found
    named = file.arguments.text(target, "name", matters=False)
    if "type" not in parts:
        parts["type"] = target.values.with_value("TOKEN")
    return authorizer(mapping_of(target.values, parts), target.name if named is None else named.text())


def scopes(file: TerraformFile, method: Resource) -> tuple[str, ...]:
    """The scopes that a method asks of its user pool."""
    listed = file.arguments.collection(method, "authorization_scopes")
    return () if listed is None else tuple(item.text() for item in listed.elements())


def usage_plan_stages(file: TerraformFile, api: Target) -> tuple[str, ...] | None:
    """The stages of an API that some usage plan names, None if no plan names any."""
    found = [stage for plan in file.of_type("usage_plan") for stage in _stages(file, plan, api)]
    return tuple(dict.fromkeys(found)) or None


def api_keys(file: TerraformFile, api: Target) -> tuple[ApiKey, ...]:
    """The API keys of a file, with the stages of an API that usage plans open to them."""
    opened: dict[str, list[str]] = {}
    for link in file.of_type("usage_plan_key"):
        key = file.links.needed(link, "key_id")
        plan = file.links.needed(link, "usage_plan_id")
        stages = list(_stages(file, plan, api)) if isinstance(plan, Resource) else []
        opened.setdefault(identity(key), []).extend(stages)
    found = []
    for resource in file.of_type("api_key"):
        name = file.arguments.text(resource, "name", matters=False)
        names = dict.fromkeys((resource.address, resource.name, resource.name if name is None else name.text()))
        enabled = file.arguments.needed(resource, "enabled")
        own = opened.get(resource.address)
        is_enabled = enabled is None or enabled.boolean()
        found.append(ApiKey(tuple(names), is_enabled, None if own is None else tuple(own)))
    return tuple(found)


def _stages(file: TerraformFile, plan: Resource, api: Target) -> Iterator[str]:
    """The names of the stages of an API that a usage plan names. A block whose API is not known names none."""
    for index, block in enumerate(file.arguments.blocks(plan, "api_stages", "stage")):
        target = file.links.of_block(plan, "api_stages", index, "api_id", block)
        stage = block.get("stage")
        if target is not None and stage is not None and identity(target) == identity(api):
            yield stage.text()
