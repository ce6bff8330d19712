"""All rules by their ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from vtlharness.rules.definitions import DEFINITIONS
from vtlharness.rules.engine import ENGINE
from vtlharness.rules.logic import LOGIC
from vtlharness.rules.output import OUTPUT
from vtlharness.rules.rule import Family, Rule


def by_id(families: Iterable[Family]) -> Mapping[str, Rule]:
    """The rules of some families by their ids, in the order of the ids.

    Raises ValueError if two rules share an id or a name.
    """
    rules: dict[str, Rule] = {}
    names: dict[str, str] = {}
    for rule in (rule for family in families for rule in family.rules):
        if rule.id in rules:
            raise ValueError(f"two rules have the id {rule.id}: {rules[rule.id].name} and {rule.name}")
        if rule.name in names:
            raise ValueError(f"two rules have the name {rule.name}: {names[rule.name]} and {rule.id}")
        rules[rule.id] = rule
        names[rule.name] = rule.id
    return MappingProxyType(dict(sorted(rules.items(), key=lambda entry: (entry[0][:3] != "VTL", entry[0]))))


FAMILIES = (OUTPUT, LOGIC, ENGINE, DEFINITIONS)
RULES = by_id(FAMILIES)
"""Every rule that a finding can have."""
