"""The tree of a JSON text: its places, its repeated keys, and any depth."""

from __future__ import annotations

import pytest

from vtlharness.documents.json.node_parser import json_nodes, repeated_keys
from vtlharness.documents.nodes import Node


def written(node: Node, text: str) -> object:
    """What each node covers in the text."""
    covered = text[node.start : node.end]
    if node.kind == "mapping":
        return covered, [(key.text, written(value, text)) for key, value in node.pairs]
    if node.kind == "list":
        return covered, [written(item, text) for item in node.items]
    return covered


def test_places() -> None:
    text = ' { "a" : [ 1 , "x]" ,[], {}] , "b\\n":{"c": null } } '
    assert written(json_nodes(text), text) == (
        text.strip(),
        [
            ("a", ('[ 1 , "x]" ,[], {}]', ["1", '"x]"', ("[]", []), ("{}", [])])),
            ("b\n", ('{"c": null }', [("c", "null")])),
        ],
    )


@pytest.mark.parametrize("text", ["1", ' "a" ', "[]", "{}", "[ ]", "{ }", "\n-1.5e3\n", "true"])
def test_small_texts(text: str) -> None:
    node = json_nodes(text)
    assert text[node.start : node.end] == text.strip()


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ('{"a": 1, "a": 2}', 9),
        ('{"a": {"b": 1, "b": 2}, "a": 2}', 15),
        ('[{"a": 1}, {"a": 1, "\\u0061": 2}]', 20),
        ('{"a": [{"b": [{"c": 1, "c": 1}]}], "a": 1}', 23),
        ('{"a": 1, "b": {"a": 1}}', None),
        ("[1, 1]", None),
    ],
)
def test_the_first_repeated_key(text: str, offset: int | None) -> None:
    key = next(repeated_keys(json_nodes(text)), None)
    assert (None if key is None else key.start) == offset


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a": ', "}"), ('[{"a": [', "]}]")])
def test_any_depth(opening: str, closing: str) -> None:
    text = opening * 20_000 + "1" + closing * 20_000
    node = json_nodes(text)
    assert (node.start, node.end) == (0, len(text))
    assert next(repeated_keys(node), None) is None
    while node.kind != "scalar":
        node = node.items[0] if node.items else node.pairs[0][1]
    assert text[node.start : node.end] == "1"
