"""A payload as the service reads it, for `$input` and `$util.parseJson`.

Comes in: text. Goes out: its value (json-smart's permissive reading). Next: `gateway.input`, `gateway.util`.
"""

from __future__ import annotations

from vtlharness import json_smart
from vtlharness.java.values import JavaError


def parse_payload(text: str) -> object:
    """The value of a payload; text that does not start as JSON is a string, blank text is null.

    Raises JavaError with the service's own words (facts/language.md: Values, `payload/toqoz/10`), which run into each
    other without a space.
    """
    try:
        return json_smart.parse(text)
    except json_smart.JsonError as problem:
        message = f"Could not process payloadnet.minidev.json.parser.ParseException: {problem.message}"
        raise JavaError("java.lang.RuntimeException", message) from problem
