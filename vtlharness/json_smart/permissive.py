"""A text to the value that json-smart 2.4.11 reads from it in MODE_PERMISSIVE, where almost everything is a string.

Keys and values need no quotes, quotes may be single, commas may be doubled, text after the first value is ignored, and
control characters mostly vanish. json-smart takes U+001A for the end of the text, except inside strings without
escapes; so the reader adds one at the end and looks for nothing else.

The text is read in UTF-16 units, as in Java: an astral character is split first, and joined again in every string.
"""

from __future__ import annotations

import re
from typing import Any

from vtlharness.java.scalars import Float
from vtlharness.json_smart import errors
from vtlharness.json_smart.errors import MAX_DEPTH, JsonError
from vtlharness.json_smart.numbers import floating, integer

_END = "\x1a"
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"[ \r\n\t]*")  # between values
_LOOSE_SPACE = re.compile(r"[\x00-\x19\x1b-\x20]*")  # after keys, numbers and an object's values
_SPACE_AND_COMMAS = re.compile(r"[ \r\n\t,]*")
_WHITESPACE = (  # the characters that Character.isWhitespace accepts
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2008\u2009\u200a\u2028\u2029\u205f\u3000"
)

# The characters that end an unquoted text, by its place.
_TO_COLON = re.compile(r"[^:\x1a]*")
_IN_OBJECT = re.compile(r"[^,}\x1a]*")
_IN_ARRAY = re.compile(r"[^,\]\x1a]*")
_ALONE = re.compile(r"[^\x1a]*")

_NUMBER = re.compile(r"[0-9-][0-9]*(\.[0-9]*)?([eE][0-9+-][0-9]*)?")
_WORDS: dict[str, bool | float | None] = {"null": None, "true": True, "false": False, "NaN": Float("nan")}

_PLAIN = re.compile(r"""[^\x00-\x1f\x7f"'\\]+""")  # inside a string that has escapes
_HEX = frozenset("0123456789abcdefABCDEF")
_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "b": "\b", "\\": "\\", "/": "/", "'": "'", '"': '"'}

_Container = dict[str, Any] | list[Any]


def read(text: str) -> Any:
    """The value of `text`; the empty text and blanks are the empty string.

    Raises JsonError with json-smart's message. Evidence: compared with json-smart itself.
    """
    return _Reader(text).document()


