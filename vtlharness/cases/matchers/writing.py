"""Writes expected data as a file has it: matchers as mappings, and data that looks like a matcher inside `equals`."""

from __future__ import annotations

from typing import Any

from vtlharness.cases.matchers.presence import Matcher, is_written_matcher
from vtlharness.cases.matchers.records import Approx, Contains, Equals, HasLength, Matches, OfType


def written(expected: Any) -> Any:
    """Expected data with its matchers as a file writes them."""
    if isinstance(expected, Matcher):
        return _written(expected)
    if isinstance(expected, dict):
        return {key: written(item) for key, item in expected.items()}
    if isinstance(expected, list):
        return [written(item) for item in expected]
    return expected


def literal(data: Any) -> Any:
    """Data as a file writes it, so that it is not read as a matcher."""
    if isinstance(data, dict):
        return {"equals": data} if is_written_matcher(data) else {key: literal(item) for key, item in data.items()}
    if isinstance(data, list):
        return [literal(item) for item in data]
    return data


def literal_body(data: Any) -> Any:
    """As `literal`, for a whole body, in which a mapping with just `file` or `base64` has a meaning of its own."""
    return {"equals": data} if names_content(data) else literal(data)


def names_content(data: object) -> bool:
    """Whether a whole body with this data would be read as the content of a file or as bytes."""
    return isinstance(data, dict) and len(data) == 1 and ("file" in data or "base64" in data)


def _written(matcher: Matcher) -> dict[str, Any]:
    if isinstance(matcher, Matches):
        return {"matches": matcher.pattern}
    if isinstance(matcher, OfType):
        return {"any": matcher.type}
    if isinstance(matcher, Contains):
        return {"contains": written(matcher.part)}
    if isinstance(matcher, HasLength):
        return {"length": matcher.length}
    if isinstance(matcher, Approx):
        within = {} if matcher.within is None else {"within": matcher.within}
        return {"approx": matcher.number, **within}
    assert isinstance(matcher, Equals)
    return {"equals": matcher.value}
