"""The parameters of a request of the query protocol, as the JSON protocol has them.

Comes in: the text of a query string or form, and botocore's shape of the action's input. Goes out: JSON data. A list is
`Names.member.1` or `Names.1`, a map `Tags.entry.1.key` and `Tags.entry.1.value`, a structure `Filter.Key`.
"""

from __future__ import annotations

import re
from math import isfinite
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from botocore.model import Shape

_MOST = 10_000
_OWN = ("Action", "Version")
_INTEGER = re.compile(r"-?[0-9]{1,19}")  # as long as a 64-bit number
_DECIMAL = re.compile(r"-?[0-9]{1,400}(?:\.[0-9]{1,400})?(?:[eE][+-]?[0-9]{1,9})?")


def json_parameters(text: str, shape: Shape | None) -> dict[str, Any]:
    """The input of an action. Parameters that it does not have stay as text. Raises ValueError for too many."""
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST):
        if name not in _OWN:
            _put(tree, name.split(".", 16), value)
    made = _made(tree, shape)
    return made if isinstance(made, dict) else {}


def _put(tree: dict[str, Any], path: list[str], value: str) -> None:
    for part in path[:-1]:
        below = tree.setdefault(part, {})
        if not isinstance(below, dict):
            return
        tree = below
    tree[path[-1]] = value


def _made(value: Any, shape: Shape | None) -> Any:
    if shape is None:
        return value
    kind = shape.type_name
    if isinstance(value, str):
        return _scalar(value, kind)
    if kind == "list":
        return [_made(item, shape.member) for item in _items(value.get("member", value))]
    if kind == "map":
        return {
            str(pair.get("key", "")): _made(pair.get("value", ""), shape.value)
            for pair in _items(value.get("entry", value))
            if isinstance(pair, dict)
        }
    if kind == "structure":
        return {name: _made(item, shape.members.get(name)) for name, item in value.items()}
    return value


def _items(value: Any) -> list[Any]:
    """The items of a list in the order of their numbers."""
    if not isinstance(value, dict):
        return [value]
    numbered = [(int(name), item) for name, item in value.items() if name.isascii() and name.isdecimal()]
    return [item for _, item in sorted(numbered, key=lambda pair: pair[0])]


def _scalar(text: str, kind: str) -> Any:
    """A parameter's value; as text where it is not of its kind, so that the service may say so."""
    if kind == "boolean" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if kind in ("integer", "long"):
        return int(text) if _INTEGER.fullmatch(text) else text
    if kind in ("float", "double", "timestamp") and _DECIMAL.fullmatch(text):
        number = float(text)
        return number if isfinite(number) else text
    return text
