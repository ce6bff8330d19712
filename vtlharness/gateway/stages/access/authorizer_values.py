"""The values of an authorizer as `$context.authorizer` has them: texts.

Comes in: the claims of a token, or the context of a Lambda authorizer. Goes out: names with texts. Next:
`gateway.stages.authorization`. Evidence: docs/fidelity.md#claims-are-texts,
docs/fidelity.md#authorizer-context-is-text.
"""

from __future__ import annotations

from collections.abc import Mapping

from vtlharness.gateway.access import AccessError
from vtlharness.gateway.codecs.dates import log_time
from vtlharness.gateway.codecs.json_body import json_body
from vtlharness.gateway.codecs.text_values import text_value

_TIMES = ("exp", "iat")


def claims_as_texts(claims: Mapping[str, object]) -> dict[str, str]:
    """Claims as the service passes them on; one that is null is left out.

    The items of a list are joined by commas without brackets, an object is its JSON; `exp` and `iat`, which are seconds
    in a token, are dates (`Tue Apr 04 18:39:39 UTC 2023`).
    """
    return {name: _claim(name, value) for name, value in claims.items() if value is not None}


def _claim(name: str, value: object) -> str:
    if name in _TIMES and isinstance(value, (int, float)) and not isinstance(value, bool):
        return _date(value)
    if isinstance(value, (list, tuple)):
        return ",".join(_part(item) for item in value)
    return _part(value)


def _date(seconds: float) -> str:
    try:
        return log_time(int(seconds) * 1000)
    except (OverflowError, ValueError):  # infinity, and what is not a number
        return text_value(seconds)


def _part(value: object) -> str:
    if not isinstance(value, (dict, list, tuple)):
        return text_value(value)
    try:
        return json_body(value)
    except RecursionError:
        raise AccessError("a claim nests too deep") from None


def context_as_texts(context: Mapping[str, object]) -> dict[str, str]:
    """The context of a Lambda authorizer as texts; a value that is null is left out.

    Raises ValueError with the name of a value that is a list or a map.
    """
    texts = {}
    for name, value in context.items():
        if isinstance(value, (Mapping, list, tuple)):
            raise ValueError(name)
        if value is not None:
            texts[name] = text_value(value)
    return texts
