"""Where in a JSON text the output of a template stands: inside a string or not, and behind what."""

from __future__ import annotations

from functools import lru_cache

_OPENERS = "{["
_CLOSERS = "}]"
_LONGEST_KEY = 40


class JsonState:
    """The state of a reader of JSON that has seen the output up to here.

    `sure` is false once branches disagree. `last` is the last character outside of strings that is not blank, `v` for a
    value that a reference printed. `key` is the last string; `string_key` the key before the string that is open, and
    `list_key` that before the list.
    """

    __slots__ = ("depth", "escaped", "in_string", "key", "last", "list_key", "string", "string_key", "sure")

    def __init__(self) -> None:
        self.in_string = self.escaped = False
        self.depth = 0
        self.last = self.key = self.string = self.string_key = self.list_key = ""
        self.sure = True

    def copy(self) -> JsonState:
        """The same state, for a branch."""
        other = JsonState.__new__(JsonState)
        other.take(self)
        return other

    def take(self, other: JsonState) -> None:
        """Becomes the other state."""
        self.in_string, self.escaped, self.depth, self.sure = other.in_string, other.escaped, other.depth, other.sure
        self.last, self.key, self.string = other.last, other.key, other.string
        self.string_key, self.list_key = other.string_key, other.list_key

    def join(self, other: JsonState) -> None:
        """Becomes the state behind two branches."""
        self.sure = self.sure and other.sure and self.in_string == other.in_string and self.depth == other.depth
        if self.last != other.last:
            self.last = "?"
        if self.string_key != other.string_key:
            self.string_key = ""

    def text(self, text: str) -> None:
        """Reads literal text."""
        for character in text:
            if self.in_string:
                self._in_string(character)
            elif character == '"':
                self.in_string = True
                self.string = ""
                self.string_key = self.key if self.last == ":" else self.list_key if self.last in "[," else ""
            elif not character.isspace():
                if character in _OPENERS:
                    self.depth += 1
                    self.list_key = self.key if character == "[" and self.last == ":" else ""
                elif character in _CLOSERS:
                    self.depth -= 1
                    self.list_key = ""
                self.last = character

    def _in_string(self, character: str) -> None:
        if self.escaped:
            self.escaped = False
        elif character == "\\":
            self.escaped = True
        elif character == '"':
            self.in_string = False
            self.key, self.last = self.string, '"'
            return
        if len(self.string) < _LONGEST_KEY:
            self.string += character

    def value(self) -> None:
        """Reads a value that a reference prints."""
        if self.in_string:
            self.escaped = False
            self.string += "?"
        else:
            self.last = "v"


@lru_cache(maxsize=4096)
def string_fault(text: str) -> str | None:
    """What is wrong with a text inside a JSON string: `raw` for a quote, a backslash or a control character that is
    not escaped, `apostrophe` for an escape that JSON does not have; None if nothing is.
    """
    fault = None
    position = 0
    while position < len(text):
        character = text[position]
        if character == "\\":
            following = text[position + 1 : position + 2]
            if following == "'":
                fault = "apostrophe"
            elif not following or following not in '"\\/bfnrtu':
                return "raw"
            position += 1
        elif character == '"' or character < " ":
            return "raw"
        position += 1
    return fault
