"""Raised inside the functions of a definition for a name that it does not have. `resolver` adds the place."""

from __future__ import annotations


class UnknownNameError(Exception):
    """Raised for an unknown name; the hint suggests another.

    `is_near`: the name is a parameter's, or similar to a name of the template.
    """

    def __init__(self, message: str, hint: str | None, *, is_near: bool) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.is_near = is_near
