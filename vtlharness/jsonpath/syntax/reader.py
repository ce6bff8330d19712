"""A text being read: a position, the look-ahead that paths and filters need, and errors that name the place.

Only the space counts as a blank here, as in Jayway; a tab or a newline is an ordinary character.
"""

from __future__ import annotations

from vtlharness.jsonpath.errors import InvalidPathError

SPACE = " "
QUOTES = ("'", '"')


_MOST_OPEN = 1000
"""The number of brackets around one another in a path."""


class TextReader:
    """A position in a text. `base` is the offset of the text in the whole path, for the positions of errors."""

    __slots__ = ("base", "end", "position", "text")

    def __init__(self, text: str, base: int = 0) -> None:
        self.text = text
        self.end = len(text)
        self.position = 0
        self.base = base

    def error(self, message: str, index: int | None = None, *, hint: str | None = None) -> InvalidPathError:
        """The error for a character of this text (by default the one at the cursor)."""
        place = self.base + (self.position if index is None else index)
        return InvalidPathError(message, max(0, place), hint=hint)

    def at(self, index: int) -> str:
        """The character at `index`; raises InvalidPathError if the path ends before it."""
        if 0 <= index < self.end:
            return self.text[index]
        raise self.error("The path ends too early", min(index, self.end))

    def at_or_end(self, index: int) -> str:
        """The character at `index`, or an empty text after the end."""
        return self.text[index] if index < self.end else ""

    @property
    def current(self) -> str:
        """The character where the cursor stands."""
        position = self.position
        return self.text[position] if 0 <= position < self.end else self.at(position)

    def significant(self, index: int) -> int:
        """The index of the first character after `index` that is not a blank, or the text's end."""
        index += 1
        while index < self.end and self.text[index] == SPACE:
            index += 1
        return index

    def peek(self, index: int) -> str:
        """The first character after `index` that is not a blank, or a blank at the end."""
        place = self.significant(index)
        return self.text[place] if place < self.end else SPACE

    def skip_blanks(self) -> str:
        """Moves to the next character that is not a blank, and returns it."""
        while self.position < self.end - 1 and self.text[self.position] == SPACE:
            self.position += 1
        return self.current

    def take(self, expected: str) -> bool:
        """Moves past `expected` if it comes next, blanks aside."""
        place = self.position
        if place < self.end:
            self.skip_blanks()
        if self.text.startswith(expected, self.position) and self.position + len(expected) <= self.end:
            self.position += len(expected)
            return True
        self.position = place
        return False

    def closing_quote(self, index: int) -> int:
        """The index of the quote that closes the text opened at `index`, with escapes skipped; -1 without one."""
        quote = self.text[index]
        index += 1
        while index < self.end:
            char = self.text[index]
            if char == "\\":
                index += 1
            elif char == quote:
                return index
            index += 1
        return -1

    def closing_bracket(self, index: int, closing: str, *, patterns: bool = False) -> int:
        """The index of the bracket that closes the one at `index`; -1 if there is none.

        Quoted text is skipped, and with `patterns` also text between slashes. As in Jayway, the character right after a
        quoted text stands for itself, even if it is a quote.
        """
        opening, opened = self.text[index], 1
        index += 1
        while index < self.end:
            if self.at(index) in QUOTES:
                index = self.end_of_quoted(index) + 1
            if patterns and self.at(index) == "/":
                index = self.end_of_pattern(index) + 1
            char = self.at(index)
            if char == opening:
                opened += 1
                if opened > _MOST_OPEN:  # the parser could not descend so far, and would look for each one's end
                    raise RecursionError
            elif char == closing:
                opened -= 1
                if not opened:
                    return index
            index += 1
        return -1

    def end_of_quoted(self, index: int) -> int:
        """The index of the quote that closes the text opened at `index`; raises InvalidPathError without one."""
        return self._end(index, "The quote is not closed")

    def end_of_pattern(self, index: int) -> int:
        """The index of the slash that closes the regular expression at `index`; raises InvalidPathError without one."""
        hint = "inside a filter, / begins a regular expression; quote a key that contains one: @['a/b']"
        return self._end(index, "The regular expression is not closed by /", hint)

    def _end(self, index: int, message: str, hint: str | None = None) -> int:
        close = self.closing_quote(index)
        if close < 0:
            raise self.error(message, index, hint=hint)
        return close
