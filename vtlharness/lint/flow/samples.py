"""Calls the methods that a template calls on samples of hostile texts.

Whatever escapes, strips or checks a text, is known by what it does to these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from vtlharness.lint.flow.values import HOSTILE_JSON

_MOST_ITEMS = 8
LONGEST = 2000
"""The length of a sample beyond which no method is called on it."""


def called(samples: Iterable[str], name: str, arguments: Sequence[str | int]) -> tuple[str, ...]:
    """The texts that a method of String gives for each sample; a sample for which Java throws stays as it is."""
    return tuple(dict.fromkeys(text for sample in samples for text in _texts(sample, name, tuple(arguments))))


def kept(samples: Iterable[str], name: str, arguments: Sequence[str | int], wanted: bool) -> tuple[str, ...]:
    """The samples for which a test such as `matches` has the wanted result, or none."""
    return tuple(sample for sample in samples if _tested(sample, name, tuple(arguments)) in (wanted, None))


@lru_cache(maxsize=4096)
def _texts(sample: str, name: str, arguments: tuple[str | int, ...]) -> tuple[str, ...]:
    if len(sample) > LONGEST or any(isinstance(one, str) and len(one) > LONGEST for one in arguments):
        return (sample,)
    if name == "replaceAll" and arguments == ("\\\\'", "'"):
        return (sample.replace("\\'", "'"),)
    if name == "replace" and len(arguments) == 2 and all(type(one) is str for one in arguments):
        return (sample.replace(str(arguments[0]), str(arguments[1])),)
    result = _call(sample, name, arguments)
    if isinstance(result, str):
        return (result,)
    if isinstance(result, (list, tuple)):
        return tuple(item for item in result[:_MOST_ITEMS] if isinstance(item, str))
    return (sample,)


@lru_cache(maxsize=4096)
def _tested(sample: str, name: str, arguments: tuple[str | int, ...]) -> bool | None:
    result = _call(sample, name, arguments)
    return result if isinstance(result, bool) else None


def _call(sample: str, name: str, arguments: tuple[str | int, ...]) -> Any:
    from vtlharness.java.methods.table import call
    from vtlharness.java.values import JavaError
    from vtlharness.limits.budget import LimitExceeded, current_budget

    if len(sample) > LONGEST:
        return None
    current_budget().begin_anew()
    try:
        return call(sample, name, arguments)
    except (JavaError, LimitExceeded, RecursionError):
        return None


PREPARED: dict[tuple[str, str], str] = {
    ("escapeJavaScript", "a'b"): "a\\'b",
    ("escapeJavaScript", 'a"b'): 'a\\"b',
    ("escapeJavaScript", "a\\"): "a\\\\",
    ("escapeJavaScript", "a\nb"): "a\\nb",
    ("escapeJavaScript", "a&b=c"): "a&b=c",
    ("escapeJavaScript", "a b"): "a b",
    ("escapeJavaScript", "<é>"): "<\\u00E9>",
    ("escapeJavaScript", HOSTILE_JSON[0]): '{\\"a\\":\\"b\\\'c\\"}',
    ("escapeJavaScript", HOSTILE_JSON[1]): '{\\"a\\":\\"b\\\\\\"c d&e\\"}',
    ("urlEncode", "a'b"): "a%27b",
    ("urlEncode", 'a"b'): "a%22b",
    ("urlEncode", "a\\"): "a%5C",
    ("urlEncode", "a\nb"): "a%0Ab",
    ("urlEncode", "a&b=c"): "a%26b%3Dc",
    ("urlEncode", "a b"): "a+b",
    ("urlEncode", "<é>"): "%3C%C3%A9%3E",
    ("urlEncode", HOSTILE_JSON[0]): "%7B%22a%22%3A%22b%27c%22%7D",
    ("urlEncode", HOSTILE_JSON[1]): "%7B%22a%22%3A%22b%5C%22c+d%26e%22%7D",
    ("base64Encode", "a'b"): "YSdi",
    ("base64Encode", 'a"b'): "YSJi",
    ("base64Encode", "a\\"): "YVw=",
    ("base64Encode", "a\nb"): "YQpi",
    ("base64Encode", "a&b=c"): "YSZiPWM=",
    ("base64Encode", "a b"): "YSBi",
    ("base64Encode", "<é>"): "PMOpPg==",
    ("base64Encode", HOSTILE_JSON[0]): "eyJhIjoiYidjIn0=",
    ("base64Encode", HOSTILE_JSON[1]): "eyJhIjoiYlwiYyBkJmUifQ==",
}
"""What the methods of `$util` make of the first samples, so that most runs need not import the methods."""


@lru_cache(maxsize=4096)
def from_util(name: str, sample: str) -> str:
    """What a method of `$util` makes of a text."""
    prepared = PREPARED.get((name, sample))
    if prepared is not None:
        return prepared
    from vtlharness.gateway.roots.util import UTIL, Util
    from vtlharness.java.values import JavaError
    from vtlharness.limits.budget import LimitExceeded, current_budget

    if len(sample) > LONGEST:
        return sample
    current_budget().begin_anew()
    function: Callable[..., Any] | None = Util.java_methods.get((name, 1))
    try:
        result = None if function is None else function(UTIL, sample)
    except (JavaError, LimitExceeded):
        return sample
    return result if isinstance(result, str) else sample
