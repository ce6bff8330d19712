"""Characters that look like a space and are none to YAML: they come with text from web pages and editors.

Comes in: a key, a value or a line. Goes out: the name of the first such character, for a message.
"""

from __future__ import annotations

import re

_NAMES = {
    "\u00a0": "a no-break space",
    "\u200b": "a zero-width space",
    "\u202f": "a narrow no-break space",
    "\u3000": "an ideographic space",
    "\u2060": "a word joiner",
    "\ufeff": "a byte order mark",
}
_ANY = "[\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]"
_ODD = re.compile(_ANY)
_INDENTATION = re.compile(rf"(?:[ \t]|{_ANY})*")
_BESIDE_A_SIGN = re.compile(rf"(?<=[-:?,|>\[{{]){_ANY}|{_ANY}(?=[#:}},\]])")


def odd_space(text: str) -> str | None:
    """The name of the first odd space in a text, such as `a no-break space (U+00A0)`; None if there is none."""
    found = _ODD.search(text)
    return None if found is None else _named(found[0])


def odd_space_where_syntax_is(line: str, *, tabs: bool = True) -> tuple[int, str] | None:
    """The first tab or odd space of a line where YAML needs spaces, and its name.

    It is in the indentation, or (not a tab) beside a sign such as `:` or `-`. Without `tabs`, only odd spaces count.
    None if there is none there.
    """
    indentation = _INDENTATION.match(line)
    end = indentation.end() if indentation else 0
    for at, char in enumerate(line[:end]):
        if char != " " and (tabs or char != "\t"):
            return at, _named(char)
    found = _BESIDE_A_SIGN.search(line)
    return None if found is None else (found.start(), _named(found[0]))


def _named(char: str) -> str:
    if char == "\t":
        return "a tab"
    return f"{_NAMES.get(char, 'an unusual space')} (U+{ord(char):04X})"
