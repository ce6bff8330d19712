"""Reads strict JSON text as data, or says in one clear sentence why it is not JSON.

Comes in: a JSON case file, an expected file, or the output of a template. Goes out: the data, or a `JsonTextError`
with the place and a hint for the mistakes that templates often make.
"""

from __future__ import annotations

import json
from typing import Literal, NoReturn

import orjson

from vtlharness.late_pattern import late_pattern
from vtlharness.source import BOM

_BIG = late_pattern(r"\d{18}")
_BEFORE = late_pattern(r"([^\s])\s*\Z")
_JAVA_MAP = late_pattern(r"[^\s\"{}\[\],:=]+=")
_ZERO = late_pattern(r"[\s:,\[]-?0\Z")
_WORD = late_pattern(r"[^\s\"{}\[\],:]+")

BOM_HINT = "save the file that it comes from as UTF-8 without a byte order mark"
QUOTES_HINT = (
    '"$input.json(...)" puts JSON inside quotes: leave them out; '
    'JSON as a text is $util.escapeJavaScript($input.json(...)).replaceAll("\\\\\'", "\'") in quotes'
)
ESCAPE_HINT = "$util.escapeJavaScript($x) escapes quotes, backslashes and line ends"


Cause = Literal["", "too much", "no comma", "trailing comma", "no value", "no closing quote"]


class JsonTextError(Exception):
    """Raised for a text that is not JSON: what is wrong in one sentence, the offset, and a hint.

    `cause` names a kind of fault that other messages have words for; it is empty for any other fault.
    """

    def __init__(self, message: str, offset: int, hint: str | None = None, cause: Cause = "") -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.hint = hint
        self.cause = cause


def parse_json(text: str) -> object:
    """The data of a strict JSON text, integers exact, the last of repeated keys. Raises JsonTextError."""
    if not _BIG.search(text):  # orjson reads integers beyond 64 bits as floats
        try:
            return orjson.loads(text)
        except ValueError:  # not JSON, or only json takes it (lone surrogates)
            pass
    try:
        return json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise json_problem(text, error) from None
    except _ConstantError as error:
        word = str(error)
        raise JsonTextError(f"JSON has no `{word}`", max(text.find(word), 0)) from None
    except RecursionError:
        raise JsonTextError("the values are nested too deep", 0, cause="too much") from None
    except ValueError:
        raise JsonTextError("a number has too many digits", 0, cause="too much") from None


def check_json(text: str) -> None:
    """Reads a text as `parse_json` does, several times as fast where it is JSON. Raises JsonTextError."""
    try:
        orjson.loads(text)
    except ValueError:
        parse_json(text)


class _ConstantError(Exception):
    """Refuses NaN, Infinity and -Infinity, which Python's json accepts."""


def _no_constant(word: str) -> NoReturn:
    raise _ConstantError(word)


def json_problem(text: str, error: json.JSONDecodeError) -> JsonTextError:
    """Turns the message of Python's json into one for the author of a template."""
    at = error.pos
    char = text[at : at + 1]
    said = error.msg
    if text.startswith(BOM):
        return JsonTextError("the text begins with a byte order mark (U+FEFF)", 0, BOM_HINT)
    if not text.strip():
        return JsonTextError("the text is empty", 0)
    if said.startswith("Illegal trailing comma"):  # from Python 3.13
        return _trailing_comma(at, text[at + 1 :].lstrip()[:1])
    before = _BEFORE.search(text, 0, at)
    if before and before[1] == "," and char in ("]", "}"):
        return _trailing_comma(before.start(), char)
    if not char and not said.startswith("Unterminated"):
        return JsonTextError("the text ends before the JSON does", max(len(text.rstrip()) - 1, 0))
    if said.startswith("Expecting property name"):
        return _no_key(text, at, char)
    if said.startswith("Expecting value"):
        return _no_value(text, at, char, before[1] if before else "")
    if said.startswith("Expecting ',' delimiter"):
        return _no_comma(text, at, char)
    if said.startswith("Expecting ':' delimiter"):
        return JsonTextError("`:` is missing between a key and its value", at)
    if said.startswith("Invalid control character"):
        what = (
            "a line end" if char in "\r\n" else "a tab" if char == "\t" else f"the control character U+{ord(char):04X}"
        )
        return JsonTextError(f"{what} inside a string is not escaped", at, ESCAPE_HINT)
    if said.startswith("Invalid \\"):
        apostrophe = '`\\\'` comes from $util.escapeJavaScript: follow it with .replaceAll("\\\\\'", "\'")'
        backslash = text.rfind("\\", 0, at + 1)
        escape = text[backslash : backslash + 2]
        hint = apostrophe if escape == "\\'" else "a backslash in a string is written as two"
        return JsonTextError(f"JSON has no escape `{escape}`", backslash, hint)
    if said.startswith("Unterminated string"):
        return JsonTextError("the string that begins here is never closed", at, ESCAPE_HINT, "no closing quote")
    if said.startswith("Extra data"):
        return JsonTextError("text follows the end of the JSON", at)
    return JsonTextError(said, at)


