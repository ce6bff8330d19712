"""What a run covered, as plain data: the section on coverage of those reports that have one.

Comes in: whatever measured the run. Goes out: a `CoverageSection`, a field of the `RunRecord`.
"""

from __future__ import annotations

from typing import NamedTuple


class TextCoverage(NamedTuple):
    """The coverage of one template or definition.

    `file` names it. `lines` and `arms` are pairs: how many ran, of how many. `missing` are sentences on what did not
    run, in the order of the places (`line 4: the else of #if is never taken`).
    """

    file: str
    lines: tuple[int, int]
    arms: tuple[int, int]
    missing: tuple[str, ...] = ()


class UnreachedPart(NamedTuple):
    """A part of a definition that no case reached.

    `file` names the definition; `line` and `column` are None where its file puts the API together. `kind` is "method",
    "response", "request template", "response template", "validator", "authorizer" or "gateway response"; `method` is
    the method that has it (`POST /orders`), `name` its own name: a pattern (empty for the default), a content type, the
    name of an authorizer, the type of a gateway response. `what` is the sentence on it.
    """

    file: str
    line: int | None
    column: int | None
    kind: str
    method: str | None
    name: str
    what: str

    def __str__(self) -> str:
        place = "" if self.line is None else f":{self.line}:{self.column}"
        return f"{self.file}{place}: {self.what}"


class CoverageSection(NamedTuple):
    """The coverage of a run.

    `unreached` are sentences on parts of definitions that no case reached, `parts` the same as data.
    """

    texts: tuple[TextCoverage, ...]
    unreached: tuple[str, ...] = ()
    parts: tuple[UnreachedPart, ...] = ()

    @property
    def lines(self) -> tuple[int, int]:
        """The lines that ran, and all lines."""
        return sum(text.lines[0] for text in self.texts), sum(text.lines[1] for text in self.texts)

    @property
    def arms(self) -> tuple[int, int]:
        """The arms of choices that were taken, and all arms."""
        return sum(text.arms[0] for text in self.texts), sum(text.arms[1] for text in self.texts)
