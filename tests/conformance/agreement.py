"""How far an engine agrees: counts by rule, as a table, and the disagreements in full."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.conformance.engine import Reply
from tests.conformance.suite import Case, disagreement

_LONG = 500
"""Characters of a value that are shown."""


@dataclass(frozen=True)
class Disagreement:
    """A case that an engine answers wrongly, and the reason."""

    reply: Reply
    reason: str


def disagreements(replies: Iterable[Reply]) -> list[Disagreement]:
    """The replies that are wrong, in the order of the replies."""
    judged = ((reply, reply.problem or disagreement(reply.case, reply.answer)) for reply in replies)
    return [Disagreement(reply, reason) for reply, reason in judged if reason]


def table(cases: Sequence[Case], wrong: Sequence[Disagreement]) -> list[str]:
    """Lines that say, area by area and rule by rule, how many cases an engine answers right."""
    asked = Counter((case.area, case.rule) for case in cases)
    missed = Counter((each.reply.case.area, each.reply.case.rule) for each in wrong)
    width = max((len(rule) for _, rule in asked), default=0) + 2
    lines = []
    for area in dict.fromkeys(case.area for case in cases):
        rules = [key for key in asked if key[0] == area]
        lines.append(_row(area, sum(missed[key] for key in rules), sum(asked[key] for key in rules), width))
        lines += [_row(f"  {rule}", missed[area, rule], asked[area, rule], width) for _, rule in rules]
    lines.append(_row("all", len(wrong), len(cases), width))
    return lines


def _row(name: str, missed: int, asked: int, width: int) -> str:
    right = asked - missed
    # Rounded down: 100 % is said only of all.
    share = f"{1000 * right // asked / 10:.1f} %" if asked else ""
    return f"{name:{width}} {right:5} of {asked:5}  {share:>7}"


def shown(wrong: Disagreement) -> list[str]:
    """One disagreement in full: the request, the expected answer and the engine's."""
    case, answer = wrong.reply.case, wrong.reply.answer
    inputs = {name: value for name, value in case.inputs.items() if name != "template"}
    return [
        f"{case.id}: {wrong.reason}",
        f"  template  {_short(case.inputs['template'])}",
        *([f"  inputs    {_short(inputs)}"] if inputs else []),
        f"  expected  {_short(dict(case.expected))}",
        *([f"  answer    {_short({name: answer[name] for name in answer if name != 'id'})}"] if answer else []),
        f"  rule      docs/fidelity.md#{case.rule}",
    ]


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= _LONG else f"{text[:_LONG]}..."
