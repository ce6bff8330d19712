"""Reading a pattern of java.util.regex: the cursor, escapes and sets of characters.

Comes in: a pattern and its flags. Goes out: `PatternReader`, from which the parser of whole patterns is built.
Raises JavaError (PatternSyntaxException) as Java does.
"""

from __future__ import annotations

import re
from string import hexdigits

from vtlharness.java.regex import classes
from vtlharness.java.regex.classes import CharSet
from vtlharness.java.values import JavaError

UNIX, IGNORE_CASE, COMMENTS, MULTILINE, LITERAL, DOTALL, UNICODE_CASE, CANON_EQ, UNICODE_CLASS = (
    1 << bit for bit in range(9)
)
FLAG_LETTERS = {
    "i": IGNORE_CASE,
    "m": MULTILINE,
    "s": DOTALL,
    "d": UNIX,
    "u": UNICODE_CASE,
    "c": CANON_EQ,
    "x": COMMENTS,
    "U": UNICODE_CLASS | UNICODE_CASE,
}
_LETTERS = {"a": 7, "e": 27, "f": 12, "n": 10, "r": 13, "t": 9}


def _without_quotes(pattern: str) -> str:
    r"""Write `\Q...\E` out, each sign with its own backslash: Java counts the index of a message in this text."""
    return re.sub(r"\\Q(.*?)(?:\\E|\Z)|\\.", _without_quote, pattern, flags=re.DOTALL)


def _without_quote(match: re.Match[str]) -> str:
    quoted = match[1]
    if quoted is None:
        return match[0]
    signed = re.sub(r"[\x00-\x7f]", lambda char: char[0] if char[0].isalnum() else f"\\{char[0]}", quoted)
    # A digit in front could belong to an escape before the quote.
    return f"\\x{ord(signed[0]):02x}{signed[1:]}" if signed[:1].isdecimal() and signed.isascii() else signed


