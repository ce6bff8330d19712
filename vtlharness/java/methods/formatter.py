"""String.format: the format language of java.util.Formatter, in the locale en_US.

Comes in: a format and its arguments. Goes out: the text. Raises JavaError with Java's exceptions for faults in either.
Dates (`%t`) are not supported and fail.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from vtlharness.java.digits import EXACT, decimal_of, integer_text
from vtlharness.java.hash_codes import hash_code
from vtlharness.java.number_text import double_text, float_text
from vtlharness.java.numbers import INTEGER_TYPES, exponent_of, rank
from vtlharness.java.scalars import INT_MAX, INT_MIN, BigInteger, Byte, Character, Float, Long, Short
from vtlharness.java.text import text_of
from vtlharness.java.utf16 import merged, units
from vtlharness.java.values import JavaError, java_class
from vtlharness.limits.budget import joined, room_for

_SPECIFIER = re.compile(r"%(\d+\$)?([-#+ 0,(<]*)(\d+)?(\.\d+)?([tT])?([a-zA-Z%])")


@dataclass(frozen=True, slots=True)
class _Specifier:
    """One `%...` of a format; width, precision and `index` are None if not given; `index` is 0 for `%<s`."""

    index: int | None
    flags: str
    width: int | None
    precision: int | None
    conversion: str
    upper: bool

    def __str__(self) -> str:
        """The specifier as Java's messages have it, with its flags in front and in their own order."""
        index = f"{self.index}$" if self.index else ""
        width = "" if self.width is None else self.width
        precision = "" if self.precision is None else f".{self.precision}"
        conversion = self.conversion.upper() if self.upper else self.conversion
        return f"%{_ordered(self.flags)}{index}{width}{precision}{conversion}"


def format_text(pattern: str, arguments: Sequence[Any] | None) -> str:
    """Fills in a format; `arguments` is None for a null array, whose items are null."""
    pieces: list[str] = []
    ordinary, last = 0, -1
    for part in _parsed(pattern):
        if isinstance(part, str):
            pieces.append(part)
            continue
        if part.conversion in "n%":
            pieces.append("\n" if part.conversion == "n" else _padded(part, "%"))
            continue
        if part.index is None:
            last, ordinary = ordinary, ordinary + 1
        elif part.index:
            last = part.index - 1
        if last < 0 or (arguments is not None and last >= len(arguments)):
            raise _error("MissingFormatArgument", f"Format specifier '{part}'")
        text = _formatted(part, arguments[last] if arguments is not None else None)
        pieces.append(text.upper() if part.upper else text)
    return merged(joined(pieces))


def _parsed(pattern: str) -> list[str | _Specifier]:
    parts: list[str | _Specifier] = []
    at = 0
    while (percent := pattern.find("%", at)) >= 0:
        parts.append(pattern[at:percent])
        match = _SPECIFIER.match(pattern, percent)
        if not match:
            raise _unknown(pattern[percent + 1 : percent + 2] or "%")
        at = match.end()
        parts.append(_checked(match))
    parts.append(pattern[at:])
    return parts


def _error(name: str, message: str) -> JavaError:
    return JavaError(f"java.util.{name}Exception", message)


def _unknown(conversion: str) -> JavaError:
    return _error("UnknownFormatConversion", f"Conversion = '{conversion}'")


def _checked(match: re.Match[str]) -> _Specifier:
    """The specifier, after the checks that do not need its argument."""
    index = _int(match[1][:-1]) if match[1] else None
    if index == 0:
        raise _error("IllegalFormatArgumentIndex", "Illegal format argument index = 0")
    if index == INT_MIN:
        raise _error("IllegalFormatArgumentIndex", "Format argument index: (not representable as int)")
    flags, conversion = match[2], match[6]
    duplicate = next((flag for flag in flags if flags.count(flag) > 1), None)
    if duplicate:
        raise _error("DuplicateFormatFlags", f"Flags = '{duplicate}'")
    width = _bounded(match[3], "IllegalFormatWidth") if match[3] else None
    precision = _bounded(match[4][1:], "IllegalFormatPrecision") if match[4] else None
    index = 0 if "<" in flags else index
    lower = conversion.lower()
    if match[5] or lower not in "bhscdoxefga%n" or conversion in "DOFN":
        if match[5] and precision is not None:
            raise _error("IllegalFormatPrecision", str(precision))
        raise _unknown(match[5] or conversion)
    specifier = _Specifier(index, flags, width, precision, lower, conversion != lower)
    if lower in "n%":
        _check_text(specifier)
    elif lower in "doxefga":
        _check_number(specifier)
    else:
        _check_general(specifier)
    return specifier


