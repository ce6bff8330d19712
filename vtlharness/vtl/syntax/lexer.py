"""Source text to tokens, exactly as Velocity 1.7 cuts it.

Velocity's scanner is a machine with twelve lexical states, the longest match wins, and a stack remembers the state to
return to. Its oddities show in real templates (`#set` swallows the blanks before it, `$.` is text, `$a.b##c` prints
`##c`), so this module keeps the machine as it is. Its states are in `vtl.syntax.lexical_states`.

The parser drives it token by token, because the state can depend on how the parser has read the tokens so far.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vtlharness.errors import VtlSyntaxError
from vtlharness.source import Source
from vtlharness.vtl.syntax.lexical_states import RULES, State
from vtlharness.vtl.syntax.tokens import Kind, Token

_PAIRS = re.compile(r"(?:\\\\)*")
_ESCAPED_DOLLAR = re.compile(r"\\+\$")


def _printed(special: str) -> str:
    """The part of a special token's image that Velocity prints: `$` and `#`, and the backslashes that stand before a
    `$`.
    """
    printed = []
    index = 0
    while index < len(special):
        char = special[index]
        if char in "$#":
            printed.append(char)
        elif char == "\\":
            escaped = _ESCAPED_DOLLAR.match(special, index)
            if escaped:
                printed.append(escaped.group())
                index = escaped.end()  # and the character after it is lost, as in Velocity
        index += 1
    return "".join(printed)


class Lexer:
    """Reads the tokens of a text one by one; `state`, `pos` and `in_set` may be read and set by the parser.

    The text is that of a template, or of a string literal inside one: `offsets` tells where in `source` each of its
    characters (and its end) stands, and tokens carry those offsets.
    """

    def __init__(self, text: str, source: Source, offsets: Sequence[int]) -> None:
        self.source = source
        self.text = text
        self._offsets = offsets
        self._of_template = isinstance(offsets, range) and offsets.start == 0  # offsets are positions in the text
        self.pos = 0
        self.state = State.DEFAULT
        self.in_set = False
        self._lparen = 0
        self._rparen = 0
        self._stack: list[tuple[int, int, int]] = []

    @property
    def inside_parentheses(self) -> bool:
        """Whether Velocity has counted closing parentheses that it takes into account later."""
        return self._rparen > 0

    def push(self, state: int) -> None:
        """Enters a state, which `pop` leaves."""
        self._stack.append((self._lparen, self._rparen, self.state))
        self._lparen = 0
        self.state = state

    def pop(self) -> bool:
        """Returns to the state before the last `push`; without one, to plain text, and returns False."""
        if not self._stack:
            self._lparen = 0
            self.state = State.DEFAULT
            return False
        self._lparen, self._rparen, self.state = self._stack.pop()
        return True

    def next(self) -> Token:
        """The next token, EOF at the end.

        Raises VtlSyntaxError if no token can be made, such as for a `$` at the very end
        (docs/fidelity.md#ends-in-dollar).
        """
        text = self.text
        size = len(text)
        start = pos = self.pos
        special = ""
        hidden = False  # Velocity prints no special tokens where the last one begins with `##`
        more = False
        while True:
            if pos >= size:
                if more:
                    raise self._ends_inside(start)
                self.pos = pos
                return Token(Kind.EOF, "", self._offsets[size], self._offsets[size], special)
            match, kinds = RULES[self.state]
            found = match(text, pos)
            if found is None:
                raise self._no_token(start, pos)
            kind = kinds[found.lastindex or 0]
            pos = found.end()
            if kind < _INNER:
                self.pos = pos
                image = text[start:pos]
                action = _ACTIONS.get(kind)
                if action is not None:
                    image = action(self, image)
                if hidden:
                    special = ""
                if self._of_template:
                    return Token(kind, image, start, self.pos, special)
                return Token(kind, image, self._offsets[start], self._offsets[self.pos], special)
            if kind == Kind.REFERENCE_TERMINATOR or kind == Kind.DIRECTIVE_TERMINATOR:
                hidden = False
                if text[start] in "$#\\":
                    special += _printed(text[start:pos])
                    hidden = text.startswith("##", start)
                pos -= 1
                start, more = pos, False
                self.pop()
            elif kind == Kind.SKIP:
                start, more = pos, False
            else:
                more = True
                if kind != Kind.MORE:
                    pos = self._begin(kind, pos)

    def _pairs_of_backslashes(self, image: str) -> str:
        """All pairs that follow: this one is not part of a longer token, so none of them is, and to look for
        a longer one at each would take quadratic time."""
        found = _PAIRS.match(self.text, self.pos)
        assert found
        self.pos = found.end()
        return image + found.group()

    def _begin(self, kind: int, pos: int) -> int:
        """Changes state after the beginning of a longer token; the position to read on from."""
        if kind == Kind.DOLLAR:
            if self.state == State.REFERENCE:
                self.pop()
            self.push(State.REFERENCE)
        elif kind == Kind.HASH:
            if self.state == State.REFERENCE or self.state == State.REFMODIFIER:
                self.pop()
            self.push(State.PRE_DIRECTIVE)
        elif kind == Kind.TEXTBLOCK_START:
            self.push(State.IN_TEXTBLOCK)
        elif kind == Kind.MULTI_LINE_COMMENT_START:
            self.push(State.IN_MULTI_LINE_COMMENT)
        else:
            pos -= 1
            self.push(State.IN_FORMAL_COMMENT)
        return pos

    # The effect of a token on the state; each returns the token's image.

    def _index_left(self, image: str) -> str:
        self.push(State.REFINDEX)
        return image

    def _leave(self, image: str) -> str:
        self.pop()
        return image

    def _left_parenthesis(self, image: str) -> str:
        self._lparen += 1
        if self.state == State.REFMODIFIER:
            self.state = State.REFMOD2
        return image

    def _right_parenthesis(self, image: str) -> str:
        while True:
            if self._lparen > 0:
                if self._lparen == self._rparen + 1:
                    self.pop()
                else:
                    self._rparen += 1
                return image
            if not self.pop():
                return image

    def _method_end(self, image: str) -> str:
        self.state = State.REFERENCE
        return image

    def _set(self, image: str) -> str:
        self.in_set = True
        self.push(State.DIRECTIVE)
        self._lparen += 1
        return image

    def _line_comment(self, image: str) -> str:
        if self.state == State.REFERENCE:
            self.pop()
        self.push(State.IN_SINGLE_LINE_COMMENT)
        return image

    def _string(self, image: str) -> str:
        if self.state == State.DIRECTIVE and not self.in_set and self._lparen == 0:
            self.pop()
        return image

    def _to_directive(self, image: str) -> str:
        self.state = State.DIRECTIVE
        return image

    def _integer(self, image: str) -> str:
        if image.endswith(".."):
            self.pos -= 2
            image = image[:-2]
        if self._lparen == 0 and not self.in_set and self.state not in (State.REFMOD2, State.REFINDEX):
            self.pop()
        return image

    def _float(self, image: str) -> str:
        if self._lparen == 0 and not self.in_set and self.state != State.REFMOD2:
            self.pop()
        return image

    def _dot(self, image: str) -> str:
        self.pos -= 1
        self.state = State.REFMODIFIER
        return "."

    def _ends_inside(self, start: int) -> VtlSyntaxError:
        tail = self.text[start:]
        if self.state == State.IN_TEXTBLOCK:
            return VtlSyntaxError(
                "'#[[' is never closed",
                source=self.source,
                offset=self._offsets[start],
                length=3,
                hint="end it with ]]#",
            )
        what = "comment" if self.state == State.IN_SINGLE_LINE_COMMENT else "template"
        return VtlSyntaxError(
            f"the {what} ends right after '{tail}', which the service refuses",
            source=self.source,
            offset=self._offsets[start],
            length=len(tail),
            hint="put any character after it, such as a space or a line end" if len(tail.strip("\\")) == 1 else None,
        )

    def _no_token(self, start: int, pos: int) -> VtlSyntaxError:
        char = self.text[pos]
        if char in "\"'" and self.state in (State.DIRECTIVE, State.REFMOD2, State.REFINDEX):
            return VtlSyntaxError(
                f"the string that begins with {char} is never closed",
                source=self.source,
                offset=self._offsets[pos],
                hint=f"a quote inside a string is doubled ({char * 2}); a backslash does not escape it",
            )
        where = {
            State.DIRECTIVE: "in a directive's parentheses",
            State.REFMOD2: "among a method's arguments",
            State.REFINDEX: "inside the brackets of an index",
        }.get(self.state, "here")
        hint = None
        if self.state == State.REFMOD2 and char in "+-*/%(<>=!&|":
            hint = "compute it with #set first: an argument is a literal or a reference, not an expression"
        elif self.state == State.REFINDEX:
            hint = "an index is a number, a string or a reference"
        return VtlSyntaxError(
            f"'{char}' cannot stand {where}", source=self.source, offset=self._offsets[pos], hint=hint
        )


_ACTIONS = {
    Kind.DOUBLE_ESCAPE: Lexer._pairs_of_backslashes,
    Kind.INDEX_LBRACKET: Lexer._index_left,
    Kind.INDEX_RBRACKET: Lexer._leave,
    Kind.LPAREN: Lexer._left_parenthesis,
    Kind.RPAREN: Lexer._right_parenthesis,
    Kind.REFMOD2_RPAREN: Lexer._method_end,
    Kind.SET_DIRECTIVE: Lexer._set,
    Kind.SINGLE_LINE_COMMENT_START: Lexer._line_comment,
    Kind.SINGLE_LINE_COMMENT: Lexer._leave,
    Kind.FORMAL_COMMENT: Lexer._leave,
    Kind.MULTI_LINE_COMMENT: Lexer._leave,
    Kind.TEXTBLOCK: Lexer._leave,
    Kind.STRING_LITERAL: Lexer._string,
    Kind.END: Lexer._leave,
    Kind.IF_DIRECTIVE: Lexer._to_directive,
    Kind.ELSEIF_DIRECTIVE: Lexer._to_directive,
    Kind.ELSE_DIRECTIVE: Lexer._leave,
    Kind.INTEGER_LITERAL: Lexer._integer,
    Kind.FLOATING_POINT_LITERAL: Lexer._float,
    Kind.DOT: Lexer._dot,
    Kind.RCURLY: Lexer._leave,
}

_INNER = Kind.DOLLAR
