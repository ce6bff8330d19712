"""From the text of a path to its tokens, accepting and refusing exactly what Jayway JsonPath 2.9 does.

Jayway's reader has habits that a grammar would not have, and templates in use rely on some of them: it reads a text
that does not begin with `$` or `@` as if `$.` stood before it; it ignores one character too many after a bracket; a
name may contain any character except a blank, `.`, `[` and `(`. Evidence: docs/fidelity.md#path-notation and
docs/fidelity.md#refused-paths, from the oracle.
"""

from __future__ import annotations

import re

from vtlharness.jsonpath.errors import InvalidPathError
from vtlharness.jsonpath.syntax.filter_parser import FilterParser
from vtlharness.jsonpath.syntax.function_arguments import ArgumentText, split_arguments
from vtlharness.jsonpath.syntax.reader import QUOTES, SPACE, TextReader
from vtlharness.jsonpath.syntax.strings import java_int, java_trim, unescape
from vtlharness.jsonpath.syntax.tokens import (
    Argument,
    ArrayIndex,
    ArraySlice,
    Filter,
    Function,
    JsonArgument,
    JsonPath,
    PathArgument,
    Property,
    Scan,
    Token,
    Wildcard,
    function_around_scan,
)

ROOTS = ("$", "@")
_INDEX_CHARACTERS = ",-: "
_NAME = re.compile(r"[^.\[( ]*")


def parse_path(text: str, base: int = 0) -> JsonPath:
    """Parses a path; `base` is its offset in a longer text, for the positions of errors.

    Raises InvalidPathError for a path that Jayway refuses.
    """
    if not text:
        raise InvalidPathError("The path is empty", base, hint="write $ for the whole document")
    if text[0] not in ROOTS:
        text, base = "$." + text, base - 2
    cursor = TextReader(text.rstrip(SPACE), base)
    if cursor.text.endswith("."):
        raise cursor.error("A path must not end with a dot", cursor.end - 1)
    return PathParser(cursor).parse()


