"""Directives other than `#set` and `#if`: how each uses its arguments, and which print as they stand.

Velocity parses `#foo(...)` alike for every name and lets the directive look at its arguments afterwards. The service
knows `#foreach #define #stop #break`; `#macro` defines nothing; `#parse` and `#include` find nothing; any other is
text. Evidence: docs/fidelity.md#directives; Apache Velocity 1.7.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from vtlharness.errors import VtlSyntaxError
from vtlharness.source import Source
from vtlharness.vtl.syntax.nodes import (
    Block,
    Break,
    Define,
    Expression,
    Failure,
    Foreach,
    Reference,
    Statement,
    Stop,
    Text,
    Trap,
    Word,
)
from vtlharness.vtl.syntax.tokens import Kind, Token, images, shown_image

_BLOCK_DIRECTIVES = frozenset({"foreach", "define", "macro", "literal"})
DIRECTIVES = _BLOCK_DIRECTIVES | {"break", "stop", "parse", "include"}
"""The directives of the engine beside `#set`, `#if`, `#elseif`, `#else` and `#end`."""

_ESCAPABLE = DIRECTIVES | {"if", "end", "set", "else", "elseif"}


@dataclass(slots=True)
class DirectiveCall:
    """A directive as the parser found it: `#name`, its arguments, and the block up to its `#end`.

    `last` is its last token, and `end` the offset of its visible end: the token may have swallowed the rest of its
    line.
    """

    name: str
    first: Token
    has_parenthesis: bool = False
    arguments: list[Expression] = field(default_factory=list)
    argument_tokens: list[Token] = field(default_factory=list)
    block: Block | None = None
    block_literal: str = ""
    last: Token = field(init=False)
    end: int = field(init=False)

    def __post_init__(self) -> None:
        self.last = self.first
        self.end = self.first.end

    @property
    def has_block(self) -> bool:
        """Whether `#end` must follow: also after a block macro call, `#@name(...)`."""
        return self.name in _BLOCK_DIRECTIVES or self.name.startswith("@")

    @property
    def length(self) -> int:
        """The length of `#name`."""
        return len(self.first.image)

    def add_argument(self, argument: Expression, token: Token, source: Source) -> None:
        """Takes the next argument. Raises VtlSyntaxError if the directive cannot have it."""
        position = len(self.arguments)
        word = isinstance(argument, Word)
        if self.name == "macro" and position == 0 and not word:
            raise self.error("the first argument of #macro is the macro's name, a bare word", source)
        allowed = (self.name == "macro" and position == 0) or (self.name == "foreach" and position == 1)
        if word and self.name in DIRECTIVES and not allowed:
            raise VtlSyntaxError(
                f"#{self.name} cannot have the bare word '{token.image}' as an argument",
                source=source,
                offset=token.start,
                length=len(token.image),
                hint="#foreach($item in $list)" if self.name == "foreach" else None,
            )
        self.arguments.append(argument)
        self.argument_tokens.append(token)

    def first_image(self, position: int) -> str:
        """The image of an argument's first token; for a reference, the image of its root."""
        token = self.argument_tokens[position]
        return token.image.partition(".")[0] if token.kind == Kind.REFERENCE else token.image

    def error(self, message: str, source: Source, hint: str | None = None) -> VtlSyntaxError:
        """A syntax error at the directive's name."""
        return VtlSyntaxError(message, source=source, offset=self.first.start, length=self.length, hint=hint)


