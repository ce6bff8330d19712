"""String literals: from the token's image to the text it stands for, and back to the template's offsets.

Evidence: Apache Velocity 1.7; docs/fidelity.md#interpolation, docs/fidelity.md#quotes-in-quotes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vtlharness.errors import VtlSyntaxError
from vtlharness.source import Source
from vtlharness.vtl.syntax.tokens import Token

_UNICODE_ESCAPE = re.compile(r"\\u([+-]?[0-9A-Fa-f]{4}|[+-][0-9A-Fa-f]{3})?")


def string_text(token: Token, source: Source, offsets: Sequence[int]) -> tuple[str, Sequence[int]]:
    """The text of a string literal without its quotes, and the original offset of each character and of the end.

    A doubled quote is one quote; `\\uXXXX` is a character in double quotes; any other backslash stands for itself.
    `offsets` are those of the image's characters. Raises VtlSyntaxError for a `\\u` without four hexadecimal digits.
    """
    quote = token.image[0]
    text = token.image[1:-1]
    places = offsets[1:-1]
    if quote == '"' and "\\u" in text:
        text, places = _unescaped(text, places, source)
    if quote * 2 in text:
        text, places = _single_quotes(text, places, quote)
    return text, places


def _unescaped(text: str, places: Sequence[int], source: Source) -> tuple[str, Sequence[int]]:
    parts: list[str] = []
    kept: list[int] = []
    position = 0
    while True:
        escape = text.find("\\u", position)
        if escape < 0:
            parts.append(text[position:])
            kept.extend(places[position:])
            return "".join(parts), kept
        match = _UNICODE_ESCAPE.match(text, escape)
        digits = match.group(1) if match else None
        if digits is None:
            raise VtlSyntaxError(
                "'\\u' in a double-quoted string needs four hexadecimal digits",
                source=source,
                offset=places[escape],
                length=2,
                hint="use single quotes, which take every backslash as it is",
            )
        parts.append(text[position:escape] + chr(int(digits, 16) & 0xFFFF))
        kept.extend(places[position : escape + 1])
        position = escape + 6


def _single_quotes(text: str, places: Sequence[int], quote: str) -> tuple[str, Sequence[int]]:
    kept = list(places)
    position = len(text)
    halves = text.split(quote * 2)
    for half in reversed(halves[1:]):
        position -= len(half) + 1
        del kept[position]
        position -= 1
    return quote.join(halves), kept
