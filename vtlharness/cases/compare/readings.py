"""The values that one actual value stands for where a matcher is expected.

JSON data stands for itself. A header is text; one that reads `5` is a number, too, as in a case file. A whole body is
text, and data if the text is JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from vtlharness.cases.matchers.presence import Matcher

Steps: TypeAlias = tuple["str | int", ...]
Readings: TypeAlias = Callable[[Steps, object], tuple[object, ...]]
"""The values that the actual value at a place stands for."""


def as_it_is(_: Steps, value: object) -> tuple[object, ...]:
    """The reading of data."""
    return (value,)


def as_text(_: Steps, value: object) -> tuple[object, ...]:
    """The readings of headers, parameters and a status: `5` and 5 are the same."""
    if isinstance(value, str):
        from vtlharness.documents.json.values import JsonTextError, parse_json

        try:
            number = parse_json(value) if value.strip() == value else None
        except JsonTextError:
            return (value,)
        return (value, number) if isinstance(number, (int, float)) else (value,)
    return (value, str(value)) if type(value) is int else (value,)


def in_override(steps: Steps, value: object) -> tuple[object, ...]:
    """As `as_text`; only a status that is text is not a number (docs/fidelity.md#status-as-text)."""
    return (value,) if steps == ("status",) and isinstance(value, str) else as_text(steps, value)


READINGS: dict[str, Readings] = {"data": as_it_is, "texts": as_text, "override": in_override}
"""The readings of compared data, by where it stands."""


def takes_text(matcher: Matcher) -> bool:
    """Whether a matcher of a whole body may hold on text that is not JSON."""
    from vtlharness.cases.matchers.records import Contains, HasLength, Matches, OfType

    return isinstance(matcher, (Matches, OfType, HasLength)) or (
        isinstance(matcher, Contains) and isinstance(matcher.part, str)
    )


def whole_values(matcher: Matcher, text: str, data: object) -> tuple[object, ...]:
    """What a matcher that takes text looks at, where a whole body is JSON: its text, its data, or both."""
    from vtlharness.cases.matchers.records import Contains, HasLength, Matches

    if isinstance(matcher, (Matches, Contains)):
        return (text, data) if isinstance(data, (str, list)) else (text,)
    if isinstance(matcher, HasLength) and not isinstance(data, (str, list, dict)):
        return (text,)
    return (data,)
