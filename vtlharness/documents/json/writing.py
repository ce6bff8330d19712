"""Writes data as one line of JSON in UTF-8, for other programs.

Comes in: JSON data, texts perhaps with lone surrogates, numbers perhaps not finite or very long. Goes out: bytes that
every JSON parser reads.
"""

from __future__ import annotations

import json
import math
from decimal import Decimal

LONGEST_NUMBER = 300_000
"""The number of digits up to which a whole number is written; Python's time grows with their square."""

_MOST_BITS = int(LONGEST_NUMBER * math.log2(10))


def json_line(data: object) -> bytes:
    """One line with its end. UTF-8 cannot hold a lone surrogate: it is written as JSON's \\uXXXX.

    JSON has no infinite numbers: they become null, as json-smart writes them. A `Decimal` is written with all digits.
    Raises ValueError for a whole number of more than LONGEST_NUMBER digits, RecursionError for data that is nested too
    deeply, and TypeError for other values.
    """
    try:
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError):
        text = _text(data)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _text(data: object) -> str:
    if isinstance(data, dict):
        return f"{{{','.join(f'{json.dumps(str(name), ensure_ascii=False)}:{_text(data[name])}' for name in data)}}}"
    if isinstance(data, (list, tuple)):
        return f"[{','.join(map(_text, data))}]"
    if isinstance(data, float) and not math.isfinite(data):
        return "null"
    if isinstance(data, Decimal):
        return format(data, "f")
    if isinstance(data, int) and not isinstance(data, bool):
        if data.bit_length() > _MOST_BITS:
            raise ValueError(f"a number has more than {LONGEST_NUMBER:,} digits")
        return format(Decimal(data), "f")  # `str` gives up at 4,300 digits
    return json.dumps(data, ensure_ascii=False)