def escaped_directive(image: str, macro_names: set[str]) -> str:
    """The text that an escaped directive prints: `\\#if` gives `#if`, `\\#foo` stays as it is."""
    backslash = image.rindex("\\")
    directive = image[backslash + 1 :]
    name = directive[1:]
    if name.startswith("{"):
        name = name[1:-1]
    known = name in _ESCAPABLE or name in macro_names
    return image[: backslash // 2] + directive if known else image


def build_directive(call: DirectiveCall, source: Source, macro_names: set[str], traps: list[Trap]) -> Statement | None:
    """The node of a directive, or None for one that does and prints nothing.

    Raises VtlSyntaxError if the engine refuses the template even when the directive is not reached.
    """
    builder = _BUILDERS.get(call.name)
    if builder is not None:
        return builder(call, source, macro_names, traps)
    if call.name == "evaluate":
        traps.append(Trap("VTL222", call.first.start, call.length))
    written = images(call.first, call.last)
    if call.name.startswith("@") and not call.has_parenthesis:
        written = f"#{call.name}"  # the engine writes the name: its lexer may have taken a letter for the `#`
    return Text(call.first.start, call.last.end, written)


def _foreach(call: DirectiveCall, source: Source, macro_names: set[str], traps: list[Trap]) -> Statement | None:
    arguments = call.arguments
    if not call.has_parenthesis or call.block is None:
        raise call.error("#foreach without its parentheses", source, "#foreach($item in $list)")
    if len(arguments) < 2:
        return Failure(
            call.first.start, call.end, "#foreach needs a loop variable and a list", "#foreach($item in $list)"
        )
    variable = arguments[0]
    name = variable.root if isinstance(variable, Reference) else call.argument_tokens[0].image[1:]
    items: Expression | None = arguments[2] if len(arguments) > 2 else None
    if items is None:
        token = call.argument_tokens[1]
        image = shown_image(token)
        traps.append(Trap("VTL223", token.start, len(image), (image,)))
    body = call.block
    if len(arguments) > 3:  # the engine renders its fourth child, which is then no longer the block
        extra = arguments[3]
        body = Block(extra.start, extra.end, [extra] if isinstance(extra, Reference) else [])
        traps.append(Trap("VTL224", extra.offset, 1))
    return Foreach(call.first.start, call.end, name, items, body)


def _define(call: DirectiveCall, source: Source, macro_names: set[str], traps: list[Trap]) -> Statement | None:
    if call.block is None or len(call.arguments) != 1:
        raise call.error("#define takes one argument, the name of the block", source, "#define($name) ... #end")
    return Define(call.first.start, call.end, call.first_image(0)[1:], call.block)


def _macro(call: DirectiveCall, source: Source, macro_names: set[str], traps: list[Trap]) -> Statement | None:
    if call.block is None:
        raise call.error("#macro without its parentheses", source)
    if not call.arguments:
        raise call.error("#macro without a name", source)
    name = call.argument_tokens[0].image
    macro_names.add(name)
    traps.append(Trap("VTL221", call.first.start, call.length, (name,)))
    return None


def _literal(call: DirectiveCall, source: Source, macro_names: set[str], traps: list[Trap]) -> Statement | None:
    if call.block is None:
        raise call.error("#literal without its parentheses", source)
    if call.arguments:
        return Text(call.first.start, call.end, call.first_image(0))
    if not call.block.statements:
        raise call.error("#literal is empty", source)
    return Text(call.first.start, call.end, call.block_literal)


def _single_argument(call: DirectiveCall, source: Source) -> Expression | None:
    if len(call.arguments) > 1:
        raise call.error(f"#{call.name} takes at most one argument", source)
    return call.arguments[0] if call.arguments else None


def _stop(call: DirectiveCall, source: Source, macro_names: set[str], traps: list[Trap]) -> Statement | None:
    return Stop(call.first.start, call.end, _single_argument(call, source))


def _break(call: DirectiveCall, source: Source, macro_names: set[str], traps: list[Trap]) -> Statement | None:
    return Break(call.first.start, call.end, _single_argument(call, source))


def _file(call: DirectiveCall, source: Source, macro_names: set[str], traps: list[Trap]) -> Statement | None:
    if not call.arguments:
        if call.name == "include":
            return None
        raise call.error("#parse without the name of a template", source)
    return Failure(
        call.first.start, call.end, f"#{call.name} finds no file: the service has none", "write the text out here"
    )


_BUILDERS = {
    "foreach": _foreach,
    "define": _define,
    "macro": _macro,
    "literal": _literal,
    "stop": _stop,
    "break": _break,
    "parse": _file,
    "include": _file,
}
