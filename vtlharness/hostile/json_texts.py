"""JSON inside the texts of JSON, as the input of an execution or the detail of an event is sent.

Comes in: an output that is JSON. Goes out: the places of such texts, and the places of a key, inside these texts too.
"""

from __future__ import annotations

from collections.abc import Iterator

from vtlharness.documents.json.values import JsonTextError, parse_json
from vtlharness.documents.positions import Positions
from vtlharness.hostile.data_paths import Steps, general, path_words
from vtlharness.source import Source


def held_json(text: str) -> object | None:
    """The object or list that a text holds as JSON; None for any other text."""
    if not may_hold_json(text):
        return None
    try:
        return parse_json(text)
    except JsonTextError:
        return None


def may_hold_json(text: str) -> bool:
    """Whether a text begins as an object or a list does."""
    return text.startswith(("{", "["))


def texts_in(data: object) -> Iterator[tuple[Steps, str]]:
    """The texts in JSON data that begin as JSON does, and their places."""
    return ((steps, value) for steps, value in _values(data) if isinstance(value, str) and may_hold_json(value))


def places_of_key(data: object, key: str, before: str = "$") -> set[str]:
    """The places of a key, as paths with any index for the indexes of lists; those inside texts follow the text's."""
    found: set[str] = set()
    for steps, value in _values(data):
        place = before + general(path_words(steps))[1:]
        if isinstance(value, dict) and key in value:
            found.add(f"{place}.{key}")
        elif isinstance(value, str) and key in value:
            held = held_json(value)
            if held is not None:
                found |= places_of_key(held, key, place)
    return found


def end_of_text(output: str, steps: Steps) -> int:
    """The offset behind a text of a JSON document."""
    node = Positions(Source(output), json=True).node(steps)
    return len(output) if node is None else node.end


def _values(data: object) -> Iterator[tuple[Steps, object]]:
    waiting: list[tuple[Steps, object]] = [((), data)]
    while waiting:
        steps, value = waiting.pop()
        yield steps, value
        if isinstance(value, dict):
            waiting.extend(((*steps, key), item) for key, item in value.items())
        elif isinstance(value, list):
            waiting.extend(((*steps, index), item) for index, item in enumerate(value))
