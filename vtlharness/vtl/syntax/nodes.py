"""The syntax tree, as data.

Every node knows its place in the template and the nodes inside it (`vtl.syntax.walk` goes through them). Names are
Velocity's. The classes are written out, because defining them as dataclasses would take longer than compiling a
template.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias


class Node:
    """A part of a template: `source.text[node.start : node.end]` is its text.

    Offsets are the template's, also inside a string that is parsed itself. Messages point to `offset`, which is `start`
    except for operators and for references with a prefix. A directive's text begins with its `#` and goes up to its `)`
    or `#end`, without the blanks and the line end that it swallows.
    """

    __slots__ = ("end", "offset", "start")

    offset: int
    start: int
    end: int

    @property
    def length(self) -> int:
        """How much of the template a message that points to the node is about."""
        return self.end - self.offset

    def children(self) -> Sequence[Node]:
        """The direct children, in the order of the template."""
        return ()


class Text(Node):
    """Literal text, written as it stands."""

    __slots__ = ("text",)

    def __init__(self, start: int, end: int, text: str) -> None:
        self.offset = self.start = start
        self.end = end
        self.text = text


class Property(Node):
    """`.name` in a reference."""

    __slots__ = ("name",)

    def __init__(self, start: int, end: int, name: str) -> None:
        self.offset = self.start = start
        self.end = end
        self.name = name


class MethodCall(Node):
    """`.name(arguments)` in a reference."""

    __slots__ = ("arguments", "name")

    def __init__(self, start: int, end: int, name: str, arguments: list[Expression]) -> None:
        self.offset = self.start = start
        self.end = end
        self.name = name
        self.arguments = arguments

    def children(self) -> Sequence[Node]:
        return self.arguments


class Index(Node):
    """`[argument]` in a reference."""

    __slots__ = ("argument",)

    def __init__(self, start: int, end: int, argument: Expression) -> None:
        self.offset = self.start = start
        self.end = end
        self.argument = argument

    def children(self) -> Sequence[Node]:
        return (self.argument,)


Step: TypeAlias = Property | MethodCall | Index


class Reference(Node):
    """`$root.steps`: a value, and how it prints.

    `prefix` is the text that prints before the value (backslashes, and a `$` or `#` before the reference); `offset` is
    the beginning of the reference without it. An `escaped` reference prints its `literal`, the text without the prefix,
    instead of its value. A `runt` is a bare name that the grammar took for a reference: it prints itself and has no
    value. One that is not `computable` (`$\\!x`) neither prints nor has a value. `assigned` is the name that `#set`
    writes if `steps` is empty: `x`, but `{` for `${x}`.
    """

    __slots__ = (
        "assigned",
        "computable",
        "escaped",
        "literal",
        "prefix",
        "quiet",
        "root",
        "runt",
        "steps",
    )

    def __init__(
        self,
        offset: int,
        start: int,
        end: int,
        root: str,
        steps: list[Step],
        prefix: str,
        escaped: bool,
        runt: bool,
        computable: bool,
        quiet: bool,
        assigned: str,
        literal: str,
    ) -> None:
        self.offset = offset
        self.start = start
        self.end = end
        self.root = root
        self.steps = steps
        self.prefix = prefix
        self.escaped = escaped
        self.runt = runt
        self.computable = computable
        self.quiet = quiet
        self.assigned = assigned
        self.literal = literal

    def children(self) -> Sequence[Node]:
        return self.steps


class Constant(Node):
    """A number, a boolean or a string without interpolation."""

    __slots__ = ("value",)

    def __init__(self, start: int, end: int, value: int | float | bool | str) -> None:
        self.offset = self.start = start
        self.end = end
        self.value = value


class Interpolation(Node):
    """A double-quoted string with references or directives in it.

    `trimmed` tells that its last character has to be cut at run time: Velocity renders the string with a blank added
    and cuts one character afterwards, which is not always that blank (`"abc#* d"` gives `ab`).
    """

    __slots__ = ("block", "trimmed")

    def __init__(self, start: int, end: int, block: Block, trimmed: bool) -> None:
        self.offset = self.start = start
        self.end = end
        self.block = block
        self.trimmed = trimmed

    def children(self) -> Sequence[Node]:
        return (self.block,)

    def only_text(self) -> str | None:
        """The text of a string that has a `$` or `#` but neither references nor directives, as a path has it."""
        parts = [part.text for part in self.block.statements if isinstance(part, Text)]
        return "".join(parts) if len(parts) == len(self.block.statements) and not self.trimmed else None


class Range(Node):
    """`[first..last]`; `literal` is its text, which Velocity prints where it is a null operand of `+`."""

    __slots__ = ("first", "last", "literal")

    def __init__(self, start: int, end: int, first: Expression, last: Expression, literal: str) -> None:
        self.offset = self.start = start
        self.end = end
        self.first = first
        self.last = last
        self.literal = literal

    def children(self) -> Sequence[Node]:
        return self.first, self.last


class ListLiteral(Node):
    """`[a, b]`."""

    __slots__ = ("items",)

    def __init__(self, start: int, end: int, items: list[Expression]) -> None:
        self.offset = self.start = start
        self.end = end
        self.items = items

    def children(self) -> Sequence[Node]:
        return self.items


class MapLiteral(Node):
    """`{a : b}`."""

    __slots__ = ("entries",)

    def __init__(self, start: int, end: int, entries: list[tuple[Expression, Expression]]) -> None:
        self.offset = self.start = start
        self.end = end
        self.entries = entries

    def children(self) -> Sequence[Node]:
        return [part for entry in self.entries for part in entry]


class Binary(Node):
    """An operator between two operands: `operator` is one of `+ - * / % == != < <= > >= && ||`.

    `literal` is the text of the right operand, which Velocity prints for this node where it is a null operand of `+`.
    """

    __slots__ = ("left", "literal", "operator", "right")

    def __init__(
        self, offset: int, start: int, end: int, operator: str, left: Expression, right: Expression, literal: str
    ) -> None:
        self.offset = offset
        self.start = start
        self.end = end
        self.operator = operator
        self.left = left
        self.right = right
        self.literal = literal

    def children(self) -> Sequence[Node]:
        return self.left, self.right


class Not(Node):
    """`!operand`."""

    __slots__ = ("operand",)

    def __init__(self, start: int, end: int, operand: Expression) -> None:
        self.offset = self.start = start
        self.end = end
        self.operand = operand

    def children(self) -> Sequence[Node]:
        return (self.operand,)


class Word(Node):
    """A bare word among a directive's arguments; it has no value."""

    __slots__ = ("name",)

    def __init__(self, start: int, end: int, name: str) -> None:
        self.offset = self.start = start
        self.end = end
        self.name = name


