"""The resources that the SAM transform adds to a template, as far as their names tell what they are.

Comes in: the resources of a template and a name in it. Goes out: the type and the name of the resource that the
transform makes for this name, such as the alias of a function for `Orders.Alias` or `OrdersAliaslive`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from vtlharness.definitions.reading.cursor import Cursor

IMPLICIT_API = "ServerlessRestApi"
"""The logical id of the API that SAM adds for events that name none."""

_OTHERS = (
    "ServerlessHttpApi",
    "ServerlessDeploymentApplication",
    "ServerlessUsagePlan",
    "ServerlessApiKey",
    "CodeDeployServiceRole",
)
_PREFIX = "AWS::Serverless::"
_FUNCTION = "AWS::Serverless::Function"
_API = "AWS::Serverless::Api"

SAMPLE_VERSION = "1"
"""The version of a function that was published once."""


def may_be_made(name: str, resources: Mapping[str, Any]) -> bool:
    """Whether the transform may add a resource of this name: its names begin with that of their resource."""
    own = [one for one in resources if _kind(resources, one).startswith(_PREFIX)]
    return bool(own) and name.startswith((IMPLICIT_API, *_OTHERS, *own))


def has_implicit_api(resources: Mapping[str, Any]) -> bool:
    """Whether an event of a template names no API, so that SAM adds one."""
    for resource in resources.values():
        events = _mapping(_mapping(_mapping(resource).get("Properties")).get("Events"))
        for event in map(_mapping, events.values()):
            api = _mapping(event.get("Properties")).get("RestApiId")
            if event.get("Type") == "Api" and api in (None, IMPLICIT_API, {"Ref": IMPLICIT_API}):
                return True
    return False


def value_of(name: str, resources: Mapping[str, Any], root: Cursor, arn: Callable[[str], str]) -> str | None:
    """The value of `Ref` for a resource that the transform adds; None for one that is not known here.

    `root` is the template's, for values that decide nothing; `arn` gives the ARN of a function.
    """
    if name in (f"{IMPLICIT_API}.Stage", f"{IMPLICIT_API}ProdStage"):
        return "Prod" if has_implicit_api(resources) else None
    owner, _, part = name.partition(".")
    for logical_id in [owner] if part else [one for one in resources if name.startswith(one)]:
        kind = _kind(resources, logical_id)
        rest = part or name[len(logical_id) :]
        if kind == _API and rest.endswith("Stage"):
            stage = _text(root, logical_id, _API, "StageName")
            if stage is not None and rest in ("Stage", f"{stage}Stage"):
                return stage
        if kind == _FUNCTION and (rest.startswith("Alias") or part == "Version"):
            alias = _text(root, logical_id, _FUNCTION, "AutoPublishAlias")
            if alias is not None and rest in ("Alias", "Version", f"Alias{alias}"):
                return f"{arn(logical_id)}:{SAMPLE_VERSION if part == 'Version' else alias}"
    return None


def _text(root: Cursor, logical_id: str, kind: str, key: str) -> str | None:
    """The text of a property of a resource, or of the globals of its type."""
    properties = root.raw("Resources").raw(logical_id).get("Properties")
    shared = root.get("Globals")
    shared = shared and shared.get(kind.removeprefix(_PREFIX))
    found = (level.text_at(key) for level in (properties, shared) if level is not None)
    return next((text for text in found if text is not None), None)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _kind(resources: Mapping[str, Any], logical_id: str) -> str:
    kind = _mapping(resources.get(logical_id)).get("Type")
    return kind if isinstance(kind, str) else ""
