"""Terraform's plans and states as a source of definitions: chooses the API of a file.

Comes in: what `terraform show -json` prints, or a raw state. Goes out: the API that the user names, or the only one.
"""

from __future__ import annotations

from collections.abc import Iterable

from vtlharness.definitions.functions.resolver import Resolver
from vtlharness.definitions.parts.integration import HTTP_API
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.reading.definition_findings import NO_METHOD
from vtlharness.definitions.reading.wrong_option import WrongOptionError
from vtlharness.definitions.source import DefinitionOptions
from vtlharness.definitions.terraform.file_kinds import Kind, unsupported_version
from vtlharness.definitions.terraform.reading.links import REST_API, Target, identity
from vtlharness.definitions.terraform.reading.resources import HTTP_API_PREFIX, Resource
from vtlharness.definitions.terraform.reading.terraform_file import TerraformFile
from vtlharness.definitions.terraform.rest_api import api_of
from vtlharness.errors import DefinitionError
from vtlharness.gateway.model import RestApi
from vtlharness.nearest import nearest_hint

NOT_KNOWN = "API477"
"""The rule of the finding about a value that is unknown until apply, or sensitive."""

_PARTS = (
    "method",
    "integration",
    "method_response",
    "integration_response",
    "resource",
    "rest_api_put",
    "gateway_response",
    "model",
    "request_validator",
    "authorizer",
    "stage",
    "deployment",
)
"""Types of the parts of an API, also of one that is made elsewhere."""


def read_terraform(root: Cursor, kind: Kind, resolver: Resolver, options: DefinitionOptions) -> RestApi:
    """The API that `options.api` names, or the only one. Raises DefinitionError."""
    version = unsupported_version(root.value, kind)
    if version is not None:
        key, message, hint = version
        raise root.error(message, key=key, hint=hint)
    file = TerraformFile(root, kind, resolver, options.parameters)
    api = _chosen(file, options.api)
    found = api_of(file, api, options.stage)
    unused = file.places.unused(file.root)
    if unused is not None:
        raise unused
    _add_findings(file, api, found)
    return found


def _add_findings(file: TerraformFile, api: Target, found: RestApi) -> None:
    """Says which places have no value, and that an API has no method."""
    findings = file.root.scope.findings
    if not found.methods:
        message = f"`{identity(api)}` has no method: it has no body, and no `aws_api_gateway_method` names it"
        at = api.values if isinstance(api, Resource) else api.cursor
        findings.add(NO_METHOD, at.error(message, hint="name another API, or a plan or state that has its methods"))
    for sentence in file.places.said():
        if findings.is_full:
            break
        findings.add(NOT_KNOWN, sentence)


def _apis(file: TerraformFile) -> dict[str, Target]:
    """The APIs of a file: those that it makes, and those that it only adds to."""
    found: dict[str, Target] = {one.address: one for one in file.of_type("rest_api")}
    for kind in _PARTS:
        for resource in file.of_type(kind):
            api = file.api_of(resource)
            found.setdefault(identity(api), api)
    return found


def _chosen(file: TerraformFile, name: str | None) -> Target:
    apis = _apis(file)
    if name is not None:
        named = [apis[name]] if name in apis else [one for one in apis.values() if _is_named(one, name)]
        if len(named) == 1:
            return named[0]
        known = named or apis.values()
        shown = [identity(one) for one in known]
        if named:
            raise _several(file, shown)
        error = file.root.error(f"the {file.noun} has no REST API `{name}`", hint=nearest_hint(name, shown))
        raise WrongOptionError(error, "api")
    if len(apis) == 1:
        return next(iter(apis.values()))
    if apis:
        raise _several(file, apis)
    raise _no_api(file)


def _is_named(api: Target, name: str) -> bool:
    """Whether a user may mean an API by a name: the end of its address, its id, or its own name."""
    if not isinstance(api, Resource):
        return False
    values = api.values.value
    return api.address.endswith(f".{name}") or name in (values.get("id"), values.get("name"))


def _several(file: TerraformFile, names: Iterable[str]) -> WrongOptionError:
    listed = list(names)
    error = file.root.error(
        f"the {file.noun} has {len(listed)} REST APIs: {', '.join(listed)}",
        hint="name one: `logicalId` in a case file's `api`, `api=` in Python",
    )
    return WrongOptionError(error, "api", at_key=True)


def _no_api(file: TerraformFile) -> DefinitionError:
    if any(kind.startswith(HTTP_API_PREFIX) for kind in file.types()):
        return file.root.error(
            HTTP_API, hint="a REST API has them: `aws_api_gateway_rest_api`, not `aws_apigatewayv2_api`"
        )
    if file.of_type("rest_api", data=True):
        return file.root.error(f"the {file.noun} only reads a REST API, and adds no method to it")
    if file.kind == "plan" and _is_destroyed(file.root.value):
        return file.root.error("the plan destroys its REST API", hint="name a plan without `-destroy`, or the state")
    hint = f"name a {file.noun} with an `{REST_API}`"
    return file.root.error(f"the {file.noun} has no REST API", hint=hint)


def _is_destroyed(root: object) -> bool:
    """Whether the changes of a plan delete an API."""
    changes = root.get("resource_changes") if isinstance(root, dict) else None
    for change in changes if isinstance(changes, list) else ():
        if isinstance(change, dict) and change.get("type") == REST_API:
            inner = change.get("change")
            if isinstance(inner, dict) and inner.get("actions") == ["delete"]:
                return True
    return False