def _trailing_comma(at: int, char: str) -> JsonTextError:
    closing = f" before `{char}`" if char in ("]", "}") else ""
    return JsonTextError(
        f"nothing follows the comma{closing}",
        at,
        "print commas between items: #if($foreach.hasNext),#end",
        "trailing comma",
    )


def _no_key(text: str, at: int, char: str) -> JsonTextError:
    if _JAVA_MAP.match(text, at):
        return JsonTextError(
            "a map was printed as Java prints it, {key=value}, not as JSON", at, "$input.json('$.path') prints JSON"
        )
    if char == "'":
        return JsonTextError("a key is in single quotes; JSON needs double quotes", at)
    if char == ",":
        return JsonTextError("nothing comes before this comma", at)
    return JsonTextError(f"a key must be in double quotes, but this is `{_word(text, at)}`", at)


def _no_value(text: str, at: int, char: str, before: str) -> JsonTextError:
    if before == ":" and char in (",", "}", "]"):
        return JsonTextError(
            "a value is missing here", at, "an undefined reference or a missing path prints nothing", "no value"
        )
    if char == ",":
        return JsonTextError("nothing comes before this comma", at)
    if char == "'":
        return JsonTextError("text is in single quotes; JSON needs double quotes", at)
    if char == "$":
        return JsonTextError("a reference was printed as text", at)
    if before == "[":
        return JsonTextError(
            f"`{_word(text, at)}` is not a JSON value",
            at,
            "a list made in the template prints as [a, b], without quotes",
        )
    return JsonTextError(
        f"`{_word(text, at)}` is not a JSON value", at, "text must be in double quotes" if before else None
    )


def _no_comma(text: str, at: int, char: str) -> JsonTextError:
    if char in ('"', "{", "[") and text[at - 1 : at] != '"':
        return JsonTextError(
            "a comma is missing between two values", at, "#if($foreach.hasNext),#end prints it", "no comma"
        )
    if text[:at].rstrip().endswith('"'):
        return JsonTextError("text follows the quote that closes a string", at, _closed_string_hint(text, at))
    if char.isdigit() and _ZERO.search(text, 0, at):
        return JsonTextError("a number begins with 0", at - 1, "text such as `007` must be in double quotes")
    if char == "=":
        return JsonTextError("`=` is used where JSON needs a comma", at)
    message = f"a comma or a closing bracket is missing before `{_word(text, at)}`"
    return JsonTextError(message, at, cause="no comma")


def _closed_string_hint(text: str, at: int) -> str:
    """The hint for text behind a closed string; a string of nothing but brackets is the beginning of JSON in quotes."""
    close = text.rfind('"', 0, at)
    held = "".join(text[text.rfind('"', 0, close) + 1 : close].split())
    return QUOTES_HINT if held and not held.strip("{[") else ESCAPE_HINT


def _word(text: str, at: int) -> str:
    match = _WORD.match(text, at)
    word = match[0] if match else text[at : at + 1]
    return word if len(word) <= 30 else word[:29] + "…"
