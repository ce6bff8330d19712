"""Headers and query strings: names with one value or several.

Comes in: the `ParameterValues` of a record, as a test gives them. Goes out: `Multi`, every name with a list of texts.
Used by every stage that reads or writes headers. Names keep the casing with which they were sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from vtlharness.gateway.codecs.text_values import text_value

Multi: TypeAlias = dict[str, list[str]]
"""Names in the order in which they were sent, each with its values."""


def multi(values: Mapping[str, object]) -> Multi:
    """Every name with its values as text; a name without a value is left out."""
    result: Multi = {}
    for name, value in values.items():
        texts = texts_of(value)
        if texts:
            result[name] = texts
    return result


def texts_of(value: object) -> list[str]:
    """One value, a list of values, or None as a list of texts."""
    if type(value) is str:
        return [value]
    if value is None:
        return []
    if isinstance(value, (list, tuple)):
        return [text_value(item) for item in value if item is not None]
    return [text_value(value)]


def override_values(override: object) -> Multi:
    """A map of `requestOverride` or `responseOverride`: a list is several values; a name with null is left out."""
    if override is None or not isinstance(override, Mapping):
        return {}
    return {str(name): texts_of(value) for name, value in override.items() if value is not None}


def _length(lower: str) -> int:
    """The length that a name has in any casing; 0 for a name that is not ASCII, whose casings differ in length."""
    return len(lower) if lower.isascii() else 0


def header(values: Mapping[str, object], name: str) -> str | None:
    """The last value of a header, in any casing; None if it was not sent."""
    if not values:
        return None
    lower = name.lower()
    length = _length(lower)
    found: str | None = None
    for key, value in values.items():
        if (len(key) == length or not length) and key.lower() == lower:
            texts = texts_of(value)
            found = texts[-1] if texts else found
    return found


def replace_header(values: Multi, name: str, new: list[str]) -> None:
    """Sets the values of a header and removes it in any other casing."""
    lower = name.lower()
    length = _length(lower)
    for key in [key for key in values if (len(key) == length or not length) and key.lower() == lower]:
        del values[key]
    values[name] = new


def drop_headers(values: Multi, lower_names: Iterable[str]) -> None:
    """Removes the headers with these names (given in lower case)."""
    unwanted = frozenset(lower_names)
    for key in [key for key in values if key.lower() in unwanted]:
        del values[key]


def single(values: Mapping[str, list[str]]) -> dict[str, str]:
    """The last value of every name."""
    return {name: texts[-1] for name, texts in values.items() if texts}
