"""The methods of Integer, Long, Short, Byte, Double and Float, static ones too: `$n.parseInt("5")`.

Comes in: the number and the arguments of the call. Goes out: the result, None if Java would not find such a method for
these arguments. Raises JavaError where Java throws, NumberFormatException above all.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Callable
from typing import Any

from vtlharness.java import characters, digits
from vtlharness.java.equality import equals
from vtlharness.java.hash_codes import double_bits, float_bits, hash_code
from vtlharness.java.numbers import to_float32
from vtlharness.java.scalars import (
    INT_MAX,
    INT_MIN,
    LONG_MAX,
    LONG_MIN,
    Byte,
    Float,
    Short,
    is_double,
    is_int,
    is_long,
    long,
)
from vtlharness.java.text import text_of
from vtlharness.java.values import JavaError, cast_error, java_class, null_pointer

Methods = dict[tuple[str, int], Callable[..., Any]]


def wrapped(number: int, bits: int) -> int:
    """The low bits of a number as a signed integer of that width."""
    half = 1 << (bits - 1)
    return (number + half) % (1 << bits) - half


def whole(value: Any) -> int:
    """A number's integer part; of a Double that is out of range, the nearest Long; 0 for NaN."""
    if isinstance(value, float):
        if value != value:
            return 0
        return int(max(min(value, 2.0**63), -(2.0**63))) if math.isinf(value) else int(value)
    return int(value)


def int_value(value: Any) -> int:
    """Number.intValue."""
    if isinstance(value, float):
        return max(INT_MIN, min(INT_MAX, whole(value)))
    return wrapped(whole(value), 32)


def long_value(value: Any) -> int:
    """Number.longValue."""
    if isinstance(value, float):
        return long(max(LONG_MIN, min(LONG_MAX, whole(value))))
    return long(wrapped(whole(value), 64))


