"""JSON pointers (RFC 6901), as in a `$ref` after its `#`: their steps, and whether one leads to a value."""

from __future__ import annotations

from collections.abc import Mapping

NOTHING = object()
"""What a pointer finds that leads to no value."""


def step_name(step: str) -> str:
    """The key that a step of a pointer stands for: `~1` is a slash, `~0` a tilde."""
    return step.replace("~1", "/").replace("~0", "~")


def pointer_step(name: str) -> str:
    """The step of a pointer for a key, with `%` escapes as in a URI."""
    return name.replace("~", "~0").replace("/", "~1").replace("%", "%25")


def last_name(reference: str) -> str:
    """The key that the last step of a reference stands for."""
    return step_name(reference.rpartition("/")[2])


def leads_somewhere(pointer: str, root: object) -> bool:
    """Whether there is a value at a pointer below the root."""
    return value_at(pointer, root) is not NOTHING


def value_at(pointer: str, root: object) -> object:
    """The value at a pointer below the root, NOTHING where there is none."""
    place = root
    for step in pointer.split("/")[1:]:
        name = step_name(step)
        if isinstance(place, Mapping) and name in place:
            place = place[name]
        elif isinstance(place, (list, tuple)) and name.isdigit() and int(name) < len(place):
            place = place[int(name)]
        else:
            return NOTHING
    return place
