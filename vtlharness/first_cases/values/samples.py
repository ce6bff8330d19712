"""Sample values for names: what a place called `createdAt`, `quantity` or `If-None-Match` may hold.

Comes in: a name, and the kind of value where it is known. Goes out: a value.
"""

from __future__ import annotations

import re
from typing import Any

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_OF_NUMBERS = frozenset(
    {"age", "amount", "count", "height", "latitude", "limit", "longitude", "max", "min", "n", "num", "number"}
    | {"offset", "page", "price", "qty", "quantity", "rating", "size", "subtotal", "total", "weight", "width", "year"}
)
_OF_BOOLEANS = frozenset({"active", "enabled", "express", "gift", "ok", "success", "truncated", "urgent", "valid"})
_ASKING = frozenset({"is", "has", "can", "should"})
_OF_WORDS = {
    "host": "host.example.com",
    **dict.fromkeys(("href", "link", "uri", "url"), "https://example.com"),
    **dict.fromkeys(("birthday", "date", "day"), "2024-05-20"),
    **dict.fromkeys(("at", "time", "timestamp"), "2024-05-20T12:00:00Z"),
}
"""Texts by the last word of a name."""
_DATE = "Mon, 20 May 2024 12:00:00 GMT"
_OF_HEADERS = {
    "accept": "application/json",
    "accept-encoding": "gzip",
    "accept-language": "en",
    "authorization": "token",
    "cache-control": "no-cache",
    "content-encoding": "identity",
    "content-language": "en",
    "content-type": "application/json",
    "cookie": "session=1",
    "date": _DATE,
    "etag": '"1"',
    "expires": _DATE,
    "if-match": '"1"',
    "if-modified-since": _DATE,
    "if-none-match": '"1"',
    "last-modified": _DATE,
    "location": "https://example.com",
    "origin": "https://example.com",
    "referer": "https://example.com",
    "retry-after": "120",
    "set-cookie": "session=1",
    "user-agent": "curl/8.5.0",
    "x-forwarded-for": "192.0.2.1",
    "x-forwarded-proto": "https",
}
"""Values of headers by their names in lower case."""


def text_for(name: str) -> str:
    """A text that stands for what a name means."""
    short = name.strip("$*") or "text"
    if re.search(r"(?i)e-?mail", short):
        return "someone@example.com"
    return _OF_WORDS.get(_last_word(short), short)


def header_for(name: str) -> str:
    """A value of a header."""
    found = _OF_HEADERS.get(name.lower())
    return str(plain_value(name, None)) if found is None else found


def plain_value(name: str, kind: str | None) -> Any:
    """A value for a place with this name; `kind` is what a template does with it, `bare` for one in JSON unquoted."""
    words = _words(name)
    if kind == "boolean" or (kind in (None, "bare") and _is_boolean(words)):
        return True
    is_number = bool(words) and words[-1] in _OF_NUMBERS
    if kind in ("number", "bare") or (kind is None and is_number):
        return 1
    if kind == "list":
        return [text_for(name), f"{text_for(name)} 2"]
    if kind == "map":
        return {}
    return "1" if is_number else text_for(name)


def _is_boolean(words: list[str]) -> bool:
    return (len(words) > 1 and words[0] in _ASKING) or (len(words) == 1 and words[0] in _OF_BOOLEANS)


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]


def _last_word(name: str) -> str:
    words = _words(name)
    return words[-1] if words else ""
