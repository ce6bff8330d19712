"""The error that a user reads when a limit is exceeded: which limit, where, and how to raise it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from vtlharness.errors import LimitError
from vtlharness.limits.budget import LimitExceeded, Limits
from vtlharness.limits.deadline import within_limits
from vtlharness.source import Source


def limit_error(
    problem: LimitExceeded,
    source: Source | None = None,
    offset: int | None = None,
    length: int = 1,
    *,
    of: str = "the case",
) -> LimitError:
    """The error for an exceeded limit, with the place in a template if it is known; `of` says what needs the
    time, if that is not the case: a case file's limits do not hold for it."""
    is_case = of == "the case"
    message = problem.message if is_case else problem.message.replace("the case", of, 1).replace("the template", of, 1)
    return LimitError(message, source=source, offset=offset, length=length, hint=_hint(problem, is_case))


_Result = TypeVar("_Result")


def under_limits(limits: Limits | None, function: Callable[..., _Result], *arguments: Any, **named: Any) -> _Result:
    """The result of a call under these limits, or under those in force. Raises LimitError; ValueError for a limit that
    is not more than 0.
    """
    try:
        if limits is None:
            return function(*arguments, **named)
        for name, value in limits._asdict().items():
            if not value > 0:
                raise ValueError(f"the limit of {name} must be more than 0, but it is {value}")
        return within_limits(limits, partial(function, *arguments, **named))
    except LimitExceeded as problem:
        raise limit_error(problem) from None


def _hint(problem: LimitExceeded, is_case: bool) -> str:
    if problem.allowed is None:
        return "look for texts, lists or numbers that grow without an end"
    more = f"{problem.allowed * 10:.0f}"
    in_file = f"`limits: {{{problem.limit}: {more}}}` in the case file, or " if is_case else ""
    return f"if this is meant, allow more: {in_file}--limit {problem.limit}={more}"
