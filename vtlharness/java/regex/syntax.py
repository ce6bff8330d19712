"""The syntax of java.util.regex (JDK 17), translated for Python.

Comes in: a pattern. Goes out: a `Translation`: the text for `re`, or for the `regex` library if `re` lacks something.
Flags are worked into that text: `.`, `^` and `$` know Java's line terminators, classes are those of Java, and letters
that ignore case become sets. Raises JavaError (PatternSyntaxException) as Java does; a part without a counterpart here
(`\\b{g}`) is refused the same way.
"""

from __future__ import annotations

from string import digits

from vtlharness.java.regex import classes
from vtlharness.java.regex.classes import CharSet
from vtlharness.java.regex.reader import (
    DOTALL,
    FLAG_LETTERS,
    IGNORE_CASE,
    LITERAL,
    MULTILINE,
    UNICODE_CASE,
    UNICODE_CLASS,
    UNIX,
    PatternReader,
)
from vtlharness.java.scalars import INT_MAX
from vtlharness.records import Record

_TERMINATORS = r"\n\r\x85\u2028\u2029"
_LINE_START = r"(?:(?:\A|(?<=[\n\x85\u2028\u2029])|(?<=\r)(?!\n))(?!\Z))"
_LINE_END = r"(?:(?=[\r\x85\u2028\u2029])|(?<!\r)(?=\n)|\Z)"
_LAST_LINE_END = r"(?:(?=\r\n\Z)|(?=[\r\x85\u2028\u2029]\Z)|(?<!\r)(?=\n\Z)|\Z)"
_LINE_BREAK = r"(?:\r\n|[\n-\r\x85\u2028\u2029])"
_WORD_ENDS = (
    r"[_\p{L}\p{Nd}]|[\p{L}\p{Nd}]\p{Mn}+",
    r"[_\p{L}\p{Nd}]|(?<=[\p{L}\p{Nd}]\p{Mn}*)\p{Mn}",
)
"""The last and the first character of a word: a mark belongs to the letter or digit before it."""
_UNICODE_WORD_ENDS = (classes.predefined("w", True).text,) * 2


class Translation(Record):
    """A translated pattern, how many groups it has, and their names.

    `simple` says whether `re` understands it, `empty` whether it can match no character at all.
    """

    text: str
    simple: bool
    empty: bool
    groups: int
    names: dict[str, int]


class _Piece(Record):
    """A translated part.

    `longest` is its greatest length (None: Java sees no end); `unit` says whether a quantifier can follow it directly,
    `branches` whether Java can match it in several ways, `empty` whether it can match nothing; `times` is the number
    of repetitions of that length.
    """

    text: str
    longest: int | None
    unit: bool = True
    branches: bool = False
    empty: bool = False
    times: int | None = None


def translate(pattern: str, flags: int = 0) -> Translation:
    """Translate a whole pattern; `flags` are those of java.util.regex.Pattern."""
    parser = _Parser(pattern, flags)
    if flags & LITERAL:
        whole = _Piece("".join([parser.literal(ord(char)).text for char in pattern]), None, empty=not pattern)
    else:
        whole = parser.expression()
        if parser.peek():
            raise parser.error("Unmatched closing ')'", parser.at - 1)
        if parser.at > len(parser.source):
            raise parser.error("Unexpected internal error", parser.at - 1)
    return Translation(whole.text, parser.simple, whole.empty, parser.groups, parser.names)