def _check_text(specifier: _Specifier) -> None:
    flags, width = specifier.flags, specifier.width
    if specifier.precision is not None:
        raise _error("IllegalFormatPrecision", str(specifier.precision))
    if specifier.conversion == "n" and width is not None:
        raise _error("IllegalFormatWidth", str(width))
    if flags and (flags != "-" or specifier.conversion == "n"):
        raise _illegal_flags(flags)
    _check_width(specifier, "-")


def _check_number(specifier: _Specifier) -> None:
    flags, conversion = specifier.flags, specifier.conversion
    _check_width(specifier, "-0")
    if ("+" in flags and " " in flags) or ("-" in flags and "0" in flags):
        raise _illegal_flags(flags + "^" if specifier.upper else flags)
    if specifier.precision is not None and conversion in "dox":
        raise _error("IllegalFormatPrecision", str(specifier.precision))
    _check_flags(specifier, {"d": "#", "o": ",", "x": ",", "e": ",", "g": "#", "a": "(,", "f": ""}[conversion])


def _check_general(specifier: _Specifier) -> None:
    if specifier.conversion == "c":
        if specifier.precision is not None:
            raise _error("IllegalFormatPrecision", str(specifier.precision))
        _check_flags(specifier, "#+ 0,(")
        _check_width(specifier, "-")
        return
    if specifier.conversion in "bh":
        _check_flags(specifier, "#")
    _check_width(specifier, "-")
    _check_flags(specifier, "+ 0,(")


def _check_width(specifier: _Specifier, flags: str) -> None:
    """The flags that need a width."""
    if specifier.width is None and any(flag in specifier.flags for flag in flags):
        raise _error("MissingFormatWidth", str(specifier))


def _check_flags(specifier: _Specifier, refused: str) -> None:
    for flag in refused:
        if flag in specifier.flags:
            raise _error("FormatFlagsConversionMismatch", f"Conversion = {specifier.conversion}, Flags = {flag}")


def _illegal_flags(flags: str) -> JavaError:
    return _error("IllegalFormatFlags", f"Flags = '{_ordered(flags)}'")


def _ordered(flags: str) -> str:
    return "".join(sorted(flags, key="-^#+ 0,(<".index))


def _int(digits: str) -> int:
    """The number that digits say, or what Java takes for one that is too large."""
    digits = digits.lstrip("0") or "0"
    number = int(digits) if len(digits) <= 10 else INT_MAX + 1
    return number if number <= INT_MAX else INT_MIN


def _bounded(digits: str, error: str) -> int:
    number = _int(digits)
    if number == INT_MIN:
        raise _error(error, str(INT_MIN))
    room_for(number)
    return number


def _formatted(specifier: _Specifier, value: Any) -> str:
    conversion = specifier.conversion
    if conversion == "b":
        return _padded(
            specifier, _cut(specifier, text_of(value) if type(value) is bool else str(value is not None).lower())
        )
    if conversion == "s":
        _check_flags(specifier, "#")
    if value is None:
        return _padded(specifier, _cut(specifier, "null"))
    if conversion == "s":
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
        return _hexadecimal(specifier, value)
    raise _mismatch(specifier.conversion, value)


def _mismatch(conversion: str, value: Any) -> JavaError:
    return _error("IllegalFormatConversion", f"{conversion} != {java_class(value)}")


def _cut(specifier: _Specifier, text: str) -> str:
    return text if specifier.precision is None else units(text)[: specifier.precision]


