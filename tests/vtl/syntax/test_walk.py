"""The tree is data: every node says which nodes are inside it, and the walk goes through them in order."""

from __future__ import annotations

import inspect
from functools import cache
from itertools import count, product
from types import UnionType
from typing import Any, ClassVar, Union, get_args, get_origin, get_type_hints

import pytest

from tests.vtl.syntax.trees import GENERATED, LANGUAGE, fields, parse, standing, trees
from vtlharness.vtl.syntax import nodes
from vtlharness.vtl.syntax.nodes import Binary, Constant, Foreach, Node, Property, Reference, Set, Text
from vtlharness.vtl.syntax.walk import Handlers, Visitor, walk

CLASSES: list[type[Node]] = [
    value for value in vars(nodes).values() if isinstance(value, type) and issubclass(value, Node) and value is not Node
]


@cache
def _parameters(kind: type[Node]) -> dict[str, Any]:
    hints = get_type_hints(kind.__init__, vars(nodes))
    return {name: hints[name] for name in inspect.signature(kind).parameters}


def _leaves(hint: Any) -> set[Any]:
    """The classes in a type."""
    arguments = get_args(hint)
    return set().union(*map(_leaves, arguments)) if arguments else {hint}


def _holds_nodes(hint: Any) -> bool:
    return any(issubclass(leaf, Node) for leaf in _leaves(hint))


def _samples(hint: Any, made: count[int]) -> list[Any]:
    """Values that a field may have: where it can hold nodes, new ones that begin one after the other."""
    origin = get_origin(hint)
    if origin in (UnionType, Union):
        inside = [part for part in get_args(hint) if part is not type(None)]
        return [*_samples(inside[0], made), *([None] if len(inside) < len(get_args(hint)) else [])]
    if origin is list:
        return [[value for _ in range(2) for value in _samples(get_args(hint)[0], made)], []]
    if origin is tuple:
        return [tuple(_samples(part, made)[0] for part in get_args(hint))]
    return [Constant(next(made), 0, 0) if issubclass(hint, Node) else hint()]


def _nodes_of(value: Any) -> list[Node]:
    if isinstance(value, (list, tuple)):
        return [node for item in value for node in _nodes_of(item)]
    return [value] if isinstance(value, Node) else []


def test_there_are_classes() -> None:
    assert len(CLASSES) == 21
    assert all(kind.__base__ is Node for kind in CLASSES)


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_children_are_the_fields_that_hold_nodes(kind: type[Node]) -> None:
    parameters = _parameters(kind)
    made = count()
    for values in product(*(_samples(hint, made) for hint in parameters.values())):
        node = kind(*values)
        expected = [inside for value in values for inside in _nodes_of(value)]
        assert list(node.children()) == expected
        places = [child.start for child in expected]
        assert places == sorted(places)


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_a_node_is_data(kind: type[Node]) -> None:
    parameters = _parameters(kind)
    leaves = set().union(*map(_leaves, parameters.values()))
    assert {leaf for leaf in leaves if not issubclass(leaf, Node)} <= {int, float, bool, str, type(None)}
    made = kind(*(_samples(hint, count())[0] for hint in parameters.values()))
    assert not hasattr(made, "__dict__")
    assert sorted(fields(made)) == sorted({*parameters, "offset"})


@pytest.mark.parametrize("templates", [LANGUAGE, GENERATED], ids=["language", "generated"])
def test_fields_of_parsed_nodes_are_data(templates: list[str]) -> None:
    seen = set()
    for _, tree in trees(templates):
        for node in walk(tree):
            seen.add(type(node))
            for name in fields(node):
                value = getattr(node, name)
                assert isinstance(value, (int, float, str, list, Node, type(None))), (node, name)
                assert not callable(value)
                assert bool(_nodes_of(value)) <= _holds_nodes(_parameters(type(node)).get(name, int))
    assert {kind.__name__ for kind in CLASSES} - {kind.__name__ for kind in seen} <= {"Word", "Failure"}


def test_the_walk_is_in_the_order_of_the_template() -> None:
    tree = parse("a$b.c[0].d($e, [1..$f])#set($g = {'h': $i} + !1)#if($j == 2)k#else#foreach($l in $m)$n#end#end")
    names = [type(node).__name__ for node in walk(tree)]
    assert names == [
        *("Block", "Text", "Reference", "Property", "Index", "Constant", "MethodCall", "Reference", "Range"),
        *(
            "Constant",
            "Reference",
            "Set",
            "Reference",
            "Binary",
            "MapLiteral",
            "Constant",
            "Reference",
            "Not",
            "Constant",
            "If",
        ),
        *("Binary", "Reference", "Constant", "Block", "Text", "Block", "Foreach", "Reference", "Block", "Reference"),
    ]
    assert [node.root for node in walk(tree) if isinstance(node, Reference)] == list("befgijmn")


@pytest.mark.parametrize("templates", [LANGUAGE, GENERATED], ids=["language", "generated"])
def test_the_walk_meets_every_node_once(templates: list[str]) -> None:
    for _, tree in trees(templates):
        walked = list(walk(tree))
        assert walked == [place.node for place in standing(tree)]
        assert len(walked) == len(set(walked))


def test_a_walk_of_a_node_that_has_none_inside() -> None:
    node = Text(0, 1, "a")
    assert list(walk(node)) == [node]


def test_a_sum_is_as_deep_as_it_is_long() -> None:
    tree = parse(f"#set($a = {' + '.join(['1'] * 5000)})")
    assert sum(isinstance(node, Binary) for node in walk(tree)) == 4999


def test_blocks_nest_as_deep_as_is_allowed() -> None:
    tree = parse("#if($a)" * 199 + "$b" + "#end" * 199)
    assert [node.root for node in walk(tree) if isinstance(node, Reference)] == ["a"] * 199 + ["b"]


class _Names(Visitor):
    """The names of a template in the order in which it computes them, and how many loops are around each."""

    def __init__(self) -> None:
        self.found: list[tuple[str, int]] = []
        self._loops = 0

    def _reference(self, node: Reference) -> None:
        self.found.append((node.root, self._loops))
        self.visit(node.children())

    def _set(self, node: Set) -> None:
        self.visit((node.value, node.target))

    def _foreach(self, node: Foreach) -> None:
        self._loops += 1
        self.visit(node.children())
        self._loops -= 1

    handlers: ClassVar[Handlers] = {Reference: _reference, Set: _set, Foreach: _foreach}


def test_a_visitor_knows_what_is_around_and_chooses_the_order() -> None:
    visitor = _Names()
    visitor.visit([parse("$a#set($b = $c.d($e))#foreach($f in $g)#if($h && !$i)$j#end#end$k")])
    assert visitor.found == [
        *(("a", 0), ("c", 0), ("e", 0), ("b", 0), ("g", 1), ("h", 1), ("i", 1), ("j", 1), ("k", 0)),
    ]


def test_a_visitor_without_handlers_does_nothing() -> None:
    Visitor().visit([parse("$a.b#if($c)d#end")])


def test_steps_are_the_children_of_a_reference() -> None:
    (reference,) = parse("$a.b").children()
    (step,) = reference.children()
    assert isinstance(step, Property)
    assert list(step.children()) == []
