"""DynamoDB's attribute values: a map with a type descriptor and the value.

Comes in: a descriptor. Goes out: a value, a name for an attribute of this type.
"""

from __future__ import annotations

from typing import Any

from vtlharness.first_cases.values.samples import text_for

NAMES = {
    "S": "name",
    "N": "count",
    "BOOL": "active",
    "B": "data",
    "NULL": "nothing",
    "SS": "tags",
    "NS": "numbers",
    "L": "list",
    "M": "map",
}
"""A name for an attribute of each type."""


def attribute(descriptor: str, name: str) -> Any:
    """What stands behind a descriptor in an attribute of this name."""
    text = text_for(name)
    samples: dict[str, Any] = {
        "S": text,
        "N": "1",
        "BOOL": True,
        "B": "dGV4dA==",
        "NULL": True,
        "SS": [text, f"{text} 2"],
        "NS": ["1", "2"],
        "L": [{"S": text}, {"S": f"{text} 2"}],
        "M": {text: {"S": text}},
    }
    return samples[descriptor]
