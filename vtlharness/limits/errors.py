"""The error that a user reads when a limit is exceeded: which limit, where, and how to raise it."""

from __future__ import annotations

from vtlharness.errors import LimitError
from vtlharness.limits.budget import LimitExceeded
from vtlharness.source import Source


def limit_error(
    problem: LimitExceeded, source: Source | None = None, offset: int | None = None, length: int = 1
) -> LimitError:
    """The error for an exceeded limit, with the place in a template if it is known."""
    return LimitError(problem.message, source=source, offset=offset, length=length, hint=_hint(problem))


def _hint(problem: LimitExceeded) -> str:
    if problem.allowed is None:
        return "look for texts or lists that grow without an end"
    more = f"{problem.allowed * 10:.0f}"
    return (
        f"if this is meant, allow more: `limits: {{{problem.limit}: {more}}}` in the case file, or "
        f"--limit {problem.limit}={more}"
    )
