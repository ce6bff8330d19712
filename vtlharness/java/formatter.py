"""String.format: the format language of java.util.Formatter, in the locale en_US.

Comes in: a format and its arguments. Goes out: the text. Raises JavaError with Java's exceptions for faults in either.
Dates (`%t`) are not supported and fail.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from vtlharness.java.equality import hash_code
from vtlharness.java.number_text import double_text, float_text
from vtlharness.java.numbers import INTEGER_TYPES, rank
from vtlharness.java.text import text_of
from vtlharness.java.utf16 import merged
from vtlharness.java.values import (
    MOST_CHARACTERS,
    BigInteger,
    Byte,
    Character,
    Float,
    JavaError,
    Long,
    Short,
    java_class,
    out_of_memory,
)

_SPECIFIER = re.compile(r"%(\d+\$)?([-#+ 0,(<]*)(\d+)?(\.\d+)?([tT])?([a-zA-Z%])")
_WIDE = Context(prec=2000)


@dataclass(frozen=True, slots=True)
class _Specifier:
    """One `%...` of a format: its source, flags, width and precision (None if not given), and lower-case conversion."""

    source: str
    flags: str
    width: int | None
    precision: int | None
    conversion: str


def format_text(pattern: str, arguments: Sequence[Any] | None) -> str:
    """Fill in a format; `arguments` is None for a null array, whose items are null."""
    pieces: list[str] = []
    at = ordinary = 0
    last = -1
    while (percent := pattern.find("%", at)) >= 0:
        pieces.append(pattern[at:percent])
        match = _SPECIFIER.match(pattern, percent)
        if not match:
            raise _error("UnknownFormatConversion", f"Conversion = '{pattern[percent + 1 : percent + 2] or '%'}'")
        at = match.end()
        specifier = _checked(match)
        if specifier.conversion in "n%":
            pieces.append(_cased(match[6], _padded(specifier, "\n" if specifier.conversion == "n" else "%")))
            continue
        if "<" in specifier.flags:
            if last < 0:
                raise _error("MissingFormatArgument", f"Format specifier '{match[0]}'")
        elif match[1]:
            last = int(match[1][:-1]) - 1
        else:
            last, ordinary = ordinary, ordinary + 1
        if arguments is not None and not 0 <= last < len(arguments):
            raise _error("MissingFormatArgument", f"Format specifier '{match[0]}'")
        pieces.append(_cased(match[6], _formatted(specifier, arguments[last] if arguments is not None else None)))
    pieces.append(pattern[at:])
    return merged("".join(pieces))


def _error(name: str, message: str) -> JavaError:
    return JavaError(f"java.util.{name}Exception", message)


def _cased(conversion: str, text: str) -> str:
    return text.upper() if conversion.isupper() else text


def _checked(match: re.Match[str]) -> _Specifier:
    """The specifier, after the checks that do not need its argument."""
    flags, conversion = match[2], match[6]
    if match[5] or conversion.lower() not in "bhscdoxefga%n" or conversion in "DOFN":
        raise _error("UnknownFormatConversion", f"Conversion = '{match[5] or conversion}'")
    duplicate = next((flag for flag in flags if flags.count(flag) > 1), None)
    if duplicate:
        raise _error("DuplicateFormatFlags", f"Flags = '{duplicate}'")
    width = _bounded(match[3]) if match[3] else None
    precision = _bounded(match[4][1:]) if match[4] else None
    lower = conversion.lower()
    if lower == "n":
        if width is not None:
            raise _error("IllegalFormatWidth", str(width))
        if precision is not None:
            raise _error("IllegalFormatPrecision", str(precision))
        if flags:
            raise _error("IllegalFormatFlags", f"Flags = '{flags}'")
    if precision is not None and lower in "cdox%":
        raise _error("IllegalFormatPrecision", str(precision))
    if width is None and ("-" in flags or ("0" in flags and lower in "doxefga")):
        raise _error("MissingFormatWidth", match[0])
    if ("+" in flags and " " in flags) or ("-" in flags and "0" in flags):
        raise _error("IllegalFormatFlags", f"Flags = '{flags}'")
    refused = {"b": "#+ 0,(", "s": "+ 0,(", "h": "+ 0,(", "c": "#+ 0,(", "d": "#", "o": ",", "x": ",", "e": ",",
               "g": "#", "a": ",(", "f": "", "%": "#+ 0,(", "n": ""}[lower]  # fmt: skip
    for flag in refused:
        if flag in flags:
            raise _error("FormatFlagsConversionMismatch", f"Conversion = {conversion}, Flags = {flag}")
    return _Specifier(match[0], flags, width, precision, lower)


def _bounded(digits: str) -> int:
    number = int(digits)
    if number > MOST_CHARACTERS:
        raise out_of_memory()
    return number


def _formatted(specifier: _Specifier, value: Any) -> str:
    conversion = specifier.conversion
    if conversion == "b":
        return _padded(
            specifier, _cut(specifier, text_of(value) if type(value) is bool else str(value is not None).lower())
        )
    if value is None:
        return _padded(specifier, _cut(specifier, "null"))
    if conversion == "s":
        if "#" in specifier.flags:
            raise _error("FormatFlagsConversionMismatch", "Conversion = s, Flags = #")
        return _padded(specifier, _cut(specifier, text_of(value)))
    if conversion == "h":
        return _padded(specifier, _cut(specifier, f"{hash_code(value) & 0xFFFFFFFF:x}"))
    if conversion == "c":
        return _padded(specifier, _character(value))
    if conversion in "dox" and type(value) in INTEGER_TYPES:
        return _integer(specifier, value)
    if conversion in "efg" and type(value) in (float, Float, Decimal):
        return _fractional(specifier, value)
    if conversion == "a" and type(value) in (float, Float):
        return _padded(specifier, _hexadecimal(value))
    raise _mismatch(specifier.conversion, value)


def _mismatch(conversion: str, value: Any) -> JavaError:
    return _error("IllegalFormatConversion", f"{conversion} != {java_class(value)}")


def _cut(specifier: _Specifier, text: str) -> str:
    return text if specifier.precision is None else text[: specifier.precision]


def _padded(specifier: _Specifier, text: str) -> str:
    width = specifier.width or 0
    return text.ljust(width) if "-" in specifier.flags else text.rjust(width)


def _character(value: Any) -> str:
    if type(value) is Character:
        return str(value)
    if type(value) in (int, Short, Byte) and rank(value) in (0, 1, 2):
        if 0 <= value <= 0x10FFFF:
            return chr(value)
        raise _error("IllegalFormatCodePoint", f"Code point = 0x{int(value) & 0xFFFFFFFF:x}")
    raise _mismatch("c", value)


def _integer(specifier: _Specifier, value: int) -> str:
    number, flags = int(value), specifier.flags
    if specifier.conversion == "d":
        return _signed(specifier, number < 0, f"{abs(number):,}" if "," in flags else str(abs(number)))
    letter = specifier.conversion
    prefix = {"x": "0x", "o": "0"}[letter] if "#" in flags else ""
    big = rank(value) == rank(BigInteger(0))
    if big:
        return _signed(specifier, number < 0, prefix + format(abs(number), letter))
    for flag in "+ ,(":
        if flag in flags:
            raise _error("FormatFlagsConversionMismatch", f"Conversion = {letter}, Flags = {flag}")
    bits = {Byte: 8, Short: 16, Long: 64}.get(type(value), 32 if rank(value) == 2 else 64)
    digits = format(number & ((1 << bits) - 1), letter)
    if "0" in flags:
        digits = digits.rjust((specifier.width or 0) - len(prefix), "0")
    return _padded(specifier, prefix + digits)


def _signed(specifier: _Specifier, negative: bool, digits: str) -> str:
    """Digits with the sign that the flags ask for, and zeros up to the width."""
    flags = specifier.flags
    before = ("(" if "(" in flags else "-") if negative else "+" if "+" in flags else " " if " " in flags else ""
    after = ")" if negative and "(" in flags else ""
    if "0" in flags:
        digits = digits.rjust((specifier.width or 0) - len(before) - len(after), "0")
    return _padded(specifier, before + digits + after)


def _fractional(specifier: _Specifier, value: Any) -> str:
    if value != value:
        return _padded(specifier, "NaN")
    text = str(value) if type(value) is Decimal else float_text(value) if type(value) is Float else double_text(value)
    negative = text.startswith("-")
    if text.endswith("Infinity"):
        sign = "(" if "(" in specifier.flags else "-"
        plain = f"{sign}Infinity{')' if sign == '(' else ''}" if negative else "Infinity"
        return _padded(specifier, f"+{plain}" if "+" in specifier.flags and not negative else plain)
    number = Decimal(text.lstrip("-"))
    precision = 6 if specifier.precision is None else specifier.precision
    if specifier.conversion == "f":
        digits = _fixed(number, precision, "," in specifier.flags)
    elif specifier.conversion == "e":
        digits = _scientific(number, precision)
    else:
        digits = _general(number, precision or 1, "," in specifier.flags)
    if "#" in specifier.flags and "." not in digits:
        digits = digits.replace("e", ".e") if "e" in digits else f"{digits}."
    return _signed(specifier, negative, digits)


def _fixed(number: Decimal, precision: int, grouped: bool) -> str:
    rounded = number.quantize(Decimal(1).scaleb(-precision), ROUND_HALF_UP, _WIDE)
    return f"{rounded:,f}" if grouped else f"{rounded:f}"


def _scientific(number: Decimal, precision: int) -> str:
    if not number:
        return f"{'0.' + '0' * precision if precision else '0'}e+00"
    exponent = number.adjusted()
    mantissa = number.scaleb(-exponent, _WIDE).quantize(Decimal(1).scaleb(-precision), ROUND_HALF_UP, _WIDE)
    if mantissa >= 10:
        exponent += 1
        mantissa = number.scaleb(-exponent, _WIDE).quantize(Decimal(1).scaleb(-precision), ROUND_HALF_UP, _WIDE)
    return f"{mantissa:f}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _general(number: Decimal, precision: int, grouped: bool) -> str:
    if not number:
        return _fixed(number, precision - 1, False)
    rounded = number.quantize(Decimal(1).scaleb(number.adjusted() - precision + 1), ROUND_HALF_UP, _WIDE)
    if Decimal("0.0001") <= rounded < Decimal(10) ** precision:
        return _fixed(number, precision - rounded.adjusted() - 1, grouped)
    return _scientific(number, precision - 1)


def _hexadecimal(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return double_text(value)
    return hex_text(value)


def hex_text(value: float) -> str:
    """Double.toHexString of a finite number."""
    text = float(value).hex().replace("p+", "p")
    mantissa, exponent = text.split("p")
    if not value:
        return f"{mantissa.split('.')[0]}.0p0"
    whole, _, fraction = mantissa.partition(".")
    return f"{whole}.{fraction.rstrip('0') or '0'}p{exponent}"
