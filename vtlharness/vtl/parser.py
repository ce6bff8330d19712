"""Tokens to the syntax tree, by the grammar of Velocity 1.7.

The grammar's look-ahead is kept: a token is read when the grammar looks at it, because reading one moves the scanner's
state. Directives other than `#set` and `#if` are made by directives.py.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from vtlharness.errors import VtlSyntaxError
from vtlharness.source import Source
from vtlharness.vtl.directives import DIRECTIVES, DirectiveCall, build_directive, escaped_directive
from vtlharness.vtl.lexer import Kind, Lexer, State, Token
from vtlharness.vtl.nodes import (
    Binary,
    Block,
    Constant,
    Expression,
    If,
    Index,
    Interpolation,
    ListLiteral,
    MapLiteral,
    Method,
    Not,
    Property,
    Range,
    Reference,
    Set,
    Statement,
    Step,
    Text,
    Trap,
    Word,
    literal,
)
from vtlharness.vtl.references import build_reference
from vtlharness.vtl.strings import string_text

_TEXT_KINDS = frozenset(
    {
        Kind.TEXT,
        Kind.DOT,
        Kind.RPAREN,
        Kind.LPAREN,
        Kind.INTEGER_LITERAL,
        Kind.FLOATING_POINT_LITERAL,
        Kind.STRING_LITERAL,
        Kind.ESCAPE,
        Kind.LCURLY,
        Kind.RCURLY,
        Kind.EMPTY_INDEX,
    }
)
_REFERENCE_FIRST = frozenset({Kind.IDENTIFIER, Kind.LCURLY})
_VALUE_FIRST = frozenset(
    {
        Kind.STRING_LITERAL,
        Kind.INTEGER_LITERAL,
        Kind.LBRACKET,
        Kind.LEFT_CURLY,
        Kind.TRUE,
        Kind.FALSE,
        Kind.IDENTIFIER,
        Kind.LCURLY,
        Kind.FLOATING_POINT_LITERAL,
    }
)
_ARGUMENT_FIRST = _VALUE_FIRST | {Kind.WORD}
_METHOD_THIRD = _VALUE_FIRST | {Kind.WHITESPACE, Kind.REFMOD2_RPAREN}

_OPERATORS: tuple[dict[Kind, str], ...] = (
    {Kind.LOGICAL_OR: "||"},
    {Kind.LOGICAL_AND: "&&"},
    {Kind.LOGICAL_EQUALS: "==", Kind.LOGICAL_NOT_EQUALS: "!="},
    {Kind.LOGICAL_LT: "<", Kind.LOGICAL_GT: ">", Kind.LOGICAL_LE: "<=", Kind.LOGICAL_GE: ">="},
    {Kind.PLUS: "+", Kind.MINUS: "-"},
    {Kind.MULTIPLY: "*", Kind.DIVIDE: "/", Kind.MODULUS: "%"},
)

MAX_DEPTH = 200
"""How deep blocks, expressions and strings may nest: far beyond what people write, well within Python's own limits."""

MAX_DIGITS = 4000
"""How long a number may be: Python reads no longer ones."""


