"""The findings of one definition: what the service's import drops, and what else its author may not expect.

Comes in: a rule and an error that names the place. Goes out: `Finding`s, each once, for `RestApi.findings`.
"""

from __future__ import annotations

from vtlharness.errors import DefinitionError
from vtlharness.findings import Finding

MOST_FINDINGS = 100
"""The number of findings that one definition keeps; further ones only repeat what is wrong."""

NO_METHOD = "API475"
"""The rule of the finding about an API without a method."""


class DefinitionFindings:
    """The findings so far, in the order in which the definition was read."""

    def __init__(self) -> None:
        self._found: dict[Finding, None] = {}

    @property
    def is_full(self) -> bool:
        """Whether no more findings are kept."""
        return len(self._found) >= MOST_FINDINGS

    def has(self, rule: str) -> bool:
        """Whether a finding of this rule is kept."""
        return any(finding.rule == rule for finding in self._found)

    def add(self, rule: str, place: DefinitionError) -> None:
        """Adds a finding with the sentence, the place and the hint of an error that is not raised."""
        if not self.is_full:
            self._found[Finding(rule, place.message, place.line, place.column, place.hint, place.file)] = None

    def all(self) -> tuple[Finding, ...]:
        """The findings, each once."""
        return tuple(self._found)
