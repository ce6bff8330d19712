"""The fast way to read a value: orjson if its answer is json-smart's, else the permissive reader."""

from __future__ import annotations

from json import JSONDecoder
from typing import Any, NoReturn

import orjson

from vtlharness.json_smart.errors import MAX_DEPTH
from vtlharness.json_smart.numbers import floating

# Of 19 characters, or of 18 and a sign, a number may be a BigDecimal or a BigInteger; orjson makes it a float.
_LONG_RUN = b"0" * 18
_DIGITS_TO_ZERO = bytes(ord("0") if code in b"+-.0123456789Ee" else ord(" ") for code in range(256))

# A first look: every digit as 0, every bracket as [ or ], a blank between two values, and nothing else. A number has at
# most four characters that are not digits, so one of 18 characters shows as a run of 14.
_MARKS = bytes.maketrans(b"0123456789{}[],:", b"0000000000[][]  ")
_NO_MARKS = bytes(code for code in range(256) if code not in b"0123456789{}[],:")
_LONG_RUN_OF_MARKS = b"0" * 14
_SHORTEST_TOO_DEEP = 2 * MAX_DEPTH + 2


def parse(text: str) -> Any:
    """The value of a payload: dict, list, str, int, float, Float (NaN), Decimal, bool or None.

    A text that is not JSON is usually a string, or read in another lenient way; the empty text is the empty string. Of
    two equal keys, the first gives the place, the last the value. Raises JsonError, with json-smart's message, for a
    text that even json-smart refuses, such as `{"a":1`. Evidence: docs/fidelity.md#parsing-a-payload; compared with
    json-smart itself.
    """
    try:
        data = text.encode()
        marks = data.translate(_MARKS, _NO_MARKS)
        if marks.find(_LONG_RUN_OF_MARKS) >= 0 and data.translate(_DIGITS_TO_ZERO).find(_LONG_RUN) >= 0:
            value = _LONG_NUMBERS.decode(text)
        else:
            value = orjson.loads(data)
        if "\x7f" in text and "\\" in text:
            pass  # json-smart drops U+007F from strings that have escapes
        elif len(data) < _SHORTEST_TOO_DEEP or marks.count(b"[") <= MAX_DEPTH or _is_shallow(value):
            return value
    except (ValueError, RecursionError):  # not strict JSON, lone surrogates, thousands of digits
        pass
    from vtlharness.json_smart.permissive import read  # most runs meet nothing but JSON

    return read(text)


def _is_shallow(value: Any) -> bool:
    """Whether a value nests less deeply than orjson's limit, which is within json-smart's; a wrong False only costs
    time.
    """
    try:
        orjson.dumps(value, default=str)  # goes 254 levels deep
    except TypeError:
        return False
    return True


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


_LONG_NUMBERS = JSONDecoder(parse_float=floating, parse_constant=_refuse)
