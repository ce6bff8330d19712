"""The parts that templates have most of, read without a token for each.

Comes in: the text of a template at a place where Velocity's scanner is in its state DEFAULT. Goes out: the nodes that
the tokens would give. Whatever is not written in the usual way is left to the tokens.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from vtlharness.vtl.syntax.lexical_states import LONG_TEXT, PLAIN_HEAD, PLAIN_PART
from vtlharness.vtl.syntax.nodes import Binary, Constant, Expression, Set, Statement, Text
from vtlharness.vtl.syntax.references import reference_of
from vtlharness.vtl.syntax.tokens import Kind, Token

_SET_BEGINS = ("#set", " ", "\t")


class Head(NamedTuple):
    """The beginning of an `#if` or a `#foreach`: its first and last token, the loop's variable, and the condition or
    items."""

    first: Token
    last: Token
    variable: str | None
    value: Expression


class SpecialCharacters:
    """The next `$`, `#` and backslash of a text, each looked for once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next = {"$": -1, "#": -1, "\\": -1}

    def after(self, position: int) -> int:
        """The position of the next one, or the end of the text."""
        following = self._next
        for character, known in following.items():
            if known < position:
                found = self._text.find(character, position)
                following[character] = len(self._text) if found < 0 else found
        return min(following.values())


def plain_parts(text: str, begin: int, statements: list[Statement], specials: SpecialCharacters) -> Token | None:
    """Appends the texts, plain references and `#set`s from a position on. The last token, None without any."""
    last = None
    while True:
        start = begin
        part = None
        while found := PLAIN_PART(text, begin):
            part = found
            start, begin = begin, part.end()
            if part.lastindex:
                if begin - start > LONG_TEXT:
                    begin = specials.after(begin)
                statements.append(Text(start, begin, text[start:begin]))
            else:
                statements.append(reference_of(part.group(), range(start, begin + 1)))
        if part is not None:
            last = Token(Kind.TEXT if part.lastindex else Kind.REFERENCE, text[start:begin], start, begin)
        head = PLAIN_HEAD(text, begin) if text.startswith(_SET_BEGINS, begin) else None
        if head is None or head["target"] is None:
            return last
        begin = head.end()
        last = _closing(head)
        statements.append(_set(head))


def plain_head(text: str, begin: int) -> Head | None:
    """The beginning of an `#if` or a `#foreach` at a position."""
    found = PLAIN_HEAD(text, begin) if text.startswith(("#if", "#fo"), begin) else None
    if found is None:
        return None
    last = _closing(found)
    variable = found["variable"]
    if variable is not None:
        return Head(Token(Kind.WORD, "#foreach", begin, begin + 8), last, variable, _value(found, "items"))
    condition = _value(found, "condition")
    if found["operator"] is not None:
        condition = _comparison(found, condition)
    return Head(Token(Kind.IF_DIRECTIVE, "#if", begin, begin + 3), last, None, condition)


def _closing(found: re.Match[str]) -> Token:
    """The `)` at the end, with the rest of the line that it swallows."""
    start, end = found.string.rindex(")", found.start(), found.end()), found.end()
    return Token(Kind.RPAREN, found.string[start:end], start, end)


def _set(found: re.Match[str]) -> Set:
    target = reference_of(found["target"], range(found.start("target"), found.end("target") + 1))
    end = found.string.rindex(")", found.start(), found.end()) + 1
    return Set(found.start("set"), end, target, _value(found, "value"))


def _value(found: re.Match[str], group: str) -> Expression:
    """The reference, text or number of a group."""
    return _read(found[group], found.start(group))


def _read(image: str, start: int) -> Expression:
    end = start + len(image)
    if image[0] == "$":
        return reference_of(image, range(start, end + 1))
    return Constant(start, end, image[1:-1] if image[0] in "\"'" else int(image))


def _comparison(found: re.Match[str], left: Expression) -> Binary:
    written = found["operand"]
    operand = written.strip(" ")
    start = found.start("operand") + len(written) - len(written.lstrip(" "))
    right = _read(operand, start)
    return Binary(found.start("operator"), left.start, right.end, found["operator"], left, right, written)