class _Parser(PatternReader):
    """A recursive descent over the pattern, which builds the text as it goes."""

    def expression(self) -> _Piece:
        branches = [self.sequence()]
        while self.peek() == "|":
            self.at += 1
            branches.append(self.sequence())
        longest: int | None = 0
        for branch in branches:
            longest = None if longest is None or branch.longest is None else max(longest, branch.longest)
        several = len(branches) > 1
        inner = any(branch.branches for branch in branches)
        empty = any(branch.empty for branch in branches)
        return _Piece("|".join([branch.text for branch in branches]), longest, False, several or inner, empty)

    def sequence(self) -> _Piece:
        texts: list[str] = []
        longest: int | None = 0
        branches, empty = False, True
        while (char := self.peek()) and char not in "|)":
            if char in "*+?":
                raise self.error(f"Dangling meta character '{char}'")
            piece = self.atom()
            if piece is not _FLAGS:
                piece = self.quantified(piece)
            texts.append(piece.text)
            branches = branches or piece.branches
            empty = empty and piece.empty
            longest = _longer(longest, piece)
        return _Piece("".join(texts), longest, False, branches, empty)

    def quantified(self, piece: _Piece) -> _Piece:
        char = self.peek()
        if char == "{":
            low, high = self.repetition()
            count = f"{{{low}}}" if low == high else f"{{{low},{'' if high == INT_MAX else high}}}"
        elif char and char in "*+?":
            low, high = {"*": (0, INT_MAX), "+": (1, INT_MAX), "?": (0, 1)}[char]
            count = char
            self.at += 1
        else:
            return piece
        suffix = self.peek()
        if suffix in ("?", "+"):
            self.at += 1
            self.simple = self.simple and suffix == "?"
        else:
            suffix = ""
        if piece.text == _LINE_BREAK:  # a repetition does not go back into it
            piece = _Piece(f"(?>{piece.text})", piece.longest)
            self.simple = False
        text = piece.text if piece.unit else f"(?:{piece.text})"
        optional = (low, high) == (0, 1)
        looped = piece.branches and not optional and suffix != "+" and not piece.text.startswith("(?>")
        longest = None if looped else piece.longest
        endless_char = high == INT_MAX and char != "{" and not suffix and piece.longest == 1 and text[0] != "("
        if optional or endless_char:
            longest = INT_MAX if endless_char else longest
            return _Piece(text + count + suffix, longest, False, True, piece.empty or low == 0)
        branches = piece.branches or low != high
        return _Piece(text + count + suffix, longest, False, branches, piece.empty or low == 0, high)

    def repetition(self) -> tuple[int, int]:
        self.at += 1
        low = self.number()
        if low is None:
            raise self.error("Illegal repetition")
        high = low
        if self.take(","):
            most = self.number()
            high = INT_MAX if most is None else most
        if not self.take("}"):
            raise self.error("Unclosed counted closure")
        if high < low:
            raise self.error("Illegal repetition range", self.at - 1)
        return low, high

    def number(self) -> int | None:
        number: int | None = None
        while (digit := self.source[self.at : self.at + 1]) and digit in digits:
            number = (number or 0) * 10 + int(digit)
            if number > INT_MAX:
                raise self.error("Illegal repetition range")
            self.at += 1
        return number

    # Atoms

    def atom(self) -> _Piece:
        char = self.peek()
        if char == "(":
            return self.group()
        if char == "[":
            self.at += 1
            return self.set(self.char_class(True))
        if char == "\\":
            return self.escaped()
        if char == "{":
            return _NOTHING
        self.at += 1
        if char == ".":
            if self.flags & DOTALL:
                return _Piece(r"[\x00-\U0010ffff]", 1)
            return _Piece(r"[^\n]" if self.flags & UNIX else f"[^{_TERMINATORS}]", 1)
        if char == "^":
            if self.flags & MULTILINE:
                return _anchor(r"(?:(?:\A|(?<=\n))(?!\Z))" if self.flags & UNIX else _LINE_START)
            return _anchor(r"(?:\A)")
        if char == "$":
            if self.flags & UNIX:
                return _anchor(r"(?:(?=\n)|\Z)" if self.flags & MULTILINE else r"(?:(?=\n\Z)|\Z)")
            return _anchor(_LINE_END if self.flags & MULTILINE else _LAST_LINE_END)
        return self.literal(ord(char))

    def literal(self, code: int) -> _Piece:
        if self.flags & IGNORE_CASE:
            unicode_case = bool(self.flags & UNICODE_CASE)
            char = chr(code)
            if char.isalpha() and (unicode_case or char.isascii()):
                return self.set(classes.of_range(code, code, ignore_case=True, unicode_case=unicode_case))
        return _Piece(classes.literal(code), 1)

    def set(self, chars: CharSet) -> _Piece:
        self.simple = self.simple and chars.simple
        return _Piece(chars.text, 1)

    # Groups

    def group(self) -> _Piece:
        self.at += 1
        flags = self.flags
        self.peek()
        if not self.take("?"):
            self.groups += 1
            return self.rest_of_group("(", flags)
        if self.take(":"):
            return self.rest_of_group("(?:", flags)
        if self.take(">"):
            self.simple = False
            return self.rest_of_group("(?>", flags)
        if self.take("="):
            return self.lookaround("(?=", flags)
        if self.take("!"):
            return self.lookaround("(?!", flags)
        if self.take("<"):
            return self.after_less_than(flags)
        return self.flag_group(flags)

    def after_less_than(self, flags: int) -> _Piece:
        if self.look("=") or self.look("!"):
            opener = "(?<" + self.source[self.at]
            self.at += 1
            self.simple = False
            inner = self.lookaround(opener, flags)
            if inner.longest is None:
                raise self.error("Look-behind group does not have an obvious maximum length", self.at - 2)
            if inner.longest < 0:  # an overflow, after which Java finds nothing there
                return _Piece("(?!)" if opener[-1] == "=" else "(?:)", 0, empty=True)
            return _Piece(inner.text, 0, empty=True)
        name = self.group_name()
        if name in self.names:
            raise self.error(f"Named capturing group <{name}> is already defined", self.at - 1)
        self.groups += 1
        self.names[name] = self.groups
        return self.rest_of_group("(", flags)

    def group_name(self) -> str:
        start = self.at
        char = self.source[self.at : self.at + 1]
        if not (char.isascii() and char.isalpha()):
            raise self.error("capturing group name does not start with a Latin letter")
        while (char := self.source[self.at : self.at + 1]) and char.isascii() and char.isalnum():
            self.at += 1
        name = self.source[start : self.at]
        if not self.take(">"):
            raise self.error("named capturing group is missing trailing '>'")
        return name

    def rest_of_group(self, opener: str, flags: int) -> _Piece:
        number = self.groups if opener == "(" else 0
        self.open_groups.append(number)
        inner = self.expression()
        if self.peek() != ")":
            raise self.error("Unclosed group")
        self.open_groups.pop()
        self.at += 1
        self.flags = flags
        return _Piece(f"{opener}{inner.text})", inner.longest, True, inner.branches, inner.empty)

    def lookaround(self, opener: str, flags: int) -> _Piece:
        piece = self.rest_of_group(opener, flags)
        # In a group of its own, so that a quantifier can follow.
        return _Piece(f"(?:{piece.text})", piece.longest if "<" in opener else 0, empty=True)

    def flag_group(self, flags: int) -> _Piece:
        on = True
        while True:
            char = self.peek()
            if char == "-" and on:
                on = False
            elif char in FLAG_LETTERS:
                bits = FLAG_LETTERS[char]
                self.flags = self.flags | bits if on else self.flags & ~bits
            else:
                break
            self.at += 1
        if self.take(")"):
            return _FLAGS
        if not self.take(":"):
            raise self.error("Unknown inline modifier")
        return self.rest_of_group("(?:", flags)

    # Anchors and references

    def escaped(self) -> _Piece:
        char = self.source[self.at + 1 : self.at + 2]
        if char and char in "123456789":
            return self.back_reference()
        special = {"A": r"(?:\A)", "z": r"(?:\Z)", "Z": _LAST_LINE_END, "G": r"(?:\G)", "X": r"(?:\X)"}
        if char and char in special:
            self.at += 2
            self.simple = self.simple and char not in "GX"
            if char == "Z" and self.flags & UNIX:
                return _anchor(r"(?:(?=\n\Z)|\Z)")
            return _Piece(special[char], None if char == "X" else 0, empty=char != "X")
        if char == "R":
            self.at += 2
            return _Piece(_LINE_BREAK, 2)
        if char in ("b", "B"):
            return self.boundary(char)
        if char == "k":
            return self.named_reference()
        meaning = self.escape()
        return self.literal(meaning) if isinstance(meaning, int) else self.set(meaning)

    def boundary(self, char: str) -> _Piece:
        self.at += 2
        if char == "b" and self.look("{g}"):
            raise self.error("A boundary other than that of words is not supported here")
        self.simple = False
        before, after = _UNICODE_WORD_ENDS if self.flags & UNICODE_CLASS else _WORD_ENDS
        inside, outside = f"(?={after})", f"(?!{after})"
        if char == "b":
            inside, outside = outside, inside
        return _anchor(f"(?:(?(?<={before}){inside}|{outside}))")

    def back_reference(self) -> _Piece:
        number = int(self.source[self.at + 1])
        self.at += 2
        while (digit := self.source[self.at : self.at + 1]) and digit in digits:
            longer = number * 10 + int(digit)
            if longer > self.groups:
                break
            number = longer
            self.at += 1
        return self.reference(number)

    def named_reference(self) -> _Piece:
        self.at += 2
        if not self.take("<"):
            raise self.error("\\k is not followed by '<' for named capturing group")
        name = self.group_name()
        if name not in self.names:
            raise self.error(f"named capturing group <{name}> does not exist", self.at - 1)
        return self.reference(self.names[name])

    def reference(self, number: int) -> _Piece:
        if number > self.groups:  # a group that is not there (yet) matches nothing
            return _Piece("(?!)", None, empty=True)
        if number in self.open_groups:
            self.simple = False
        if self.flags & IGNORE_CASE:
            return _Piece(f"(?i:\\{number})", None, empty=True)
        return _Piece(f"(?:\\{number})", None, empty=True)


_FLAGS = _Piece("", 0, empty=True)
"""The piece for `(?i)`: a quantifier cannot follow it."""
_NOTHING = _Piece("(?:)", 0, empty=True)
"""The piece that a counted repetition repeats if nothing else is before it, as in `a|{2}`, `a*+{2}` and `(?i){2}`."""


def _longer(length: int | None, piece: _Piece) -> int | None:
    """The greatest length with one more piece, in Java's 32-bit arithmetic, which accepts some unlimited ones."""
    if length is None or piece.longest is None:
        return None
    total = (length + piece.longest * (1 if piece.times is None else piece.times) + (1 << 31)) % (1 << 32) - (1 << 31)
    return None if piece.times is not None and total < length else total


def _anchor(text: str) -> _Piece:
    return _Piece(text, 0, empty=True)
