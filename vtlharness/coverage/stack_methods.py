"""Which resource of a stack makes a method.

Comes in: the data of a template, and a method. Goes out: the logical id of the method's resource, or the keys of the
event of a function from which SAM makes the method; None where the template leaves it open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from vtlharness.gateway.model import Method

_DEEPEST = 100
"""The number of resources in a path from which it is not looked for: a resource may be its own parent."""


def method_resource(data: Any, method: Method) -> str | None:
    """The logical id of the resource of a method: the one with its verb and path, or the only one with its verb and
    perhaps its path; of several, the one with its request templates."""
    resources = data.get("Resources") if isinstance(data, dict) else None
    if not isinstance(resources, dict):
        return None
    paths = {
        name: _path(resources, properties.get("ResourceId"))
        for name, properties in _properties(resources, "AWS::ApiGateway::Method")
        if properties.get("HttpMethod") == method.http_method
    }
    found = [name for name, path in paths.items() if path == method.resource_path]
    found = found or [name for name, path in paths.items() if path is None]
    if len(found) > 1:
        texts = {source.text for source in method.integration.request_templates.values()}
        found = [name for name in found if texts & set(_templates(resources[name]["Properties"]))]
    return found[0] if len(found) == 1 else None


def event_of(data: Any, method: Method) -> tuple[str | int, ...] | None:
    """The keys of the event from which SAM makes a method."""
    resources = data.get("Resources") if isinstance(data, dict) else None
    if not isinstance(resources, dict):
        return None
    for name, properties in _properties(resources, "AWS::Serverless::Function"):
        events = properties.get("Events")
        for key, event in events.items() if isinstance(events, dict) else ():
            called = event.get("Properties") if isinstance(event, dict) and event.get("Type") == "Api" else None
            if not isinstance(called, dict) or called.get("Path") != method.resource_path:
                continue
            if str(called.get("Method")).upper() in (method.http_method, "*" if method.http_method == "ANY" else ""):
                return ("Resources", name, "Properties", "Events", key)
    return None


def _path(resources: Mapping[Any, Any], reference: Any) -> str | None:
    """The path of a method's resource; None if the template does not spell it out."""
    parts: list[str] = []
    while isinstance(reference, dict) and len(parts) < _DEEPEST:
        if _is_root(reference):
            return "/" + "/".join(reversed(parts))
        name = reference.get("Ref")
        resource = resources.get(name) if isinstance(name, str) else None
        properties = resource.get("Properties") if isinstance(resource, dict) else None
        part = properties.get("PathPart") if isinstance(properties, dict) else None
        if not isinstance(properties, dict) or not isinstance(part, str):
            return None
        parts.append(part)
        reference = properties.get("ParentId")
    return None


def _is_root(reference: Mapping[str, Any]) -> bool:
    attribute = reference.get("Fn::GetAtt")
    if isinstance(attribute, str):
        return attribute.endswith(".RootResourceId")
    return isinstance(attribute, list) and attribute[-1:] == ["RootResourceId"]


def _properties(resources: Mapping[Any, Any], kind: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, resource in resources.items():
        if isinstance(resource, dict) and resource.get("Type") == kind and isinstance(resource.get("Properties"), dict):
            yield name, resource["Properties"]


def _templates(properties: Mapping[str, Any]) -> Iterator[str]:
    """The request templates of a resource that are written out."""
    integration = properties.get("Integration")
    templates = integration.get("RequestTemplates") if isinstance(integration, dict) else None
    for text in templates.values() if isinstance(templates, dict) else ():
        if isinstance(text, str):
            yield text
