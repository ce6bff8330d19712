"""Findings of a path: differences between versions of Jayway JsonPath, and other unexpected readings.

The service's version is not known: it may be 2.0 as well as 2.9, which answers here. A finding names a part that 2.0
reads differently in documents of the shape that the path expects. Differences in other documents have no finding (2.0
fails for `[0]` on an object, treats a null key as missing in a filter, orders numbers and texts by their text, and
drops items without the key for `!=`). Evidence: docs/fidelity.md#jsonpath, and json-path 2.0.0 itself.

Comes in: a parsed path. Goes out: Findings without a place; the caller, who knows the template, adds the place.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from vtlharness.findings import Finding
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

_IN_VELOCITY = "read the whole list, and choose its items in the template with #foreach and #if"
_BY_INDEX = "read the whole list, and take the item in the template: $list[0]"
_METHODS = {"length": ".size()", "size": ".size()", "keys": ".keySet()", "concat": '"$first$second"'}
"""The replacement in a template for a function of JSONPath."""


def findings_of(path: JsonPath) -> tuple[Finding, ...]:
    """The findings for a path, each once, in the order of the path."""
    return tuple(dict.fromkeys(_of_path(path)))


def _of_path(path: JsonPath) -> Iterator[Finding]:
    for token, following in zip_longest(path.tokens, path.tokens[1:]):
        if isinstance(token, Property) and not token.written and len(token.names) == 1 and token.names[0].isalnum():
            continue  # as most are
        yield from _of_token(token, last=following is None)
        if isinstance(token, Filter):
            yield from _of_expression(token.expression)
            if isinstance(following, (ArrayIndex, ArraySlice)):
                yield Finding(
                    "VTL302",
                    "an index right after a filter is taken from each item that the filter finds, "
                    "not from the list of them",
                    hint="read the path up to the filter, and take the item in the template: $found[0]",
                )
        elif isinstance(token, Scan) and isinstance(following, (ArrayIndex, ArraySlice)):
            yield _not_seen("an index right after ..", "mostly finds nothing", _BY_INDEX)
    if path.ignored:
        yield Finding(
            "VTL303",
            f"the path is read without its last character, {path.ignored}",
            hint="delete it; a key stands after a dot or in brackets",
        )


def _not_seen(what: str, older: str, hint: str | None = None) -> Finding:
    message = f"no recording shows how the service reads {what}: Jayway JsonPath 2.0 {older}"
    return Finding("VTL301", message, hint=hint)


def _of_token(token: Token, *, last: bool) -> Iterator[Finding]:
    if isinstance(token, Function):
        instead = _METHODS.get(token.name)
        hint = f"write {instead} in the template" if instead else "calculate it in the template, or at the backend"
        yield _not_seen(f"the function {token.name}()", "takes it for a key", hint)
    elif isinstance(token, ArrayIndex):
        if any(index < 0 for index in token.indexes):
            indexes = ",".join(map(str, token.indexes))
            hint = "read the whole list, and count in the template: #set($last = $list.size() - 1)$list.get($last)"
            yield _not_seen(f"[{indexes}]", "finds nothing there", hint)
    elif isinstance(token, ArraySlice):
        if token.start is not None and token.start < 0 and token.stop is not None:
            yield _not_seen(
                f"[{token.start}:{token.stop}]", "finds nothing there", "count both ends from the beginning"
            )
    elif isinstance(token, Wildcard):
        if token.blanks:
            yield _not_seen("blanks around *", "refuses them", "write [*]")
    elif isinstance(token, Property):
        yield from _of_keys(token)
        if len(token.names) > 1 and not last:
            hint = "let the path end with these keys, and read what is below them in the template"
            yield _not_seen("several keys before the end of a path", "refuses them", hint)


def _of_keys(keys: Property) -> Iterator[Finding]:
    if keys.written.startswith('"'):
        yield _not_seen('a key in double quotes, ["..."]', "refuses it", "write the key in single quotes: ['key']")
    elif "\\" in keys.written or any("]" in name for name in keys.names):
        hint = "read the object around it, and ask that in the template: $object.get($key)"
        yield _not_seen("a key with an escape or a ]", "reads another key", hint)
    elif not keys.written:
        name = keys.names[0]
        if "&&" in name or "||" in name:
            yield Finding(
                "VTL304",
                f"{name} is read as one key, because && and || in a filter need a blank before them",
                hint="write a blank before and after && and ||",
            )
        elif "'" in name:
            yield _not_seen(f"the name {name} without brackets", "reads another key", "write the key in brackets")


def _of_expression(expression: Expression) -> Iterator[Finding]:
    if isinstance(expression, Not):
        yield _not_seen("!(...) in a filter", "does not negate it", _IN_VELOCITY)
        yield from _of_expression(expression.operand)
    elif isinstance(expression, (And, Or)):
        for operand in expression.operands:
            if isinstance(operand, (And, Or)) and isinstance(expression, And):
                older = "reads the parts in another order"
                yield _not_seen("groups in parentheses in a filter", older, _IN_VELOCITY)
            yield from _of_expression(operand)
    elif isinstance(expression, Exists):
        yield from _of_operand(expression.operand)
    else:
        yield from _of_relation(expression)


def _of_relation(relation: Relation) -> Iterator[Finding]:
    if relation.operator not in OLD_OPERATORS:
        operator = relation.operator.lower()
        yield _not_seen(f"the operator {operator} in a filter", "refuses it", _IN_VELOCITY)
    if relation.double_quotes:
        older = "takes the quotes for a part of it"
        yield _not_seen("a text in double quotes in a filter", older, "write the text in single quotes")
    for side in (relation.left, relation.right):
        if isinstance(side, PathOperand):
            yield from _of_operand(side)
        elif isinstance(side, JsonLiteral) and relation.operator in OLD_OPERATORS:
            yield _not_seen("an array or an object written in a filter", "finds nothing equal to it", _IN_VELOCITY)


def _of_operand(operand: PathOperand) -> Iterator[Finding]:
    yield from _of_path(operand.path)
    if not operand.path.definite:
        yield _not_seen("a path of several results in a filter", "refuses it", _IN_VELOCITY)
