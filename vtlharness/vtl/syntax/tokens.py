"""Tokens, which the scanner passes to the parser."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


class Kind:
    """The kinds of tokens, with the names of Velocity's grammar.

    They are plain numbers, because the parser reads them often, and members of an enumeration are several times slower.
    """

    EOF = 0
    INDEX_LBRACKET = 1
    INDEX_RBRACKET = 2
    LBRACKET = 3
    RBRACKET = 4
    COMMA = 5
    DOUBLEDOT = 6
    COLON = 7
    LEFT_CURLY = 8
    RIGHT_CURLY = 9
    LPAREN = 10
    RPAREN = 11
    REFMOD2_RPAREN = 12
    ESCAPE_DIRECTIVE = 13
    SET_DIRECTIVE = 14
    SINGLE_LINE_COMMENT_START = 21
    DOUBLE_ESCAPE = 22
    ESCAPE = 23
    TEXT = 24
    SINGLE_LINE_COMMENT = 25
    FORMAL_COMMENT = 26
    MULTI_LINE_COMMENT = 27
    TEXTBLOCK = 28
    WHITESPACE = 31
    STRING_LITERAL = 32
    TRUE = 33
    FALSE = 34
    MINUS = 36
    PLUS = 37
    MULTIPLY = 38
    DIVIDE = 39
    MODULUS = 40
    LOGICAL_AND = 41
    LOGICAL_OR = 42
    LOGICAL_LT = 43
    LOGICAL_LE = 44
    LOGICAL_GT = 45
    LOGICAL_GE = 46
    LOGICAL_EQUALS = 47
    LOGICAL_NOT_EQUALS = 48
    LOGICAL_NOT = 49
    EQUALS = 50
    END = 51
    IF_DIRECTIVE = 52
    ELSEIF_DIRECTIVE = 53
    ELSE_DIRECTIVE = 54
    INTEGER_LITERAL = 56
    FLOATING_POINT_LITERAL = 57
    WORD = 61
    BRACKETED_WORD = 62
    IDENTIFIER = 66
    DOT = 67
    LCURLY = 68
    RCURLY = 69
    EMPTY_INDEX = 72
    REFERENCE = 73  # not Velocity's: `$name.property` as one token, where nothing can follow that belongs to it
    # Tokens that only the scanner sees: the beginning of a longer token, skipped text, the end of a reference.
    DOLLAR = 80
    TEXTBLOCK_START = 81
    FORMAL_COMMENT_START = 82
    MULTI_LINE_COMMENT_START = 83
    HASH = 84
    MORE = 85
    SKIP = 86
    REFERENCE_TERMINATOR = 87
    DIRECTIVE_TERMINATOR = 88


class Token:
    """A token: its kind, its image (the text that the grammar sees), its place, and the text of skipped tokens.

    `special` is the text that Velocity prints for the special tokens before it, such as a `$` that did not begin a
    reference, or a `#` that did not begin a directive. `next` is the token after it, once it has been read.
    """

    __slots__ = ("end", "image", "kind", "next", "special", "start")

    def __init__(self, kind: int, image: str, start: int, end: int, special: str = "") -> None:
        self.kind = kind
        self.image = image
        self.start = start
        self.end = end
        self.special = special
        self.next: Token | None = None

    def place(self, index: int, offsets: Sequence[int]) -> int:
        """The offset in the template of a character of the image; `offsets` are those of the token's text.

        In a string, a character can stand for several in the template (a doubled quote, `\\uXXXX`).
        """
        if self.end - self.start == len(self.image):
            return self.start + index
        return offsets[bisect_left(offsets, self.start) + index]


def shown_image(token: Token) -> str:
    """The image that messages show: of a call that is one token, only the root."""
    calls = token.kind == Kind.REFERENCE and token.image.endswith(")")
    return token.image.partition(".")[0] if calls else token.image


def literal(first: Token, last: Token) -> str:
    """The text that Velocity prints for a run of tokens that turns out to be text."""
    text = ""
    token: Token | None = first
    while token is not None:
        if token.kind != Kind.MULTI_LINE_COMMENT:
            text += token.special + token.image
        token = None if token is last else token.next
    return text


def images(first: Token, last: Token) -> str:
    """The images of a run of tokens, as a call of an unknown directive prints."""
    text = ""
    token: Token | None = first
    while token is not None:
        text += token.image
        token = None if token is last else token.next
    return text
