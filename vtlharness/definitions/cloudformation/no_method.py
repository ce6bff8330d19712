"""Says why the API of a template has no method: a finding, because such an API is seldom meant.

Comes in: the template, and the logical id of its API. Goes out: a finding at the nearest cause.
"""

from __future__ import annotations

from vtlharness.definitions.cloudformation.stray_resources import is_unknown_type
from vtlharness.definitions.cloudformation.template import METHOD, StackTemplate
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.reading.definition_findings import NO_METHOD
from vtlharness.nearest import nearest_hint


def say_why(template: StackTemplate, api: str) -> None:
    """Adds the finding for an API without a method."""
    place, reason, hint = _reason(template, api)
    place.found(NO_METHOD, f"the API `{api}` has no method: {reason}", hint=hint)


def _reason(template: StackTemplate, api: str) -> tuple[Cursor, str, str | None]:
    """The place of the cause, a clause for the message, and a hint."""
    hint = f"write `RestApiId: !Ref {api}`"
    for method in template.of_kind(METHOD):
        named = method.properties.get("RestApiId")
        if named is not None:
            return named, f"`{method.logical_id}` belongs to the API `{named.text()}`", hint
    for _, kind, event in template.events():
        wanted = event.at("Properties", "RestApiId") if kind == "Api" else None
        if wanted is not None:
            return wanted, f"this event belongs to the API `{wanted.text()}`", hint
    for name, left_out in template.left_out():
        if left_out.value.get("Type") == METHOD:
            condition = left_out.value.get("Condition")
            return left_out, f"the condition `{condition}` of `{name}` is false", "give the parameters other values"
    for kind in template.kinds():
        if is_unknown_type(kind):
            first = template.of_kind(kind)[0]
            message = f"`{kind}`, the type of `{first.logical_id}`, is not a type of resources"
            return first.cursor.raw("Type"), message, nearest_hint(kind, (METHOD,))
    resource = template.root.raw("Resources")
    if api not in resource.value:
        return resource, "no event of the template has a method for it", None
    at = resource.raw(api)
    properties = at.get("Properties")
    for key in ("Body", "BodyS3Location", "DefinitionBody", "DefinitionUri"):
        if properties is not None and properties.value.get(key) is not None:
            return at, f"its `{key}` has no operation", "write operations such as `get` under each path"
    return at, f"no resource of the template is a method of it ({METHOD}, or an event of SAM)", None
