"""Reads the single values that a case expects: headers, parameters, a status. Each may be a matcher."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vtlharness.cases.matchers.presence import Matcher, is_written_matcher, is_written_part, writes_matchers


def expected_value(value: Any) -> Any:
    """The value, or the list of values, with its matchers as records."""
    if not writes_matchers(value):
        return value
    from vtlharness.cases.matchers.reading import text_matcher

    if isinstance(value, list):
        return [text_matcher(item) if is_written_matcher(item) else item for item in value]
    return text_matcher(value) if is_written_matcher(value) else value


def expected_names(values: Mapping[str, Any] | None) -> Mapping[str, Any] | Matcher | None:
    """Names with their expected values; a name may be any text, that of a matcher too. Or `contains` with some."""
    if is_written_part(values):
        from vtlharness.cases.matchers.records import Contains

        assert values is not None
        return Contains(expected_names(values["contains"]))
    return None if values is None else {name: expected_value(value) for name, value in values.items()}


def expected_override(override: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """An override: its status, and its sections with names."""
    if override is None:
        return None
    return {
        section: expected_value(values) if section == "status" else expected_names(values)
        for section, values in override.items()
    }