Expression: TypeAlias = Reference | Constant | Interpolation | Range | ListLiteral | MapLiteral | Binary | Not | Word


class Set(Node):
    """`#set(target = value)`."""

    __slots__ = ("target", "value")

    def __init__(self, start: int, end: int, target: Reference, value: Expression) -> None:
        self.offset = self.start = start
        self.end = end
        self.target = target
        self.value = value

    def children(self) -> Sequence[Node]:
        return self.target, self.value


class If(Node):
    """`#if ... #elseif ... #else ... #end`: conditions with their blocks, in order."""

    __slots__ = ("branches", "otherwise")

    def __init__(self, start: int, end: int, branches: list[tuple[Expression, Block]], otherwise: Block | None) -> None:
        self.offset = self.start = start
        self.end = end
        self.branches = branches
        self.otherwise = otherwise

    def children(self) -> Sequence[Node]:
        inside: list[Node] = [part for branch in self.branches for part in branch]
        if self.otherwise is not None:
            inside.append(self.otherwise)
        return inside


class Foreach(Node):
    """`#foreach($variable in items) body #end`; `items` is None if the list was left out."""

    __slots__ = ("body", "items", "variable")

    def __init__(self, start: int, end: int, variable: str, items: Expression | None, body: Block) -> None:
        self.offset = self.start = start
        self.end = end
        self.variable = variable
        self.items = items
        self.body = body

    def children(self) -> Sequence[Node]:
        return (self.body,) if self.items is None else (self.items, self.body)


class Define(Node):
    """`#define($variable) body #end`."""

    __slots__ = ("body", "variable")

    def __init__(self, start: int, end: int, variable: str, body: Block) -> None:
        self.offset = self.start = start
        self.end = end
        self.variable = variable
        self.body = body

    def children(self) -> Sequence[Node]:
        return (self.body,)


class Stop(Node):
    """`#stop`, with its argument, which is evaluated without effect."""

    __slots__ = ("argument",)

    def __init__(self, start: int, end: int, argument: Expression | None) -> None:
        self.offset = self.start = start
        self.end = end
        self.argument = argument

    def children(self) -> Sequence[Node]:
        return () if self.argument is None else (self.argument,)


class Break(Node):
    """`#break`, of the loop whose scope the argument is, or else of the innermost."""

    __slots__ = ("argument",)

    def __init__(self, start: int, end: int, argument: Expression | None) -> None:
        self.offset = self.start = start
        self.end = end
        self.argument = argument

    def children(self) -> Sequence[Node]:
        return () if self.argument is None else (self.argument,)


class Failure(Node):
    """A directive that the engine accepts when it parses, and that fails when it renders."""

    __slots__ = ("hint", "message")

    def __init__(self, start: int, end: int, message: str, hint: str | None) -> None:
        self.offset = self.start = start
        self.end = end
        self.message = message
        self.hint = hint


Statement: TypeAlias = Text | Reference | Set | If | Foreach | Define | Stop | Break | Failure


class Block(Node):
    """Statements in order."""

    __slots__ = ("statements",)

    def __init__(self, start: int, end: int, statements: list[Statement]) -> None:
        self.offset = self.start = start
        self.end = end
        self.statements = statements

    def children(self) -> Sequence[Node]:
        return self.statements


class Trap(NamedTuple):
    """A place where the template may do something unexpected; a rendering turns it into a finding.

    `rule` is the id of its rule, empty where nothing is told; `details` fill its message (see `vtl.trap_messages`).
    """

    rule: str
    offset: int
    length: int
    details: tuple[str, ...] = ()
