"""Names of files and cases on one line of a message.

Comes in: a name that somebody else may have chosen. Goes out: the name without line ends and other control characters:
a file's name may hold a line end, and what follows it would be a line of the output. Every module that puts a name
into a sentence without quotes uses this; `report.text.visible` makes whole lines safe for a terminal.
"""

from __future__ import annotations

import re

_CONTROLS = "[\x00-\x1f\x7f-\x9f\u2028\u2029]"  # compiled where a name has one
_SHORT = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


def one_line(name: str) -> str:
    """The name with its control characters as `\\n`, `\\t` and `\\uXXXX`; most names are as they were."""
    return name if name.isprintable() else re.sub(_CONTROLS, escaped, name)


def escaped(match: re.Match[str]) -> str:
    """A character that is matched, as `\\n`, `\\t` or `\\uXXXX`."""
    char = match[0]
    return _SHORT.get(char) or f"\\u{ord(char):04x}"