class Parser:
    """Parses a template, or the text of an interpolated string inside one.

    `traps` is what deserves a warning. `text` and `offsets` are given for a string: see Lexer.
    """

    def __init__(
        self,
        source: Source,
        text: str | None = None,
        offsets: Sequence[int] | None = None,
        macro_names: set[str] | None = None,
        depth: int = 0,
    ) -> None:
        self.source = source
        self.traps: list[Trap] = []
        text = source.text if text is None else text
        self._offsets = range(len(text) + 1) if offsets is None else offsets
        self._lexer = Lexer(text, source, self._offsets)
        self._token = Token(Kind.EOF, "", 0, 0)
        self._macro_names = macro_names if macro_names is not None else set()
        self._depth = depth
        self._openers: list[Token] = []

    def parse(self) -> Block:
        """The whole source as a block. Raises VtlSyntaxError where the service would refuse the template."""
        block = self._block()
        token = self._peek()
        if token.kind is not Kind.EOF:
            raise self._unexpected(token, "text or a directive")
        return block

    # Reading tokens

    def _peek(self) -> Token:
        token = self._token.next
        if token is None:
            token = self._token.next = self._lexer.next()
        return token

    def _peek_after(self, token: Token) -> Token:
        if token.next is None:
            token.next = self._lexer.next()
        return token.next

    def _consume(self) -> Token:
        self._token = self._peek()
        return self._token

    def _expect(self, kind: Kind, expected: str, hint: str | None = None) -> Token:
        token = self._peek()
        if token.kind is not kind:
            raise self._unexpected(token, expected, hint)
        self._token = token
        return token

    def _skip_whitespace(self) -> None:
        if self._peek().kind is Kind.WHITESPACE:
            self._consume()

    def _nested(self, token: Token) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise VtlSyntaxError(f"nested more than {MAX_DEPTH} deep", source=self.source, offset=token.start)

    # Statements

    def _block(self) -> Block:
        statements: list[Statement] = []
        block = Block(self._token.end, statements)
        while True:
            token = self._peek()
            kind = token.kind
            if kind is Kind.TEXT:
                self._token = token
                statements.append(Text(token.start, token.special + token.image))
            elif kind is Kind.IDENTIFIER or (kind is Kind.LCURLY and self._peek_after(token).kind is Kind.IDENTIFIER):
                statements.append(self._reference())
            elif kind is Kind.SET_DIRECTIVE:
                statements.append(self._set())
            elif kind is Kind.IF_DIRECTIVE:
                statements.append(self._if())
            elif kind is Kind.WORD or kind is Kind.BRACKETED_WORD:
                directive = self._directive()
                if directive is not None:
                    statements.append(directive)
            elif kind in _TEXT_KINDS:
                self._token = token
                statements.append(Text(token.start, token.literal()))
            else:
                other = self._comment_or_escape(token)
                if other is None:
                    return block
                if other.text:
                    statements.append(other)

    def _comment_or_escape(self, token: Token) -> Text | None:
        kind = token.kind
        image = token.image
        if kind is Kind.SINGLE_LINE_COMMENT_START:
            self._token = token
            if self._peek().kind is Kind.SINGLE_LINE_COMMENT:
                self._consume()
            return Text(token.start, image[: image.index("##")])
        if kind is Kind.MULTI_LINE_COMMENT or kind is Kind.FORMAL_COMMENT:
            self._token = token
            begin = image.find("##")
            return Text(token.start, image[: max(image.find("#*") if begin < 0 else begin, 0)])
        if kind is Kind.TEXTBLOCK:
            self._token = token
            return Text(token.start, image[3:-3])
        if kind is Kind.ESCAPE_DIRECTIVE:
            self._token = token
            token.image = escaped_directive(image, self._macro_names)
            return Text(token.start, token.image)
        if kind is Kind.DOUBLE_ESCAPE:
            return self._escape()
        return None

    def _escape(self) -> Text:
        """Pairs of backslashes: each prints one backslash before a directive, two elsewhere."""
        start = self._peek().start
        count = 0
        while self._peek().kind is Kind.DOUBLE_ESCAPE:
            self._consume()
            count += 1
        after = self._peek()
        name = after.image[1:]
        control = after.kind in (Kind.IF_DIRECTIVE, Kind.ELSE_DIRECTIVE, Kind.ELSEIF_DIRECTIVE, Kind.END) or (
            name in DIRECTIVES or name in self._macro_names
        )
        return Text(start, "\\" * (count if control else 2 * count))

    def _body(self, opener: Token) -> Block:
        """The statements of a directive's body, up to what ends it."""
        self._nested(opener)
        self._openers.append(opener)
        block = self._block()
        if self._peek().kind is Kind.EOF:
            raise self._unclosed()
        self._openers.pop()
        self._depth -= 1
        return block

    def _end(self, opener: Token) -> Token:
        self._openers.append(opener)
        token = self._expect(Kind.END, "#end")
        self._openers.pop()
        return token

    def _if(self) -> If:
        opener = self._consume()
        branches = [self._branch(opener)]
        while self._peek().kind is Kind.ELSEIF_DIRECTIVE:
            self._consume()
            branches.append(self._branch(opener))
        otherwise = None
        if self._peek().kind is Kind.ELSE_DIRECTIVE:
            self._consume()
            otherwise = self._body(opener)
        self._end(opener)
        return If(opener.start, branches, otherwise)

    def _branch(self, opener: Token) -> tuple[Expression, Block]:
        directive = self._token
        self._skip_whitespace()
        self._expect(Kind.LPAREN, f"'(' after {directive.image}")
        condition = self._expression()
        self._expect(Kind.RPAREN, f"an operator or ')' after the condition of {directive.image}")
        return condition, self._body(opener)

    def _set(self) -> Set:
        token = self._consume()
        self._skip_whitespace()
        target_token = self._peek()
        if target_token.kind not in _REFERENCE_FIRST:
            raise self._unexpected(target_token, "a reference to assign to", "#set($name = value)")
        target = self._reference()
        self._skip_whitespace()
        self._expect(Kind.EQUALS, "'='", "#set($name = value)")
        value = self._expression()
        self._expect(Kind.RPAREN, "an operator or ')' at the end of #set")
        self._lexer.in_set = False
        if target.assigned != target.root and not target.steps:
            self.traps.append(
                Trap(
                    target.offset,
                    target.length,
                    f"#set of {target.literal()} does not set ${target.root}; write #set(${target.root} = ...)",
                )
            )
        start = token.start + len(token.image) - len(token.image.lstrip(" \t"))
        return Set(start, target, value)

    def _directive(self) -> Statement | None:
        token = self._consume()
        name = token.image[2:-1] if token.kind is Kind.BRACKETED_WORD else token.image[1:]
        call = DirectiveCall(name, token)
        self._lexer.state = State.DIRECTIVE
        if self._parenthesis_follows():
            self._directive_arguments(call)
            if call.has_block:
                block = self._body(token)
                call.block_literal = self._literal_since(call.last)
                call.block = block
                call.last = self._end(token)
        else:
            self._lexer.pop()
        return build_directive(call, self.source, self._macro_names, self.traps)

    def _parenthesis_follows(self) -> bool:
        text = self._lexer.text
        position = self._lexer.pos
        while position < len(text) and text[position] in " \n\r\t":
            position += 1
        return position < len(text) and text[position] == "("

    def _directive_arguments(self, call: DirectiveCall) -> None:
        self._skip_whitespace()
        self._expect(Kind.LPAREN, "'('")
        while True:
            token = self._peek()
            if token.kind is Kind.WHITESPACE:
                token = self._peek_after(token)
            if token.kind is not Kind.COMMA and token.kind not in _ARGUMENT_FIRST:
                break
            self._skip_whitespace()
            if self._peek().kind is Kind.COMMA:
                self._consume()
                self._skip_whitespace()
            token = self._peek()
            call.add_argument(self._argument(), token, self.source)
        self._skip_whitespace()
        call.last = self._expect(Kind.RPAREN, f"an argument or ')' in #{call.name}")
        call.has_parenthesis = True

    def _argument(self) -> Expression:
        token = self._peek()
        if token.kind is Kind.WORD:
            self._consume()
            return Word(token.start, token.image)
        return self._value("an argument")

    def _literal_since(self, token: Token) -> str:
        """The text of the tokens after `token` that have been consumed."""
        return "" if token is self._token or token.next is None else literal(token.next, self._token)

    # References

    def _reference(self) -> Reference:
        first = self._consume()
        name = first
        if first.kind is Kind.LCURLY:
            name = self._expect(Kind.IDENTIFIER, "a name after '${'")
        steps: list[Step] = []
        self._indexes(steps)
        while True:
            dot = self._peek()
            if dot.kind is not Kind.DOT:
                break
            identifier = self._peek_after(dot)
            if identifier.kind is not Kind.IDENTIFIER:
                break
            self._consume()
            self._consume()
            left = self._peek()
            if left.kind is Kind.LPAREN and self._peek_after(left).kind in _METHOD_THIRD:
                steps.append(self._method(identifier))
            else:
                steps.append(Property(identifier.start, identifier.image))
            self._indexes(steps)
        if first.kind is Kind.LCURLY:
            token = self._peek()
            if token.kind is not Kind.RCURLY:
                hint = "a reference takes no default value on the service" if token.image.startswith("|") else None
                raise self._unexpected(token, f"'}}' after {first.image}{name.image}", hint)
            self._token = token
        return build_reference(first, name, steps, self._token)

    def _indexes(self, steps: list[Step]) -> None:
        while self._peek().kind is Kind.INDEX_LBRACKET:
            token = self._consume()
            self._nested(token)
            self._skip_whitespace()
            argument_token = self._peek()
            if argument_token.kind in (Kind.STRING_LITERAL, Kind.INTEGER_LITERAL, Kind.TRUE, Kind.FALSE):
                argument = self._value("an index")
            elif argument_token.kind in _REFERENCE_FIRST:
                argument = self._reference()
            else:
                raise self._unexpected(argument_token, "a number, a string or a reference as the index")
            self._skip_whitespace()
            self._expect(Kind.INDEX_RBRACKET, "']'")
            self._depth -= 1
            steps.append(Index(token.start, argument))

    def _method(self, identifier: Token) -> Method:
        self._nested(identifier)
        self._consume()
        arguments: list[Expression] = []
        if self._peek().kind is not Kind.REFMOD2_RPAREN:
            arguments.append(self._parameter())
            while self._peek().kind is Kind.COMMA:
                self._consume()
                arguments.append(self._parameter())
        self._expect(
            Kind.REFMOD2_RPAREN,
            f"',' or ')' among the arguments of {identifier.image}",
            "compute it with #set first: an argument is a literal or a reference, not an expression",
        )
        self._depth -= 1
        return Method(identifier.start, identifier.image, arguments)

    # Expressions

    def _expression(self, level: int = 0) -> Expression:
        if level == len(_OPERATORS):
            return self._unary()
        operators = _OPERATORS[level]
        left = self._expression(level + 1)
        while True:
            token = self._peek()
            operator = operators.get(token.kind)
            if operator is None:
                return left
            self._consume()
            right = self._expression(level + 1)
            first, last = token.next, self._token
            assert first is not None
            left = Binary(token.start, operator, left, right, lambda first=first, last=last: literal(first, last))  # type: ignore[misc]

    def _unary(self) -> Expression:
        token = self._peek()
        if token.kind is Kind.WHITESPACE:
            token = self._peek_after(token)
        if token.kind is Kind.LOGICAL_NOT:
            self._nested(token)
            self._skip_whitespace()
            self._consume()
            operand = self._unary()
            self._depth -= 1
            return Not(token.start, operand)
        self._skip_whitespace()
        token = self._peek()
        if token.kind is Kind.LPAREN:
            self._nested(token)
            self._consume()
            value = self._expression()
            self._expect(Kind.RPAREN, "an operator or ')'")
            self._depth -= 1
        else:
            value = self._value("a value")
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
        if kind in _REFERENCE_FIRST:
            return self._reference()
        if kind not in _VALUE_FIRST:
            raise self._unexpected(token, expected)
        self._token = token
        if kind is Kind.STRING_LITERAL:
            return self._string(token)
        if kind is Kind.INTEGER_LITERAL or kind is Kind.FLOATING_POINT_LITERAL:
            return self._number(token)
        if kind is Kind.TRUE or kind is Kind.FALSE:
            return Constant(token.start, kind is Kind.TRUE)
        self._nested(token)
        value = self._list_or_range(token) if kind is Kind.LBRACKET else self._map(token)
        self._depth -= 1
        return value

    def _number(self, token: Token) -> Constant:
        if token.image[0] in "#$\\":  # a `#` or `$` that began nothing is part of the token
            raise self._unexpected(token, "a number")
        if len(token.image) > MAX_DIGITS:
            raise VtlSyntaxError(f"a number of more than {MAX_DIGITS} digits", source=self.source, offset=token.start)
        return Constant(token.start, int(token.image) if token.kind is Kind.INTEGER_LITERAL else float(token.image))

    def _list_or_range(self, opener: Token) -> Expression:
        token = self._peek()
        if token.kind is Kind.WHITESPACE:
            token = self._peek_after(token)
        items: list[Expression] = []
        if token.kind in _VALUE_FIRST:
            range_may_follow = token.kind is Kind.INTEGER_LITERAL or token.kind in _REFERENCE_FIRST
            items.append(self._parameter())
            if range_may_follow and self._peek().kind is Kind.DOUBLEDOT:
                return self._range(opener, items[0])
            while self._peek().kind is Kind.COMMA:
                self._consume()
                items.append(self._parameter())
        elif token.kind is Kind.WHITESPACE or self._peek().kind is Kind.WHITESPACE:
            raise self._unexpected(token, "a value: an empty list is written []")
        self._expect(Kind.RBRACKET, "',' or ']' in the list")
        return ListLiteral(opener.start, items)

    def _range(self, opener: Token, first: Expression) -> Range:
        self._consume()
        self._skip_whitespace()
        token = self._peek()
        if token.kind is not Kind.INTEGER_LITERAL and token.kind not in _REFERENCE_FIRST:
            raise self._unexpected(token, "a whole number or a reference as the range's end")
        last = self._value("the range's end")
        self._skip_whitespace()
        end = self._expect(Kind.RBRACKET, "']' after the range")
        return Range(opener.start, first, last, lambda: literal(opener, end))

    def _map(self, opener: Token) -> MapLiteral:
        entries: list[tuple[Expression, Expression]] = []
        token = self._peek()
        if token.kind is Kind.WHITESPACE:
            token = self._peek_after(token)
        if token.kind in _VALUE_FIRST:
            entries.append(self._entry())
            while self._peek().kind is Kind.COMMA:
                self._consume()
                entries.append(self._entry())
        else:
            self._skip_whitespace()
        token = self._peek()
        if token.kind is not Kind.RIGHT_CURLY and token.kind is not Kind.RCURLY:
            raise self._unexpected(token, "',' or '}' in the map", "keys of a map are quoted: {'key': value}")
        self._token = token
        return MapLiteral(opener.start, entries)

    def _entry(self) -> tuple[Expression, Expression]:
        key = self._parameter()
        self._expect(Kind.COLON, "':' after the key of a map")
        return key, self._parameter()

    def _string(self, token: Token) -> Expression:
        # The offsets of the image's characters: a token is one piece of the text.
        begin = self._image_begin(token)
        text, places = string_text(token, self.source, self._offsets[begin : begin + len(token.image) + 1])
        if token.image[0] == "'" or ("$" not in token.image and "#" not in token.image):
            return Constant(token.start, text)
        padded = "##" not in text  # Velocity adds a blank, so that a `$` at the end is text, and cuts it afterwards
        if padded:
            text += " "
            places = [*places, places[-1]]
        self._nested(token)
        parser = Parser(self.source, text, places, self._macro_names, self._depth)
        block = parser.parse()
        self._depth -= 1
        self.traps.extend(parser.traps)
        return Interpolation(token.start, block, padded and not _strip_padding(block))

    def _image_begin(self, token: Token) -> int:
        """Where the token begins in this parser's text."""
        offsets = self._offsets
        return token.start if isinstance(offsets, range) and offsets.start == 0 else bisect_left(offsets, token.start)

    # Errors

    def _unclosed(self) -> VtlSyntaxError:
        opener = self._openers[-1]
        image = opener.image.lstrip("$")
        start = opener.start + len(opener.image) - len(image)
        return VtlSyntaxError(
            f"{image} is never closed: the template ends before its #end",
            source=self.source,
            offset=start,
            length=len(image),
        )

    def _unexpected(self, token: Token, expected: str, hint: str | None = None) -> VtlSyntaxError:
        if token.kind is Kind.EOF:
            if self._openers:
                return self._unclosed()
            found = "the end of the template"
        else:
            found = repr(token.image.strip(" \t\r\n") or token.image)
        image = token.image.strip(" \t\r\n")
        if token.kind in (Kind.END, Kind.ELSE_DIRECTIVE, Kind.ELSEIF_DIRECTIVE) and not self._openers:
            return VtlSyntaxError(
                f"{image} without an #if before it" if token.kind is not Kind.END else f"{image} closes nothing",
                source=self.source,
                offset=token.start,
                length=len(image),
            )
        return VtlSyntaxError(
            f"expected {expected}, found {found}",
            source=self.source,
            offset=token.start,
            length=max(1, len(image)),
            hint=hint or _hint(token, self._token),
        )


def _hint(token: Token, before: Token) -> str | None:
    if token.kind is Kind.EQUALS:
        return "equality is written =="
    if token.kind is Kind.WORD and token.image == "null":
        return "null is no literal here: compare with $null, a reference that nothing sets"
    if before.kind is Kind.STRING_LITERAL and before.image.endswith('\\"'):
        return 'a quote inside a string is doubled (""); a backslash does not escape it'
    if token.kind is Kind.INTEGER_LITERAL and token.image.startswith("-"):
        return "put blanks around the minus: 1 - 1"
    if token.kind is Kind.ELSE_DIRECTIVE:
        return "an #if has one #else, after every #elseif"
    return None


def _strip_padding(block: Block) -> bool:
    """Takes the blank off that was added to the string; False where the block does not end with it."""
    last = block.statements[-1] if block.statements else None
    if isinstance(last, Text) and last.text.endswith(" "):
        last.text = last.text[:-1]
        if not last.text:
            block.statements.pop()
        return True
    return False
