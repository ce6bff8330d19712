"""Text to bytes and back as Java's UTF-8 does it.

Comes in: text with lone surrogates, bytes that are not UTF-8. Goes out: the results of `String.getBytes` and `new
String(bytes)`. Used by: `gateway.codecs.percent`, `gateway.codecs.base64`, and wherever a body may not be text.
"""

from __future__ import annotations

from vtlharness.java.utf16 import merged
from vtlharness.late_pattern import late_pattern

# An encoded surrogate, whole or cut short, is one malformed sequence to Java; Python counts its bytes one by one.
_ENCODED_SURROGATE = late_pattern(rb"\xed[\xa0-\xbf][\x80-\xbf]?")


def utf8_bytes(text: str) -> bytes:
    """`text.getBytes(UTF_8)`: a lone surrogate becomes `?`, two that form a pair become their character (oracle)."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return merged(text).encode("utf-8", "replace")


def utf8_text(data: bytes) -> str:
    """`new String(data, UTF_8)`: each malformed sequence becomes one U+FFFD (oracle)."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return _ENCODED_SURROGATE.sub(b"\xff", data).decode("utf-8", "replace")


def text_if_utf8(data: bytes) -> str | None:
    """The text of bytes, None if they are not UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None
