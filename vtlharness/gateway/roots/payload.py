"""A payload as the service reads it, for `$input` and `$util.parseJson`.

Comes in: text. Goes out: its value (json-smart's permissive reading). Next: `gateway.roots.input`,
`gateway.roots.util`.
"""

from __future__ import annotations

from vtlharness import json_smart
from vtlharness.gateway.roots.java_objects import RootError
from vtlharness.limits.budget import GIVEN, met

_SHOWN = 40


class PayloadError(RootError):
    """A payload that cannot be read, in the service's own words."""


def parse_payload(text: str, advice: str = "send valid JSON, or take text as it is with $input.body") -> object:
    """The value of a payload; text that does not start as JSON is a string, and blank text is the empty string.

    Raises PayloadError with the service's own words (docs/fidelity.md#broken-payloads), which run into each other
    without a space; its hint shows how the text begins, with `advice`.
    """
    if len(text) > GIVEN:
        met(text)
    try:
        return json_smart.parse(text)
    except json_smart.JsonError as problem:
        message = f"Could not process payloadnet.minidev.json.parser.ParseException: {problem.message}"
        start = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
        raise PayloadError("java.lang.RuntimeException", message, f"the text is {start!r}; {advice}") from problem
