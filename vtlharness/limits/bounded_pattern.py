"""Regular expressions that end in time, whoever wrote them.

Comes in: the text of a pattern for `re`. Goes out: a `BoundedPattern`. Python's `re` can't be stopped, so it gets a
pattern only for texts on which its number of steps has a small bound; every other search is the `regex` library's,
which stops when the time of the case is over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any

from vtlharness.limits.budget import current_budget
from vtlharness.limits.deadline import OutOfTime

_STEPS = 50_000_000
"""How many steps `re` may take at most: about a second."""

_TOKEN = (  # compiled where a pattern is bounded: most runs have none
    r"(?s)\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:#[^)]*|P=\w+)\)"
    r"|(?P<open>\((?:\?(?:[:=!>|]|<[=!]|P?<\w+>|[a-zA-Z]*-?[a-zA-Z]*:))?)|(?P<close>\))|(?P<branch>\|)"
    r"|(?P<count>[*+?]|\{\d*,?\d*\})|."
)
_MOST_PIECES = 100_000
"""`regex` writes a repetition out, and `re` does in a look-behind: more pieces would fill the memory."""
_ENDLESS = 1 << 10
"""The number of repetitions from which a quantifier counts as one without an end."""


def longest_safe_texts(pattern: str) -> tuple[int, int]:
    """The lengths of the longest texts on which `re` needs few steps to search for a pattern, and to match it: -1 if
    there is no such text.

    With n pieces that repeat without an end, the number of steps can grow with the text's length to the power of n, and
    a search begins anew at each character. A repeated group that can match the same text in several ways needs
    exponentially many.
    """
    endless = choices = size = 0
    ways = 1
    outer: list[int] = []  # the number of choices before each open group
    before = 0
    last: str | None = None
    for token in re.finditer(_TOKEN, pattern):
        kind = token.lastgroup
        if kind == "open":
            outer.append(choices)
        elif kind == "close":
            before = outer.pop() if outer else 0
        elif kind == "branch":
            choices += 1
            ways *= 2
        elif kind == "count" and last != "count":  # one after another makes it lazy or possessive
            low, high = _repetitions(token[0])
            if last == "close" and high > 1 and choices > before:
                return -1, -1
            choices += high > low
            if high >= _ENDLESS:
                endless += 1
            else:
                ways *= high - low + 1
                size += high
        last = kind
        size += 1
        if ways > _STEPS:
            return -1, -1
    if last == "count" and endless and not outer:  # nothing after it can fail
        endless -= 1
    steps = _STEPS / (ways * max(1, size))
    return int(steps ** (1 / (endless + 1))), int(steps ** (1 / max(1, endless)))


def _repetitions(count: str) -> tuple[int, int]:
    if count in ("*", "+"):
        return count == "+", _ENDLESS
    if count == "?":
        return 0, 1
    low, comma, high = count[1:-1].partition(",")
    least = int(low or 0)
    return least, least if not comma else int(high) if high else _ENDLESS


def _pieces(pattern: str) -> int:
    """How many pieces a pattern has when each repetition is written out as often as it must match."""
    sizes = [0]  # of the whole pattern and of each open group
    last = 0
    for token in re.finditer(_TOKEN, pattern):
        kind = token.lastgroup
        if kind == "open":
            sizes.append(0)
        elif kind == "count":
            last *= max(_repetitions(token[0])[0] - 1, 0)
            sizes[-1] += last
        else:
            last = sizes.pop() + 1 if kind == "close" and len(sizes) > 1 else 1
            sizes[-1] += last
    return sum(sizes)


class BoundedPattern:
    """A compiled pattern whose searches end in time, with the methods of `re.Pattern` that are needed here.

    They raise LimitExceeded when the time of the case is over.
    """

    __slots__ = ("_longest", "_longest_whole", "_plain", "_text", "_timed")

    def __init__(self, text: str, *, plain: bool = True, version: int = 0) -> None:
        """Compiles a pattern; `plain` says that `re` understands it, `version` is that of the syntax for `regex`.

        Raises ValueError for a text that is not a pattern, or has too many pieces.
        """
        if "{" in text and _pieces(text) > _MOST_PIECES:
            raise ValueError(f"with its repetitions written out, it has more than {_MOST_PIECES:,} pieces")
        self._text = text
        self._timed: _TimedPattern | None = None
        self._longest = self._longest_whole = -1
        self._plain: Any = None
        if plain:
            try:
                self._plain = re.compile(text)
            except (re.error, OverflowError, RecursionError) as problem:
                raise ValueError(str(problem)) from None
            self._longest, self._longest_whole = longest_safe_texts(text)
        else:
            self._timed = _TimedPattern(text, version)

    def _in_time(self) -> _TimedPattern:
        if self._timed is None:
            self._timed = _TimedPattern(self._text, 0)
        return self._timed

    def search(self, text: str, start: int = 0) -> Any:
        """The first match from `start` on, None if there is none."""
        return (self._plain if len(text) <= self._longest else self._in_time()).search(text, start)

    def fullmatch(self, text: str) -> Any:
        """The match of the whole text, None if it does not match."""
        return (self._plain if len(text) <= self._longest_whole else self._in_time()).fullmatch(text)

    def finditer(self, text: str) -> Iterator[Any]:
        """All matches in turn."""
        return (self._plain if len(text) <= self._longest else self._in_time()).finditer(text)

    def sub(self, replacement: Callable[[Any], str], text: str, count: int = 0) -> str:
        """The text with its matches replaced, or with the first `count` of them."""
        return (self._plain if len(text) <= self._longest else self._in_time()).sub(replacement, text, count)


class _TimedPattern:
    """A pattern of the `regex` library, each use of which gets the time that the case has left."""

    __slots__ = ("_compiled",)

    def __init__(self, text: str, version: int) -> None:
        import regex  # slow to import, and few runs need it

        try:
            self._compiled = regex.compile(text, regex.V1 if version else regex.V0)
        except (regex.error, OverflowError, RecursionError) as problem:
            raise ValueError(str(problem)) from None

    def search(self, text: str, start: int = 0) -> Any:
        try:
            return self._compiled.search(text, start, timeout=_time_left())
        except TimeoutError:
            raise OutOfTime from None

    def fullmatch(self, text: str) -> Any:
        try:
            return self._compiled.fullmatch(text, timeout=_time_left())
        except TimeoutError:
            raise OutOfTime from None

    def finditer(self, text: str) -> Iterator[Any]:
        try:
            yield from self._compiled.finditer(text, timeout=_time_left())
        except TimeoutError:
            raise OutOfTime from None

    def sub(self, replacement: Callable[[Any], str], text: str, count: int = 0) -> str:
        try:
            return self._compiled.sub(replacement, text, count, timeout=_time_left())  # type: ignore[no-any-return]
        except TimeoutError:
            raise OutOfTime from None


def _time_left() -> float:
    """The seconds that the case has left; without a deadline, all that a case has."""
    budget = current_budget()
    return budget.limits.seconds if budget.deadline is None else max(0.001, budget.deadline - monotonic())
