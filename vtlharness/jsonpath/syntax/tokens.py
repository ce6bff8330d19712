"""The parts of a parsed path, under Jayway's names. They are plain data; `jsonpath.evaluation` applies them to a
document.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Property:
    """`.name`, `['name']`, `['a','b']`: one child, or several; `written` is the text in the brackets."""

    names: tuple[str, ...]
    offset: int
    written: str = ""


@dataclass(frozen=True, slots=True)
class ArrayIndex:
    """`[0]`, `[-1]`, `[0,2]`: one item, or several; a negative index counts from the end."""

    indexes: tuple[int, ...]
    offset: int


@dataclass(frozen=True, slots=True)
class ArraySlice:
    """`[1:]`, `[:2]`, `[1:2]`: at least one end is given. Jayway reads a step and ignores it."""

    start: int | None
    stop: int | None
    offset: int


@dataclass(frozen=True, slots=True)
class Wildcard:
    """`.*`, `[*]`: all values of an object, all items of an array; `blanks` as in `[ * ]`."""

    offset: int
    blanks: bool = False


@dataclass(frozen=True, slots=True)
class Scan:
    """`..`: searches every object and array below for the next token."""

    offset: int


@dataclass(frozen=True, slots=True)
class Filter:
    """`[?(...)]`: the items of an array (or the object itself) for which the expression holds."""

    expression: Expression
    offset: int


@dataclass(frozen=True, slots=True)
class Function:
    """`.name(arguments)`."""

    name: str
    arguments: tuple[Argument, ...]
    offset: int


@dataclass(frozen=True, slots=True)
class JsonArgument:
    """A function's argument that is JSON text; it is parsed when the function runs."""

    text: str


@dataclass(frozen=True, slots=True)
class PathArgument:
    """A function's argument that is a path; it is read from the root of the document."""

    path: JsonPath


Argument = JsonArgument | PathArgument
Token = Property | ArrayIndex | ArraySlice | Wildcard | Scan | Filter | Function


@dataclass(frozen=True, slots=True)
class JsonPath:
    """A whole path: `root` is `$` or `@`, `tokens` the parts after it.

    `after_scan`: the path was written `$..path.function()`, which Jayway reads as `function($..path)`; the tokens after
    the function still count as after a scan. `ignored`: a last character that Jayway ignores.
    """

    root: str
    tokens: tuple[Token, ...]
    after_scan: bool = False
    ignored: str = ""

    @property
    def definite(self) -> bool:
        """Whether the path leads to one value; other paths give a list."""
        last = len(self.tokens) - 1
        return all(is_definite(token, leaf=index == last) for index, token in enumerate(self.tokens))

    @property
    def ends_in_function(self) -> bool:
        """Whether the last part is a function."""
        return bool(self.tokens) and isinstance(self.tokens[-1], Function)


def is_definite(token: Token, *, leaf: bool) -> bool:
    """Whether a token leads to one value; several keys at the end of a path are merged into one object."""
    if isinstance(token, Property):
        return leaf or len(token.names) == 1
    if isinstance(token, ArrayIndex):
        return len(token.indexes) == 1
    return isinstance(token, Function)


def function_around_scan(path: JsonPath) -> JsonPath:
    """`$..path.function()` as Jayway reads it, `function($..path)`; any other path unchanged."""
    tokens = path.tokens
    if not (path.ends_in_function and isinstance(tokens[0], Scan)):
        return path
    place = next(index for index, token in enumerate(tokens) if isinstance(token, Function))
    function = tokens[place]
    assert isinstance(function, Function)
    argument = PathArgument(JsonPath(path.root, tokens[:place]))
    call = Function(function.name, (argument,), function.offset)
    return JsonPath(path.root, (call, *tokens[place + 1 :]), after_scan=True, ignored=path.ignored)


# The parts of a filter, `[?(...)]`. `jsonpath.filters` applies them to an item.


@dataclass(frozen=True, slots=True)
class JsonLiteral:
    """`[...]` or `{...}` in a filter: its text, parsed when it is compared."""

    text: str


@dataclass(frozen=True, slots=True)
class PatternLiteral:
    """`/.../flags` in a filter; `compiled` offers `fullmatch`."""

    text: str
    compiled: Any


@dataclass(frozen=True, slots=True)
class PathOperand:
    """A path in a filter; `negated` if a `!` stands before it, which counts only if the path stands alone."""

    path: JsonPath
    negated: bool
    offset: int


Literal = str | int | Decimal | bool | JsonLiteral | PatternLiteral | None
Operand = PathOperand | Literal


@dataclass(frozen=True, slots=True)
class Relation:
    """`left operator right`; the operator is in upper case. `double_quotes`: a side is a text written in them."""

    left: Operand
    operator: str
    right: Operand
    offset: int
    double_quotes: bool = False


@dataclass(frozen=True, slots=True)
class Exists:
    """A path alone: whether it finds something (with `!`, whether it finds nothing)."""

    operand: PathOperand


@dataclass(frozen=True, slots=True)
class Not:
    """`!(...)`."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class And:
    """`a && b && ...`."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """`a || b || ...`."""

    operands: tuple[Expression, ...]


Expression = Relation | Exists | Not | And | Or
