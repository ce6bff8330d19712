"""An account of how the integration response was chosen, for the reader of a failing case or of a log.

Comes in: the integration responses, the text that patterns are tried on, and the chosen response. Goes out: a
`SelectionAccount`, plain data, made only for a reader. It is not a part of the execution log, which is the service's.
Evidence: docs/fidelity.md#selection-pattern.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Literal, NamedTuple, TypeAlias

from vtlharness.gateway.model import IntegrationResponse
from vtlharness.java.regex.pattern import compile_java
from vtlharness.java.values import JavaError
from vtlharness.limits.budget import LimitExceeded, combined
from vtlharness.limits.deadline import within_limits

Why: TypeAlias = Literal["part", "line end", "casing", "also"]
"""Why a pattern was not taken: it matches a part of the text, or all of it but for a line end or the casing; or it
matches, and another response comes first."""

_SECONDS = 1.0
_DOTALL = 32
_IGNORING_CASE = 2
_ALL_FLAGS = {"line end": _DOTALL, "casing": _IGNORING_CASE}


class OtherPattern(NamedTuple):
    """A pattern that was not taken although it nearly matches, or matches; `write` is a pattern that matches."""

    pattern: str
    status_code: str
    why: Why
    write: str | None = None


class SelectionAccount(NamedTuple):
    """How an integration response was chosen.

    `tried_on` is the text that the patterns were tried on: the backend's status or, for a Lambda function, the
    `errorMessage` of its payload (`of_function`); None if the payload has none, and no pattern was tried. `status_code`
    and `pattern` are those of the response that was taken; the status is None if none was, the pattern is None for the
    default. `others` are patterns that nearly match, or match and come later.
    """

    tried_on: str | None
    of_function: bool
    status_code: str | None
    pattern: str | None
    others: tuple[OtherPattern, ...] = ()


def selection_account(
    responses: Sequence[IntegrationResponse], tried_on: str | None, of_function: bool, taken: IntegrationResponse | None
) -> SelectionAccount:
    """The account of a choice. It takes a second at most: a pattern that takes longer is left out."""
    others: list[OtherPattern] = []
    if tried_on is not None:
        with suppress(LimitExceeded):
            within_limits(combined({"seconds": _SECONDS}, {}), _add_others, others, responses, tried_on, taken)
    return SelectionAccount(
        tried_on,
        of_function,
        None if taken is None else taken.status_code,
        None if taken is None else taken.selection_pattern or None,
        tuple(others),
    )


def _add_others(
    others: list[OtherPattern], responses: Sequence[IntegrationResponse], text: str, taken: IntegrationResponse | None
) -> None:
    for response in responses:
        if response.selection_pattern and response is not taken:
            others.extend(_other(response.selection_pattern, response.status_code, text))


def _other(pattern: str, status_code: str, text: str) -> Iterator[OtherPattern]:
    """The pattern, if there is something to say about it."""
    if _matches(pattern, text):
        yield OtherPattern(pattern, status_code, "also")
        return
    whys: tuple[Literal["line end", "casing"], ...] = ("line end", "casing")
    for why in whys:
        if _matches(pattern, text, _ALL_FLAGS[why]):
            yield OtherPattern(pattern, status_code, why, f"(?{'s' if why == 'line end' else 'i'}){pattern}")
            return
    if _finds(pattern, text):
        inner = f"({pattern})" if "|" in pattern else pattern
        around = (*_AROUND_DIGITS, *_AROUND) if text.isdecimal() else _AROUND
        written = (f"{front}{part}{end}" for front, end in around for part in (inner, pattern.strip("^$")))
        yield OtherPattern(pattern, status_code, "part", next((one for one in written if _matches(one, text)), None))


_AROUND_DIGITS = (("", r"\d"), ("", r"\d\d"), (r"\d", ""))
_AROUND = ((".*", ".*"), ("(?s).*", ".*"))


def _matches(pattern: str, text: str, flags: int = 0) -> bool:
    try:
        return compile_java(pattern, flags).engine.fullmatch(text) is not None
    except JavaError:
        return False


def _finds(pattern: str, text: str) -> bool:
    found = None
    try:
        found = compile_java(pattern).engine.search(text)
    except JavaError:
        return False
    return found is not None and found.end() > found.start()