class PatternReader:
    """A cursor over a pattern, with the flags in force at its place and the groups seen so far."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.source = pattern if flags & LITERAL or "\\Q" not in pattern else _without_quotes(pattern)
        self.at = 0
        self.flags = flags
        self.groups = 0
        self.names: dict[str, int] = {}
        self.open_groups: list[int] = []
        self.simple = True

    def error(self, what: str, index: int | None = None) -> JavaError:
        """A PatternSyntaxException at an index, by default that of the cursor."""
        index = self.at if index is None else index
        place = f" near index {index}" if index >= 0 else ""
        text = f"{what}{place}\n{self.pattern}"
        if 0 <= index < len(self.pattern):
            text += "\n" + " " * index + "^"
        return JavaError("java.util.regex.PatternSyntaxException", text)

    def peek(self) -> str:
        """The next character, past white space and comments where the pattern has them; empty at the end."""
        if self.flags & COMMENTS:
            while self.at < len(self.source) and self.source[self.at] in "\t\n\x0b\f\r #":
                if self.source[self.at] == "#":
                    while self.at < len(self.source) and self.source[self.at] not in "\n\r\x85\u2028\u2029":
                        self.at += 1
                else:
                    self.at += 1
        return self.source[self.at : self.at + 1]

    def look(self, text: str) -> bool:
        """Whether `text` comes next."""
        return self.source.startswith(text, self.at)

    def take(self, text: str) -> bool:
        """Reads `text` if it comes next."""
        if self.source.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def escape(self) -> int | CharSet:
        """A backslash and the text after it, if they stand for a character or a set of characters.

        After the end of a pattern, Java reads NUL.
        """
        start = self.at
        char = self.source[self.at + 1 : self.at + 2] or "\0"
        self.at += 2
        if char in "dDhHsSvVwW":
            return classes.predefined(char, bool(self.flags & UNICODE_CLASS))
        if char in "pP":
            return self.property(char == "P")
        if char in _LETTERS:
            return _LETTERS[char]
        if char == "0":
            return self.octal()
        if char in "xu":
            return self.hexadecimal(char)
        if char == "c":
            if self.at >= len(self.source):
                raise self.error("Illegal control escape sequence", self.at - 1)
            self.at += 1
            return ord(self.source[self.at - 1]) ^ 64
        if char == "N":
            return self.character_name()
        if char.isascii() and char.isalnum():
            raise self.error("Illegal/unsupported escape sequence", start + 1)
        return ord(char)

    def octal(self) -> int:
        """The digits of an octal escape: three when the first is at most 3."""
        digits = ""
        while len(digits) < 3 and self.source[self.at : self.at + 1] in tuple("01234567"):
            if len(digits) == 2 and digits[0] > "3":
                break
            digits += self.source[self.at]
            self.at += 1
        if not digits:
            raise self.error("Illegal octal escape sequence")
        return int(digits, 8)

    def hexadecimal(self, kind: str) -> int:
        r"""The digits of `\x41`, `\x{1F600}` or `\u0041` (two of these make a pair)."""
        if kind == "x" and self.look("{"):
            return self.hexadecimal_in_braces()
        size = 2 if kind == "x" else 4
        digits = self.source[self.at : self.at + size]
        if len(digits) < size or not _is_hex(digits):
            what = "hexadecimal" if kind == "x" else "Unicode"
            right = next((at for at, digit in enumerate(digits) if not _is_hex(digit)), len(digits))
            raise self.error(f"Illegal {what} escape sequence", self.at + right)
        self.at += size
        code = int(digits, 16)
        low = self.source[self.at + 2 : self.at + 6]
        if 0xD800 <= code <= 0xDBFF and self.look("\\u") and _is_hex(low) and 0xDC00 <= int(low, 16) <= 0xDFFF:
            self.at += 6
            return 0x10000 + ((code - 0xD800) << 10) + int(low, 16) - 0xDC00
        return code

    def hexadecimal_in_braces(self) -> int:
        r"""The digits of `\x{1F600}`."""
        start = self.at
        self.at += 1
        code = 0
        while _is_hex(digit := self.source[self.at : self.at + 1]):
            code = code * 16 + int(digit, 16)
            if code > classes.LAST:
                raise self.error("Hexadecimal codepoint is too big")
            self.at += 1
        if self.at == start + 1:
            raise self.error("Illegal hexadecimal escape sequence", start)
        if not self.take("}"):
            raise self.error("Unclosed hexadecimal escape sequence")
        return code

    def character_name(self) -> int:
        r"""The name of `\N{...}`."""
        end = self.source.find("}", self.at)
        if not self.look("{"):
            raise self.error("Illegal character name escape sequence")
        if end < 0:
            raise self.error("Unclosed character name escape sequence", max(self.at + 1, len(self.source) - 1))
        code = classes.named(self.source[self.at + 1 : end])
        if code is None:
            raise self.error(f"Unknown character name [{self.source[self.at + 1 : end]}]", end)
        self.at = end + 1
        return code

    def property(self, complement: bool) -> CharSet:
        r"""The name of `\p{...}` or the letter of `\pL`."""
        if self.take("{"):
            end = self.source.find("}", self.at)
            if end < 0:
                raise self.error("Unclosed character family", len(self.source))
            name = self.source[self.at : end]
            self.at = end + 1
            if not name:
                raise self.error("Empty character family", self.at - 1)
        else:
            name = self.source[self.at : self.at + 1] or "\0"
            self.at += 1
        chars = classes.family(name, bool(self.flags & UNICODE_CLASS), bool(self.flags & IGNORE_CASE))
        if chars is None:
            key, equals, value = name.partition("=")
            unknown = f"Unknown Unicode property {{name=<{key.lower()}>, value=<{value}>}}"
            raise self.error(unknown if equals else f"Unknown character property name {{{name}}}", self.at - 1)
        return chars.complement() if complement else chars

    def char_class(self, consume: bool) -> CharSet:
        """The text after `[`, up to its `]`; without `consume`, the right side of `&&`, whose `]` stays unread."""
        found: CharSet | None = None
        negated = consume and self.take("^")
        while True:
            char = self.peek()
            if not char:
                raise self.error("Unclosed character class", self.at - 1)
            if char == "[":
                self.at += 1
                inner = self.char_class(True)
                found = found.union(inner) if found else inner
            elif char == "&" and self.look("&&"):
                self.at += 2
                right = self.right_of_and()
                if found is None:
                    if right is None:
                        raise self.error("Bad class syntax", self.at - 1)
                    found = right
                else:
                    found = found.intersection(right or found)
            elif char == "]" and found is not None:
                self.at += consume
                return found.complement() if negated else found
            else:
                chars = self.range()
                found = found.union(chars) if found else chars

    def right_of_and(self) -> CharSet | None:
        """The right operand of `&&`; None if nothing follows it."""
        right: CharSet | None = None
        while (char := self.peek()) not in ("]", "&"):
            if not char:
                raise self.error("Unclosed character class", self.at - 1)
            nested = char == "["
            self.at += nested
            inner = self.char_class(nested)
            right = right.union(inner) if right else inner
        return right

    def range(self) -> CharSet:
        """One character, range or predefined class inside brackets."""
        char = self.peek()
        if char == "\\":
            low = self.escape()
            if not isinstance(low, int):
                return low
        else:
            self.at += 1
            low = ord(char)
        high = low
        if self.peek() == "-" and self.source[self.at + 1 : self.at + 2] not in ("[", "]"):
            self.at += 1
            end = self.peek() or "\0"
            if end == "\\":
                meaning = self.escape()
                if not isinstance(meaning, int):
                    raise self.error("Illegal character range", self.at - 1)
                high = meaning
            else:
                self.at += 1
                high = ord(end)
            if high < low:
                raise self.error("Illegal character range", self.at - 1)
        ignore_case, unicode_case = bool(self.flags & IGNORE_CASE), bool(self.flags & UNICODE_CASE)
        return classes.of_range(low, high, ignore_case=ignore_case, unicode_case=unicode_case)


def _is_hex(digits: str) -> bool:
    return bool(digits) and all(digit in hexdigits for digit in digits)
