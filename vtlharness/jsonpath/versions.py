"""Where Jayway JsonPath 2.0 reads a path otherwise than 2.9, in one sentence each."""

from __future__ import annotations

from vtlharness.jsonpath.tokens import Path


def warnings_for(path: Path) -> tuple[str, ...]:
    """The warnings for a path."""
    return ()
