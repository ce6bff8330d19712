"""Two mappings to one, mappings inside of both included."""

from __future__ import annotations

from collections.abc import Mapping


def merged_deeply(below: Mapping[str, object], above: Mapping[str, object]) -> dict[str, object]:
    """The values of both; where both have a name, mappings are merged in turn and any other value is that of `above`.

    Neither is changed; values are shared with both.
    """
    merged = dict(below)
    for name, value in above.items():
        under = merged.get(name)
        both = isinstance(under, Mapping) and isinstance(value, Mapping)
        merged[name] = merged_deeply(under, value) if both else value  # type: ignore[arg-type]
    return merged
