"""Tokens to references and expressions, by the grammar of Velocity 1.7."""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_left

from vtlharness.errors import VtlSyntaxError
from vtlharness.vtl.syntax.nodes import (
    Binary,
    Block,
    Constant,
    Expression,
    Index,
    Interpolation,
    ListLiteral,
    MapLiteral,
    MethodCall,
    Not,
    Property,
    Range,
    Reference,
    Step,
    Text,
)
from vtlharness.vtl.syntax.references import build_reference, plain_reference
from vtlharness.vtl.syntax.strings import string_text
from vtlharness.vtl.syntax.token_reader import TokenReader
from vtlharness.vtl.syntax.tokens import Kind, Token, literal

REFERENCE_FIRST = frozenset({Kind.REFERENCE, Kind.IDENTIFIER, Kind.LCURLY})
VALUE_FIRST = frozenset(
    {
        *REFERENCE_FIRST,
        Kind.STRING_LITERAL,
        Kind.INTEGER_LITERAL,
        Kind.LBRACKET,
        Kind.LEFT_CURLY,
        Kind.TRUE,
        Kind.FALSE,
        Kind.FLOATING_POINT_LITERAL,
    }
)
_METHOD_THIRD = VALUE_FIRST | {Kind.WHITESPACE, Kind.REFMOD2_RPAREN}

_OPERATORS: dict[int, tuple[int, str]] = {
    Kind.LOGICAL_OR: (1, "||"),
    Kind.LOGICAL_AND: (2, "&&"),
    Kind.LOGICAL_EQUALS: (3, "=="),
    Kind.LOGICAL_NOT_EQUALS: (3, "!="),
    Kind.LOGICAL_LT: (4, "<"),
    Kind.LOGICAL_GT: (4, ">"),
    Kind.LOGICAL_LE: (4, "<="),
    Kind.LOGICAL_GE: (4, ">="),
    Kind.PLUS: (5, "+"),
    Kind.MINUS: (5, "-"),
    Kind.MULTIPLY: (6, "*"),
    Kind.DIVIDE: (6, "/"),
    Kind.MODULUS: (6, "%"),
}
"""How tightly each operator binds, and its name."""

_NO_OPERATOR = (0, "")

MAX_DIGITS = 4000
"""The largest number of digits: Python does not read longer numbers."""


