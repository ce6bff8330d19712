"""Changes of settings that several parts of a definition have: statuses and parameter mappings.

Comes in: the value of a setting. Goes out: another one. Used by `method_changes` and `gateway_response_changes`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping


def other_status(status: str) -> str:
    """The next status."""
    return str(int(status) + 1) if status.isdecimal() and status.isascii() and status != "599" else "200"


def without_each(parameters: Mapping[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Every name, and the parameters without it."""
    for name in parameters:
        yield name, {other: value for other, value in parameters.items() if other != name}
