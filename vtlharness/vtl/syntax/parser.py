"""Tokens to the syntax tree: the statements of a template, by the grammar of Velocity 1.7.

`vtl.syntax.directives` makes directives other than `#set` and `#if`; `vtl.syntax.expression_parser` makes references
and expressions.
"""

from __future__ import annotations

from vtlharness.vtl.syntax.directives import DIRECTIVES, DirectiveCall, build_directive, escaped_directive
from vtlharness.vtl.syntax.expression_parser import REFERENCE_FIRST, VALUE_FIRST, ExpressionParser
from vtlharness.vtl.syntax.lexical_states import State
from vtlharness.vtl.syntax.nodes import Block, Expression, Foreach, If, Set, Statement, Text, Trap, Word
from vtlharness.vtl.syntax.plain_parts import SpecialCharacters, plain_head, plain_parts
from vtlharness.vtl.syntax.references import plain_reference
from vtlharness.vtl.syntax.tokens import Kind, Token, literal

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
_ARGUMENT_FIRST = VALUE_FIRST | {Kind.WORD}
_PLAIN_BODIES = ("foreach", "define")  # the bodies of other directives may print as their tokens


class Parser(ExpressionParser):
    """Parses a template, or the text of an interpolated string inside one."""

    def parse(self) -> Block:
        """The whole source as a block. Raises VtlSyntaxError if the service would refuse the template."""
        self._specials = SpecialCharacters(self._lexer.text)
        block = self._block()
        token = self._peek()
        if token.kind != Kind.EOF:
            raise self._unexpected(token, "text or a directive")
        return block

    # Statements

    def _block(self) -> Block:
        statements: list[Statement] = []
        begin = self._token.end
        while True:
            if self._plain and self._token.next is None and self._plain_parts(statements):
                continue
            token = self._peek()
            kind = token.kind
            if kind == Kind.TEXT:
                statements.append(self._text(token))
            elif kind == Kind.REFERENCE:
                self._token = token
                statements.append(plain_reference(token, self._offsets))
            elif kind == Kind.IDENTIFIER or (kind == Kind.LCURLY and self._peek_after(token).kind == Kind.IDENTIFIER):
                statements.append(self._reference())
            elif kind == Kind.SET_DIRECTIVE:
                statements.append(self._set())
            elif kind == Kind.IF_DIRECTIVE:
                statements.append(self._if())
            elif kind == Kind.WORD or kind == Kind.BRACKETED_WORD:
                directive = self._directive()
                if directive is not None:
                    statements.append(directive)
            elif kind in _TEXT_KINDS:
                statements.append(self._text(token))
            else:
                other = self._comment_or_escape(token)
                if other is None:
                    return Block(begin, token.start, statements)
                if other.text:
                    statements.append(other)

    def _plain_parts(self, statements: list[Statement]) -> bool:
        """Reads what comes next and is written in the usual way (see `vtl.syntax.plain_parts`); whether more may
        come."""
        lexer = self._lexer
        if lexer.state != State.DEFAULT or lexer.inside_parentheses:
            return False
        last = plain_parts(lexer.text, lexer.pos, statements, self._specials)
        if last is not None:
            self._token = last
            lexer.pos = last.end
        head = plain_head(lexer.text, lexer.pos)
        if head is None:
            return False
        self._token = head.last
        lexer.pos = head.last.end
        if head.variable is None:
            statements.append(self._rest_of_if(head.first, (head.value, self._body(head.first))))
        else:
            body = self._body(head.first)
            end = self._visible_end(self._end(head.first))
            statements.append(Foreach(head.first.start, end, head.variable, head.value, body))
        return True

    def _text(self, token: Token) -> Text:
        """A token that prints, with the special tokens before it."""
        start = self._token.end if token.special else token.start
        self._token = token
        return Text(start, token.end, token.special + token.image)

    def _comment_or_escape(self, token: Token) -> Text | None:
        kind = token.kind
        image = token.image
        if kind == Kind.SINGLE_LINE_COMMENT_START:
            self._token = token
            if self._peek().kind == Kind.SINGLE_LINE_COMMENT:
                self._consume()
            return self._text_before(token, image.index("##"))
        if kind == Kind.MULTI_LINE_COMMENT or kind == Kind.FORMAL_COMMENT:
            self._token = token
            begin = image.find("##")
            return self._text_before(token, max(image.find("#*") if begin < 0 else begin, 0))
        if kind == Kind.TEXTBLOCK:
            self._token = token
            return Text(token.start, token.end, image[3:-3])
        if kind == Kind.ESCAPE_DIRECTIVE:
            self._token = token
            token.image = escaped_directive(image, self._macro_names)
            return Text(token.start, token.end, token.image)
        if kind == Kind.DOUBLE_ESCAPE:
            return self._escape()
        return None

    def _text_before(self, comment: Token, index: int) -> Text:
        """The part of a comment's image before the comment."""
        return Text(comment.start, comment.place(index, self._offsets), comment.image[:index])

    def _escape(self) -> Text:
        """Pairs of backslashes: each prints one backslash before a directive, two elsewhere."""
        token = self._consume()
        start, count = token.start, len(token.image) // 2
        after = self._peek()
        name = after.image[1:]
        control = after.kind in (Kind.IF_DIRECTIVE, Kind.ELSE_DIRECTIVE, Kind.ELSEIF_DIRECTIVE, Kind.END) or (
            name in DIRECTIVES or name in self._macro_names
        )
        return Text(start, self._token.end, "\\" * (count if control else 2 * count))

    def _body(self, opener: Token) -> Block:
        """The statements of a directive's body, up to its end."""
        self._nested(opener)
        self._openers.append(opener)
        block = self._block()
        if self._peek().kind == Kind.EOF:
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
        return self._rest_of_if(opener, self._branch(opener))

    def _rest_of_if(self, opener: Token, first: tuple[Expression, Block]) -> If:
        """An `#if` whose first branch has been read."""
        branches = [first]
        while self._peek().kind == Kind.ELSEIF_DIRECTIVE:
            self._consume()
            branches.append(self._branch(opener))
        otherwise = None
        if self._peek().kind == Kind.ELSE_DIRECTIVE:
            self._consume()
            otherwise = self._body(opener)
        end = self._visible_end(self._end(opener))
        return If(opener.start, end, branches, otherwise)

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
        if target_token.kind not in REFERENCE_FIRST:
            raise self._unexpected(target_token, "a reference to assign to", "#set($name = value)")
        target = self._reference()
        self._skip_whitespace()
        self._expect(Kind.EQUALS, "'='", "#set($name = value)")
        value = self._expression()
        self._expect(Kind.RPAREN, "an operator or ')' at the end of #set")
        self._lexer.in_set = False
        if target.assigned != target.root and not target.steps:
            self.traps.append(Trap("VTL211", target.offset, target.length, (target.literal, target.root)))
        start = token.place(len(token.image) - len(token.image.lstrip(" \t")), self._offsets)
        return Set(start, self._visible_end(self._token), target, value)

    def _directive(self) -> Statement | None:
        token = self._consume()
        name = token.image[2:-1] if token.kind == Kind.BRACKETED_WORD else token.image[1:]
        call = DirectiveCall(name, token)
        self._lexer.state = State.DIRECTIVE
        if self._parenthesis_follows():
            self._directive_arguments(call)
            if call.has_block:
                plain, self._plain = self._plain, self._plain and name in _PLAIN_BODIES
                block = self._body(token)
                self._plain = plain
                if name == "literal":
                    call.block_literal = self._literal_since(call.last)
                call.block = block
                call.last = self._end(token)
        else:
            self._lexer.pop()
        call.end = self._visible_end(call.last)
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
            if token.kind == Kind.WHITESPACE:
                token = self._peek_after(token)
            if token.kind != Kind.COMMA and token.kind not in _ARGUMENT_FIRST:
                break
            self._skip_whitespace()
            if self._peek().kind == Kind.COMMA:
                self._consume()
                self._skip_whitespace()
            token = self._peek()
            call.add_argument(self._argument(), token, self.source)
        self._skip_whitespace()
        call.last = self._expect(Kind.RPAREN, f"an argument or ')' in #{call.name}")
        call.has_parenthesis = True

    def _argument(self) -> Expression:
        token = self._peek()
        if token.kind == Kind.WORD:
            self._consume()
            return Word(token.start, token.end, token.image)
        return self._value("an argument")

    def _literal_since(self, token: Token) -> str:
        """The text of the tokens after `token` that have been consumed."""
        return "" if token is self._token or token.next is None else literal(token.next, self._token)
