"""The changes of a template, found on its syntax tree.

Comes in: a template. Goes out: `Change`s in the order of the template, each made by one operator. A change that gives
the same text for every input is left out where the tree shows it: in a variable that nobody reads, in white space.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from vtlharness.mutation.change import Change, Operator, shown
from vtlharness.mutation.text_changes import ADDED, Piece, changed_path, changed_word, changed_words, commas
from vtlharness.source import Source
from vtlharness.vtl.syntax.nodes import (
    Binary,
    Block,
    Constant,
    Expression,
    Foreach,
    If,
    Interpolation,
    MethodCall,
    Node,
    Not,
    Property,
    Reference,
    Set,
    Text,
)
from vtlharness.vtl.syntax.parser import Parser
from vtlharness.vtl.syntax.walk import walk

_OPERATORS = {
    "==": "!=",
    "!=": "==",
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "&&": "||",
    "||": "&&",
    "+": "-",
    "-": "+",
    "*": "/",
    "/": "*",
    "%": "*",
}
_WRITTEN = {
    "==": ("==", "eq"),
    "!=": ("!=", "ne"),
    "<": ("<", "lt"),
    "<=": ("<=", "le"),
    ">": (">", "gt"),
    ">=": (">=", "ge"),
    "&&": ("&&", "and"),
    "||": ("||", "or"),
}
_ESCAPES = frozenset({"escapeJavaScript", "urlEncode", "urlDecode", "base64Encode", "base64Decode"})
_REPLACING = frozenset({"replaceAll", "replaceFirst", "replace"})
_PATHS = frozenset({"path", "json"})
_SEPARATORS = frozenset({",", ";", "&", "|", "&&", "\\n"})
_OVERRIDES = frozenset({"requestOverride", "responseOverride"})
_NOWHERE = "vtlharnessDropped"


MOST_CHANGES = 20_000
"""The changes of one template that are tried at most."""


class TemplateChanges(NamedTuple):
    """The changes of a template in order, and how many more there are."""

    changes: list[Change]
    left: int


def template_changes(template: Source) -> TemplateChanges:
    """The changes of a template, each once. Raises VtlSyntaxError for one that the service refuses."""
    text = template.text
    finder = _Finder(text, Parser(template).parse())
    found: dict[tuple[int, int, str], Change] = {}
    left = 0
    for change in finder.changes():
        if change.text == text[change.start : change.end]:
            continue
        if len(found) < MOST_CHANGES:
            found.setdefault(_smallest(text, change), change)
        else:
            left += 1
    return TemplateChanges(sorted(found.values(), key=lambda change: (change.start, change.end)), left)


def _smallest(text: str, change: Change) -> tuple[int, int, str]:
    """The change without what stays, by which two that make the same text are known."""
    start, end, new = change.start, change.end, change.text
    while start < end and new and text[start] == new[0]:
        start, new = start + 1, new[1:]
    while start < end and new and text[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    return start, end, new


class _Finder:
    """Finds the changes in one tree: it meets each node before those inside, and notes what it must know there."""

    def __init__(self, text: str, tree: Block) -> None:
        self._text = text
        self._tree = tree
        self._left_out: set[int] = set()
        self._printed: set[int] = set()
        self._conditions: set[int] = set()
        self._json_paths: set[int] = set()
        self._read = _names_read(tree)

    def changes(self) -> Iterator[Change]:
        for node in walk(self._tree):
            if id(node) in self._left_out:
                continue
            if isinstance(node, Block):
                self._printed.update(id(one) for one in node.statements if isinstance(one, Reference))
            elif isinstance(node, If):
                yield from self._of_if(node)
            elif isinstance(node, Foreach):
                yield from self._emptied(node.body)
            elif isinstance(node, Set):
                yield from self._of_set(node)
            elif isinstance(node, Reference):
                yield from self._of_reference(node)
            elif isinstance(node, Binary):
                yield from self._of_operator(node)
            elif isinstance(node, Constant):
                yield from self._of_constant(node)
            elif isinstance(node, Interpolation):
                yield from self._of_interpolation(node)
            elif isinstance(node, Text):
                yield from self._of_text(node)

    def _own(self, node: Node) -> str:
        return self._text[node.start : node.end]

    def _change(self, operator: Operator, start: int, end: int, text: str) -> Change:
        return Change(operator, start, end, text, shown(self._text[start:end]), shown(text))

    def _leave_out(self, nodes: Iterable[Node]) -> None:
        self._left_out.update(id(inner) for node in nodes for inner in walk(node))

    # Directives

    def _of_if(self, node: If) -> Iterator[Change]:
        blocks = [block for _, block in node.branches]
        if len(blocks) == 1 and node.otherwise is None and self._own(blocks[0]).strip() in _SEPARATORS:
            yield self._change("separator removed", node.start, node.end, "")
            self._leave_out(blocks)
        for condition, block in node.branches:
            self._conditions.add(id(condition))
            yield self._negated(condition)
            yield from self._emptied(block)
        if node.otherwise is not None:
            yield from self._emptied(node.otherwise)

    def _negated(self, condition: Expression) -> Change:
        text = self._own(condition)
        if isinstance(condition, Not):
            negated = self._own(condition.operand)
        else:
            negated = f"!{text}" if isinstance(condition, Reference) else f"!({text})"
        return self._change("condition negated", condition.start, condition.end, negated)

    def _emptied(self, block: Block) -> Iterator[Change]:
        if id(block) not in self._left_out and self._own(block).strip():
            yield self._change("branch removed", block.start, block.end, "")

    def _of_set(self, node: Set) -> Iterator[Change]:
        """An override is written to a variable that nobody reads: its line prints what it printed before."""
        target = node.target
        if _is_override(target):
            start, end = target.start, target.end
            yield Change("override dropped", start, end, f"${_NOWHERE}", shown(self._own(node)), "")
            self._leave_out([target])
            return
        if not target.steps:
            self._leave_out([target])
            if target.root not in self._read and not any(isinstance(one, MethodCall) for one in walk(node.value)):
                self._leave_out([node.value])

    # References

    def _of_reference(self, node: Reference) -> Iterator[Change]:
        if node.escaped or node.runt or not node.computable:
            self._leave_out(node.steps)
            return
        yield from self._without_escapes(node)
        properties = [step for step in node.steps if isinstance(step, Property)]
        if properties and node.root != "foreach":
            last = properties[-1]
            before = self._text[node.offset : last.end]
            added = f"{self._own(last)}{ADDED}"
            yield Change("path changed", last.start, last.end, added, shown(before), shown(before + ADDED))
        for step in node.steps:
            if node.root == "input" and isinstance(step, MethodCall) and step.name in _PATHS:
                self._json_paths.update(id(argument) for argument in step.arguments)

    def _without_escapes(self, node: Reference) -> Iterator[Change]:
        first = node.steps[0] if node.steps else None
        if node.root == "util" and isinstance(first, MethodCall) and first.name in _ESCAPES and first.arguments:
            unescaped = self._unwrapped(node, first)
            if unescaped is not None:
                before = shown(self._text[node.offset : first.end])
                after = shown(self._own(first.arguments[0]))
                yield Change("escape removed", node.offset, node.end, unescaped, before, after)
        for step in node.steps:
            if isinstance(step, MethodCall) and step.name in _REPLACING:
                yield self._change("escape removed", step.start, step.end, "")
                self._leave_out(step.arguments)

    def _unwrapped(self, node: Reference, escape: MethodCall) -> str | None:
        """`$util.escapeJavaScript(x)` without the call; None where the text of `x` would not be its value."""
        argument, rest = escape.arguments[0], self._text[escape.end : node.end]
        if isinstance(argument, Reference) and argument.computable and not (argument.escaped or argument.runt):
            head = self._text[node.offset : node.steps[0].start]
            head = head[: len(head) - len(node.root)]
            bare = self._text[argument.offset : argument.end].lstrip("$!")
            return f"{head}{bare[1:-1] if bare.startswith('{') else bare}{rest}"
        if isinstance(argument, Constant):
            return None  # nothing in it is escaped, as a rule
        return None if id(node) in self._printed or rest.strip() else self._own(argument)

    def _with(self, node: Node, change: Change) -> str:
        """The text of a node after a change inside it."""
        return f"{self._text[node.start : change.start]}{change.text}{self._text[change.end : node.end]}"

    # Operators and literals

    def _of_operator(self, node: Binary) -> Iterator[Change]:
        if id(node) in self._conditions and node.operator in ("==", "!="):
            return  # the negated condition
        other = _OPERATORS[node.operator]
        forms = _WRITTEN.get(node.operator, (node.operator,))
        for written, text in zip(forms, _WRITTEN.get(other, (other,)), strict=True):
            if self._text.startswith(written, node.offset):
                change = self._change("operator changed", node.offset, node.offset + len(written), text)
                yield change._replace(before=shown(self._own(node)), after=shown(self._with(node, change)))
                return

    def _of_constant(self, node: Constant) -> Iterator[Change]:
        text = self._own(node)
        if not isinstance(node.value, str):
            sign, word = ("-", text[1:]) if text.startswith("-") else ("", text)
            yield self._change("literal changed", node.start, node.end, sign + changed_word(word))
            return
        inner = text[1:-1]
        if id(node) in self._json_paths:
            yield self._change("path changed", node.start + 1, node.end - 1, changed_path(inner))
        else:
            yield self._change("literal changed", node.start, node.end, f"{text[:-1]}{ADDED}{text[-1:]}")

    def _of_interpolation(self, node: Interpolation) -> Iterator[Change]:
        """A path in double quotes, which is one because of its `$`, without references in it."""
        if id(node) in self._json_paths and node.only_text() is not None:
            inner = self._own(node)[1:-1]
            yield self._change("path changed", node.start + 1, node.end - 1, changed_path(inner))
            self._leave_out([node.block])

    def _of_text(self, node: Text) -> Iterator[Change]:
        own = self._own(node)
        begin = own.find(node.text)  # `#[[...]]#` has more around it
        if begin < 0:
            return
        pieces: list[tuple[Operator, Piece]] = [("separator removed", piece) for piece in commas(node.text)]
        pieces += [("literal changed", piece) for piece in changed_words(node.text)]
        begin += node.start
        for operator, piece in pieces:
            yield self._change(operator, begin + piece.start, begin + piece.end, piece.text)


def _is_override(target: Reference) -> bool:
    first = target.steps[0] if target.steps else None
    return target.root == "context" and isinstance(first, Property) and first.name in _OVERRIDES


def _names_read(tree: Block) -> frozenset[str]:
    """The names of the variables that the template reads, or changes in place."""
    targets = {id(node.target) for node in walk(tree) if isinstance(node, Set) and not node.target.steps}
    return frozenset(node.root for node in walk(tree) if isinstance(node, Reference) and id(node) not in targets)
