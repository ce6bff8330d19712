"""The keys of a case file that accept what `--hostile` and `--mutate` find.

Comes in: nothing. Goes out: sections of `table`.
"""

from __future__ import annotations

from vtlharness.cases.file.format.sections import Key, ListOf, Need, Section
from vtlharness.cases.file.format.value_kinds import VISIBLE_LINE, one_of

ACCEPTED = Section(
    "accepted",
    "A finding of `--hostile` that does not count, or several.",
    Key(
        "place",
        VISIBLE_LINE,
        "The place in the input, as the finding names it; `*` stands for any text in it, an index for all of the list.",
        examples=("body $.customer", "backend body $.Item.*.N"),
    ),
    Key(
        "finding",
        one_of("not JSON", "not XML", "not a form", "not a header", "another path", "adds keys", "fails"),
        "What the hostile input does; anything when left out.",
    ),
    Key("reason", VISIBLE_LINE, "Why it is accepted."),
    title="an accepted finding",
    needs=(
        Need(("place",), "the accepted finding names no place", "add `place: <the place that the finding names>`"),
        Need(("reason",), "the accepted finding has no reason", "add `reason: <why it is accepted>`"),
    ),
)
ACCEPTED_CHANGE = Section(
    "acceptedChange",
    "A change of `--mutate` that no case has to notice, or several.",
    Key(
        "change",
        VISIBLE_LINE,
        "The part that is changed, as the run prints it before the arrow; `*` stands for any text in it.",
        examples=("$order.total > 1000", "*hasNext*"),
    ),
    Key(
        "operator",
        one_of(
            "condition negated",
            "branch removed",
            "escape removed",
            "separator removed",
            "literal changed",
            "path changed",
            "operator changed",
            "override dropped",
            "pattern changed",
            "status changed",
            "mapping dropped",
        ),
        "What is done to it; anything when left out.",
    ),
    Key("reason", VISIBLE_LINE, "Why it is accepted."),
    title="an accepted change",
    needs=(
        Need(("change",), "the accepted change names no part", "add `change: <the part that the run names>`"),
        Need(("reason",), "the accepted change has no reason", "add `reason: <why it is accepted>`"),
    ),
)
HOSTILE = Section(
    "hostile",
    "What the run with `--hostile` is to know about these cases.",
    Key("accept", ListOf(ACCEPTED), "The findings that do not count.", null=True),
)
MUTATE = Section(
    "mutate",
    "What the run with `--mutate` is to know about these cases.",
    Key("accept", ListOf(ACCEPTED_CHANGE), "The changes that no case has to notice.", null=True),
)