class _Reader:
    """A position in the text; every method reads on from there."""

    def __init__(self, text: str) -> None:
        if _ASTRAL.search(text):
            text = _ASTRAL.sub(_split, text)
        self.surrogates = bool(_SURROGATE.search(text))
        self.length = len(text)
        self.text = text + _END
        self.position = 0

    def document(self) -> Any:
        character = self.skip(_SPACE)
        if character in ":}]":
            raise errors.unexpected_character(character, self.position)
        if character in "{[":
            return self.container(character)
        return self.scalar(character, _ALONE)

    def container(self, character: str) -> _Container:
        """An object or array with its content, read with its own stack: 400 levels may be too many for Python's."""
        root = current = self.opened(character, 1)
        parents: list[_Container] = []
        while True:
            if isinstance(current, dict):
                key = self.key()
                if key is not None:
                    character = self.value_start()
                    if character in "{[":
                        child = current[key] = self.opened(character, len(parents) + 2)
                        parents.append(current)
                        current = child
                        continue
                    current[key] = self.scalar(character, _IN_OBJECT)
                    if self.more():
                        continue
            else:
                character = self.item_start()
                if character in "{[":
                    child = self.opened(character, len(parents) + 2)
                    current.append(child)
                    parents.append(current)
                    current = child
                    continue
                if character != "]":
                    current.append(self.scalar(character, _IN_ARRAY))
                    continue
            while parents:  # current is complete
                current = parents.pop()
                if isinstance(current, list) or self.more():
                    break
            else:
                return root

    def opened(self, character: str, depth: int) -> _Container:
        if depth > MAX_DEPTH:
            raise errors.too_deep(character, self.position)
        if character == "{":
            return {}
        self.position += 1
        return []

    def key(self) -> str | None:
        """The next key, from the `{` or `,` before it to the `:` after it; None after `}`."""
        self.position += 1
        character = self.skip(_SPACE_AND_COMMAS)
        if character == "}":
            self.position += 1
            return None
        if character in ":][{":
            raise errors.unexpected_character(character, self.position)
        key = self.string() if character in "\"'" else self.unquoted(_TO_COLON)
        character = self.skip(_LOOSE_SPACE)
        if character == _END:
            raise errors.unexpected_end(self.position - 1)
        if character != ":":
            raise errors.unexpected_character(character, self.position - 1)
        self.position += 1
        if self.position >= self.length:
            raise errors.unexpected_end(self.position - 1, "EOF")
        return key

    def value_start(self) -> str:
        """The first character of an object's value."""
        character = self.skip(_SPACE)
        if character in ":}]":
            raise errors.unexpected_character(character, self.position)
        return character

    def item_start(self) -> str:
        """The first character of an array's next value, or `]`, which is then read."""
        character = self.skip(_SPACE_AND_COMMAS)
        if character == "]":
            self.position += 1
        elif character in ":}":
            raise errors.unexpected_character(character, self.position)
        elif character == _END:
            raise errors.unexpected_end(self.position - 1, "EOF")
        return character

    def more(self) -> bool:
        """Whether a comma follows an object's value; False after `}`."""
        character = self.skip(_LOOSE_SPACE)
        if character == "}":
            self.position += 1
            return False
        if character == _END:
            raise errors.unexpected_end(self.position - 1)
        if character != ",":
            raise errors.unexpected_token(character, self.position - 1)
        return True

    def scalar(self, character: str, until: re.Pattern[str]) -> Any:
        """A value other than an object or array."""
        if character in "\"'":
            return self.string()
        if character in "-0123456789":
            return self.number(until)
        text = self.unquoted(until)
        return _WORDS.get(text, text) if character in "ntfN" else text

    def number(self, until: re.Pattern[str]) -> Any:
        """A number, or a text that only starts as one."""
        start = self.position
        match = _NUMBER.match(self.text, start)
        assert match
        end = match.end()
        if match[2] is None and self.text[end] in "eE":
            return self.unquoted(until)
        self.position = end
        character = self.skip(_LOOSE_SPACE)
        end = self.position
        # From U+007E on json-smart looks no further: the number ends there, and another value begins.
        if character < "~" and until.match(self.text, end).end() > end:  # type: ignore[union-attr]
            self.position = start
            return self.unquoted(until)
        digits = _trimmed(self.text[start:end])
        if match[1] is None and match[2] is None:
            try:
                return integer(digits)
            except ValueError:
                # BigInteger's complaint about control characters; it reads, and names, nine digits at a time.
                raise JsonError(f'For input string: "{digits[-9:]}"', end) from None
        try:
            return floating(digits)
        except ValueError:
            raise errors.unexpected_token(digits, end) from None

    def unquoted(self, until: re.Pattern[str]) -> str:
        start = self.position
        self.position = until.match(self.text, start).end()  # type: ignore[union-attr]
        return self.joined(_trimmed(self.text[start : self.position]))

    def string(self) -> str:
        start = self.position + 1
        quote = self.text[self.position]
        end = self.text.find(quote, start)
        if end < 0:
            raise errors.unexpected_end(self.length)
        text = self.text[start:end]
        if "\\" in text:
            return self.escaped_string(quote)
        self.position = end + 1
        return self.joined(text)

    def escaped_string(self, quote: str) -> str:
        """A string with escapes: unknown ones and control characters vanish."""
        parts: list[str] = []
        position = self.position + 1
        while True:
            plain = _PLAIN.match(self.text, position)
            if plain:
                parts.append(plain[0])
                position = plain.end()
            character = self.text[position : position + 1] or _END
            if character == quote:
                self.position = position + 1
                return _joined("".join(parts))
            if character == _END:
                raise errors.unexpected_end(position - 1)
            if character == "\\":
                character = self.text[position + 1]
                if character in "ux":
                    parts.append(self.code_unit(position + 2, 4 if character == "u" else 2))
                    position += 4 if character == "u" else 2
                else:
                    parts.append(_ESCAPES.get(character, ""))
                position += 2
            else:
                if character in "\"'":
                    parts.append(character)
                position += 1

    def code_unit(self, start: int, size: int) -> str:
        for position in range(start, start + size):
            character = self.text[position]
            if character == _END:
                raise errors.unexpected_end(position, "EOF")
            if character not in _HEX:
                raise errors.unexpected_escape(character, position)
        return chr(int(self.text[start : start + size], 16))

    def skip(self, what: re.Pattern[str]) -> str:
        """The first character after `what`."""
        self.position = what.match(self.text, self.position).end()  # type: ignore[union-attr]
        return self.text[self.position]

    def joined(self, text: str) -> str:
        return _joined(text) if self.surrogates else text


def _trimmed(text: str) -> str:
    """The text without blanks around it; of a text of blanks only, the last one stays."""
    return text.strip(_WHITESPACE) or text[-1:]


def _split(astral: re.Match[str]) -> str:
    rest = ord(astral[0]) - 0x10000
    return chr(0xD800 + (rest >> 10)) + chr(0xDC00 + (rest & 0x3FF))


def _joined(text: str) -> str:
    """The text with every surrogate pair replaced by its character."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
