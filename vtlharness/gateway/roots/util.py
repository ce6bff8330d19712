"""The `$util` root: escapeJavaScript, parseJson, urlEncode, urlDecode, base64Encode, base64Decode.

Comes in: the arguments of a template's call. Goes out: the result of the method. Evidence: docs/fidelity.md#util. A
String parameter takes text or null only: with a number or a map the call does not resolve (None).
"""

from __future__ import annotations

from collections.abc import Callable
from json.encoder import encode_basestring_ascii
from typing import Any, ClassVar

from vtlharness.gateway.codecs.base64 import base64_decode, base64_encode
from vtlharness.gateway.codecs.percent import url_decode, url_encode
from vtlharness.gateway.roots.java_objects import OBJECT_METHODS
from vtlharness.gateway.roots.payload import parse_payload
from vtlharness.java.methods.table import MethodTable
from vtlharness.java.text import to_string
from vtlharness.java.values import JavaError
from vtlharness.limits.budget import LONG_TEXTS, Budget, made


def escape_java_script(text: str) -> str:
    """StringEscapeUtils.escapeJavaScript of commons-lang 2.4.

    `\\ ' " /` get a backslash, control characters their short escape or `\\u00XX`, other characters outside ASCII
    `\\uXXXX` for each UTF-16 unit; U+007F stays (docs/fidelity.md#escape-javascript,
    docs/fidelity.md#util-beyond-ascii).
    """
    if text.isascii() and text.isprintable():
        return text.replace("\\", "\\\\").replace('"', '\\"').replace("'", "\\'").replace("/", "\\/")
    # JSON's escapes are nearly the same, and made in C.
    escaped = _with_capital_digits(encode_basestring_ascii(text)[1:-1])
    return escaped.replace("'", "\\'").replace("/", "\\/")


def _with_capital_digits(escaped: str) -> str:
    """JSON's escapes with the digits of `\\uXXXX` in capitals, and U+007F as it is."""
    if "\\\\" in escaped:  # backslashes that stand for themselves
        return "\\\\".join(map(_with_capital_digits, escaped.split("\\\\")))
    text, *units = escaped.split("\\u")
    return text + "".join(
        [f"\\u{unit[:4].upper()}{unit[4:]}" if unit[:4] != "007f" else "\x7f" + unit[4:] for unit in units]
    )


def escaped_value(value: Any, long_texts: list[Budget] = LONG_TEXTS) -> str:
    """`$util.escapeJavaScript` of a value that is not null; None stands for the empty string."""
    if (
        value.__class__ is str and value.isascii() and value.isprintable()
    ):  # as in escape_java_script, with one call less
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("'", "\\'").replace("/", "\\/")
        return made(escaped) if long_texts else escaped
    return "" if value is None else _escape_java_script(UTIL, value) or ""


def _escape_java_script(_util: object, value: object) -> str | None:
    if type(value) is str:
        return made(escape_java_script(value))
    text = None if value is None else to_string(value)
    return None if text is None else made(escape_java_script(text))


def _parse_json(text: str) -> object:
    return parse_payload(text, "$util.parseJson takes JSON")


def _of_text(name: str, function: Callable[[str], object]) -> Callable[[object, object], object]:
    """A method with a String parameter: another value does not resolve, null fails (oracle)."""

    def method(_util: object, text: object) -> object:
        if type(text) is str:
            found = function(text)
            return made(found) if type(found) is str else found
        if text is None:
            raise JavaError("java.lang.NullPointerException", f"$util.{name} was given null")
        return None

    return method


class Util:
    """The value of `$util`; it has no state and prints `{}`."""

    __slots__ = ()
    java_methods: ClassVar[MethodTable] = {
        **OBJECT_METHODS,
        ("escapeJavaScript", 1): _escape_java_script,
        ("parseJson", 1): _of_text("parseJson", _parse_json),
        ("urlEncode", 1): _of_text("urlEncode", url_encode),
        ("urlDecode", 1): _of_text("urlDecode", url_decode),
        ("base64Encode", 1): _of_text("base64Encode", base64_encode),
        ("base64Decode", 1): _of_text("base64Decode", base64_decode),
    }

    def __str__(self) -> str:
        return "{}"


UTIL = Util()
"""The one that every evaluation shares."""
