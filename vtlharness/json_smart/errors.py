"""The error of a text that json-smart refuses; message and position are json-smart's own."""

from __future__ import annotations

MAX_DEPTH = 400
"""How many objects and arrays may stand inside each other."""


class JsonError(ValueError):
    """json-smart's ParseException: `message` is its text, `position` the offset that it names, in UTF-16 units."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


def unexpected_character(character: str, position: int) -> JsonError:
    """A character that is not allowed there."""
    return JsonError(f"Unexpected character ({character}) at position {position}.", position)


def unexpected_token(token: str, position: int) -> JsonError:
    """A word or character that is not allowed there."""
    return JsonError(f"Unexpected token {token} at position {position}.", position)


def unexpected_end(position: int, token: str = "null") -> JsonError:
    """The text ends too early; json-smart adds the word "null" or "EOF"."""
    return JsonError(f"Unexpected End Of File position {position}: {token}", position)


def unexpected_escape(character: str, position: int) -> JsonError:
    """A character of a `\\u` or `\\x` escape that is not a hexadecimal digit."""
    return JsonError(f"Unexpected unicode escape sequence {character} at position {position}.", position)


def too_deep(character: str, position: int) -> JsonError:
    """An object or array nested deeper than json-smart goes."""
    start = "Malicious payload, having non natural depths, parsing stoped on"
    return JsonError(f"{start} {character} at position {position}.", position)
