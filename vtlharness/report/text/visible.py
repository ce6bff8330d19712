"""Makes text from templates and users safe and visible on a terminal.

Comes in: names, values and output of templates. Goes out: text without control characters, escape sequences or marks
that change the direction of a line. Invisible characters become visible.
"""

from __future__ import annotations

import re

from vtlharness.visible import escaped

# Controls, lone surrogates, zero-width and direction marks, line and paragraph separators, the byte order mark.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_BREAKS = re.compile("[\t\n]")
# No-break spaces and those of other widths, which look like a space, except the one that East Asian text is full of.
_ODD_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f]")
_COMMAND = re.compile(r"(\s*)(:(?=:)|#(?=#\[))")
_BLANK_END = re.compile(r"[ \t]+\Z")

CUT = "…"


def safe(text: str) -> str:
    """The text on one line: line ends and tabs as `\\n` and `\\t`, other invisible characters as `\\uXXXX`.

    So are spaces that are not the usual one.
    """
    return _ODD_SPACES.sub(escaped, _BREAKS.sub(escaped, safe_lines(text)))


def safe_lines(text: str) -> str:
    """The text with its line ends and tabs, other invisible characters as `\\uXXXX`."""
    return _UNSAFE.sub(escaped, text)


def begun_safely(line: str) -> str:
    """The line, with its first mark as `\\uXXXX` if a CI system takes it for a command: `::error::x`, `##[group]x`.

    For lines that begin as a payload or a template begins them. Blanks before a command do not count.
    """
    match = _COMMAND.match(line)
    return line if match is None else f"{match[1]}\\u{ord(match[2]):04x}{line[match.end() :]}"


def visible_blanks(line: str) -> str:
    """A line without its line end: blanks at its end as `·`, tabs as `→`, a carriage return as `␍`.

    Spaces that are not the usual one are `\\uXXXX`.
    """
    line = _BLANK_END.sub(lambda match: match[0].replace(" ", "·"), line.replace("\r", "␍"))
    return _ODD_SPACES.sub(escaped, _UNSAFE.sub(escaped, line.replace("\t", "→")))


def around(text: str, at: int, width: int) -> str:
    """A long text cut to about `width` characters around an offset, with `…` where it was cut."""
    if len(text) <= width:
        return text
    start = max(0, min(at - width // 3, len(text) - width))
    end = min(len(text), start + width)
    return f"{CUT if start else ''}{text[start:end]}{CUT if end < len(text) else ''}"
