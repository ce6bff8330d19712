"""The arguments of a path function: from the text between its brackets to one text each, and whether it is a path.

Jayway separates them by counting brackets and double quotes, and ignores strings: a comma inside a quoted text is lost,
single quotes do not count, and an argument begins at the first character that can begin one.
"""

from __future__ import annotations

from dataclasses import dataclass

from vtlharness.jsonpath.syntax.reader import TextReader

_BLANKS = " \t\n\r"
_OPENING = {"(": "(", "[": "[", "{": "{"}
_CLOSING = {"]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class ArgumentText:
    """One argument: a path, or else JSON; `offset` is its beginning in the whole path."""

    text: str
    is_path: bool
    offset: int


class _Splitter:
    __slots__ = ("arguments", "depth", "offset", "piece", "quotes", "started")

    def __init__(self) -> None:
        self.arguments: list[ArgumentText] = []
        self.depth = {"(": 1, "[": 0, "{": 0}
        self.quotes = 0
        self.piece: list[str] = []
        self.started: bool | None = None  # whether the argument being read is a path; None before it begins
        self.offset = 0

    @property
    def in_group(self) -> bool:
        return bool(self.depth["["] or self.depth["{"])

    def begin(self, char: str, offset: int) -> None:
        if char in '{"-' or char.isdecimal():
            self.started = False
        elif char in "$@":
            self.started = True
        self.offset = offset

    def finish(self) -> None:
        if self.started is not None:
            self.arguments.append(ArgumentText("".join(self.piece), self.started, self.offset))
            self.piece.clear()
            self.started = None

    def count(self, char: str, before: str) -> None:
        if char == '"':
            self.quotes += -1 if before != "\\" and self.quotes else 1
        elif char in _OPENING:
            self.depth[char] += 1
        elif char == ")":
            self.depth["("] -= 1
            if self.depth["("] < 0 or before == "(":
                self.piece.append(char)

    def ends_argument(self, char: str) -> bool:
        if char not in ",)" or self.quotes or self.in_group:
            return False
        return self.depth["("] == 1 or (self.depth["("] == 0 and char == ")")


def split_arguments(cursor: TextReader, name: str) -> list[ArgumentText]:
    """The arguments after the cursor, which stands after the function's `(` and moves after its `)`.

    Raises InvalidPathError for a closing bracket without an opening one, and for a bracket that stays open.
    """
    state, before = _Splitter(), ""
    start = cursor.position
    while cursor.position < cursor.end:
        char = cursor.text[cursor.position]
        cursor.position += 1
        if state.started is None:
            if char in _BLANKS:
                continue
            state.begin(char, cursor.base + cursor.position - 1)
        state.count(char, before)
        if char in _CLOSING:
            if not state.depth[_CLOSING[char]]:
                raise cursor.error(f"A {char} without its opening bracket", cursor.position - 1)
            state.depth[_CLOSING[char]] -= 1
        if state.ends_argument(char):
            state.finish()
            if not state.depth["("]:
                return state.arguments
        separator = char == "," and not state.in_group and state.depth["("] == 1
        if state.started is not None and not separator:
            state.piece.append(char)
        before = char
    if any(state.depth.values()):
        raise cursor.error(f"The arguments of {name}( are not closed by )", start)
    return state.arguments
