"""Java exceptions of the roots that can tell the author of a template what to do instead.

Comes in: what went wrong with a payload or a path. Goes out: a `JavaError` with a hint, which `vtl` puts under its
message. Used by: `gateway.payload`, `gateway.input`.
"""

from __future__ import annotations

from vtlharness.java.values import JavaError


class RootError(JavaError):
    """A Java exception thrown by one of the roots; `hint` is None where there is nothing to advise."""

    def __init__(self, java_class: str, message: str, hint: str | None = None) -> None:
        super().__init__(java_class, message)
        self.hint = hint
