"""What a CloudFormation template needs so that it can be read without a user: values of parameters, and its APIs.

Comes in: a template's data. Goes out: a value for each parameter that has none, and the logical ids of the REST APIs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_APIS = ("AWS::ApiGateway::RestApi", "AWS::Serverless::Api")
_METHOD = "AWS::ApiGateway::Method"
_FUNCTION = "AWS::Serverless::Function"


def missing_parameters(data: Mapping[str, Any]) -> dict[str, str]:
    """A value for each parameter without a default: an allowed one, a number, or the name in angle brackets."""
    declared = data.get("Parameters")
    found: dict[str, str] = {}
    for name, parameter in declared.items() if isinstance(declared, dict) else ():
        if isinstance(name, str) and isinstance(parameter, dict) and "Default" not in parameter:
            allowed = parameter.get("AllowedValues")
            if isinstance(allowed, list) and allowed and isinstance(allowed[0], (str, int)):
                found[name] = str(allowed[0])
            else:
                found[name] = "1" if "Number" in str(parameter.get("Type")) else f"<{name}>"
    return found


def rest_apis(data: Mapping[str, Any]) -> list[str]:
    """The logical ids of the REST APIs of a template."""
    return [name for name, kind in _kinds(data).items() if kind in _APIS]


def makes_rest_api(data: Mapping[str, Any]) -> bool:
    """Whether a template has a REST API, methods of one, or a function with an event of one."""
    if any(kind in (*_APIS, _METHOD) for kind in _kinds(data).values()):
        return True
    resources = data.get("Resources")
    for resource in resources.values() if isinstance(resources, dict) else ():
        properties = resource.get("Properties") if isinstance(resource, dict) else None
        events = properties.get("Events") if isinstance(properties, dict) else None
        if not isinstance(events, dict) or resource.get("Type") != _FUNCTION:
            continue
        if any(isinstance(event, dict) and event.get("Type") == "Api" for event in events.values()):
            return True
    return False


def _kinds(data: Mapping[str, Any]) -> dict[str, str]:
    resources = data.get("Resources")
    if not isinstance(resources, dict):
        return {}
    return {str(name): str(one.get("Type")) for name, one in resources.items() if isinstance(one, dict)}
