"""Rules as users choose them: by id (`VTL101`), or by how ids begin (`VTL1`, `API`).

Comes in: texts of an option, a case file or a comment. Goes out: prefixes, or what is wrong. Only a run that chooses
rules loads their registry.
"""

from __future__ import annotations

from collections.abc import Iterable

from vtlharness.errors import VtlHarnessError
from vtlharness.options import ALL_RULES

_DIGITS = str.maketrans("OIL", "011")  # letters that look like digits
EVERY_RULE = ("",)
"""The prefixes of all rules: each id begins with the empty text."""


def rule_prefixes(option: str, written: Iterable[str]) -> tuple[str, ...]:
    """The prefixes in the values of an option, with commas between them; `all` stands for every rule.

    Raises VtlHarnessError for one with which no id begins.
    """
    found: list[str] = []
    for text in written:
        for part in text.split(","):
            prefix = part.strip()
            if prefix == ALL_RULES:
                return EVERY_RULE
            wrong = wrong_prefix(prefix)
            if wrong is not None:
                raise VtlHarnessError(f"{option}: {wrong[0]}", hint=wrong[1])
            found.append(prefix)
    return tuple(found)


def wrong_prefix(prefix: str) -> tuple[str, str] | None:
    """The message and the hint for a text with which no rule's id begins; None for a good one."""
    from vtlharness.rules.registry import RULES

    if not prefix:
        return "the id of a rule is missing", "write ids with commas between them, such as VTL101,API4"
    if any(rule.startswith(prefix) for rule in RULES):
        return None
    by_name = {rule.name: rule.id for rule in RULES.values()}
    upper = prefix.upper()
    begins = any(rule.startswith(upper) for rule in RULES)
    near = by_name.get(prefix.lower()) or (upper if begins else _nearest(prefix, RULES))
    return f"there is no rule {prefix}", f"did you mean {near}? docs/rules.md lists the rules"


def _nearest(prefix: str, ids: Iterable[str]) -> str:
    """The most similar id; of several, the one with the nearest number."""
    from difflib import SequenceMatcher

    wanted = prefix.upper()
    wanted = wanted[:3] + wanted[3:].translate(_DIGITS)
    digits = "".join(character for character in wanted if character in "0123456789")
    number = int(digits[:3].ljust(3, "0"))

    def likeness(known: str) -> tuple[float, int]:
        return SequenceMatcher(None, wanted, known).ratio(), -abs(int(known[3:]) - number)

    return max(ids, key=likeness)
