"""Tracebacks of the `vtl` fixture: the line of the test, and the message; nothing of this package between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from types import TracebackType
from typing import ParamSpec, TypeVar

import pytest

from vtlharness.errors import VtlHarnessError

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")

_OURS = "vtlharness."
_MEANT = (VtlHarnessError, TypeError, ValueError, pytest.fail.Exception)


def without_our_frames(function: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """The function, with exceptions whose tracebacks leave out this package: frames of the user's backends stay.

    A fault of this package, which nobody can mend in a test, becomes a VtlHarnessError that says so.
    """

    @wraps(function)
    def shown_shortly(*arguments: _Parameters.args, **named: _Parameters.kwargs) -> _Result:
        __tracebackhide__ = True
        try:
            return function(*arguments, **named)
        except (Exception, pytest.fail.Exception) as problem:
            theirs = _without_ours(problem.__traceback__)
            if theirs is None and isinstance(problem, Exception) and not isinstance(problem, _MEANT):
                from vtlharness.cases.running import internal_error

                raise internal_error(problem).with_traceback(None) from None
            raise problem.with_traceback(theirs)  # noqa: B904 - it is the exception itself

    return shown_shortly


def is_ours(names: Mapping[str, object]) -> bool:
    """Whether a module with these names is one of this package."""
    return str(names.get("__name__", "")).startswith(_OURS)


def _without_ours(traceback: TracebackType | None) -> TracebackType | None:
    """The frames of a traceback that are not of this package, outermost first."""
    frames = []
    while traceback is not None:
        if not is_ours(traceback.tb_frame.f_globals):
            frames.append(traceback)
        traceback = traceback.tb_next
    kept: TracebackType | None = None
    for frame in reversed(frames):
        kept = TracebackType(kept, frame.tb_frame, frame.tb_lasti, frame.tb_lineno)
    return kept