class PathParser:
    """Reads one path from a cursor."""

    __slots__ = ("_cursor", "_tokens")

    def __init__(self, cursor: TextReader) -> None:
        self._cursor = cursor
        self._tokens: list[Token] = []

    def parse(self) -> JsonPath:
        """The whole path, which begins with `$` or `@`; raises InvalidPathError."""
        cursor = self._cursor
        root = cursor.current
        if not self._at_tail():
            cursor.position += 1
            if cursor.current not in ".[":
                name = cursor.text[cursor.position :].lstrip(" .")
                raise cursor.error("After $ a path continues with a dot or a bracket", hint=f"write {root}.{name}")
            self._read_token()
            while not self._at_tail():
                self._read_token()
        return function_around_scan(JsonPath(root, tuple(self._tokens), ignored=self._ignored()))

    def _ignored(self) -> str:
        rest = self._cursor.text[self._cursor.position :] if self._tokens else ""
        # after a function without arguments, the closing bracket is still unread
        return "" if rest == ")" and isinstance(self._tokens[-1], Function) else rest

    def _at_tail(self) -> bool:
        """Whether the path is read to its end: Jayway stops at the last UTF-16 unit, and ignores one too many."""
        cursor = self._cursor
        last = cursor.end - 1
        return cursor.position > last or (cursor.position == last and cursor.text[last] <= "\uffff")

    def _read_token(self) -> None:
        cursor = self._cursor
        if cursor.current == ".":
            if cursor.text.startswith("..", cursor.position):
                self._tokens.append(Scan(cursor.base + cursor.position))
                cursor.position += 2
            else:
                cursor.position += 1
            if cursor.current == ".":
                raise cursor.error("Too many dots", hint="one dot selects a child, two dots search everything below")
        if cursor.current == "[":
            self._read_bracket()
        elif cursor.current == "*":
            self._tokens.append(Wildcard(cursor.base + cursor.position))
            cursor.position += 1
        else:
            self._read_name()

    def _read_name(self) -> None:
        cursor, start = self._cursor, self._cursor.position
        if cursor.current == SPACE:
            raise cursor.error("Expected a name, found a blank")
        found = _NAME.match(cursor.text, start)
        assert found
        end = found.end()
        if cursor.text.startswith(SPACE, end):
            key = cursor.text[start:].split(".")[0].split("[")[0].strip()
            raise cursor.error("A name after a dot must not contain a blank", end, hint=f"write ['{key}']")
        name = cursor.text[start:end]
        if end < cursor.end and cursor.text[end] == "(":
            self._read_function(name, end)
        else:
            cursor.position = end
            self._tokens.append(Property((name,), cursor.base + start))

    def _read_function(self, name: str, bracket: int) -> None:
        cursor, offset = self._cursor, self._cursor.base + self._cursor.position
        opened = 0
        for char in cursor.text[bracket:]:
            opened += (char == "(") - (char == ")")
            if not opened:
                break
        if opened:
            raise cursor.error(f"The arguments of {name}( are not closed by )", bracket)
        cursor.position = bracket + 1
        arguments: tuple[Argument, ...] = ()
        if cursor.current != ")":
            # without arguments, Jayway stays on the closing bracket, which then begins a new name
            arguments = tuple(self._argument(text) for text in split_arguments(cursor, name))
        self._tokens.append(Function(name, arguments, offset))

    def _argument(self, argument: ArgumentText) -> Argument:
        if not argument.is_path:
            return JsonArgument(argument.text)
        return PathArgument(PathParser(TextReader(argument.text, argument.offset)).parse())

    def _read_bracket(self) -> None:
        cursor = self._cursor
        char = cursor.peek(cursor.position)
        if char in QUOTES:
            self._read_keys(char)
        elif char.isdecimal() or char in "-:":
            self._read_indexes()
        elif char == "*":
            self._read_wildcard()
        elif char == "?":
            self._read_filter()
        else:
            raise self._unreadable_bracket(char)

    def _unreadable_bracket(self, char: str) -> InvalidPathError:
        cursor = self._cursor
        close = cursor.text.find("]", cursor.position)
        inside = cursor.text[cursor.position + 1 : close if close >= 0 else cursor.end].strip()
        hint = None
        if close < 0:
            hint = "close the bracket with ]"
        elif char == "(":
            hint = "scripts are not supported; the last item is [-1]"
        elif inside:
            hint = f"quote a key: ['{inside}']"
        return cursor.error("A bracket must hold a quoted key, an index, a slice, * or a filter", hint=hint)

    def _read_keys(self, quote: str) -> None:
        cursor, offset = self._cursor, self._cursor.base + self._cursor.position
        names: list[str] = []
        index, last, comma = cursor.position + 1, 0, False
        while cursor.at_or_end(index) != "]":
            char = cursor.at_or_end(index)
            if not char:
                raise cursor.error("The bracket is not closed", hint="close it with ]")
            if char == "\\":
                index += 1
            elif char == ",":
                if comma:
                    raise cursor.error("A key is missing between two commas", index)
                comma = True
            elif char == quote:
                names.append(self._key(index, quote))
                last = index = cursor.closing_quote(index)
                comma = False
            index += 1
        if comma:
            raise cursor.error("A key is missing after the comma", index)
        close = cursor.significant(last)
        written = cursor.text[cursor.position + 1 : close].strip(SPACE)
        self._tokens.append(Property(tuple(names), offset, written))
        cursor.position = close + 1

    def _key(self, index: int, quote: str) -> str:
        cursor, end = self._cursor, self._cursor.closing_quote(index)
        if end < 0:
            raise cursor.error("The quoted key is not closed", index, hint=f"close it with {quote}")
        if cursor.significant(end) == cursor.end:
            raise cursor.error("The bracket is not closed", hint="close it with ]")
        if cursor.peek(end) not in ",]":
            hint = f"a {quote} inside a key is written \\{quote}"
            raise cursor.error("After a quoted key comes a comma or the closing bracket", end, hint=hint)
        try:
            return unescape(cursor.text[index + 1 : end])
        except ValueError:
            raise cursor.error("A \\u in a key needs four hexadecimal digits", index) from None

    def _read_indexes(self) -> None:
        cursor, start = self._cursor, self._cursor.position
        close = cursor.text.find("]", start)
        if close < 0:
            raise cursor.error("The bracket is not closed", hint="close it with ]")
        text = java_trim(cursor.text[start + 1 : close])
        if not all(char.isdecimal() or char in _INDEX_CHARACTERS for char in text):
            raise cursor.error(f"[{text}] is neither an index nor a slice")
        self._tokens.append(self._slice(text) if ":" in text else self._indexes(text))
        cursor.position = close + 1

    def _indexes(self, text: str) -> ArrayIndex:
        cursor = self._cursor
        try:
            indexes = tuple(java_int(index.strip(SPACE)) for index in text.split(","))
        except ValueError:
            raise cursor.error(f"[{text}] contains something other than an index") from None
        return ArrayIndex(indexes, cursor.base + cursor.position)

    def _slice(self, text: str) -> ArraySlice:
        cursor = self._cursor
        if "," in text or SPACE in text:
            raise cursor.error(f"[{text}] is not a slice", hint="a slice contains neither blanks nor commas: [1:3]")
        start, stop = [*text.split(":"), ""][:2]
        if not start and not stop:
            raise cursor.error(f"[{text}] gives neither a start nor an end", hint="write [*] for all items")
        try:
            # after the last end, Jayway drops empty parts; it ignores a third part, the step
            return ArraySlice(
                java_int(start) if start else None, java_int(stop) if stop else None, cursor.base + cursor.position
            )
        except ValueError:
            raise cursor.error(f"[{text}] contains something other than an index") from None

    def _read_wildcard(self) -> None:
        cursor, offset = self._cursor, self._cursor.base + self._cursor.position
        close = cursor.significant(cursor.significant(cursor.position))
        if cursor.at(close) != "]":
            raise cursor.error("After [* comes the closing bracket", close)
        self._tokens.append(Wildcard(offset, blanks=SPACE in cursor.text[cursor.position : close]))
        cursor.position = close + 1

    def _read_filter(self) -> None:
        cursor, start = self._cursor, self._cursor.position
        opening = cursor.significant(cursor.significant(start))
        if cursor.at(opening) != "(":
            raise cursor.error("A filter is written in parentheses", opening, hint="write [?(...)]")
        closing = cursor.closing_bracket(opening, ")", patterns=True)
        if closing < 0:
            raise cursor.error("The filter's parenthesis is not closed", opening, hint="close the filter with )]")
        close = cursor.significant(closing)
        if close >= cursor.end or cursor.text[close] != "]":
            raise cursor.error("After the filter's closing parenthesis comes ]", closing + 1)
        text = cursor.text[opening : closing + 1]
        expression = FilterParser(TextReader(text, cursor.base + opening), parse_path).parse()
        cursor.position = close + 1
        self._tokens.append(Filter(expression, cursor.base + start))
