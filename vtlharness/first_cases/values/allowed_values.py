"""Bodies that a model allows, found near one that it refuses.

Comes in: data, and a model. Goes out: data that the gateway's own validation lets pass. What `not`, `oneOf` and the
like refuse is changed at one place after another: a member goes, a text or a number becomes another.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from vtlharness.first_cases.reading.inputs import MISSING
from vtlharness.first_cases.values.matching_text import other_matching_text
from vtlharness.gateway.validation.schemas import model_validator

MOST_TRIES = 400
_MOST_CHARACTERS = 200_000
"""The characters of all data that is tried, as JSON."""
_MOST_PROBLEMS = 4
_MOST_TEXTS = 6
_OTHER_TEXTS = ("other", "", "1", "another text that is longer")


def allowed_value(value: Any, models: Mapping[str, Any], model: str, *, tries: int = MOST_TRIES) -> Any:
    """The value, or one near it that the model allows; MISSING where none was found, or the model is not a schema."""
    try:
        validator = model_validator(models, model)
        if validator is None:
            return value
        return _search(value, validator, tries)
    except Exception:  # whatever the library raises for an invalid schema, and what the gateway refuses
        return MISSING


def _search(value: Any, validator: Any, tries: int) -> Any:
    tried: set[str] = set()
    waiting = [value]
    room = _MOST_CHARACTERS
    for candidate in waiting:  # grows
        if len(tried) >= tries:
            break
        key = json.dumps(candidate, sort_keys=True, default=str)
        room -= len(key)
        if room < 0 and tried:
            break
        if key in tried:
            continue
        tried.add(key)
        problems = list(islice(validator.iter_errors(candidate), _MOST_PROBLEMS))
        if not problems:
            return candidate
        if len(waiting) < tries:
            for problem in problems:
                waiting += _near(candidate, tuple(problem.absolute_path), problem.schema)
    return MISSING


def _near(value: Any, place: tuple[Any, ...], schema: Any) -> Iterator[Any]:
    """The value with one change at a place, of which the schema is known, or inside it."""
    inner = value
    for step in place:
        inner = inner[step]
    pattern = schema.get("pattern") if isinstance(schema, dict) else None
    if isinstance(inner, str) and isinstance(pattern, str):
        for text in (other_matching_text(pattern, number) for number in range(_MOST_TEXTS)):
            if text is not None:
                yield _changed(value, place, text)
    for steps, changed in _changes(inner):
        yield _changed(value, (*place, *steps), changed)


def _changes(value: Any) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, dict):
        for name in reversed(value):
            yield (name,), MISSING
        for name, inner in value.items():
            for steps, changed in _changes(inner):
                yield (name, *steps), changed
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            for steps, changed in _changes(inner):
                yield (number, *steps), changed
        yield (len(value),), value[-1] if value else "item"
        if value:
            yield (len(value) - 1,), MISSING
    elif isinstance(value, bool):
        yield (), not value
    elif isinstance(value, (int, float)):
        for other in (value + 1, value - 1, value * 10 + 1, -value):
            yield (), other
    elif isinstance(value, str):
        for text in (f"{value} 2", *_OTHER_TEXTS):
            yield (), text


def _changed(value: Any, steps: tuple[Any, ...], changed: Any) -> Any:
    if not steps:
        return changed
    made = list(value) if isinstance(value, list) else dict(value)
    first, rest = steps[0], steps[1:]
    if not rest and changed is MISSING:
        del made[first]
    elif isinstance(made, list) and first == len(made):
        made.append(changed)
    else:
        made[first] = _changed(made[first], rest, changed)
    return made
