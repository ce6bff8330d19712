"""The values that reach a template as text: parameters, headers and stage variables.

Comes in: a value as a test gives it, text or a scalar. Goes out: the text that the service would have received. Next:
`gateway.roots.params`, `gateway.templates.render`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeAlias

from vtlharness.java.number_text import number_text

Scalar: TypeAlias = str | int | float | bool
"""One value of a parameter: a text, or a number or boolean that stands for its text in JSON."""


def text_value(value: object) -> str:
    """The text of one value: text as it is; numbers and booleans as JSON writes them (`true`, `1.5`)."""
    if isinstance(value, str):
        return value
    return number_text(value) if type(value) is int else json.dumps(value)


def text_values(given: Mapping[str, object] | None, read_only: bool = False) -> dict[str, str]:
    """A map of texts in the order given; a value that is None is left out. It is a new map unless it is `read_only`.

    Stage variables and path parameters are always text (docs/fidelity.md#stage-variables).
    """
    if not given:
        return {}
    texts: dict[str, Any] = given if read_only and given.__class__ is dict else dict(given)
    for value in texts.values():
        if value.__class__ is not str:
            break
    else:
        return texts
    return {name: text_value(value) for name, value in given.items() if value is not None}


def check_body(body: object) -> None:
    """Raises TypeError for a body that is neither text nor None."""
    if body is not None and not isinstance(body, str):
        raise TypeError(f"a body is text, not {type(body).__name__}: write data with json.dumps, bytes as raw_body")
