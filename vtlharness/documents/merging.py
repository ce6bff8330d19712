"""Merges two mappings, and the mappings inside them."""

from __future__ import annotations

from typing import Any


def merged_deeply(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """The values of both. Where both have a name, two mappings are merged in turn; otherwise the value of `above` wins.

    Neither is changed; the result shares values with both.
    """
    merged = dict(below)
    for name, value in above.items():
        under = merged.get(name)
        merged[name] = merged_deeply(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return merged
