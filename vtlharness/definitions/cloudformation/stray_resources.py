"""Finds the parts of an API that belong to no API of the template, and so are not read.

Comes in: the template. Goes out: a finding for each. Misspelled types are among them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from vtlharness.definitions.cloudformation.template import METHOD, StackTemplate
from vtlharness.definitions.functions.sample_values import placeholder
from vtlharness.nearest import nearest_hint, nearest_name

_PREFIX = "AWS::ApiGateway::"
_READABLE = "name its template by a path relative to this one"
_TYPE = re.compile(r"\w+(?:::[\w@-]+)+")
_PARTS = (
    METHOD,
    *(
        f"{_PREFIX}{kind}"
        for kind in ("Authorizer", "Deployment", "GatewayResponse", "Model", "RequestValidator", "Resource", "Stage")
    ),
)
KINDS = (
    "Account",
    "ApiKey",
    "Authorizer",
    "BasePathMapping",
    "BasePathMappingV2",
    "ClientCertificate",
    "Deployment",
    "DocumentationPart",
    "DocumentationVersion",
    "DomainName",
    "DomainNameAccessAssociation",
    "DomainNameV2",
    "GatewayResponse",
    "Method",
    "Model",
    "RequestValidator",
    "Resource",
    "RestApi",
    "Stage",
    "UsagePlan",
    "UsagePlanKey",
    "VpcLink",
)
"""The types of `AWS::ApiGateway`."""


def find_unknown_types(template: StackTemplate) -> None:
    """Adds a finding for each resource of a type that is not known, in all stacks."""
    for stack in template.stacks:
        for kind in stack.kinds():
            if is_unknown_type(kind):
                _unknown_type(stack, kind)


def find_stray(template: StackTemplate, ids: Mapping[str, str]) -> None:
    """Adds a finding for each part of another API than these, and for each nested stack that may have a part.

    `ids` are the ids of all APIs of the definition, each with its logical id.
    """
    for stack in template.stacks:
        _find_unread(stack, ids)
    for kind in _PARTS:
        for resource in template.everywhere(kind):
            named = resource.properties.leniently().get("RestApiId")
            if named is None or named.text() in ids:
                continue
            known = nearest_name(named.text(), ids)
            named.found(
                "API476",
                f"the resource `{resource.logical_id}` is not read: it belongs to the API `{named.text()}`, "
                "which the template does not define",
                hint=f"write `!Ref {ids[known] if known else next(iter(ids.values()))}`",
            )


def find_unread_owner(template: StackTemplate, api: str) -> None:
    """Adds a finding for a nested stack that is not read, although it makes the API: its methods may be missing.

    `api` is the id of an API that no stack at hand makes.
    """
    for stack in template.stacks:
        for logical_id, reason in stack.unread.items():
            if api.startswith(placeholder(f"{logical_id}.Outputs.").rstrip(">")):
                message = f"the nested stack `{logical_id}` makes the API, but {reason}"
                stack.nested()[logical_id].cursor.found("API476", message, hint=_READABLE)


def _find_unread(stack: StackTemplate, ids: Mapping[str, str]) -> None:
    """A nested stack that is not read, but gets the id of an API: its methods may be missing."""
    for logical_id, reason in stack.unread.items():
        resource = stack.nested()[logical_id]
        for name, given in resource.properties.leniently().section("Parameters"):
            if type(given.value) is str and given.value in ids:
                message = f"the nested stack `{logical_id}` gets the API `{ids[given.value]}` as `{name}`, but {reason}"
                resource.cursor.found("API476", message, hint=_READABLE)
                break


def is_unknown_type(kind: str) -> bool:
    """Whether CloudFormation refuses a type, as far as that is known here."""
    if kind.startswith(_PREFIX):
        return kind.removeprefix(_PREFIX) not in KINDS
    return _TYPE.fullmatch(kind) is None


def _unknown_type(template: StackTemplate, kind: str) -> None:
    for resource in template.of_kind(kind):
        at = resource.cursor.raw("Type")
        message = f"the resource `{resource.logical_id}` is not read: `{kind}` is not a type of resources"
        at.found("API476", message, hint=nearest_hint(kind, [_PREFIX + known for known in KINDS]))