class ExpressionParser(TokenReader):
    """Parses references and expressions; the parser of statements builds on it."""

    _operand_end: Token  # the token that ended the last operand; blanks may have followed

    @abstractmethod
    def parse(self) -> Block:
        """The whole text as a block."""

    # References

    def _reference(self) -> Reference:
        first = self._consume()
        if first.kind == Kind.REFERENCE:
            return plain_reference(first, self._offsets)
        name = first
        if first.kind == Kind.LCURLY:
            name = self._expect(Kind.IDENTIFIER, "a name after '${'")
        steps: list[Step] = []
        self._indexes(steps)
        while True:
            dot = self._peek()
            if dot.kind != Kind.DOT:
                break
            identifier = self._peek_after(dot)
            if identifier.kind != Kind.IDENTIFIER:
                break
            self._consume()
            self._consume()
            left = self._peek()
            if left.kind == Kind.LPAREN and self._peek_after(left).kind in _METHOD_THIRD:
                steps.append(self._method(dot, identifier))
            else:
                steps.append(Property(dot.start, identifier.end, identifier.image))
            self._indexes(steps)
        if first.kind == Kind.LCURLY:
            token = self._peek()
            if token.kind != Kind.RCURLY:
                hint = "a reference takes no default value on the service" if token.image.startswith("|") else None
                raise self._unexpected(token, f"'}}' after {first.image}{name.image}", hint)
            self._token = token
        return build_reference(first, name, steps, self._token, self._offsets)

    def _indexes(self, steps: list[Step]) -> None:
        while self._peek().kind == Kind.INDEX_LBRACKET:
            token = self._consume()
            self._nested(token)
            self._skip_whitespace()
            argument_token = self._peek()
            if argument_token.kind in (Kind.STRING_LITERAL, Kind.INTEGER_LITERAL, Kind.TRUE, Kind.FALSE):
                argument = self._value("an index")
            elif argument_token.kind in REFERENCE_FIRST:
                argument = self._reference()
            else:
                raise self._unexpected(argument_token, "a number, a string or a reference as the index")
            self._skip_whitespace()
            self._expect(Kind.INDEX_RBRACKET, "']'")
            self._depth -= 1
            steps.append(Index(token.start, self._token.end, argument))

    def _method(self, dot: Token, identifier: Token) -> MethodCall:
        self._nested(identifier)
        self._consume()
        arguments: list[Expression] = []
        if self._peek().kind != Kind.REFMOD2_RPAREN:
            arguments.append(self._parameter())
            while self._peek().kind == Kind.COMMA:
                self._consume()
                arguments.append(self._parameter())
        self._expect(
            Kind.REFMOD2_RPAREN,
            f"',' or ')' among the arguments of {identifier.image}",
            "compute it with #set first: an argument is a literal or a reference, not an expression",
        )
        self._depth -= 1
        return MethodCall(dot.start, self._token.end, identifier.image, arguments)

    # Expressions

    def _expression(self, least: int = 1) -> Expression:
        """Operands between operators that bind at least as tightly as `least`."""
        before = self._token
        left = self._unary()
        while True:
            token = self._peek()
            strength, operator = _OPERATORS.get(token.kind, _NO_OPERATOR)
            if strength < least:
                return left
            self._token = token
            right = self._expression(strength + 1)
            first = self._peek_after(before)
            start = (self._peek_after(first) if first.kind == Kind.WHITESPACE else first).start
            text = literal(self._peek_after(token), self._token)
            left = Binary(token.start, start, self._visible_end(self._operand_end), operator, left, right, text)

    def _unary(self) -> Expression:
        token = self._peek()
        if token.kind == Kind.WHITESPACE:
            token = self._peek_after(token)
        if token.kind == Kind.LOGICAL_NOT:
            self._nested(token)
            self._skip_whitespace()
            self._consume()
            operand = self._unary()
            self._depth -= 1
            return Not(token.start, self._visible_end(self._operand_end), operand)
        self._skip_whitespace()
        token = self._peek()
        if token.kind == Kind.LPAREN:
            self._nested(token)
            self._consume()
            value = self._expression()
            self._expect(Kind.RPAREN, "an operator or ')'")
            self._depth -= 1
        else:
            value = self._value("a value")
        self._operand_end = self._token
        self._skip_whitespace()
        return value

    def _parameter(self) -> Expression:
        self._skip_whitespace()
        value = self._value("a value")
        self._skip_whitespace()
        return value

    def _value(self, expected: str) -> Expression:
        token = self._peek()
        kind = token.kind
        if kind in REFERENCE_FIRST:
            return self._reference()
        if kind not in VALUE_FIRST:
            raise self._unexpected(token, expected)
        self._token = token
        if kind == Kind.STRING_LITERAL:
            return self._string(token)
        if kind == Kind.INTEGER_LITERAL or kind == Kind.FLOATING_POINT_LITERAL:
            return self._number(token)
        if kind == Kind.TRUE or kind == Kind.FALSE:
            return Constant(token.start, token.end, kind == Kind.TRUE)
        self._nested(token)
        value = self._list_or_range(token) if kind == Kind.LBRACKET else self._map(token)
        self._depth -= 1
        return value

    def _number(self, token: Token) -> Constant:
        if token.image[0] in "#$\\":  # a `#` or `$` that does not begin anything is part of the token
            raise self._unexpected(token, "a number")
        if len(token.image) > MAX_DIGITS:
            raise VtlSyntaxError(f"a number of more than {MAX_DIGITS} digits", source=self.source, offset=token.start)
        value = int(token.image) if token.kind == Kind.INTEGER_LITERAL else float(token.image)
        return Constant(token.start, token.end, value)

    def _list_or_range(self, opener: Token) -> Expression:
        token = self._peek()
        if token.kind == Kind.WHITESPACE:
            token = self._peek_after(token)
        items: list[Expression] = []
        if token.kind in VALUE_FIRST:
            range_may_follow = token.kind == Kind.INTEGER_LITERAL or token.kind in REFERENCE_FIRST
            items.append(self._parameter())
            if range_may_follow and self._peek().kind == Kind.DOUBLEDOT:
                return self._range(opener, items[0])
            while self._peek().kind == Kind.COMMA:
                self._consume()
                items.append(self._parameter())
        elif token.kind == Kind.WHITESPACE or self._peek().kind == Kind.WHITESPACE:
            raise self._unexpected(token, "a value: an empty list is written []")
        self._expect(Kind.RBRACKET, "',' or ']' in the list")
        return ListLiteral(opener.start, self._token.end, items)

    def _range(self, opener: Token, first: Expression) -> Range:
        self._consume()
        self._skip_whitespace()
        token = self._peek()
        if token.kind != Kind.INTEGER_LITERAL and token.kind not in REFERENCE_FIRST:
            raise self._unexpected(token, "a whole number or a reference as the range's end")
        last = self._value("the range's end")
        self._skip_whitespace()
        end = self._expect(Kind.RBRACKET, "']' after the range")
        return Range(opener.start, end.end, first, last, literal(opener, end))

    def _map(self, opener: Token) -> MapLiteral:
        entries: list[tuple[Expression, Expression]] = []
        token = self._peek()
        if token.kind == Kind.WHITESPACE:
            token = self._peek_after(token)
        if token.kind in VALUE_FIRST:
            entries.append(self._entry())
            while self._peek().kind == Kind.COMMA:
                self._consume()
                entries.append(self._entry())
        else:
            self._skip_whitespace()
        token = self._peek()
        if token.kind != Kind.RIGHT_CURLY and token.kind != Kind.RCURLY:
            raise self._unexpected(token, "',' or '}' in the map", "keys of a map are quoted: {'key': value}")
        self._token = token
        return MapLiteral(opener.start, token.end, entries)

    def _entry(self) -> tuple[Expression, Expression]:
        key = self._parameter()
        self._expect(Kind.COLON, "':' after the key of a map")
        return key, self._parameter()

    def _string(self, token: Token) -> Expression:
        # The offsets of the image's characters: a token is one piece of the text.
        begin = self._image_begin(token)
        text, places = string_text(token, self.source, self._offsets[begin : begin + len(token.image) + 1])
        if token.image[0] == "'" or ("$" not in token.image and "#" not in token.image):
            return Constant(token.start, token.end, text)
        padded = "##" not in text  # Velocity adds a blank, so that a `$` at the end is text, and cuts it afterwards
        if padded:
            text += " "
            places = [*places, places[-1]]
        self._nested(token)
        parser = type(self)(self.source, text, places, self._macro_names, self._depth)
        block = parser.parse()
        self._depth -= 1
        self.traps.extend(parser.traps)
        return Interpolation(token.start, token.end, block, padded and not _strip_padding(block))

    def _image_begin(self, token: Token) -> int:
        """Where the token begins in this parser's text."""
        offsets = self._offsets
        return token.start if isinstance(offsets, range) and offsets.start == 0 else bisect_left(offsets, token.start)


def _strip_padding(block: Block) -> bool:
    """Removes the blank that was added to the string; False if the block does not end with it."""
    last = block.statements[-1] if block.statements else None
    if isinstance(last, Text) and last.text.endswith(" "):
        last.text = last.text[:-1]
        if not last.text:
            block.statements.pop()
        return True
    return False
