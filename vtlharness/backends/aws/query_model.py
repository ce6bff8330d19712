"""botocore's model of a service, for the query protocol.

botocore describes the JSON protocol alone of some services that have both; the names of the other are added here.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from vtlharness.backends.aws.botocore_session import service_description

if TYPE_CHECKING:
    from botocore.model import ServiceModel


@lru_cache(maxsize=32)
def service_model(service: str) -> ServiceModel:
    """The model of a service, named as its host is.

    Raises LookupError for a service that botocore does not describe.
    """
    from botocore.model import ServiceModel

    found = service_description(service)
    if found is None:
        raise LookupError(service)
    if "query" in (found["metadata"].get("protocol"), *found["metadata"].get("protocols", ())):
        return ServiceModel(found)
    made = deepcopy(dict(found))
    for name, operation in made["operations"].items():
        if "output" in operation:
            operation["output"].setdefault("resultWrapper", f"{name}Result")
    shapes = made["shapes"]
    for shape in shapes.values():
        for member, reference in shape.get("members", {}).items():
            target = shapes[reference["shape"]]
            if reference.get("flattened") or target.get("flattened"):
                reference.setdefault("locationName", _element(member, target, shapes))
        if shape["type"] == "map":
            shape["key"].setdefault("locationName", "Name")
            shape["value"].setdefault("locationName", "Value")
    return ServiceModel(made)


def _element(member: str, target: Mapping[str, Any], shapes: Mapping[str, Any]) -> str:
    """The element of each item of a flattened list or map: the name of its structure, else the member's singular."""
    if target["type"] == "list" and shapes[target["member"]["shape"]]["type"] == "structure":
        name: str = target["member"]["shape"]
        return name
    return member.removesuffix("s")
