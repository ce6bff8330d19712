"""CloudFormation and SAM templates as a source of definitions: chooses the API of a template and its reader.

Comes in: a template. Goes out: the API that the user names, or the only one. APIs come from `AWS::ApiGateway::RestApi`
(`rest_api`), from SAM (`sam`), or from another stack whose methods are here (`split_stack`). Readers that a template
does not need are not imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from vtlharness.definitions.cloudformation.rest_api import RestApiResources
from vtlharness.definitions.cloudformation.stray_resources import find_stray
from vtlharness.definitions.cloudformation.template import METHOD, StackTemplate
from vtlharness.definitions.functions.resolver import Resolver
from vtlharness.definitions.parts.integration import HTTP_API, HTTP_API_HINT
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.reading.wrong_option import WrongOptionError
from vtlharness.definitions.source import DefinitionOptions, Option
from vtlharness.errors import DefinitionError
from vtlharness.gateway.model import RestApi
from vtlharness.nearest import nearest_hint


class CloudFormation:
    """Templates with `Resources`, including SAM and split stacks."""

    name = "a CloudFormation template"
    formats = "CloudFormation, SAM"
    options: frozenset[Option] = frozenset(("parameters", "stage", "api"))

    def recognises(self, root: Cursor) -> bool:
        """Whether there is a mapping of resources."""
        return type(root.value.get("Resources")) is dict

    def read(self, root: Cursor, resolver: Resolver, options: DefinitionOptions) -> RestApi:
        """The API that `options.api` names, or the only one. Raises DefinitionError."""
        root.check_keys(last_key_counts=True)
        resolver.check_parameters()
        api = _read(StackTemplate(root, resolver), options.api, options.stage)
        resolver.check_all_used()
        return api


class ApiKind(Protocol):
    """One way in which a template defines APIs."""

    def logical_ids(self, template: StackTemplate) -> Sequence[str]:
        """The logical ids of the APIs that a template defines in this way. Raises DefinitionError."""
        ...

    def read(self, template: StackTemplate, logical_id: str, stage: str | None) -> RestApi:
        """One of these APIs, with the named stage or its first. Raises DefinitionError."""
        ...


def _api_kinds(template: StackTemplate) -> list[ApiKind]:
    """The ways in which this template may define APIs."""
    kinds: list[ApiKind] = [RestApiResources()]
    if any(kind.startswith("AWS::Serverless::") for kind in template.kinds()):
        from vtlharness.definitions.cloudformation.sam import ServerlessApis

        kinds.append(ServerlessApis())
    return kinds


def _read(template: StackTemplate, api: str | None, stage: str | None) -> RestApi:
    by_id: dict[str, ApiKind] = {}
    for kind in _api_kinds(template):
        for logical_id in kind.logical_ids(template):
            by_id.setdefault(logical_id, kind)
    if api is None and not by_id and template.of_kind(METHOD):
        from vtlharness.definitions.cloudformation.split_stack import api_of_another_stack

        return api_of_another_stack(template, stage)
    if api is None:
        api = _only(template, list(by_id))
    elif api not in by_id:
        error = template.root.error(f"the template has no REST API `{api}`", hint=nearest_hint(api, by_id))
        raise WrongOptionError(error, "api")
    found = by_id[api].read(template, api, stage)
    if found.methods:
        find_stray(template, by_id)
    else:
        from vtlharness.definitions.cloudformation.no_method import say_why

        say_why(template, api)
    return found


def _only(template: StackTemplate, logical_ids: list[str]) -> str:
    if len(logical_ids) == 1:
        return logical_ids[0]
    if not logical_ids:
        raise _no_api(template)
    error = template.root.error(
        f"the template defines {len(logical_ids)} REST APIs: {', '.join(logical_ids)}",
        key="Resources",
        hint="name one: `logicalId` in a case file's `api`, `api=` in Python",
    )
    raise WrongOptionError(error, "api", at_key=True)


def _no_api(template: StackTemplate) -> DefinitionError:
    if template.makes_http_api():
        return template.root.error(HTTP_API, key="Resources", hint=HTTP_API_HINT)
    return template.root.error("the template defines no REST API", key="Resources")
