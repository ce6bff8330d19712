"""Names the kind of a value for a message."""

from __future__ import annotations


def kind_of(value: object) -> str:
    """Such as `a mapping`, `the number 5`, `empty` for null."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return f"the boolean {str(value).lower()}"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    return "text" if isinstance(value, str) else "a mapping" if isinstance(value, dict) else "a list"
