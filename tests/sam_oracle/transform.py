"""AWS's SAM transform (`aws-sam-translator`), run on the data of a template.

Comes in: a template with functions in their long form. Goes out: the part of its expansion that concerns APIs.
"""

from __future__ import annotations

import copy
import os
from typing import Any

_KEPT_SECTIONS = ("Conditions", "Mappings", "Parameters")
_KEPT_KINDS = (
    "AWS::ApiGateway::",
    "AWS::IAM::Role",
    "AWS::Lambda::Alias",
    "AWS::Lambda::Function",
    "AWS::Lambda::Version",
    "AWS::StepFunctions::",
)
_KEPT_PROPERTIES = {
    "AWS::IAM::Role": ("RoleName",),
    "AWS::Lambda::Function": ("FunctionName",),
    "AWS::StepFunctions::StateMachine": ("StateMachineName",),
}
_HASHED = ("DeploymentId", "Description")
"""Properties with a hash or the time of the transform, as a deployment's name has one too."""


class _NoPolicies:
    """Stands for the list of managed policies, which no template here names."""

    def load(self) -> dict[str, str]:
        return {}


def expanded(template: dict[str, Any], parameters: dict[str, str]) -> dict[str, Any]:
    """What the transform makes of a template, cut to what concerns its APIs."""
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    from samtranslator.translator.transform import transform

    return _cut(transform(copy.deepcopy(template), dict(parameters), _NoPolicies()))


def _cut(expansion: dict[str, Any]) -> dict[str, Any]:
    kept = {key: expansion[key] for key in _KEPT_SECTIONS if key in expansion}
    resources = {}
    for name, resource in expansion["Resources"].items():
        kind = resource["Type"]
        if not kind.startswith(_KEPT_KINDS):
            continue
        properties = {key: item for key, item in resource.get("Properties", {}).items() if key not in _HASHED}
        if kind == "AWS::ApiGateway::Deployment":
            name = f"{properties['RestApiId']['Ref']}Deployment"
        if kind in _KEPT_PROPERTIES:
            properties = {key: properties[key] for key in _KEPT_PROPERTIES[kind] if key in properties}
        resources[name] = {"Type": kind, "Properties": properties}
        if "Condition" in resource:
            resources[name]["Condition"] = resource["Condition"]
    return {**kept, "Resources": resources}
