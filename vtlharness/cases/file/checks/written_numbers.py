"""Refuses numbers that lose their written form when they become text: `007` is 7, `1.10` is 1.1.

Only for files with a number that JSON writes differently; `loading` notices them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vtlharness.cases.file.format.sections import ANY_NAME, text_places
from vtlharness.cases.file.format.table import CASE, FILE, SUBJECT_KEYS
from vtlharness.documents.misfit import MisfitError
from vtlharness.documents.nodes import Node
from vtlharness.documents.positions import Positions
from vtlharness.documents.yaml.values import plain_value

_Path = tuple[str | int, ...]


def check_written_numbers(data: dict[str, Any], positions: Positions) -> None:
    """Refuse numbers whose text differs from the written form. Raises MisfitError."""
    for place in _text_places(data):
        for path, node in _nodes(positions.root, place):
            for key, value in node.pairs:
                _check_written(value, (*path, key.text))


def _nodes(node: Node, place: _Path) -> Iterator[tuple[_Path, Node]]:
    """The nodes at a place, each with its path."""
    if not place:
        yield (), node
        return
    step, *below = place
    names = [key.text for key, _ in node.pairs] if step == ANY_NAME else [step]
    for name in names:
        child = node.child(name)
        if child is not None:
            yield from (((name, *path), found) for path, found in _nodes(child, tuple(below)))


def _text_places(data: dict[str, Any]) -> Iterator[_Path]:
    """The paths of all mappings whose values become text, except in expectations."""
    subject = next(subject for key, subject in SUBJECT_KEYS.items() if key in data)
    for place in text_places(FILE, subject):
        if place[0] != "cases":
            yield place
    in_case = list(text_places(CASE, subject))
    for index in range(len(data["cases"])):
        for place in in_case:
            yield ("cases", index, *place)


def _check_written(node: Node, path: _Path) -> None:
    for index, item in enumerate(node.items):
        _check_written(item, (*path, index))
    value = odd_number(node)
    if value is not None:
        raise MisfitError(
            f"{{}} becomes text, but the number {node.text} would become {value}", *path, hint=f'write "{node.text}"'
        )


def odd_number(node: Node) -> int | float | None:
    """The number of a node whose text differs from the written form; None for any other node."""
    if node.kind != "scalar" or node.style != "plain":
        return None
    try:
        value = plain_value(node.text)
    except ValueError:  # a text of digits behind the tag `!!str`
        return None
    return value if type(value) in (int, float) and str(value) != node.text else None  # type: ignore[return-value]
