"""The operators of filters, on the values that `jsonpath.filters` describes.

Each evaluator takes the two sides and says whether the relation holds. It raises InvalidPathError if the operator does
not apply in Jayway (which makes the whole filter false), and JsonPathError if Jayway fails.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from vtlharness import json_smart
from vtlharness.java.equality import equals
from vtlharness.jsonpath.containers import is_array, is_object
from vtlharness.jsonpath.errors import InvalidPathError, JsonPathError
from vtlharness.jsonpath.run import Missing
from vtlharness.jsonpath.syntax.numbers import decimal_of_number, decimal_of_text, decimal_text, int_value
from vtlharness.jsonpath.syntax.parser import parse_path
from vtlharness.jsonpath.syntax.strings import java_trim, unescape
from vtlharness.jsonpath.syntax.tokens import JsonLiteral, PatternLiteral

_DOES_NOT_APPLY = "The operator does not apply to these values"
_PATH_ITEM = Missing()  # an item of an array whose text Jayway takes for a path: it equals nothing

Evaluator = Callable[[Any, Any], bool]


def kind_of(node: Any) -> str:
    """The kind of Jayway's node for a value; `undefined` for those that no operator but `=~` looks into."""
    kind = type(node)
    if kind is str:
        return "string"
    if kind is int or kind is Decimal:
        return "number"
    if kind is bool:
        return "boolean"
    if node is None:
        return "null"
    return "undefined" if kind is Missing or kind is PatternLiteral else "json"


def node_equals(left: Any, right: Any) -> bool:
    """The equals of Jayway's nodes: `left` decides, and numbers and texts compare with one another."""
    kind, other = kind_of(left), kind_of(right)
    if kind == "string":
        return bool(left == (decimal_text(right) if other == "number" else right))
    if kind == "number":
        if other == "string":
            right = decimal_of_text(right)
            return right is not None and bool(left == right)
        return other == "number" and bool(left == right)
    if kind in ("boolean", "null"):
        return kind == other and left is right
    # of JSON, only texts come here: `_equal` compares values, and arrays with such items cannot be looked into
    return isinstance(left, JsonLiteral) and left == right


def _equal(left: Any, right: Any) -> bool:
    if type(left) is str and type(right) is str:
        return left == right
    if kind_of(left) == "json" and kind_of(right) == "json":
        # a literal on the left is still text, and equals nothing
        return not isinstance(left, JsonLiteral) and equals(left, parsed(right))
    return node_equals(left, right)


def parsed(node: Any) -> Any:
    """The value of a JSON node; raises JsonPathError for a literal that json-smart refuses."""
    if not isinstance(node, JsonLiteral):
        return node
    try:
        return _parse_literal(node.text)
    except json_smart.JsonError as problem:
        raise JsonPathError(f"The filter contains JSON that cannot be read: {problem}") from problem


@lru_cache(maxsize=256)
def _parse_literal(text: str) -> Any:
    return json_smart.parse(text)


def _same_type_and_equal(left: Any, right: Any) -> bool:
    return kind_of(left) == kind_of(right) and _equal(left, right)


def _compare(holds: Callable[[Any, Any], bool]) -> Evaluator:
    def evaluate(left: Any, right: Any) -> bool:
        if type(left) is int and type(right) is int:
            return holds(left, right)
        kinds = (kind_of(left), kind_of(right))
        if kinds == ("string", "string"):
            return holds(_units(left), _units(right))
        return kinds == ("number", "number") and holds(left, right)

    return evaluate


def _units(text: str) -> str | bytes:
    """A text as String.compareTo orders it: by UTF-16 units, which differs from code points beyond U+FFFF."""
    return text.encode("utf-16-be", "surrogatepass")


def items_of(value: Any) -> list[Any]:
    """The items of an array as nodes; raises JsonPathError for items that Jayway has no node for (arrays, objects)."""
    return [_item(item) for item in value]


def comparable_number(value: float | Decimal, offset: int | None = None) -> Any:
    """A number as a filter compares it; raises JsonPathError for one that is not finite."""
    try:
        return decimal_of_number(value)
    except ValueError:
        raise JsonPathError(f"A filter cannot compare {value}", offset) from None


def _item(value: Any) -> Any:
    kind = type(value)
    if kind is str:
        return _text_item(value)
    if kind is int or kind is bool or value is None:
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (float, Decimal)):
        return comparable_number(value)
    raise JsonPathError("A filter cannot look into an array that contains arrays or objects")


