"""The hostile texts, and the values of another kind.

Each text breaks a template that prints it as it is, in one format or another: the quote of a JSON string, the `&` of a
form, the `<` of XML. Some of them write a key of their own, `ADDED`, which the output must never have.
"""

from __future__ import annotations

from urllib.parse import quote

ADDED = "admin"
"""The key that hostile texts write into an output."""

HARMLESS = "vtlharness"
"""A text that no format has to escape: the output for it says what the output for a hostile text must be."""

TEXTS = (
    "",
    '"',
    "'",
    "\\",
    "a\nb",
    "\x01",
    "Zoë 😀",
    "a&b",
    "</x>",
    "$x",
    f"&{ADDED}=true",
    f"<{ADDED}/>",
    f'1,"{ADDED}":true',
    f'","{ADDED}":true,"x":"',
    f"../?{ADDED}=true#",
    "long " * 800,
)
"""The hostile texts, the smallest first."""

_WITH_KEYS = TEXTS[-4:-2]

OTHER_KINDS: dict[type, tuple[object, ...]] = {
    str: (1, [], {}, ["a"], {"a": "b"}),
    int: ('"', "x", *_WITH_KEYS, [1], {"a": 1}),
    bool: ('"', "x", *_WITH_KEYS, [1], {"a": 1}),
    list: ("x", *_WITH_KEYS, {"a": "b"}),
    dict: ("x", *_WITH_KEYS, ["a"]),
    type(None): ('"', "x", *_WITH_KEYS, ["a"], {"a": "b"}),
}
"""For a value of a kind, values of other kinds; texts in place of a number are hostile, too."""

NAMES = ('"', "'", "\\", "a b", f"&{ADDED}=true&", "<", f'":1,"{ADDED}":true,"x')
"""The names that a sender can give to a member of JSON, a field of a form or a parameter."""

HEADER_NAMES = ("'", "&")
"""The names that a sender can give to a header."""

LINE_TEXTS = tuple(text for text in TEXTS if text.isascii() and text.isprintable())
"""The texts that a header can hold."""

PATH_TEXTS = tuple(quote(text, safe="'&=,:;@!()*+~$-._") for text in TEXTS if text)
"""The texts as they stand in a path, where they stay encoded (docs/fidelity.md#path-parameters-stay-encoded).

A client may leave an apostrophe as it is.
"""


def other_kinds(value: object) -> tuple[object, ...]:
    """Values of other kinds than JSON data has here."""
    return OTHER_KINDS[int if isinstance(value, float) else type(value)]
