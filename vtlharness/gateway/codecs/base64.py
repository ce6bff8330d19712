"""`$util.base64Encode` and `$util.base64Decode`: the basic codec of `java.util.Base64` on UTF-8 text.

Comes in: text. Goes out: text. Evidence: docs/fidelity.md#base64, docs/fidelity.md#invalid-encodings.
"""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64

from vtlharness.gateway.codecs.utf8 import utf8_bytes, utf8_text
from vtlharness.java.utf16 import merged
from vtlharness.java.values import JavaError
from vtlharness.late_pattern import late_pattern

# Whole groups of four, then a last one of two or three characters with or without its padding.
_SOUND = late_pattern("(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?")
_OUTSIDE = late_pattern(r"[^A-Za-z0-9+/]")


def base64_encode(text: str) -> str:
    """The base64 text, without line breaks, of the text's UTF-8 bytes (a lone surrogate counts as `?`)."""
    return b2a_base64(utf8_bytes(text), newline=False).decode("ascii")


def base64_decode(text: str) -> str:
    """The text whose UTF-8 bytes the base64 text holds; bytes that are not UTF-8 become U+FFFD.

    Raises JavaError as `base64_bytes` does.
    """
    return utf8_text(base64_bytes(text))


def base64_bytes(text: str) -> bytes:
    """The bytes that the base64 text holds. Padding may be missing.

    Raises JavaError (IllegalArgumentException) for line breaks, blanks, half a padding and anything after the padding.
    """
    if _SOUND.fullmatch(text) is None:
        raise JavaError("java.lang.IllegalArgumentException", _refusal(text))
    return a2b_base64(text + "=" * (-len(text) % 4))


def _refusal(text: str) -> str:
    """The exception that Java throws for a text that is not `_SOUND`."""
    text = merged(text)
    if len(text) < 2:
        return "Input byte[] should at least have 2 bytes for base64 bytes"
    outside = _OUTSIDE.search(text)
    if outside is None:
        return "Last unit does not have enough valid bits"
    at, char = outside.start(), outside[0]
    if char != "=":
        code = ord(char)
        # The bytes are ISO-8859-1, signed; a character that is not in it is a question mark.
        return f"Illegal base64 character {_hex(code - 256 if 0x80 <= code < 0x100 else code if code < 0x80 else 0x3F)}"
    place = at % 4
    if place == 1:
        return "Last unit does not have enough valid bits"
    if place == 0 or (place == 2 and text[at + 1 : at + 2] != "="):
        return "Input byte array has wrong 4-byte ending unit"
    return f"Input byte array has incorrect ending byte at {at + (2 if place == 2 else 1)}"


def _hex(number: int) -> str:
    return f"-{-number:x}" if number < 0 else f"{number:x}"
