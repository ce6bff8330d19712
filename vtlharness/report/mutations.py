"""The records of a run with `--mutate`.

Made by `mutation`. Next: `report.text.mutation` and the JSON report.
"""

from __future__ import annotations

from typing import NamedTuple


class UnnoticedChange(NamedTuple):
    """A change of a template or a definition that no case notices.

    `line` and `column` count from 1 in `file`; they are None for a definition whose places are not known, whose `part`
    then says where the change is (`GET /orders`; empty for a template). `after` is empty for a part that is left out.
    `nearest` is the id of the case that comes nearest, and `look` what it would have to look at.
    """

    operator: str
    file: str
    line: int | None
    column: int | None
    part: str
    before: str
    after: str
    nearest: str
    look: str


class MutationRecord(NamedTuple):
    """How the changes of a run came out: `tried` of them, of which a case noticed all but the `unnoticed`, and but
    those that a case file `accepted`.

    `not_tried` counts the changes for which there was no time, `not_covered` those at places that no case renders.
    """

    unnoticed: tuple[UnnoticedChange, ...] = ()
    tried: int = 0
    accepted: int = 0
    not_tried: int = 0
    not_covered: int = 0
    duration_s: float = 0.0

    @property
    def noticed(self) -> int:
        """The number of changes that some case noticed."""
        return self.tried - self.accepted - len(self.unnoticed)
