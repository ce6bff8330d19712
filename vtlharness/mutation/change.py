"""One change of a template, and where it counts as rendered.

Made by `template_changes`. Next: `trying` renders the changed template.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from vtlharness.source import Source

Operator: TypeAlias = Literal[
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
]
"""The kinds of changes; the last three are those of a definition."""

_SHOWN = 60


class Change(NamedTuple):
    """A change of a template: the text from `start` to `end` becomes `text`.

    `before` and `after` show it in short; `after` is empty for a part that is left out.
    """

    operator: Operator
    start: int
    end: int
    text: str
    before: str
    after: str

    def applied(self, source: Source) -> Source:
        """The changed template."""
        return Source(f"{source.text[: self.start]}{self.text}{source.text[self.end :]}", source.name)


def shown(text: str) -> str:
    """A piece of a template in one short line."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
