"""The common paths to several values, evaluated on whole lists at a time.

`$.items[*].id`, `$.items[?(@.price > 10)].id`, `$.items[0:2]`, `$..id`: keys and indexes, then wildcards, slices,
indexes, filters and keys, and a scan for one key at the end. The result is the same as that of `jsonpath.evaluation`,
which goes step by step. Less common cases (a failure, a path or a document of another kind) are left to it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any

from vtlharness.java.keys import OTHER_KEYS
from vtlharness.jsonpath.containers import has_other_keys, is_array, is_object
from vtlharness.jsonpath.errors import JsonPathError
from vtlharness.jsonpath.filters import Predicate
from vtlharness.jsonpath.run import FEW, Run
from vtlharness.jsonpath.syntax.tokens import (
    ArrayIndex,
    ArraySlice,
    Exists,
    Expression,
    Filter,
    JsonPath,
    PathOperand,
    Property,
    Relation,
    Scan,
    Token,
    Wildcard,
)
from vtlharness.limits.budget import current_budget, spend_items

Selection = Callable[[Any, Any], "list[Any] | None"]
"""Takes the document and the root; gives None if the path has to be followed step by step."""

_Step = Callable[[list[Any], Any], list[Any]]
_Keeper = Callable[[list[Any], Run], list[Any]]
_SCALARS = frozenset((float, bool, type(None)))
_OF_INTEGERS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_OF_TEXTS: dict[str, Callable[[Any, Any], bool]] = {"==": operator.eq, "!=": operator.ne}


_MOST_TOKENS = 50  # a path too long for the stack fails, as in Jayway


class _Uncommon(Exception):  # noqa: N818 - not an error
    """A value for which step by step is safer."""


def selection(path: JsonPath, predicate: Callable[[Filter], Predicate]) -> Selection | None:
    """The selection for a path, None if it is not a common one."""
    tokens = path.tokens
    if path.after_scan or len(tokens) > _MOST_TOKENS:
        return None
    keys: list[str | int] = []
    for token in tokens:
        key = _single_key(token)
        if key is None:
            break
        keys.append(key)
    steps: list[_Step] = []
    rest = tokens[len(keys) :]
    if len(rest) > 1 and isinstance(rest[-2], Scan):
        name = _single_key(rest[-1])
        if not isinstance(name, str):
            return None
        rest, last = rest[:-2], [_scan(name)]
    else:
        last = []
    begin = rest[0] if rest else None
    spread = isinstance(begin, Wildcard) and len(rest) + len(last) > 1
    for token in rest[1:] if spread else rest:
        step = _step(token, predicate)
        if step is None:
            return None
        steps.append(step)
    kinds = (list,) if isinstance(begin, (ArrayIndex, ArraySlice)) else (dict, list)
    return _selection(keys, kinds, spread, [*steps, *last])


def _selection(keys: Sequence[str | int], kinds: tuple[type, ...], spread: bool, steps: Sequence[_Step]) -> Selection:
    """`kinds`: the types that the keys have to lead to; `spread`: the steps begin with the value's content, not with
    itself.
    """

    def select(document: Any, root: Any) -> list[Any] | None:
        value: Any = document
        try:
            for key in keys:
                if key.__class__ is not str and value.__class__ is not list:
                    return None
                value = value[key]
        except (KeyError, IndexError, TypeError):
            return None
        if type(value) not in kinds:
            return None
        values: list[Any] = [value]
        if spread:
            if OTHER_KEYS and type(value) is dict and has_other_keys(value):
                return None
            values = value if type(value) is list else list(value.values())
        try:
            for step in steps:
                values = step(values, root)
        except (JsonPathError, RecursionError, _Uncommon):
            return None
        if len(values) > FEW:
            spend_items(len(values))
        return values

    return select


def _single_key(token: Token) -> str | int | None:
    if isinstance(token, Property) and len(token.names) == 1:
        return token.names[0]
    if isinstance(token, ArrayIndex) and len(token.indexes) == 1:
        return token.indexes[0]
    return None


def _step(token: Token, predicate: Callable[[Filter], Predicate]) -> _Step | None:
    if isinstance(token, Wildcard):
        return _children
    if isinstance(token, Property) and len(token.names) == 1:
        return _property(token.names[0])
    if isinstance(token, ArrayIndex):
        return _indexes(token.indexes)
    if isinstance(token, ArraySlice):
        return _slice(token.start, token.stop)
    if isinstance(token, Filter):
        return _filter(token.expression, predicate(token))
    return None


def _children(values: list[Any], root: Any) -> list[Any]:
    children: list[Any] = []
    for value in values:
        if is_object(value):
            if OTHER_KEYS and has_other_keys(value):
                raise _Uncommon
            children += value.values()
        elif is_array(value):
            children += value
    return children


def _property(name: str) -> _Step:
    of_item = itemgetter(name)

    def step(values: list[Any], root: Any) -> list[Any]:
        try:
            return list(map(of_item, values))
        except (KeyError, TypeError):  # not all are objects with this key
            return [value[name] for value in values if is_object(value) and name in value]

    return step


def _indexes(indexes: Sequence[int]) -> _Step:
    def step(values: list[Any], root: Any) -> list[Any]:
        if len(values) * len(indexes) > FEW:
            spend_items(len(values) * len(indexes))
        return [
            value[index]
            for value in values
            if is_array(value)
            for index in indexes
            if -len(value) <= index < len(value)
        ]

    return step


def _slice(start: int | None, stop: int | None) -> _Step:
    def step(values: list[Any], root: Any) -> list[Any]:
        items: list[Any] = []
        for value in values:
            if is_array(value):
                items += [value[index] for index in slice_indexes(start, stop, len(value))]
        return items

    return step


def slice_indexes(start: int | None, stop: int | None, length: int) -> range:
    """The indexes of a slice of an array: Jayway counts negative ends from the end if only one end is given."""
    if start is not None and stop is not None:
        # with both ends given, negative numbers are not counted from the end before but while walking
        return range(max(start, -length), min(length, stop))
    if start is not None:
        return range(max(0, start + length if start < 0 else start), length)
    if stop is not None:
        return range(min(length, stop + length if stop < 0 else stop))
    return range(0)


def _filter(expression: Expression, accept: Predicate) -> _Step:
    keeps = _quick_filter(expression, accept) or (lambda items, run: [item for item in items if accept(item, run)])

    def step(values: list[Any], root: Any) -> list[Any]:
        run = Run(root)
        kept: list[Any] = []
        for value in values:
            if is_array(value):
                kept += keeps(value, run)
            elif is_object(value):
                kept += keeps([value], run)
            elif len(values) == 1:  # if it is the first step's, the filter fails
                raise _Uncommon
        return kept

    return step


def _quick_filter(expression: Expression, accept: Predicate) -> _Keeper | None:
    """`@.key`, or `@.key` compared with a number or a text: handles common items, leaves the rest to `accept`."""
    if isinstance(expression, Exists):
        name = None if expression.operand.negated else _key_of_item(expression.operand)
        if name is None:
            return None
        return lambda items, run: [
            item for item in items if (name in item if item.__class__ is dict else accept(item, run))
        ]
    if not isinstance(expression, Relation) or not isinstance(expression.left, PathOperand):
        return None
    name, literal = _key_of_item(expression.left), expression.right
    kind = type(literal)
    holds = (_OF_INTEGERS if kind is int else _OF_TEXTS if kind is str else {}).get(expression.operator)
    if name is None or holds is None:
        return None

    def keeps(items: list[Any], run: Run) -> list[Any]:
        kept = []
        for item in items:
            if item.__class__ is dict:
                value = item.get(name)
                if value.__class__ is kind:
                    if holds(value, literal):
                        kept.append(item)
                    continue
            if accept(item, run):
                kept.append(item)
        return kept

    return keeps


def _key_of_item(operand: PathOperand) -> str | None:
    tokens = operand.path.tokens
    key = _single_key(tokens[0]) if len(tokens) == 1 and operand.path.root == "@" else None
    return key if isinstance(key, str) else None


def _scan(name: str) -> _Step:
    return lambda values, root: [item[name] for item in _objects(values) if name in item]


def scanned_key(path: JsonPath) -> str | None:
    """The key of `$..key`, None for any other path."""
    tokens = path.tokens
    key = _single_key(tokens[1]) if len(tokens) == 2 and isinstance(tokens[0], Scan) and not path.after_scan else None
    return key if isinstance(key, str) else None


def objects_of(document: Any) -> list[dict[Any, Any]] | None:
    """Every object in a document, an outer one before those in it; None if step by step is safer."""
    try:
        return _objects([document])
    except (RecursionError, _Uncommon):
        return None


def _objects(values: list[Any]) -> list[dict[Any, Any]]:
    spent = current_budget().spent
    if spent is not None and spent.shares:  # what contains itself many times has no end here
        raise _Uncommon
    found: list[dict[Any, Any]] = []
    _collect_objects(values, found)
    if OTHER_KEYS and any(map(has_other_keys, found)):
        raise _Uncommon
    return found


def _collect_objects(items: Iterable[Any], found: list[dict[Any, Any]]) -> None:
    for item in items:
        kind = item.__class__
        if kind is str or kind is int:
            continue
        if kind is dict:
            found.append(item)
            _collect_objects(item.values(), found)
        elif kind is list:
            _collect_objects(item, found)
        elif kind not in _SCALARS:
            raise _Uncommon
