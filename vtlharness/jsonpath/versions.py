"""Where Jayway JsonPath 2.0 reads a path otherwise than 2.9, in one sentence each.

Which version the service runs is not known. Told is what 2.0 reads otherwise in documents of the shape that the path
expects; not told is what only shows for other shapes (2.0 fails for `[0]` on an object, takes a key whose value is null
for missing in a filter, orders numbers and texts by their text, keeps no item without the key for `!=`).
Evidence: the two answers of observations/jsonpath.jsonl, and json-path 2.0.0 itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from vtlharness.jsonpath.syntax.filter_parser import OLD_OPERATORS
from vtlharness.jsonpath.syntax.tokens import (
    And,
    ArrayIndex,
    ArraySlice,
    Exists,
    Expression,
    Filter,
    Function,
    JsonLiteral,
    JsonPath,
    Not,
    Or,
    PathOperand,
    Property,
    Relation,
    Scan,
    Token,
    Wildcard,
)

_OLD = "Jayway JsonPath 2.0"


def warnings_for(path: JsonPath) -> tuple[str, ...]:
    """The warnings for a path, each once, in the order of the path."""
    return tuple(dict.fromkeys(_of_path(path)))


def _of_path(path: JsonPath) -> Iterator[str]:
    for token, following in zip_longest(path.tokens, path.tokens[1:]):
        yield from _of_token(token, last=following is None)
        if isinstance(token, Filter):
            yield from _of_expression(token.expression)
            if isinstance(following, (ArrayIndex, ArraySlice)):
                yield "an index right behind a filter is taken from each item found, not from the list of them"
        elif isinstance(token, Scan) and isinstance(following, (ArrayIndex, ArraySlice)):
            yield _not_seen("an index right behind ..", "mostly finds nothing")
    if path.ignored:
        yield f"the last character of the path, {path.ignored}, is not read"


def _not_seen(what: str, older: str) -> str:
    return f"the service was not seen to read {what}; {_OLD} {older}"


def _of_token(token: Token, *, last: bool) -> Iterator[str]:
    if isinstance(token, Function):
        yield _not_seen(f"the function {token.name}()", "takes it for a key")
    elif isinstance(token, ArrayIndex):
        if any(index < 0 for index in token.indexes):
            yield _not_seen(f"[{','.join(map(str, token.indexes))}]", "finds nothing there")
    elif isinstance(token, ArraySlice):
        if token.start is not None and token.start < 0 and token.stop is not None:
            yield _not_seen(f"[{token.start}:{token.stop}]", "finds nothing there")
    elif isinstance(token, Wildcard):
        if token.blanks:
            yield _not_seen("blanks around *", "refuses them")
    elif isinstance(token, Property):
        yield from _of_keys(token)
        if len(token.names) > 1 and not last:
            yield _not_seen("several keys before the end of a path", "refuses them")


def _of_keys(keys: Property) -> Iterator[str]:
    if keys.written.startswith('"'):
        yield _not_seen('a key in double quotes, ["..."]', "refuses it")
    elif "\\" in keys.written or any("]" in name for name in keys.names):
        yield _not_seen("a key with an escape or a ]", "reads another key")
    elif not keys.written:
        name = keys.names[0]
        if "&&" in name or "||" in name:
            yield f"{name} is read as one key, because && and || in a filter need a blank before them"
        elif "'" in name or "]" in name:
            yield _not_seen(f"the name {name} without brackets", "reads another key")


def _of_expression(expression: Expression) -> Iterator[str]:
    if isinstance(expression, Not):
        yield _not_seen("!(...) in a filter", "does not negate it")
        yield from _of_expression(expression.operand)
    elif isinstance(expression, (And, Or)):
        for operand in expression.operands:
            if isinstance(operand, (And, Or)) and isinstance(expression, And):
                yield _not_seen("groups in round brackets in a filter", "reads the parts in another order")
            yield from _of_expression(operand)
    elif isinstance(expression, Exists):
        yield from _of_operand(expression.operand)
    else:
        yield from _of_relation(expression)


def _of_relation(relation: Relation) -> Iterator[str]:
    if relation.operator not in OLD_OPERATORS:
        operator = relation.operator.lower()
        yield _not_seen(f"the operator {operator} in a filter", "refuses it")
    if relation.double_quotes:
        yield _not_seen("a text in double quotes in a filter", "takes the quotes for a part of it")
    for side in (relation.left, relation.right):
        if isinstance(side, PathOperand):
            yield from _of_operand(side)
        elif isinstance(side, JsonLiteral) and relation.operator in OLD_OPERATORS:
            yield _not_seen("an array or an object written in a filter", "finds nothing equal to it")


def _of_operand(operand: PathOperand) -> Iterator[str]:
    yield from _of_path(operand.path)
    if not operand.path.definite:
        yield _not_seen("a path of several results in a filter", "refuses it")
