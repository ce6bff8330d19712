"""JSON as the service reads it: json-smart 2.4.11 in permissive mode, with objects as `dict` and arrays as `list`.

Strict JSON goes through orjson, whose answer is the same but for a few texts that are found first (see
`json_smart.strict`); the rest through `json_smart.permissive`, which is json-smart's exact grammar.
"""

from __future__ import annotations

from vtlharness.json_smart.errors import JsonError
from vtlharness.json_smart.strict import parse

__all__ = ["JsonError", "parse"]
