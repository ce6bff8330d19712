"""The overrides that a template wrote to `$context.requestOverride` and `$context.responseOverride`.

Comes in: `$context` after the template, None if it had none. Goes out: plain JSON data. Next:
`gateway.templates.rendering`, whose `Rendering` shows it. Evidence: docs/fidelity.md#overrides. This module checks
nothing: it shows a status as the template set it, even one that the service would ignore.
"""

from __future__ import annotations

from decimal import Decimal

from vtlharness.java.keys import key_value
from vtlharness.java.text import text_of
from vtlharness.java.values import ContextMap


def request_override(context: dict[str, object] | None) -> dict[str, object]:
    """`$context.requestOverride` as JSON data; it always has its three places, even if a template removed them."""
    override = _map(context.get("requestOverride")) if context else {}
    for place in ("header", "path", "querystring"):
        if place not in override:
            override[place] = {}
    return override


def response_override(context: dict[str, object] | None) -> dict[str, object]:
    """`$context.responseOverride` as JSON data, with `header`, and with `status` where it was set."""
    override = _map(context.get("responseOverride")) if context else {}
    if "header" not in override:
        override["header"] = {}
    return override


def _map(value: object) -> dict[str, object]:
    plain: dict[str, object] = {}
    if isinstance(value, dict):
        for name, item in dict.items(
            value
        ):  # in the order of writing: a HashMap's own order would cost time and mean nothing
            if type(item) is ContextMap and not item:
                item = {}
            elif type(item) is not str:
                item = _plain(item)
            plain[name if type(name) is str else text_of(key_value(name))] = item
    return plain


def _plain(value: object) -> object:
    """JSON data for any value of a template; a value without a form in JSON becomes its text."""
    if value is None or type(value) in (str, bool, int, float):
        return value
    if isinstance(value, dict):
        return _map(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, int):
        return int(value)
    if isinstance(value, (float, Decimal)):
        return float(value)
    return text_of(value)
