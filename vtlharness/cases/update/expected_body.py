"""Bodies and named values as a case file expects them.

Comes in: bytes, text, headers. Goes out: data.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vtlharness.cases.integration.comparing import as_base64
from vtlharness.cases.matchers.writing import literal_body
from vtlharness.documents.json.values import JsonTextError, parse_json
from vtlharness.gateway.codecs.utf8 import text_if_utf8


def expected_body(data: bytes) -> object:
    """A body as the value of an expected `body`: data of JSON collections, else text, else its base64."""
    text = text_if_utf8(data)
    return as_base64(data) if text is None else expected_text(text)


def expected_text(text: str) -> object:
    """A text as a case expects it: data of JSON collections, else the text itself."""
    found = json_collection(text)
    return text if found is None else literal_body(found)


def one_or_several(given: Mapping[str, list[str]]) -> dict[str, object]:
    """Names with the only value of each, or the list of its values."""
    return {name: values[0] if len(values) == 1 else list(values) for name, values in given.items()}


def json_collection(text: str) -> dict[str, Any] | list[Any] | None:
    """The object or list that a text holds as JSON; None for any other text."""
    try:
        data = parse_json(text)
    except JsonTextError:
        return None
    return data if isinstance(data, (dict, list)) else None