def double_value(value: Any) -> float:
    """Number.doubleValue."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


NUMBER_METHODS: Methods = {
    ("byteValue", 0): lambda value: Byte(wrapped(int_value(value), 8)),
    ("doubleValue", 0): double_value,
    ("equals", 1): equals,
    ("floatValue", 0): lambda value: Float(to_float32(double_value(value))),
    ("hashCode", 0): hash_code,
    ("intValue", 0): int_value,
    ("longValue", 0): long_value,
    ("shortValue", 0): lambda value: Short(wrapped(int_value(value), 16)),
    ("toString", 0): text_of,
}


def compare_to(value: Any, other: Any) -> int:
    """Comparable.compareTo within one class; among doubles, -0.0 comes before 0.0 and NaN last."""
    if other is None:
        raise null_pointer()
    if java_class(other) != java_class(value):
        raise cast_error(other, java_class(value))
    return _order(value, other)


def _order(left: Any, right: Any) -> int:
    if isinstance(left, float) or isinstance(right, float):
        left, right = float(left), float(right)
        if left != left or right != right:
            return int(left != left) - int(right != right)
        if left == right:
            return int(math.copysign(1, left) - math.copysign(1, right)) // 2
    return bool(left > right) - bool(left < right)


def number_format_error(text: str, radix: int = 10) -> JavaError:
    """The exception that Java throws for a text that is not a number."""
    suffix = "" if radix == 10 else f" under radix {radix}"
    return JavaError("java.lang.NumberFormatException", f'For input string: "{text}"{suffix}')


def parse_integer(text: Any, radix: Any, bits: int, *, signed: bool = True) -> Any:
    """Integer.parseInt, Long.parseLong and their unsigned kin; None for arguments other than a String and an int."""
    if not is_int(radix) or not (text is None or type(text) is str):
        return None
    if text is None:
        raise JavaError("java.lang.NumberFormatException", "Cannot parse null string")
    for bad, limit, name in ((radix < 2, "less", "MIN"), (radix > 36, "greater", "MAX")):
        if bad:
            message = f"radix {radix} {limit} than Character.{name}_RADIX"
            raise JavaError("java.lang.NumberFormatException", message)
    unsigned = text[1:] if text[:1] in ("-", "+") and len(text) > 1 else text
    values = [characters.digit(char, radix) for char in unsigned]
    if not signed and text.startswith("-"):
        message = f"Illegal leading minus sign on unsigned string {text}."
        raise JavaError("java.lang.NumberFormatException", message)
    if not values or -1 in values:
        raise number_format_error(text, radix)
    number = 0
    for value in values:
        number = number * radix + value
        if number >> bits + 1:  # too large already
            break
    if signed:
        number = -number if text[0] == "-" else number
        if not -(1 << (bits - 1)) <= number < 1 << (bits - 1):
            raise number_format_error(text, radix)
        return number
    if number >> bits:
        kind = "int" if bits == 32 else "unsigned long"
        message = f"String value {text} exceeds range of unsigned {kind}."
        raise JavaError("java.lang.NumberFormatException", message)
    return wrapped(number, bits)


_DECODED = r"(?s)([-+]?)(0x|0X|#|0(?=.))?(.*)"  # compiled where a template needs it, as the patterns below


def _decode(text: Any, bits: int) -> Any:
    if type(text) is not str:
        if text is None:
            raise null_pointer()
        return None
    match = re.fullmatch(_DECODED, text)
    assert match
    if not text:
        raise JavaError("java.lang.NumberFormatException", "Zero length string")
    if match[3][:1] in ("-", "+"):
        raise JavaError("java.lang.NumberFormatException", "Sign character in wrong position")
    radix = {"0x": 16, "0X": 16, "#": 16, "0": 8}.get(match[2] or "", 10)
    return parse_integer(match[1].replace("+", "") + match[3], radix, bits)


def in_radix(number: int, radix: int) -> str:
    """The digits of a number in a radix from 2 to 36; another radix means 10."""
    return digits.in_radix(number, radix if 2 <= radix <= 36 else 10)


class _Width:
    """The static methods of Integer (32 bits) or Long (64 bits) are made from these."""

    def __init__(self, bits: int) -> None:
        self.bits = bits
        self.mask = (1 << bits) - 1
        self.fits = is_int if bits == 32 else is_long

    def made(self, number: int) -> int:
        """The low bits of a number as a value of the class."""
        return wrapped(number, 32) if self.bits == 32 else long(wrapped(number, 64))

    def one(self, method: Callable[[int], Any]) -> Callable[..., Any]:
        """A method of one parameter of the class."""
        return lambda target, value: method(int(value)) if self.fits(value) else None

    def two(self, method: Callable[[int, int], Any]) -> Callable[..., Any]:
        """A method of two parameters of the class."""

        def run(target: Any, left: Any, right: Any) -> Any:
            return method(int(left), int(right)) if self.fits(left) and self.fits(right) else None

        return run

    def parsed(self, *, signed: bool = True) -> Callable[..., Any]:
        """A method that reads a text, in a radix if there is one."""

        def run(target: Any, text: Any, radix: Any = 10) -> Any:
            return _kept(parse_integer(text, radix, self.bits, signed=signed), self.made)

        return run

    def value_of(self, target: Any, value: Any) -> Any:
        """valueOf(String) and valueOf(int or long)."""
        if value is None or type(value) is str:
            return self.parsed()(target, value)
        return self.made(int(value)) if self.fits(value) else None

    def unsigned(self, operation: Callable[[int, int], int]) -> Callable[..., Any]:
        """A division of two numbers without sign."""

        def run(left: int, right: int) -> int:
            if not right:
                message = "/ by zero" if self.bits == 32 else "BigInteger divide by zero"
                raise JavaError("java.lang.ArithmeticException", message)
            return self.made(operation(left & self.mask, right & self.mask))

        return self.two(run)

    def rotated(self, direction: int) -> Callable[..., Any]:
        """rotateLeft (1) or rotateRight (-1)."""

        def run(target: Any, value: Any, distance: Any) -> Any:
            if not self.fits(value) or not is_int(distance):
                return None
            by, number = direction * distance % self.bits, int(value) & self.mask
            return self.made(number << by | number >> (self.bits - by))

        return run

    def text_in_radix(self, unsigned: bool) -> Callable[..., Any]:
        """toString or toUnsignedString with a radix."""

        def run(target: Any, value: Any, radix: Any) -> Any:
            if not self.fits(value) or not is_int(radix):
                return None
            return in_radix(int(value) & self.mask if unsigned else int(value), radix)

        return run


def _integer_methods(width: _Width, parse: str) -> Methods:
    """The static methods that Integer and Long have in common; `parse` is parseInt or parseLong."""
    one, two, made, mask = width.one, width.two, width.made, width.mask
    unsigned = parse.replace("parse", "parseUnsigned")
    return {
        ("compare", 2): two(_order),
        ("compareTo", 1): compare_to,
        ("compareUnsigned", 2): two(lambda left, right: _order(left & mask, right & mask)),
        ("decode", 1): lambda target, text: _kept(_decode(text, width.bits), made),
        ("divideUnsigned", 2): width.unsigned(lambda left, right: left // right),
        ("hashCode", 1): one(lambda value: hash_code(made(value))),
        ("max", 2): two(lambda left, right: made(max(left, right))),
        ("min", 2): two(lambda left, right: made(min(left, right))),
        (parse, 1): width.parsed(),
        (parse, 2): width.parsed(),
        (unsigned, 1): width.parsed(signed=False),
        (unsigned, 2): width.parsed(signed=False),
        ("remainderUnsigned", 2): width.unsigned(lambda left, right: left % right),
        ("signum", 1): one(lambda value: (value > 0) - (value < 0)),
        ("sum", 2): two(lambda left, right: made(left + right)),
        ("toBinaryString", 1): one(lambda value: format(value & mask, "b")),
        ("toHexString", 1): one(lambda value: format(value & mask, "x")),
        ("toOctalString", 1): one(lambda value: format(value & mask, "o")),
        ("toString", 1): one(str),
        ("toString", 2): width.text_in_radix(False),
        ("toUnsignedString", 1): one(lambda value: str(value & mask)),
        ("toUnsignedString", 2): width.text_in_radix(True),
        ("valueOf", 1): width.value_of,
        ("valueOf", 2): width.parsed(),
        **_bit_methods(width),
    }


def _bit_methods(width: _Width) -> Methods:
    one, made, mask, bits = width.one, width.made, width.mask, width.bits
    return {
        ("bitCount", 1): one(lambda value: bin(value & mask).count("1")),
        ("highestOneBit", 1): one(lambda value: made(1 << ((value & mask).bit_length() - 1) if value else 0)),
        ("lowestOneBit", 1): one(lambda value: made(value & -value)),
        ("numberOfLeadingZeros", 1): one(lambda value: bits - (value & mask).bit_length()),
        ("numberOfTrailingZeros", 1): one(lambda value: (value & -value).bit_length() - 1 if value else bits),
        ("reverse", 1): one(lambda value: made(int(format(value & mask, f"0{bits}b")[::-1], 2))),
        ("reverseBytes", 1): one(
            lambda value: made(int.from_bytes((value & mask).to_bytes(bits // 8, "big"), "little"))
        ),
        ("rotateLeft", 2): width.rotated(1),
        ("rotateRight", 2): width.rotated(-1),
    }


def _kept(number: Any, made: Callable[[int], int]) -> Any:
    return None if number is None else made(number)


def _to_unsigned_long(target: int, value: Any) -> Any:
    return long(int(value) & 0xFFFFFFFF) if is_int(value) else None


# Double and Float

_DOUBLE = r"[-+]?(?:NaN|Infinity|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?[fFdD]?)"
_HEX_DOUBLE = r"[-+]?0[xX](?:[0-9a-fA-F]+\.?|[0-9a-fA-F]*\.[0-9a-fA-F]+)[pP][-+]?[0-9]+[fFdD]?"
_BLANKS = "".join(map(chr, range(33)))


def parse_double(text: str) -> float:
    """Double.parseDouble."""
    trimmed = text.strip(_BLANKS)
    if not trimmed:
        raise JavaError("java.lang.NumberFormatException", "empty String")
    if re.fullmatch(_DOUBLE, trimmed):
        return float(trimmed.rstrip("fFdD"))
    if re.fullmatch(_HEX_DOUBLE, trimmed):
        try:
            return float.fromhex(re.sub("[fFdD]$", "", trimmed))
        except OverflowError:
            return -math.inf if trimmed.startswith("-") else math.inf
    raise number_format_error(text if trimmed != text else trimmed)


def _parsed(text: Any, made: Callable[[float], Any]) -> Any:
    if text is None:
        raise null_pointer()
    return made(parse_double(text)) if type(text) is str else None


def is_float(value: Any) -> bool:
    """Whether Java takes a value for a parameter of type float."""
    return type(value) is Float or is_long(value)


def _largest(left: float, right: float) -> float:
    if left != left or right != right:
        return math.nan
    return left if _order(left, right) > 0 else right


def _smallest(left: float, right: float) -> float:
    if left != left or right != right:
        return math.nan
    return left if _order(left, right) < 0 else right


def _floating_methods(fits: Callable[[Any], bool], made: Callable[[float], Any], parse: str) -> Methods:
    """The methods that Double and Float have in common."""

    def one(method: Callable[[Any], Any]) -> Callable[..., Any]:
        return lambda target, value: method(made(float(value))) if fits(value) else None

    def two(method: Callable[[Any, Any], Any]) -> Callable[..., Any]:
        def run(target: Any, left: Any, right: Any) -> Any:
            return method(made(float(left)), made(float(right))) if fits(left) and fits(right) else None

        return run

    def value_of(target: Any, value: Any) -> Any:
        return made(float(value)) if fits(value) else _parsed(value, made)

    return {
        ("compare", 2): two(_order),
        ("compareTo", 1): compare_to,
        ("hashCode", 1): one(hash_code),
        ("isFinite", 1): one(math.isfinite),
        ("isInfinite", 0): math.isinf,
        ("isInfinite", 1): one(math.isinf),
        ("isNaN", 0): math.isnan,
        ("isNaN", 1): one(math.isnan),
        ("max", 2): two(lambda left, right: made(_largest(left, right))),
        ("min", 2): two(lambda left, right: made(_smallest(left, right))),
        (parse, 1): lambda target, text: _parsed(text, made),
        ("sum", 2): two(lambda left, right: made(float(left) + float(right))),
        ("toHexString", 1): one(_hex_text),
        ("toString", 1): one(text_of),
        ("valueOf", 1): value_of,
    }


_SMALLEST_NORMAL_FLOAT = 2.0**-126


def _hex_text(value: float) -> str:
    if not math.isfinite(value):
        return text_of(value)
    from vtlharness.java.methods.formatter import hex_text  # as in `string_patterns`: seldom called

    if type(value) is Float and 0 < abs(value) < _SMALLEST_NORMAL_FLOAT:
        return hex_text(math.ldexp(value, -896)).replace("p-1022", "p-126")  # as a double that is as small
    return hex_text(value)


def _to_float(value: float) -> Float:
    return Float(to_float32(value))


def _bits_to_double(target: float, value: Any) -> Any:
    return struct.unpack("<d", struct.pack("<q", int(value)))[0] if is_long(value) else None


def _bits_to_float(target: float, value: Any) -> Any:
    return Float(struct.unpack("<f", struct.pack("<i", int(value)))[0]) if is_int(value) else None


def _double_bits(target: float, value: Any) -> Any:
    return long(wrapped(double_bits(float(value)), 64)) if is_double(value) else None


def _float_bits(target: float, value: Any) -> Any:
    return wrapped(float_bits(_to_float(float(value))), 32) if is_float(value) else None


INTEGER_METHODS: Methods = {
    **NUMBER_METHODS,
    **_integer_methods(_Width(32), "parseInt"),
    ("toUnsignedLong", 1): _to_unsigned_long,
}
LONG_METHODS: Methods = {**NUMBER_METHODS, **_integer_methods(_Width(64), "parseLong")}
SHORT_METHODS: Methods = {
    **NUMBER_METHODS,
    ("compareTo", 1): lambda value, other: (
        int(value) - int(other) if type(other) is type(value) else compare_to(value, other)
    ),
}
DOUBLE_METHODS: Methods = {
    **NUMBER_METHODS,
    **_floating_methods(is_double, float, "parseDouble"),
    ("doubleToLongBits", 1): _double_bits,
    ("doubleToRawLongBits", 1): _double_bits,
    ("longBitsToDouble", 1): _bits_to_double,
}
FLOAT_METHODS: Methods = {
    **NUMBER_METHODS,
    **_floating_methods(is_float, _to_float, "parseFloat"),
    ("floatToIntBits", 1): _float_bits,
    ("floatToRawIntBits", 1): _float_bits,
    ("intBitsToFloat", 1): _bits_to_float,
}
