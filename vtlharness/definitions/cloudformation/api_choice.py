"""CloudFormation and SAM templates as a source of definitions: chooses the API of a template and its reader.

Comes in: a template. Goes out: the API that the user names, or the only one. APIs come from `AWS::ApiGateway::RestApi`
(`rest_api`), from SAM (`sam`), or from another stack whose methods are here (`split_stack`). Readers that a template
does not need are not imported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from vtlharness.definitions.cloudformation.rest_api import RestApiResources
from vtlharness.definitions.cloudformation.stray_resources import find_stray, find_unknown_types
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
        api = _read(all_stacks(StackTemplate(root, resolver)), options.api, options.stage)
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
        from vtlharness.definitions.cloudformation.sam.serverless_api import ServerlessApis

        kinds.append(ServerlessApis())
    return kinds


def all_stacks(template: StackTemplate) -> StackTemplate:
    """The template with the stacks that are nested in it. Raises DefinitionError."""
    if template.nested():
        from vtlharness.definitions.cloudformation.nested_stacks import with_nested_stacks

        return with_nested_stacks(template)
    return template


def _read(template: StackTemplate, api: str | None, stage: str | None) -> RestApi:
    by_id: dict[str, tuple[ApiKind, StackTemplate, str]] = {}
    for stack in template.stacks:
        for kind in _api_kinds(stack):
            for logical_id in kind.logical_ids(stack):
                by_id.setdefault(f"{stack.name}{logical_id}", (kind, stack, logical_id))
    if api is None and not by_id and template.everywhere(METHOD):
        from vtlharness.definitions.cloudformation.split_stack import api_of_another_stack

        return api_of_another_stack(template, stage)
    if api is None:
        api = _only(template, list(by_id))
    elif api not in by_id:
        same = [name for name, (_, _, logical_id) in by_id.items() if logical_id == api]
        if len(same) != 1:
            error = template.root.error(f"the template has no REST API `{api}`", hint=nearest_hint(api, by_id))
            raise WrongOptionError(error, "api")
        (api,) = same
    kind, stack, logical_id = by_id[api]
    found = kind.read(stack, logical_id, stage)
    if found.methods:
        find_unknown_types(template)
        find_stray(template, {str(of.resolver.named(name)): name for _, of, name in by_id.values()})
    else:
        from vtlharness.definitions.cloudformation.no_method import say_why

        say_why(stack, logical_id)
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
    if any(stack.makes_http_api() for stack in template.stacks):
        return template.root.error(HTTP_API, key="Resources", hint=HTTP_API_HINT)
    unread = [f"the nested stack `{name}` is not read: {reason}" for name, reason in _unread(template)]
    return template.root.error("the template defines no REST API", key="Resources", hint="; ".join(unread[:3]) or None)


def _unread(template: StackTemplate) -> Iterator[tuple[str, str]]:
    for stack in template.stacks:
        for name, reason in stack.unread.items():
            yield f"{stack.name}{name}", reason
