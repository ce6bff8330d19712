"""What one rendering may make: rounds of loops, characters, items of collections. It counts the same on every machine.

Comes in: `Limits`. Goes out: the current `Budget`, which code that makes texts and collections charges, and
`LimitExceeded` when it is spent. A budget is reset when a rendering begins. Evidence: docs/fidelity.md#limits.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from contextvars import ContextVar, Token
from typing import Any, NamedTuple

LONG = 4096
"""The length in characters from which a text counts."""

GIVEN = 1 << 15
"""The length in characters that a text from outside has at most, unless it is said to be longer."""

_AT_ONCE = 1 << 29
"""The number of characters that may be joined before the length of the result is known."""

_ESCAPED = 6
"""How many times as long a text may be in JSON, where nothing is charged for that."""

_MOST_MEMORY = 3 << 30

MANY_ROUNDS = 50_000
"""The rounds of a template of less than a thousand characters between two looks at the memory."""

_ALL_TEXTS = 50
"""How many times the length of its longest text a rendering may make in texts, all together."""


class Limits(NamedTuple):
    """The limits of a case. The defaults are far above what a template for the service can need.

    Each rendering may run `rounds` rounds of loops in all; make no text, its output included, of more than `characters`
    characters, and texts of 50 times that length together; and put `items` items in all into collections, where an item
    that is printed, compared, hashed or found by a path counts too. `seconds` is the time that the whole case may take.
    """

    rounds: int = 10_000_000
    characters: int = 20_000_000
    items: int = 5_000_000
    seconds: float = 10.0


DEFAULT_LIMITS = Limits()
LARGEST_LIMITS = Limits(1_000_000_000, 1_000_000_000, 1_000_000_000, 3600.0)
"""What a case file may allow at most."""


def combined(run: Mapping[str, float], file: Mapping[str, float]) -> Limits:
    """The limits of a case: what its file gives, but no more than what the run gives, and the defaults for the rest."""
    given: dict[str, Any] = {**file, **run}
    given.update({name: min(run[name], file[name]) for name in run.keys() & file.keys()})
    return DEFAULT_LIMITS._replace(**given)


class LimitExceeded(BaseException):
    """A limit is exceeded: `limit` is its name (a field of `Limits`, or `memory`), `allowed` its value, `message` a
    sentence.

    It is not an Exception, so that nothing on the way takes it for a fault of the template.
    """

    def __init__(self, limit: str, allowed: float | None, message: str) -> None:
        super().__init__(message)
        self.limit = limit
        self.allowed = allowed
        self.message = message


class Budget:
    """The limits in force, and what the current rendering has used of them.

    `spent` is None at the beginning of a rendering, so that a rendering that makes little costs nothing. `deadline` is
    the time (of `time.monotonic`) at which the case ends, None if nothing stops it. `given` is the length of the
    longest text that a rendering gets, other than its payload; `pieces` is how many such texts, escaped, may be joined
    before the length is known; more than `characters` are too many. A text of more than `long` characters is charged.
    """

    __slots__ = ("characters", "deadline", "given", "limits", "long", "pieces", "spent")

    def __init__(self, limits: Limits, deadline: float | None = None, given: int = GIVEN) -> None:
        self.limits = limits
        self.deadline = deadline
        self.given = given
        self.long = min(LONG, limits.characters)
        self.characters = limits.characters
        self.pieces = _AT_ONCE // (given * _ESCAPED)
        self.spent: Spent | None = None

    def used(self) -> Spent:
        """What the current rendering has used."""
        spent = self.spent
        if spent is None:
            spent = self.spent = Spent(self.given)
            LONG_TEXTS.append(self)
        return spent

    def begin_anew(self) -> None:
        """Forgets what has been used: a rendering has ended."""
        if self.spent is not None:
            self.spent = None
            with suppress(ValueError):  # threads without limits of their own share a budget
                LONG_TEXTS.remove(self)


class Spent:
    """What a rendering has used: `items`, the `characters` of its long texts, and the length of the `longest` text that
    it has met. `shares` says that it may have put a collection into another, perhaps twice.

    `rounds` is how many rounds it has been granted, `measured` the number of pieces of the output at which its length
    is looked at next, `memory` the peak of the process's memory before.
    """

    __slots__ = ("characters", "items", "longest", "measured", "memory", "rounds", "shares")

    def __init__(self, longest: int) -> None:
        self.items = 0
        self.rounds = 0
        self.measured = 100_000
        self.memory = 0
        self.characters = 0
        self.longest = longest
        self.shares = False


LEAST_LONG = [LONG]
"""In the only place, the least `long` of all budgets so far: for shorter texts, no budget is asked."""

LONG_TEXTS: list[Budget] = []
"""The budgets whose rendering may meet a text of more than `GIVEN` characters, or may make none as long as the default
limit. While it is empty, a method that makes a text a little longer need not look at its length.
"""

_current: ContextVar[Budget] = ContextVar("budget", default=Budget(DEFAULT_LIMITS))  # noqa: B039 - meant for all

current_budget = _current.get
"""Gives the budget of the rendering that runs in this thread."""


def put_in_force(budget: Budget) -> Token[Budget]:
    """Makes a budget the current one of this thread; `put_back` takes the result."""
    if budget.long < LEAST_LONG[0]:
        LEAST_LONG[0] = budget.long
    if budget.given > GIVEN or budget.characters < DEFAULT_LIMITS.characters:
        LONG_TEXTS.append(budget)
    return _current.set(budget)


def put_back(before: Token[Budget]) -> None:
    """Ends what `put_in_force` began."""
    budget = _current.get()
    while budget in LONG_TEXTS:
        LONG_TEXTS.remove(budget)
    budget.spent = None
    _current.reset(before)


def spend_items(count: int) -> None:
    """Charges items that are put into a collection, or visited. Raises LimitExceeded."""
    budget = _current.get()
    spent = budget.spent
    if spent is None:
        spent = budget.used()
    spent.items += count
    if spent.items > budget.limits.items:
        most = budget.limits.items
        raise LimitExceeded("items", most, f"the template makes, prints or compares more than {most:,} items")


def made(text: str) -> str:
    """Charges a text that the template has made. Raises LimitExceeded for one that is too long."""
    if len(text) > LEAST_LONG[0]:
        _charge(len(text))
    return text


def room_for(length: int) -> None:
    """Raises LimitExceeded if a text of this length would be too long; called before it is made."""
    if length > LEAST_LONG[0] and length > current_budget().limits.characters:
        raise too_long(current_budget())


def room_for_replacing(text: str, old: str, new: str) -> None:
    """Raises LimitExceeded if `text.replace(old, new)` would be too long."""
    if len(text) * len(new) > LONG * LONG:
        room_for(len(text) + text.count(old) * (len(new) - len(old)))


def met(payload: str) -> None:
    """Notes the length of a payload: each of its texts may be printed many times."""
    if len(payload) > GIVEN:
        spent = current_budget().used()
        if len(payload) > spent.longest:
            spent.longest = len(payload)


def joined(pieces: Sequence[str]) -> str:
    """The pieces as one text, which the template has made. Raises LimitExceeded."""
    text = whole_output(pieces)
    if len(text) > LEAST_LONG[0]:
        _charge(len(text))
    return text


def whole_output(pieces: Sequence[str], longest: int = 0) -> str:
    """The pieces as one text, made so that pieces of any length can't fill the memory. `longest` is a bound for the
    pieces that are neither made by the template nor given to it. Raises LimitExceeded for a text that is too long.
    """
    budget = _current.get()
    spent = budget.spent
    longest = max(longest, (budget.given if spent is None else spent.longest) * _ESCAPED)
    text = "".join(pieces) if len(pieces) * longest <= _AT_ONCE else _joined_in_parts(pieces, longest, budget)
    if len(text) > budget.limits.characters:
        raise too_long(budget)
    return text


def too_long(budget: Budget) -> LimitExceeded:
    """The error of a template that makes too long a text."""
    most = budget.limits.characters
    return LimitExceeded("characters", most, f"the template makes a text of more than {most:,} characters")


def more_rounds(budget: Budget, left: int, out: Sequence[str], first: int) -> int:
    """The rounds that a template may go on with when it has used those that it had; `left` is less than 0.

    Rounds are granted in portions, of which the template took the `first` itself, so that somebody looks at the memory
    in between. Raises LimitExceeded.
    """
    spent = budget.used()
    most = budget.limits.rounds
    granted = spent.rounds or first
    while left < 0:
        if granted >= most:
            raise LimitExceeded("rounds", most, f"the template's loops run more than {most:,} rounds in all")
        portion = min(most - granted, first)
        granted += portion
        left += portion
    spent.rounds = granted
    if len(out) > spent.measured:
        spent.measured = 2 * len(out)
        if sum(map(len, out)) > budget.limits.characters:
            raise too_long(budget)
    _check_memory(spent)
    return left


def _check_memory(spent: Spent) -> None:
    """Raises LimitExceeded where a rendering has taken too much of the machine's memory."""
    peak = _peak_memory()
    if not spent.memory:
        spent.memory = peak
    if peak > spent.memory + _MOST_MEMORY:
        raise LimitExceeded("memory", None, f"the template needs more than {_MOST_MEMORY >> 30} GB of memory")