def _padded(specifier: _Specifier, text: str) -> str:
    width = specifier.width or 0
    if not text.isascii():
        text = units(text)
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
        digits = f"{decimal_of(abs(number)):,f}" if "," in flags else integer_text(abs(number))
        return _signed(specifier, number < 0, digits)
    letter = specifier.conversion
    prefix = {"x": "0x", "o": "0"}[letter] if "#" in flags else ""
    big = rank(value) == rank(BigInteger(0))
    if big:
        return _signed(specifier, number < 0, format(abs(number), letter), prefix)
    for flag in "+ ,(":
        if flag in flags:
            raise _error("FormatFlagsConversionMismatch", f"Conversion = {letter}, Flags = {flag}")
    bits = {Byte: 8, Short: 16, Long: 64}.get(type(value), 32 if rank(value) == 2 else 64)
    digits = format(number & ((1 << bits) - 1), letter)
    if "0" in flags:
        digits = digits.rjust((specifier.width or 0) - len(prefix), "0")
    return _padded(specifier, prefix + digits)


def _signed(specifier: _Specifier, negative: bool, digits: str, prefix: str = "") -> str:
    """Digits with the sign that the flags ask for, and zeros up to the width."""
    flags = specifier.flags
    before = ("(" if "(" in flags else "-") if negative else "+" if "+" in flags else " " if " " in flags else ""
    before += prefix
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
        plain = _Specifier(None, specifier.flags.replace("0", ""), specifier.width, None, "f", False)
        return _signed(plain, negative, "Infinity")
    number = Decimal(text.lstrip("-")) if value else Decimal((0, (0,), _exponent_of_zero(value)))
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


def _exponent_of_zero(value: Any) -> int:
    return exponent_of(value) if type(value) is Decimal else 0


def _fixed(number: Decimal, precision: int, grouped: bool) -> str:
    if number:
        room_for(number.adjusted() + precision)
    rounded = _rounded(number, -precision)
    return f"{rounded:,f}" if grouped else f"{rounded:f}"


def _scientific(number: Decimal, precision: int) -> str:
    exponent = number.adjusted()  # that of a zero is its scale
    mantissa = _rounded(number.scaleb(-exponent, EXACT), -precision)
    if mantissa >= 10:
        exponent += 1
        mantissa = _rounded(number.scaleb(-exponent, EXACT), -precision)
    return f"{mantissa:f}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _general(number: Decimal, precision: int, grouped: bool) -> str:
    if not number:  # Java takes only the plain 0 for one
        return _scientific(number, precision - 1) if exponent_of(number) else _fixed(number, precision - 1, False)
    rounded = _rounded(number, number.adjusted() - precision + 1)
    if -4 <= rounded.adjusted() < precision:
        return _fixed(number, precision - rounded.adjusted() - 1, grouped)
    return _scientific(number, precision - 1)


def _rounded(number: Decimal, exponent: int) -> Decimal:
    """A number with its last digit at a power of ten."""
    return number.quantize(Decimal((0, (1,), exponent)), ROUND_HALF_UP, EXACT)


def _hexadecimal(specifier: _Specifier, value: float) -> str:
    if not math.isfinite(value):
        return _fractional(specifier, value)
    flags = specifier.flags
    sign = "-" if math.copysign(1, value) < 0 else "+" if "+" in flags else " " if " " in flags else ""
    places = 0 if specifier.precision is None else specifier.precision or 1
    text = _hex_rounded(abs(value), places) if value and 0 < places < 13 else hex_text(abs(value))
    # Java counts the zeros in front before it fills up the mantissa, so that the text may be longer than its width.
    zeros = "0" * ((specifier.width or 0) - len(sign) - len(text)) if "0" in flags else ""
    mantissa, _, exponent = text.removeprefix("0x").partition("p")
    return _padded(specifier, f"{sign}0x{zeros}{mantissa.ljust(len('1.') + places, '0')}p{exponent}")


def _hex_rounded(value: float, places: int) -> str:
    """Double.toHexString of a number cut to so many hexadecimal places of its mantissa, ties to even.

    The first digit is 1 even of a number below the normal ones.
    """
    mantissa, exponent = math.frexp(value)
    number = round(math.ldexp(mantissa, 4 * places + 1))
    if number >> (4 * places + 1):
        number >>= 1
        exponent += 1
    return f"0x1.{f'{number:x}'[1:].rstrip('0') or '0'}p{exponent - 1}"


def hex_text(value: float) -> str:
    """Double.toHexString of a finite number."""
    text = float(value).hex().replace("p+", "p")
    mantissa, exponent = text.split("p")
    if not value:
        return f"{mantissa.split('.')[0]}.0p0"
    whole, _, fraction = mantissa.partition(".")
    return f"{whole}.{fraction.rstrip('0') or '0'}p{exponent}"
