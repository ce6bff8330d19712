"""A finding: a warning with a rule, a place, a sentence and a hint.

Made wherever a template, a path, a definition or a call does something that its author may not expect. Renderings and
results carry findings to the reports. The rules are described in `vtlharness.rules` (and in docs/rules.md): `VTL1xx`
output, `VTL2xx` logic, `VTL3xx` traps of the engine, `API4xx` definitions and integrations.
"""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """A place where the service does something that the author may not expect, or where it may differ from this
    package.

    `rule` is the id of its rule, such as `VTL201`; `message` is one sentence. `file` names the text, `line` and
    `column` (from 1) the place in it; each is None if it is not known. `hint` says what to write instead, None if no
    advice fits every case.
    """

    rule: str
    message: str
    line: int | None = None
    column: int | None = None
    hint: str | None = None
    file: str | None = None

    def __str__(self) -> str:
        """The finding in one line, without its hint: `put.vtl:3:5: VTL201 $x is true although ...`."""
        place = self.place
        return f"{place}: {self.rule} {self.message}" if place else f"{self.rule} {self.message}"

    @property
    def place(self) -> str:
        """`file:line:column` as far as it is known; empty if it is not."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
