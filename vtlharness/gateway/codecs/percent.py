"""`$util.urlEncode` and `$util.urlDecode`: form encoding as `java.net.URLEncoder` and `URLDecoder` do it, in UTF-8.

Comes in: text. Goes out: text. Evidence: docs/fidelity.md#url-encode, docs/fidelity.md#invalid-encodings.
"""

from __future__ import annotations

import unicodedata

from vtlharness.gateway.codecs.utf8 import utf8_bytes, utf8_text
from vtlharness.java.utf16 import units
from vtlharness.java.values import JavaError
from vtlharness.late_pattern import late_pattern

_KEPT = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.*")
_FORM = tuple(chr(byte) if byte in _KEPT else "+" if byte == 0x20 else f"%{byte:02X}" for byte in range(256))
_ESCAPES = late_pattern("(?:%[0-9A-Fa-f]{2})+")
_ODD_ESCAPE = late_pattern("%(?![0-9A-Fa-f]{2})")


def url_encode(text: str) -> str:
    """Letters, digits and `-_.*` stay, a space becomes `+`, every other UTF-8 byte `%XX`."""
    return "".join(map(_FORM.__getitem__, utf8_bytes(text)))


def url_decode(text: str) -> str:
    """`+` becomes a space, a run of `%XX` the text of its bytes.

    Raises JavaError (IllegalArgumentException) where a `%` is not followed by two hexadecimal digits.
    """
    if "%" not in text:
        return text.replace("+", " ")
    if _ODD_ESCAPE.search(text):
        return _decode_odd(text)
    return _ESCAPES.sub(lambda run: utf8_text(bytes.fromhex(run[0].replace("%", ""))), text.replace("+", " "))


def _decode_odd(text: str) -> str:
    """Decodes digits that only Java reads as hexadecimal, such as `%+1` or fullwidth digits, or raises JavaError."""
    pieces: list[str] = []
    run = bytearray()
    at = 0
    while at < len(text):
        if text[at] == "%":
            run.append(_byte(text[at + 1 : at + 3]))
            at += 3
            continue
        if run:
            pieces.append(utf8_text(bytes(run)))
            run.clear()
        pieces.append(" " if text[at] == "+" else text[at])
        at += 1
    pieces.append(utf8_text(bytes(run)))
    return "".join(pieces)


def _byte(digits: str) -> int:
    """The byte of an escape as `Integer.parseInt(digits, 16)` reads it, or the exception that URLDecoder throws."""
    pair = units(digits)[:2]
    if len(pair) < 2:
        raise _refused("Incomplete trailing escape (%) pattern")
    sign = pair[0] if pair[0] in "+-" else ""
    first = 0 if sign else _digit(pair[0])
    second = _digit(pair[1])
    if first is None or second is None:
        wrong = 0 if first is None else 1
        shown = utf8_bytes(pair).decode()  # half of a pair shows as a question mark
        raise _refused(f'Illegal hex characters in escape (%) pattern - Error at index {wrong} in: "{shown}"')
    if sign == "-" and second:
        raise _refused("Illegal hex characters in escape (%) pattern - negative value")
    return first * 16 + second


def _digit(char: str) -> int | None:
    """`Character.digit(char, 16)`: decimal digits of every script, A to F also in full width."""
    value = unicodedata.decimal(char, None)
    if value is not None:
        return value
    folded = chr(ord(char) - 0xFEE0) if "\uff21" <= char <= "\uff46" else char
    return int(folded, 16) if folded in "ABCDEFabcdef" else None


def _refused(message: str) -> JavaError:
    return JavaError("java.lang.IllegalArgumentException", f"URLDecoder: {message}")
