"""Writes data as one line of JSON in UTF-8, for other programs.

Comes in: JSON data, texts perhaps with lone surrogates, numbers perhaps not finite. Goes out: bytes that every JSON
parser reads.
"""

from __future__ import annotations

import json
import math


def json_line(data: object) -> bytes:
    """One line with its end. UTF-8 cannot hold a lone surrogate: it is written as JSON's \\uXXXX.

    JSON has no infinite numbers: they become null, as json-smart writes them.
    """
    try:
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except ValueError:
        text = json.dumps(_finite(data), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _finite(data: object) -> object:
    if isinstance(data, dict):
        return {name: _finite(value) for name, value in data.items()}
    if isinstance(data, list):
        return [_finite(item) for item in data]
    return None if isinstance(data, float) and not math.isfinite(data) else data
