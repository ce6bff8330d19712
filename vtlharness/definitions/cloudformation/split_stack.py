"""Reads the methods of a template for an API of another stack.

Comes in: a `StackTemplate` without an API of its own. Goes out: the part of the API that the template defines, if all
methods share one API and all paths begin at its root.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from vtlharness.definitions.cloudformation.rest_api import declared_stage, with_resources
from vtlharness.definitions.cloudformation.stray_resources import find_unknown_types, find_unread_owner
from vtlharness.definitions.cloudformation.template import METHOD, StackTemplate
from vtlharness.definitions.functions.referenced_names import ReferencedNames
from vtlharness.definitions.functions.resolver import Resolver
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.gateway.model import RestApi

_RESOURCE = "AWS::ApiGateway::Resource"
_HINT = "methods for one API of another stack are read when all paths begin at its root, such as `!Ref RootResourceId`"


def api_of_another_stack(template: StackTemplate, stage: str | None) -> RestApi:
    """The API that all methods belong to, with its stage.

    Raises DefinitionError when they belong to several, or when the root of a path is not known.
    """
    api_id, root = _ids(template)
    found = with_resources(RestApi(), template, api_id, root)
    find_unknown_types(template)
    find_unread_owner(template, api_id)
    return replace(found, stage=declared_stage(template, api_id, stage))


def _ids(template: StackTemplate) -> tuple[str, str]:
    """The ids of the API and of its root resource, as the template's functions give them.

    Parameters that only name the API and its resources need no values.
    """
    references = list(_references(template))
    for _, raw, resolver in references:
        resolver.tolerate(ReferencedNames(raw).names)
    own = {template.physical_id(resource) for resource in template.everywhere(_RESOURCE)}
    apis, roots = {}, {}
    for cursor, raw, _ in references:
        text = cursor.resolved().text()
        if cursor.path[-1] == "RestApiId":
            apis[text] = cursor
        elif text not in own:
            roots[text] = json.dumps(raw)
    if len(apis) != 1 or len(roots) > 1 or any("root" not in written.lower() for written in roots.values()):
        others = [*apis] if len(apis) != 1 else [*roots]
        message = f"the template defines no REST API, and its methods belong to {', '.join(others)}"
        raise template.root.error(message, key="Resources", hint=_HINT)
    return next(iter(apis)), next(iter(roots), "")


def _references(template: StackTemplate) -> Iterator[tuple[Cursor, object, Resolver]]:
    """The ids of APIs or resources that methods and resources refer to: resolved, as written, and their functions."""
    for kind, key in ((METHOD, "ResourceId"), (_RESOURCE, "ParentId")):
        for resource in template.everywhere(kind):
            for name in ("RestApiId", key):
                if resource.properties.value.get(name) is None:
                    raise resource.cursor.error(f"the resource `{resource.logical_id}` has no `{name}`")
                yield resource.properties.raw(name), resource.properties.value[name], resource.resolver
