"""The `$stageVariables` root: text values only (facts/gateway.md 5).

Comes in: the stage's variables as a test gives them. Goes out: a map of its own for each evaluation. Next:
`gateway.mapping`.
"""

from __future__ import annotations

from collections.abc import Mapping

from vtlharness.gateway.text_values import text_values


def stage_variables_map(given: Mapping[str, object] | None) -> dict[str, str]:
    """The variables in the order given; a missing one prints empty (`aws-stagevar-local`)."""
    return text_values(given)