def _text_item(text: str) -> Any:
    if text.isalnum():
        return text
    trimmed = java_trim(text)
    if trimmed[:1] in ("$", "@") and _is_path(trimmed):
        return _PATH_ITEM
    if len(trimmed) > 1 and trimmed[0] + trimmed[-1] in ("[]", "{}") and _is_json(trimmed):
        return JsonLiteral(text)
    if len(text) > 1:
        if text[0] == text[-1] and text[0] in "'\"":
            text = text[1:-1]
        try:
            return unescape(text)
        except ValueError:
            raise JsonPathError("A text in the filter has a \\u without four hexadecimal digits after it") from None
    return text


def _is_path(text: str) -> bool:
    try:
        parse_path(text)
    except JsonPathError:
        return False
    return True


def _is_json(text: str) -> bool:
    try:
        json_smart.parse(text)
    except json_smart.JsonError:
        return False
    return True


def _list_of(node: Any) -> list[Any] | None:
    """The items of an array node, None for other JSON; anything else does not apply."""
    if kind_of(node) != "json":
        raise InvalidPathError(_DOES_NOT_APPLY)
    value = parsed(node)
    return items_of(value) if is_array(value) else None


def _holds(items: list[Any], node: Any) -> bool:
    return any(node_equals(node, item) for item in items)


def _in(left: Any, right: Any) -> bool:
    items = _list_of(right)
    return items is not None and _holds(items, left)


def _contains(left: Any, right: Any) -> bool:
    if kind_of(left) == "string" and kind_of(right) == "string":
        return right in left
    items = _list_of(left) if kind_of(left) == "json" else None
    return items is not None and _holds(items, right)


def _sets(holds: Callable[[list[Any], list[Any]], bool]) -> Evaluator:
    def evaluate(left: Any, right: Any) -> bool:
        others = _list_of(right)
        if others is None:
            return False
        items = _list_of(left)
        return items is not None and holds(items, others)

    return evaluate


def _subset_of(items: list[Any], others: list[Any]) -> bool:
    return all(_holds(others, item) for item in items)


def _any_of(items: list[Any], others: list[Any]) -> bool:
    return any(_holds(others, item) for item in items)


def _matches(left: Any, right: Any) -> bool:
    if isinstance(left, PatternLiteral) is isinstance(right, PatternLiteral):
        return False
    pattern, node = (left, right) if isinstance(left, PatternLiteral) else (right, left)
    if kind_of(node) == "json" and is_array(parsed(node)):
        texts = [_text_to_match(item) for item in items_of(parsed(node))]
    else:
        texts = [_text_to_match(node)]
    return any(pattern.compiled.fullmatch(text) is not None for text in texts)


def _text_to_match(node: Any) -> str:
    kind = kind_of(node)
    if kind == "boolean":
        return "true" if node else "false"
    if kind == "number":
        return decimal_text(node)
    return str(node) if kind == "string" else ""


def _size(left: Any, right: Any) -> bool:
    if kind_of(right) != "number":
        return False
    kind, size = kind_of(left), None
    if kind == "string":
        size = len(_units(left)) // 2
    elif kind == "json":
        value = parsed(left)
        size = len(value) if is_array(value) else -1
    return size == int_value(right)


def _empty(left: Any, right: Any) -> bool:
    kind = kind_of(left)
    if kind not in ("string", "json"):
        return False
    value = parsed(left)
    if is_object(value):
        raise JsonPathError("The operator empty fails on an object")
    if kind_of(right) != "boolean":
        raise InvalidPathError(_DOES_NOT_APPLY)
    return (not value) is right


def _both_booleans(left: Any, right: Any) -> bool:
    kinds = (kind_of(left), kind_of(right))
    if "boolean" not in kinds:
        raise JsonPathError("The operator exists needs true or false")
    if kinds != ("boolean", "boolean"):
        raise InvalidPathError(_DOES_NOT_APPLY)
    return left is right


def _never(left: Any, right: Any) -> bool:
    raise InvalidPathError(_DOES_NOT_APPLY)  # no literal that a path can contain is what the operator needs


EVALUATORS: dict[str, Evaluator] = {
    "==": _equal,
    "===": _same_type_and_equal,
    "!=": lambda left, right: not _equal(left, right),
    "!==": lambda left, right: not _same_type_and_equal(left, right),
    "<": _compare(lambda left, right: left < right),
    "<=": _compare(lambda left, right: left <= right),
    ">": _compare(lambda left, right: left > right),
    ">=": _compare(lambda left, right: left >= right),
    "=~": _matches,
    "IN": _in,
    "NIN": lambda left, right: not _in(left, right),
    "CONTAINS": _contains,
    "SUBSETOF": _sets(_subset_of),
    "ANYOF": _sets(_any_of),
    "NONEOF": _sets(lambda items, others: not _any_of(items, others)),
    "SIZE": _size,
    "EMPTY": _empty,
    "EXISTS": _both_booleans,
    "ALL": _never,
    "TYPE": _never,
    "MATCHES": _never,
}
