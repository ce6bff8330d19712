"""The findings of one template, with places and the changes that mend them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from vtlharness.findings import Finding
from vtlharness.source import Source


class Change(NamedTuple):
    """The text from `start` to `end` of a template becomes `text`."""

    start: int
    end: int
    text: str


class Lint(NamedTuple):
    """A finding, and the changes that mend it; none if it is not safe to mend it."""

    finding: Finding
    offset: int
    changes: tuple[Change, ...] = ()


class Report:
    """Collects the findings of one template. Each rule finds one fault at one place."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._found: dict[tuple[str, int], Lint] = {}
        self.quiet = False

    def add(
        self, rule: str, offset: int, message: str, hint: str | None = None, changes: Sequence[Change] = ()
    ) -> None:
        """Adds a finding at an offset of the template."""
        if self.quiet or (rule, offset) in self._found:
            return
        place = self.source.position(offset)
        finding = Finding(rule, message, place.line, place.column, hint, self.source.name)
        self._found[rule, offset] = Lint(finding, offset, tuple(changes))

    def shown(self, start: int, end: int, most: int = 60) -> str:
        """A part of the template for a message, on one line."""
        text = " ".join(self.source.text[start:end].split())
        return text if len(text) <= most else f"{text[: most - 1]}…"

    def all(self) -> list[Lint]:
        """The findings in the order of their places."""
        return sorted(self._found.values(), key=lambda one: (one.offset, one.finding.rule))
