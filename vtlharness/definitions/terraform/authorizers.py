"""The authorizers that Terraform's methods name.

Comes in: a file, a method. Goes out: an `Authorizer` and scopes, or one DefinitionError. Next: `terraform.methods`.
"""

from __future__ import annotations

from vtlharness.definitions.parts.authorizers import authorizer
from vtlharness.definitions.terraform.assembled import mapping_of
from vtlharness.definitions.terraform.links import Elsewhere
from vtlharness.definitions.terraform.resources import Resource
from vtlharness.definitions.terraform.terraform_file import TerraformFile
from vtlharness.errors import DefinitionError
from vtlharness.gateway.model import Authorizer

_DECIDING = {
    "type": "type",
    "identity_source": "identitySource",
    "identity_validation_expression": "identityValidationExpression",
    "authorizer_result_ttl_in_seconds": "authorizerResultTtlInSeconds",
}
"""The arguments that decide whether an authorizer is asked, and their names in the API."""


def method_authorizer(file: TerraformFile, method: Resource) -> Authorizer | None:
    """The authorizer that a method names; one that the file does not hold is known by its id only."""
    try:
        target = file.links.target(method, "authorizer_id")
    except DefinitionError:  # its references do not say which one it is
        return Authorizer("")
    if target is None:
        return None
    if isinstance(target, Elsewhere):
        return Authorizer(target.id)
    found = {
        name: value
        for argument, name in _DECIDING.items()
        if (value := file.arguments.needed(target, argument)) is not None
    }
    named = file.arguments.text(target, "name", matters=False)
    name = target.name if named is None else named.text()
    return authorizer(mapping_of(target.values, found), name, default_type="TOKEN")


def method_scopes(file: TerraformFile, method: Resource) -> tuple[str, ...]:
    """The scopes that a method asks of its user pool."""
    listed = file.arguments.collection(method, "authorization_scopes")
    return () if listed is None else tuple(item.text() for item in listed.elements())