def _peak_memory() -> int:
    """The most bytes that this process has had; 0 where nobody knows."""
    try:
        from resource import RUSAGE_SELF, getrusage
    except ImportError:  # Windows
        return 0
    return getrusage(RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def out_of_memory(problem: MemoryError) -> LimitExceeded:
    """The error of a rendering for which there is not enough memory. It gives back what the rendering held."""
    traceback = problem.__traceback__
    while traceback is not None:  # by hand: there may be no memory to import a module
        with suppress(RuntimeError):  # a frame that is still running
            traceback.tb_frame.clear()
        traceback = traceback.tb_next
    return LimitExceeded("memory", None, "the case needs more memory than there is")


def _charge(length: int) -> None:
    budget = _current.get()
    spent = budget.used()
    if length > spent.longest:
        spent.longest = length
    spent.characters += length
    most = budget.limits.characters
    if length > most:
        raise too_long(budget)
    if spent.characters > most * _ALL_TEXTS:
        message = f"the template makes texts of more than {most * _ALL_TEXTS:,} characters together"
        raise LimitExceeded("characters", most, message)


def _joined_in_parts(pieces: Sequence[str], longest: int, budget: Budget) -> str:
    """Joins so few pieces at a time that no part can fill the memory, whatever their lengths are."""
    size = max(1, _AT_ONCE // longest)
    total = 0
    parts = []
    for start in range(0, len(pieces), size):
        part = "".join(pieces[start : start + size])
        total += len(part)
        if total > budget.limits.characters:
            raise too_long(budget)
        parts.append(part)
    return "".join(parts)
