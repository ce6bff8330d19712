"""From the text of a filter, `(...)`, to its expression, as Jayway JsonPath 2.9 reads it.

A path in a filter ends at a blank, an operator's character or a bracket that is not a call's; so `@.a||@.b` is one
path, and `@.sum(1)` is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from vtlharness.java.regex.pattern import compile_java
from vtlharness.jsonpath.errors import InvalidPathError
from vtlharness.jsonpath.syntax.numbers import decimal_of_text
from vtlharness.jsonpath.syntax.reader import QUOTES, SPACE, TextReader
from vtlharness.jsonpath.syntax.strings import unescape
from vtlharness.jsonpath.syntax.tokens import (
    And,
    Exists,
    Expression,
    JsonLiteral,
    JsonPath,
    Literal,
    Not,
    Operand,
    Or,
    PathOperand,
    PatternLiteral,
    Relation,
)

OLD_OPERATORS = frozenset(("==", "!=", "<", "<=", ">", ">=", "=~"))  # those of Jayway JsonPath 2.0
_LIST_OPERATORS = ("IN", "NIN", "CONTAINS", "SUBSETOF", "ANYOF", "NONEOF", "ALL")
OPERATORS = OLD_OPERATORS | {"===", "!==", "SIZE", "EMPTY", "EXISTS", "TYPE", "MATCHES", *_LIST_OPERATORS}
PATTERN_FLAGS = {"d": 1, "i": 2, "x": 4, "m": 8, "s": 32, "u": 64, "U": 256}  # java.util.regex.Pattern's

_OPERATOR_CHARACTERS = "<>=~!"
_NUMBER_CHARACTERS = "-.eE"
_HINTS = {
    "=": "equality is written ==",
    "<>": "inequality is written !=",
    "AND": "write && for and",
    "OR": "write || for or",
    "NOT": "write ! for not",
    "&": "write && for and",
    "|": "write || for or",
}
_NEAR = re.compile(r"[<>=~!&|]+|[A-Za-z]+")


class FilterParser:
    """Reads one filter; `parse_path` reads the paths in it, given their text and its offset."""

    __slots__ = ("_cursor", "_parse_path")

    def __init__(self, cursor: TextReader, parse_path: Callable[[str, int], JsonPath]) -> None:
        self._cursor = cursor
        self._parse_path = parse_path

    def parse(self) -> Expression:
        """The whole expression; raises InvalidPathError."""
        expression = self._read_or()
        if self._cursor.position < self._cursor.end:
            raise self._unexpected()
        return expression

    def _unexpected(self) -> InvalidPathError:
        cursor = self._cursor
        cursor.skip_blanks()
        rest = cursor.text[cursor.position :].removesuffix(")")
        near = _NEAR.match(rest)
        hint = _HINTS.get(near.group().upper()) if near else None
        return cursor.error(f"Expected an operator in the filter, found: {rest[:20]}", hint=hint)

    def _read_or(self) -> Expression:
        operands = [self._read_and()]
        while self._cursor.take("||"):
            operands.append(self._read_and())
        return operands[0] if len(operands) == 1 else Or(tuple(operands))

    def _read_and(self) -> Expression:
        operands = [self._read_operand()]
        while self._cursor.take("&&"):
            operands.append(self._read_operand())
        return operands[0] if len(operands) == 1 else And(tuple(operands))

    def _read_operand(self) -> Expression:
        cursor = self._cursor
        char = cursor.skip_blanks()
        if char == "!" and cursor.peek(cursor.position) not in "$@":
            cursor.position += 1
            return Not(self._read_operand())
        if char != "(":
            return self._read_relation()
        cursor.position += 1
        expression = self._read_or()
        if not cursor.take(")"):
            raise self._unexpected()
        return expression

    def _read_relation(self) -> Expression:
        cursor = self._cursor
        quotes = [cursor.skip_blanks()]
        left = self._read_value()
        place = cursor.position
        operator = self._read_operator()
        if operator in OPERATORS:
            quotes.append(cursor.skip_blanks())
            return Relation(left, operator, self._read_value(), cursor.base + place, '"' in quotes)
        cursor.position = place
        if isinstance(left, PathOperand):
            return Exists(left)
        raise cursor.error("A literal in a filter must be compared with something", hint="write @.key == literal")

    def _read_operator(self) -> str:
        cursor = self._cursor
        if cursor.skip_blanks() in _OPERATOR_CHARACTERS:
            stop = cursor.position
            while stop < cursor.end and cursor.text[stop] in _OPERATOR_CHARACTERS:
                stop += 1
        else:
            stop = cursor.text.find(SPACE, cursor.position)
            stop = cursor.end if stop < 0 else stop
        operator = cursor.text[cursor.position : stop]
        cursor.position = stop
        return operator.upper()

    def _read_value(self) -> Operand:
        cursor = self._cursor
        char = cursor.skip_blanks()
        if char == "!":
            cursor.position += 1
            if cursor.skip_blanks() not in "$@":
                raise cursor.error("After ! comes a path or an opening parenthesis")
            return self._read_path(negated=True)
        if char in "$@":
            return self._read_path(negated=False)
        return self._read_literal(char)

    def _read_literal(self, char: str) -> Literal:
        if char in QUOTES:
            return self._read_string()
        if char in "tfn":
            return self._read_word()
        if char in "{[":
            return self._read_json(char)
        if char == "/":
            return self._read_pattern()
        return self._read_number()

    def _read_path(self, *, negated: bool) -> PathOperand:
        cursor, start = self._cursor, self._cursor.position
        cursor.position += 1
        while cursor.position < cursor.end:
            if cursor.current == "[":
                close = cursor.closing_bracket(cursor.position, "]")
                if close < 0:
                    raise cursor.error("The square bracket is not closed", hint="close it with ]")
                cursor.position = close + 1
            char = cursor.current
            if char in _OPERATOR_CHARACTERS or char == SPACE or (char == ")" and not self._closes_call(start)):
                break
            cursor.position += 1
        path = self._parse_path(cursor.text[start : cursor.position], cursor.base + start)
        return PathOperand(path, negated, cursor.base + start)

    def _closes_call(self, start: int) -> bool:
        """Whether the `)` here closes a call without arguments, `.name()`, of the path that began at `start`."""
        cursor = self._cursor
        text = cursor.text[: cursor.position].rstrip(SPACE)
        return text.endswith("(") and "." in text[start + 1 : -1]

    def _read_string(self) -> str:
        cursor, start = self._cursor, self._cursor.position
        close = cursor.end_of_quoted(start)
        cursor.position = close + 1
        try:
            return unescape(cursor.text[start + 1 : close])
        except ValueError:
            raise cursor.error("A \\u in a text needs four hexadecimal digits", start) from None

    def _read_word(self) -> bool | None:
        cursor = self._cursor
        for word, value in (("true", True), ("false", False), ("null", None)):
            if cursor.text.startswith(word, cursor.position):
                cursor.position += len(word)
                return value
        raise cursor.error("A text in a filter must be quoted", hint="write 'text'")

    def _read_json(self, opening: str) -> JsonLiteral:
        cursor, start = self._cursor, self._cursor.position
        closing = "]" if opening == "[" else "}"
        close = cursor.closing_bracket(start, closing)
        if close < 0:
            raise cursor.error(f"The {opening} is not closed", hint=f"close it with {closing}")
        cursor.position = close + 1
        return JsonLiteral(cursor.text[start : close + 1])

    def _read_pattern(self) -> PatternLiteral:
        cursor, start = self._cursor, self._cursor.position
        close = cursor.end_of_pattern(start)
        end = close + 1
        while end < cursor.end and cursor.text[end] in PATTERN_FLAGS:
            end += 1
        cursor.position = end
        flags = 0
        for flag in cursor.text[close + 1 : end]:
            flags |= PATTERN_FLAGS[flag]
        try:
            compiled = compile_java(cursor.text[start + 1 : close], flags).engine
        except Exception as problem:  # whatever the engine says: the pattern is not valid
            raise cursor.error(f"The regular expression is not valid: {problem}", start) from problem
        return PatternLiteral(cursor.text[start:end], compiled)

    def _read_number(self) -> int | Decimal:
        cursor, start = self._cursor, self._cursor.position
        end = start
        while end < cursor.end and (cursor.text[end].isdecimal() or cursor.text[end] in _NUMBER_CHARACTERS):
            end += 1
        number = decimal_of_text(cursor.text[start:end])
        if number is None:
            hint = None if end > start else "quote a text: 'text'"
            raise cursor.error("Expected a value: a path, a quoted text, a number, true, false or null", hint=hint)
        cursor.position = end
        return number
