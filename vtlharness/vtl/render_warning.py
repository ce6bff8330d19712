"""A warning that travels with a rendering."""

from __future__ import annotations

from typing import NamedTuple


class RenderWarning(NamedTuple):
    """A place where the service does what the author may not expect, or may do otherwise than we.

    `line` and `column` (from 1) are None where no place is known.
    """

    message: str
    line: int | None = None
    column: int | None = None
