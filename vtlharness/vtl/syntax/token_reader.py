"""Reads tokens one by one, and reports an unexpected one.

The grammar's look-ahead stays as in Velocity: a token is read when the grammar looks at it, because reading it changes
the scanner's state.
"""

from __future__ import annotations

from collections.abc import Sequence

from vtlharness.errors import VtlSyntaxError
from vtlharness.source import Source
from vtlharness.vtl.syntax.lexer import Lexer
from vtlharness.vtl.syntax.nodes import Trap
from vtlharness.vtl.syntax.tokens import Kind, Token, shown_image

MAX_DEPTH = 200
"""The largest depth of blocks, expressions and strings; Python, which compiles them, may give up earlier."""


class TokenReader:
    """The tokens of a template, or of an interpolated string inside one: `text` and `offsets` are given for a string.

    `traps` are the places where the template may do something unexpected.
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
        self._token = Token(Kind.EOF, "", self._offsets[0], self._offsets[0])
        self._macro_names = macro_names if macro_names is not None else set()
        self._depth = depth
        self._openers: list[Token] = []
        self._plain = offsets is None  # whether text may be read without a token for each part

    # Reading tokens

    def _peek(self) -> Token:
        return self._token.next or self._read(self._token)

    def _peek_after(self, token: Token) -> Token:
        return token.next or self._read(token)

    def _read(self, token: Token) -> Token:
        token.next = following = self._lexer.next()
        return following

    def _consume(self) -> Token:
        self._token = token = self._token.next or self._read(self._token)
        return token

    def _expect(self, kind: int, expected: str, hint: str | None = None) -> Token:
        token = self._token.next or self._read(self._token)
        if token.kind != kind:
            raise self._unexpected(token, expected, hint)
        self._token = token
        return token

    def _skip_whitespace(self) -> None:
        token = self._token.next or self._read(self._token)
        if token.kind == Kind.WHITESPACE:
            self._token = token

    def _visible_end(self, token: Token) -> int:
        """The end of a token, without the rest of the line that the end of a directive swallows."""
        visible = len(token.image.rstrip(" \t\r\n"))
        return token.end if visible == len(token.image) else token.place(visible, self._offsets)

    def _nested(self, token: Token) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise VtlSyntaxError(f"nested more than {MAX_DEPTH} levels deep", source=self.source, offset=token.start)

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
        if token.kind == Kind.EOF:
            if self._openers:
                return self._unclosed()
            found = "the end of the template"
        else:
            found = repr(shown_image(token).strip(" \t\r\n") or token.image)
        image = shown_image(token).strip(" \t\r\n")
        is_else = token.kind in (Kind.ELSE_DIRECTIVE, Kind.ELSEIF_DIRECTIVE)
        in_if = bool(self._openers) and self._openers[-1].image.endswith(("#if", "#{if}"))
        if (is_else and not in_if) or (token.kind == Kind.END and not self._openers):
            return VtlSyntaxError(
                f"{image} without an #if before it" if is_else else f"{image} closes nothing",
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
    if token.kind == Kind.INDEX_LBRACKET:
        return "the reference before the #set is still open: write it in braces, or put #set on a line of its own"
    if token.kind == Kind.EQUALS:
        return "equality is written =="
    if token.kind == Kind.WORD and token.image == "null":
        return "null is not a literal here: compare with $null, a reference that is never set"
    if before.kind == Kind.STRING_LITERAL and before.image.endswith('\\"'):
        return 'a quote inside a string is doubled (""); a backslash does not escape it'
    if token.kind == Kind.INTEGER_LITERAL and token.image.startswith("-"):
        return "put blanks around the minus: 1 - 1"
    if token.kind in (Kind.ELSE_DIRECTIVE, Kind.ELSEIF_DIRECTIVE):
        return "an #if has one #else, after every #elseif"
    return None
