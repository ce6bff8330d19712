"""Syntax trees as the tests look at them: parsed, compared without their places, and where each node stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from tests.differential.grammar import TemplateWriter
from vtlharness.errors import VtlSyntaxError
from vtlharness.source import Source
from vtlharness.vtl.syntax.nodes import Binary, Block, Node, Text
from vtlharness.vtl.syntax.parser import Parser

_LINES = (Path(__file__).parent.parent / "language.jsonl").read_text(encoding="utf-8").split("\n")
LANGUAGE: list[str] = [json.loads(line)["template"] for line in _LINES if line]
"""The templates of the language's rules."""

GENERATED = [TemplateWriter(Random(f"spans/{number}")).template() for number in range(800)]
"""Templates written from the grammar."""

PLACES = frozenset({"offset", "start", "end"})


def parse(template: str) -> Block:
    """The tree of a template."""
    return Parser(Source(template)).parse()


def trees(templates: list[str]) -> Iterator[tuple[str, Block]]:
    """The templates that the service accepts, with their trees."""
    for template in templates:
        try:
            yield template, parse(template)
        except VtlSyntaxError:
            continue


def fields(node: Node) -> list[str]:
    """The names of a node's fields."""
    return [name for kind in type(node).__mro__ for name in getattr(kind, "__slots__", ())]


def shape(part: Any) -> Any:
    """A node without its place: two trees are the same if their shapes are equal.

    The blanks at the end of an operand's literal are left out, as they stand after the node; how the scanner cuts text
    into pieces is, too, as it depends on what it has read before.
    """
    if isinstance(part, Node):
        values = {name: getattr(part, name) for name in fields(part) if name not in PLACES}
        if isinstance(part, Binary):
            values["literal"] = part.literal.rstrip()
        if isinstance(part, Block):
            values["statements"] = [
                "".join(statement.text for statement in run if isinstance(statement, Text)) if is_text else list(run)
                for is_text, run in groupby(part.statements, lambda statement: isinstance(statement, Text))
            ]
        return type(part).__name__, {name: shape(value) for name, value in values.items()}
    if isinstance(part, (list, tuple)):
        return [shape(item) for item in part]
    return type(part), part


class Standing(NamedTuple):
    """A node and the nodes around it, from the outermost."""

    node: Node
    around: tuple[Node, ...]


def standing(node: Node, around: tuple[Node, ...] = ()) -> Iterator[Standing]:
    """A node and all nodes inside it."""
    yield Standing(node, around)
    for child in node.children():
        yield from standing(child, (*around, node))
