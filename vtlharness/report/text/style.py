"""The colours of a report: a `Style` paints words, or leaves them as they are."""

from __future__ import annotations

from typing import NamedTuple


class Style(NamedTuple):
    """ANSI codes by meaning; an empty code paints nothing."""

    good: str = ""
    bad: str = ""
    notice: str = ""
    strong: str = ""
    faint: str = ""

    def paint(self, code: str, text: str) -> str:
        """The text in a colour of this style, such as `style.paint(style.bad, "failed")`."""
        return f"\x1b[{code}m{text}\x1b[0m" if code and text else text


PLAIN = Style()
ANSI = Style(good="32", bad="31", notice="33", strong="1", faint="2")
