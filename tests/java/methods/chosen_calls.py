"""Calls whose arguments fit: values of one kind, methods, and the values to give them.

Values are written as a template writes them. `$t` holds the texts of TEXTS.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

TEXTS = {
    "lines": "a\nb\r\n  c\rd",
    "ends": "a\n\n  ",
    "indented": "   a\n     b\n\n   c\n",
    "tabs": "\t x\u2003\n\x0b y\x1f",
    "pair": "a😀b😀",
    "high": "x\ud83d",
    "low": "\ude00x",
    "escapes": '\\n\\t\\101\\7\\s\\\\\\"\\b\\f\\r\\\r\nx\\\ny',
    "wrong": "a\\qb",
    "last": "ab\\",
    "accents": "ÀÉß ǆ İı ΑΣ",
    "wide": "\uff21\uff11٣½",
    "empty": "",
    "blank": " \n ",
    "dollar": "$1\\",
    "listed": "b,a,b",
    "odd": "Az09 _$-",
    "marks": "\u2160\u00ad\u200b\u0301\u2028\u00a0\u20ac\u037e",
}

SETUP = (
    "#set($dec=$input.path('$.dec'))#set($one={'a':1,'b':'b'})#set($none={})#set($single={'a':1})#set($other={'b':1})"
    "#set($parts=$t.listed.split(','))#set($strings=['a'])"
)

_DECIMALS = (
    *("$dec.valueOf(0)", "$dec.valueOf(0,3)", "$dec.valueOf(15,1)", "$dec.valueOf(-25,1)", "$dec.valueOf(35,1)"),
    *("$dec.valueOf(2500,3)", "$dec.valueOf(-7)", "$dec.valueOf(3)", "$dec.valueOf(8,-2)", "$dec.valueOf(125,6)"),
    *("$dec.valueOf(2147483648)", "$dec.valueOf(-129,0)", "$dec.valueOf(40000)", "$dec", "$dec.valueOf(1,9)"),
    *("$dec.valueOf(9223372036854775807).add($dec.valueOf(1))", "$dec.valueOf(6)", "$dec.valueOf(1280,1)"),
)
_BIGS = (
    *("$big0.valueOf(0)", "$big0.valueOf(1)", "$big0.valueOf(-1)", "$big0.valueOf(12)", "$big0.valueOf(-35)"),
    *("$big0.valueOf(97)", "$big0.valueOf(128)", "$big0.valueOf(-32769)", "$big0.valueOf(2147483648)", "$big0"),
    *("$big0.valueOf(9223372036854775807)", "$big0.multiply($big0)", "$big0.negate()", "$big0.valueOf(65536)"),
)
_INTS = ("0", "1", "-1", "2", "3", "7", "31", "-8", "2147483647", "-2147483648")
_SMALL = ("0", "1", "2", "3", "-1", "-2", "5")
_LONGS = (
    *("$long0", "$long0.valueOf(0)", "$long0.valueOf(1)", "$long0.valueOf(-1)", "$long0.valueOf(255)"),
    *("9223372036854775807", "-9223372036854775808", "-5000000001", "$long0.valueOf(63)"),
)
_SHORTS = ("$int0.shortValue()", "$long0.valueOf(32767).shortValue()", "$long0.valueOf(-32768).shortValue()")
_BYTES = ("$int0.byteValue()", "$long0.valueOf(127).byteValue()", "$long0.valueOf(-128).byteValue()")
_DOUBLES = (
    *("0.25", "-1.5", "0.0", "$double0.parseDouble('-0.0')", "2.5", "1.0E10", "123456789.125", "-3.999"),
    *("$double0.parseDouble('NaN')", "$double0.parseDouble('Infinity')", "$double0.parseDouble('-Infinity')"),
    *("$double0.parseDouble('1e300')", "$double0.parseDouble('-4.9e-324')", "9.007199254740993E15"),
)
_FLOATS = (
    *(
        "$double0.floatValue()",
        "$double0.parseDouble('NaN').floatValue()",
        "$double0.parseDouble('1e300').floatValue()",
    ),
    *("$double0.parseDouble('-0.0').floatValue()", "$int0.floatValue()", "$double0.parseDouble('-1e-40').floatValue()"),
    *("$double0.parseDouble('-1e300').floatValue()", "$double0.parseDouble('0.1').floatValue()"),
)
_NUMERALS = (
    *("'12'", "'-12'", "'+7'", "'0x1F'", "'-0x1f'", "'#FF'", "'017'", "'-017'", "'08'", "''", "' 1'", "'1 '", "'-'"),
    *("'+'", "'0x-1'", "'-+1'", "'--1'", "'+-1'", "'0x'", "'#'", "'2147483647'", "'2147483648'", "'-2147483648'"),
    *("'-2147483649'", "'4294967295'", "'4294967296'", "'9223372036854775808'", "'18446744073709551615'"),
    *("'18446744073709551616'", "'127'", "'128'", "'-129'", "'32768'", "'z'", "'1.5'", "'1_0'", "$t.wide", "null"),
    *("'-8000000000000000'", "'1L'", "'7f'", "'0'", "'-0'", "'00000000000000000001'"),
)
_DECIMAL_NUMERALS = (
    *("'1.5'", "' 1.5e3 '", "'1e400'", "'-1e-400'", "'NaN'", "'-NaN'", "'+Infinity'", "'infinity'", "'1.5f'", "'1.5D'"),
    *("'0x1.8p1'", "'0x1p-2d'", "'-0X.8P3'", "'0x1.8'", "'.5'", "'5.'", "'.'", "'1e'", "''", "' '", "'1,5'", "null"),
    *("'1e+5'", "'١'", "'1 5'", "'0x1p2000'", "'1e5f'", "'--1'", "'0'", "'-0'"),
)
_STRINGS = (
    *("'Hello, World'", "'abcabc'", "''", "' a b '", "'ß'", "'12'", "'[a]'", "'b'"),
    *(f"$t.{name}" for name in TEXTS),
)
_PARTS = ("'b'", "''", "'o'", "'abc'", "'zz'", "'c'", "$t.pair", "null", "'A'")
_CHARS = (
    *("$text0.charAt(0)", "$text0.charAt(2)", "$t.odd.charAt(0)", "$t.odd.charAt(2)", "$t.odd.charAt(4)"),
    *("$t.odd.charAt(5)", "$t.odd.charAt(6)", "$t.odd.charAt(7)", "$t.pair.charAt(1)", "$t.pair.charAt(2)"),
    *("$t.wide.charAt(0)", "$t.wide.charAt(1)", "$t.wide.charAt(2)", "$t.wide.charAt(3)", "$t.accents.charAt(2)"),
    *("$t.accents.charAt(4)", "$t.accents.charAt(6)", "$t.accents.charAt(7)", "$t.tabs.charAt(2)", "$t.tabs.charAt(4)"),
    *("$t.tabs.charAt(6)", "$t.marks.charAt(0)"),
    *(f"$t.marks.charAt({at})" for at in range(1, 8)),
)
_CODES = ("65", "97", "48", "128512", "0", "-1", "1114112", "1114111", "32", "233", "8544", "55357", "453", "65313")
_LISTS = (
    *("['b','a','c']", "[3,1,2]", "[]", "['b']", "[1,'a']", "[2.5,1.5]", "$input.path('$.s')", "$input.path('$.j')"),
    *("['b','a','b',1,1]", "[0..4]", "$input.path('$.s').subList(1,3)", "[true,false]", "[$text0.charAt(1),'a']"),
    *("$input.path('$.e')", "['a',$input.path('$.none')]", "[[2],[1]]", "$input.path('$.s').subList(0,2)"),
)
_ARRAYS = ("$parts", "$text0.toCharArray()", "$input.path('$.s').toArray()", "$t.empty.toCharArray()")
_ITEMS = ("'b'", "'a'", "1", "'zz'", "null", "2.5", "$long0.valueOf(1)", "[2]", "$text0.charAt(1)")
_MAPS = (
    *(
        "{}",
        "{'a':1,'b':'b'}",
        "$input.path('$.m')",
        "{'b':2,'a':1}",
        "{'a':$input.path('$.none')}",
        "{1:'x','1':'y'}",
        "$input.path('$')",
    ),
)
_KEYS = ("'a'", "'b'", "'zz'", "1", "null", "$text0.charAt(0)", "'1'")
_VIEWS = (
    *("$one.keySet()", "$one.values()", "$one.entrySet()", "$none.keySet()"),
    *("$input.path('$.m').keySet()", "$input.path('$.m').values()", "$input.path('$.m').entrySet()", "$none.values()"),
)


@dataclass(frozen=True)
class Calls:
    """Every method on every receiver with every combination of arguments; of more than `most`, a random choice."""

    receivers: Sequence[str]
    methods: str
    arguments: Sequence[Sequence[str]] = field(default=())
    most: int = 250

    def rows(self, share: float = 1) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Receiver, method and arguments; `share` times `most`."""
        most = max(20, int(self.most * share))
        for name in self.methods.split():
            every = [(each[0], name, each[1:]) for each in itertools.product(self.receivers, *self.arguments)]
            if len(every) > most:
                every = random.Random(f"{name}/{len(self.arguments)}/{self.receivers[0]}").sample(every, most)
            yield from every


_MODES = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "-1")

CALLS = (
    Calls(
        _DECIMALS, "add subtract multiply remainder divideToIntegralValue divideAndRemainder compareTo", [_DECIMALS], 60
    ),
    Calls(_DECIMALS, "divide max min equals", [_DECIMALS], 90),
    Calls(
        _DECIMALS, "abs negate plus precision scale signum ulp unscaledValue hashCode stripTrailingZeros toPlainString"
    ),
    Calls(_DECIMALS, "toEngineeringString toBigInteger toBigIntegerExact byteValueExact shortValueExact intValueExact"),
    Calls(_DECIMALS, "longValueExact intValue longValue byteValue shortValue doubleValue floatValue toString"),
    Calls(_DECIMALS, "pow setScale movePointLeft movePointRight scaleByPowerOfTen", [_SMALL], 60),
    Calls(_DECIMALS, "setScale", [("0", "1", "-1", "5"), _MODES], 250),
    Calls(
        _DECIMALS,
        "divide",
        [("$dec.valueOf(3)", "$dec.valueOf(-4)", "$dec.valueOf(25,1)", "$dec.valueOf(0)"), _MODES],
        250,
    ),
    Calls(
        _DECIMALS,
        "divide",
        [("$dec.valueOf(7)", "$dec.valueOf(-2)", "$dec.valueOf(0)", "null"), ("0", "2", "-1"), _MODES],
    ),
    Calls(("$dec",), "valueOf", [(*_DOUBLES, *_INTS, *_LONGS, "null", "'1'", "$big0")]),
    Calls(("$dec",), "valueOf", [(*_LONGS, "12", "-120"), ("0", "2", "-2", "null", "20")]),
    Calls(
        ("$dec", "$dec.valueOf(0)"),
        "add subtract compareTo divide max setScale pow",
        [("null", "1", "2.5", "'1'", "-1")],
    ),
    Calls(_BIGS, "add subtract multiply and or xor andNot compareTo", [_BIGS], 40),
    Calls(_BIGS, "divide remainder mod gcd max min divideAndRemainder equals", [(*_BIGS, "null", "1")], 60),
    Calls(_BIGS, "modInverse", [_BIGS], 120),
    Calls(_BIGS, "modPow", [("$big0.valueOf(3)", "$big0.valueOf(0)", "$big0.valueOf(-1)"), _BIGS], 90),
    Calls(_BIGS, "abs negate not signum bitCount bitLength getLowestSetBit sqrt hashCode byteValueExact"),
    Calls(_BIGS, "shortValueExact intValueExact longValueExact intValue longValue byteValue shortValue doubleValue"),
    Calls(_BIGS, "pow shiftLeft shiftRight setBit clearBit flipBit testBit", [(*_SMALL, "31", "64")], 60),
    Calls(_BIGS, "toString", [("2", "8", "16", "36", "37", "1", "0", "-1")], 60),
    Calls(_BIGS, "floatValue toString"),
    Calls(("$big0.valueOf(7)", "$big0.valueOf(90)", "$big0.valueOf(-3)", "$big0.valueOf(0)"), "nextProbablePrime"),
    Calls(
        ("$big0.valueOf(7)", "$big0.valueOf(1)", "$big0.valueOf(-3)", "$big0.valueOf(0)"),
        "isProbablePrime",
        [("0", "5")],
    ),
    Calls(
        ("$int0", "-3", "2147483647"),
        "bitCount highestOneBit lowestOneBit numberOfLeadingZeros reverse signum",
        [_INTS],
    ),
    Calls(("$int0",), "numberOfTrailingZeros reverseBytes toBinaryString toHexString toOctalString hashCode", [_INTS]),
    Calls(("$int0",), "toUnsignedString toUnsignedLong valueOf toString", [(*_INTS, "null", "'5'")]),
    Calls(("$int0",), "compare compareUnsigned divideUnsigned remainderUnsigned max min sum", [_INTS, _INTS], 60),
    Calls(("$int0",), "rotateLeft rotateRight", [_INTS, _INTS], 40),
    Calls(("$int0",), "toString toUnsignedString", [_INTS, ("2", "16", "36", "37", "1", "-1")]),
    Calls(("$int0", "$long0"), "decode", [_NUMERALS]),
    Calls(("$int0",), "parseInt parseUnsignedInt valueOf", [_NUMERALS]),
    Calls(("$long0",), "parseLong parseUnsignedLong valueOf", [_NUMERALS]),
    Calls(("$int0",), "parseInt parseUnsignedInt valueOf", [_NUMERALS, ("2", "16", "36", "37", "1")], 90),
    Calls(("$long0",), "parseLong parseUnsignedLong valueOf", [_NUMERALS, ("2", "16", "36", "37", "1")], 90),
    Calls(
        ("$long0",), "bitCount highestOneBit lowestOneBit numberOfLeadingZeros numberOfTrailingZeros reverse", [_LONGS]
    ),
    Calls(
        ("$long0",), "reverseBytes signum toBinaryString toHexString toOctalString toUnsignedString hashCode", [_LONGS]
    ),
    Calls(("$long0",), "compare compareUnsigned divideUnsigned remainderUnsigned max min sum", [_LONGS, _LONGS], 50),
    Calls(("$long0",), "rotateLeft rotateRight", [_LONGS, _INTS], 40),
    Calls(("$long0",), "toString toUnsignedString", [_LONGS, ("2", "16", "36", "37", "1")]),
    Calls((*_INTS, *_LONGS, *_DOUBLES, *_FLOATS, *_SHORTS), "byteValue shortValue intValue longValue floatValue"),
    Calls((*_INTS, *_LONGS, *_DOUBLES, *_FLOATS, *_SHORTS), "doubleValue hashCode toString"),
    Calls(
        (*_INTS[:4], *_LONGS[:4], *_DOUBLES, *_FLOATS, *_SHORTS),
        "compareTo equals",
        [("1", "$long0", "0.25", "null", "$int0.shortValue()", "$double0.floatValue()")],
    ),
    Calls(_DOUBLES, "isNaN isInfinite"),
    Calls(_FLOATS, "isNaN isInfinite"),
    Calls(
        ("$double0",),
        "isNaN isInfinite isFinite toHexString toString hashCode doubleToLongBits doubleToRawLongBits",
        [_DOUBLES],
    ),
    Calls(
        ("$double0.floatValue()",),
        "isNaN isInfinite isFinite toHexString toString hashCode floatToIntBits floatToRawIntBits",
        [_FLOATS],
    ),
    Calls(("$double0",), "compare max min sum", [_DOUBLES, _DOUBLES], 70),
    Calls(("$double0.floatValue()",), "compare max min sum", [_FLOATS, _FLOATS], 50),
    Calls(("$double0", "$double0.floatValue()"), "parseDouble parseFloat valueOf", [_DECIMAL_NUMERALS]),
    Calls(("$double0",), "longBitsToDouble", [_LONGS]),
    Calls(("$double0.floatValue()",), "intBitsToFloat", [_INTS]),
    Calls(_STRINGS, "length isEmpty isBlank strip stripLeading stripTrailing trim toUpperCase toLowerCase hashCode"),
    Calls(_STRINGS, "stripIndent translateEscapes toCharArray intern"),
    Calls(_STRINGS, "charAt codePointAt codePointBefore repeat indent substring", [_SMALL], 70),
    Calls(_STRINGS, "substring subSequence codePointCount offsetByCodePoints", [_SMALL, _SMALL], 150),
    Calls(_STRINGS, "indexOf lastIndexOf contains startsWith endsWith compareTo compareToIgnoreCase", [_PARTS], 80),
    Calls(
        _STRINGS,
        "concat contentEquals equalsIgnoreCase equals",
        [(*_PARTS, "'hello, world'", "'SS'", "$t.accents")],
        60,
    ),
    Calls(_STRINGS, "indexOf lastIndexOf", [("98", "128512", "55357", "-1")], 60),
    Calls(_STRINGS, "indexOf lastIndexOf startsWith", [(*_PARTS, "98"), (*_SMALL, "null")], 110),
    Calls(
        ("'abcABC'", "$t.pair"),
        "regionMatches",
        [("0", "3", "-1"), ("'ABC'", "'xabc'", "null"), ("0", "1"), ("0", "3", "9", "-1")],
    ),
    Calls(
        ("'abcABC'",),
        "regionMatches",
        [("true", "false"), ("0", "3"), ("'ABC'", "'xabc'"), ("0", "1", "-1"), ("0", "3", "9")],
    ),
    Calls(_STRINGS, "replace", [("'a'", "''", "'b'", "$t.high", "null"), ("'x'", "''", "$t.low")], 120),
    Calls(("'abcabc'", "$t.pair"), "replace", [_CHARS[:10], _CHARS[:10]], 60),
    Calls(
        _STRINGS, "split matches", [("','", "'b'", "'[a-c]'", "' '", "''", "'.'", "'\\\\.'", "'|'", "null", "'('")], 120
    ),
    Calls(_STRINGS, "split", [("','", "'b'", "''"), ("0", "1", "2", "-1", "9")], 120),
    Calls(
        _STRINGS,
        "replaceAll replaceFirst",
        [
            ("'[a-c]'", "'(b)'", "'x+'", "'(?<n>c)'", "'zz'", "null"),
            ("'-'", "'$1'", "'$0'", "'${n}'", "$t.dollar", "null", "'$10'"),
        ],
        200,
    ),
    Calls(
        ("'x'",),
        "join",
        [
            ("'-'", "null", "1"),
            (
                "['a','b']",
                "[1]",
                "[]",
                "'a'",
                "null",
                "$input.path('$.m').keySet()",
                "$parts",
                "$single.values()",
                "['a',$input.path('$.none')]",
                "$text0.toCharArray()",
            ),
        ],
    ),
    Calls(("'x'",), "join", [("'-'", "null"), ("'a'", "null", "1"), ("'b'", "null", "['c']")]),
    Calls(
        ("'x'",),
        "valueOf copyValueOf",
        [("$text0.toCharArray()", "1", "null", "2.5", "[1]", "$text0.charAt(0)", "$parts")],
    ),
    Calls(
        ("'x'",),
        "valueOf copyValueOf",
        [("$text0.toCharArray()", "'abc'", "null"), ("0", "1", "-1", "null"), ("2", "0", "9", "-1")],
    ),
    Calls(("'x'",), "valueOf copyValueOf", [("$text0.charAt(0)", "'a'"), ("$text0.charAt(1)", "'b'")]),
    Calls(
        ("'x'",),
        "format",
        [
            ("'%s'", "'%5s|'", "'%-5s|'", "'%S'", "'%c'", "'%b'", "'%h'", "'%n'", "'%%'", "'%q'", "null"),
            ("'é'", "1", "null", "$text0.toCharArray()", "$text0.charAt(0)", "$parts", "true", "65", "2.5"),
        ],
    ),
    Calls(
        ("'x'",),
        "format",
        [("'%2$s-%1$s'", "'%s %<s %s'", "'%3$s'", "'%d %d'", "'%0$s'", "'%1$-5s|%2$5s'"), ("1", "'a'"), ("2", "'b'")],
    ),
    Calls(("'%s'", "'%5d|'", "'%x'", "'x'"), "formatted", [("1", "'a'", "null", "255", "-1")]),
    Calls(
        ("$text0.charAt(0)",),
        "isDigit isLetter isLetterOrDigit isAlphabetic isUpperCase isLowerCase isTitleCase isWhitespace",
        [(*_CHARS, *_CODES)],
    ),
    Calls(
        ("$text0.charAt(0)",),
        "isSpaceChar isISOControl isIdentifierIgnorable isJavaIdentifierPart isJavaIdentifierStart isDefined",
        [(*_CHARS, *_CODES)],
    ),
    Calls(
        ("$text0.charAt(0)",),
        "getNumericValue toUpperCase toLowerCase toTitleCase charCount isSurrogate isHighSurrogate isLowSurrogate",
        [(*_CHARS, *_CODES)],
    ),
    Calls(("$text0.charAt(0)",), "toString valueOf hashCode", [(*_CHARS[:8], *_CODES)]),
    Calls(("$text0.charAt(0)",), "digit", [(*_CHARS, "65", "122"), ("10", "16", "36", "37", "1")], 150),
    Calls(("$text0.charAt(0)",), "forDigit", [("0", "9", "10", "35", "36", "-1"), ("10", "16", "36", "37", "1")]),
    Calls(_CHARS[:12], "compareTo equals compare", [("$text0.charAt(1)", "'a'", "null", "97")]),
    Calls(_CHARS, "charValue hashCode toString"),
    Calls(("true", "false"), "booleanValue hashCode toString"),
    Calls(
        ("true", "false"),
        "compareTo equals parseBoolean valueOf hashCode toString getBoolean",
        [("true", "false", "'true'", "'TRUE'", "'x'", "null", "1")],
    ),
    Calls(("true",), "compare logicalAnd logicalOr logicalXor", [("true", "false", "1"), ("true", "false")]),
    Calls(_LISTS, "size isEmpty hashCode toString clear clone trimToSize toArray toJSONString iterator listIterator"),
    Calls(_LISTS, "sort", [("null",)]),
    Calls((*_LISTS, *_ARRAYS), "add remove contains indexOf lastIndexOf get equals", [(*_ITEMS, "0", "-1", "3")], 110),
    Calls(
        (*_LISTS, *_ARRAYS),
        "addAll removeAll retainAll containsAll",
        [
            (
                "['b',1]",
                "[]",
                "null",
                "'b'",
                "$single.values()",
                "$parts",
                "$other.keySet()",
                "['a',$input.path('$.none')]",
            )
        ],
        110,
    ),
    Calls((*_LISTS, *_ARRAYS), "add set addAll", [("0", "1", "9", "-1", "null"), ("'x'", "['y']", "null")], 130),
    Calls(_LISTS, "subList", [("0", "1", "3", "-1"), ("0", "2", "3", "9")], 150),
    Calls(_LISTS, "listIterator ensureCapacity appendElement merge", [("0", "1", "9", "-1", "'x'", "['y']")], 60),
    Calls(_LISTS[6:8], "toArray", [("'a'", "1", "null", "$parts", "['a']")]),
    Calls(_LISTS[6:8], "toArray", [("'a'", "1"), ("'b'", "null")]),
    Calls(_ARRAYS, "size isEmpty toArray length iterator listIterator clear"),
    Calls(_MAPS, "size isEmpty hashCode toString clear clone keySet values entrySet"),
    Calls((*_MAPS, *_VIEWS), "get containsKey containsValue remove contains add", [(*_KEYS, "1", "2.5")], 130),
    Calls(_MAPS, "getOrDefault put putIfAbsent replace remove", [_KEYS, ("1", "'x'", "null", "'b'")], 120),
    Calls(_MAPS, "replace", [("'a'", "'b'", "'zz'", "1"), ("1", "'b'", "null", "'x'"), ("2", "null")], 100),
    Calls(_MAPS, "putAll equals", [(*_MAPS, "null", "'x'", "[1]")], 70),
    Calls(_VIEWS, "size isEmpty clear iterator toArray toString"),
    Calls(
        _VIEWS[:3],
        "removeAll retainAll containsAll addAll",
        [("['a']", "[]", "[1,'b']", "null", "$single.entrySet()", "$single.keySet()")],
    ),
    Calls(
        ("$one.entrySet()",),
        "contains remove",
        [("$single.entrySet().iterator().next()", "$other.entrySet().iterator().next()", "'a'", "null")],
    ),
    Calls(("$single.entrySet().iterator().next()",), "getKey getValue hashCode toString"),
    Calls(
        ("$single.entrySet().iterator().next()",),
        "setValue equals",
        [("2", "null", "'x'", "$other.entrySet().iterator().next()")],
    ),
    Calls(
        ("$text0.class", "$int0.class", "$text0.toCharArray().class", "$parts.class", "$strings.class"),
        "getName getSimpleName getCanonicalName getTypeName toString",
    ),
)

CHARSETS = """
us-ascii ansi_x3.4-1968 cp367 csascii iso-ir-6 ascii iso_646.irv:1983 ansi_x3.4-1986 ascii7 default iso_646.irv:1991
iso646-us ibm367 646 us iso-8859-1 819 iso8859-1 l1 iso_8859-1:1987 iso_8859-1 8859_1 iso-ir-100 latin1 cp819
iso8859_1 ibm819 iso_8859_1 ibm-819 csisolatin1 utf-8 unicode-1-1-utf-8 utf8 utf-16be x-utf-16be utf_16be
iso-10646-ucs-2 unicodebigunmarked utf-16le unicodelittleunmarked utf_16le x-utf-16le utf-32be x-utf-32be utf_32be
utf-32 utf_32 utf32 utf-32le x-utf-32le utf_32le iso-8859-2 iso8859-2 ibm912 l2 iso_8859-2 8859_2 cp912
iso_8859-2:1987 iso8859_2 iso-ir-101 latin2 912 csisolatin2 ibm-912 iso-8859-3 iso8859-3 ibm913 8859_3 l3 cp913
iso_8859-3 iso8859_3 latin3 csisolatin3 913 iso_8859-3:1988 ibm-913 iso-ir-109 iso-8859-4 8859_4 latin4 l4 cp914
iso_8859-4:1988 ibm914 iso_8859-4 iso-ir-110 iso8859_4 csisolatin4 iso8859-4 914 ibm-914 iso-8859-5 iso_8859-5:1988
csisolatincyrillic iso-ir-144 iso8859_5 cp915 8859_5 ibm-915 iso_8859-5 ibm915 915 cyrillic iso8859-5 iso-8859-6
asmo-708 8859_6 iso8859_6 iso_8859-6 csisolatinarabic ibm1089 arabic ibm-1089 1089 ecma-114 iso-ir-127 iso_8859-6:1987
iso8859-6 cp1089 iso-8859-7 greek 8859_7 greek8 ibm813 iso_8859-7 iso8859_7 elot_928 cp813 iso_8859-7:1987
sun_eu_greek csisolatingreek iso-ir-126 813 iso8859-7 ecma-118 ibm-813 iso-8859-8 8859_8 iso_8859-8 iso_8859-8:1988
cp916 iso-ir-138 iso8859-8 hebrew iso8859_8 ibm-916 csisolatinhebrew 916 ibm916 iso-8859-9 ibm-920 iso_8859-9 8859_9
iso_8859-9:1989 ibm920 latin5 l5 iso8859_9 cp920 920 iso-ir-148 iso8859-9 csisolatin5 iso-8859-13 iso_8859-13
iso8859-13 iso8859_13 8859_13 iso-8859-15 csiso885915 latin-9 iso8859-15 latin0 iso8859_15_fdis iso8859_15 cp923
8859_15 l9 ibm923 csisolatin9 iso_8859-15 ibm-923 csisolatin0 923 latin9 iso-8859-16 iso_8859-16:2001 iso_8859-16
csiso885916 latin10 iso-ir-226 l10 iso8859_16 x-iso-8859-11 iso-8859-11 iso8859_11 windows-1250 cp1250 cp5346
windows-1251 cp5347 ansi-1251 cp1251 windows-1252 ibm-1252 cp1252 ibm1252 cp5348 windows-1253 cp1253 cp5349
windows-1254 cp1254 cp5350 windows-1255 cp1255 windows-1256 cp1256 windows-1257 cp1257 cp5353 windows-1258 cp1258
x-windows-874 ms-874 ms874 windows-874 koi8-r koi8_r koi8 cskoi8r koi8-u koi8_u ibm437 437 ibm-437 cspc8codepage437
cp437 windows-437 ibm775 ibm-775 775 cp775 ibm850 cp850 cspc850multilingual 850 ibm-850 ibm852 cspcp852 ibm-852 852
cp852 ibm855 855 ibm-855 cp855 cspcp855 ibm857 857 cp857 csibm857 ibm-857 ibm860 860 cp860 csibm860 ibm-860 ibm861
cp861 861 ibm-861 cp-is csibm861 ibm862 csibm862 cp862 862 cspc862latinhebrew ibm-862 ibm863 csibm863 ibm-863 863
cp863 ibm864 csibm864 ibm-864 864 cp864 ibm865 ibm-865 csibm865 cp865 865 ibm866 866 ibm-866 csibm866 cp866 ibm869
cp869 869 ibm-869 cp-gr csibm869 ibm00858 pc-multilingual-850+euro ibm858 cp858 858 cp00858 ibm-858 ccsid00858
x-ibm737 cp737 ibm737 737 ibm-737 x-macroman macroman x-maccentraleurope maccentraleurope gb2312 euc-cn x-euc-cn euccn
euc_cn gb2312-80 gb2312-1980 gbk cp936 windows-936 gb18030 gb18030-2022 big5 csbig5 shift_jis x-sjis sjis shift-jis
ms_kanji csshiftjis windows-31j ms932 windows-932 cswindows31j euc-jp cseucpkdfmtjapanese x-euc-jp eucjis
extended_unix_code_packed_format_for_japanese euc_jp eucjp x-eucjp euc-kr ksc5601-1987 cseuckr ksc5601_1987 ksc5601
5601 euc_kr ksc_5601 ks_c_5601-1987 euckr x-johab ms1361 ksc5601_1992 johab ksc5601-1992 utf-16 utf_16 utf16 unicode
unicodebig x-utf-16le-bom unicodelittle x-utf-32be-bom utf_32be_bom utf-32be-bom x-utf-32le-bom utf_32le_bom
utf-32le-bom
""".split()  # noqa: SIM905
"""The names of Java's charsets, aliases too."""

STORIES = (
    # Iterators, sublists and entries live on while their owner changes.
    "#set($i=$s.listIterator())$i.next()#set($q=$i.set('z'))$s",
    "#set($i=$s.listIterator())#set($q=$i.set('z'))$s",
    "#set($i=$s.listIterator())$i.next()#set($q=$i.add('z'))$s|$i.next()|$i.nextIndex()|$i.previousIndex()",
    "#set($i=$s.listIterator(3))$i.hasNext()|$i.hasPrevious()|$i.previous()|$i.previousIndex()#set($q=$i.remove())$s",
    "#set($i=$s.listIterator())$i.previous()",
    "#set($i=$s.listIterator())$i.next()$i.previous()#set($q=$i.set('z'))$s",
    "#set($i=$s.iterator())$i.next()#set($q=$i.remove())$s#set($q=$i.remove())",
    "#set($i=$s.iterator())#set($q=$i.remove())",
    "#set($i=$s.iterator())#set($q=$s.add('d'))$i.hasNext()|$i.next()",
    "#set($i=$s.iterator())$i.next()$i.next()$i.next()$i.hasNext()|$i.next()",
    "#set($i=$s.iterator())$i.next()$i.next()#set($q=$s.remove(0))$i.hasNext()",
    "#set($i=$s.iterator())$i.next()#set($q=$s.clear())$i.hasNext()|$i.next()",
    "#set($i=$a.iterator())$i.next()#set($q=$i.remove())$a",
    "#set($i=$a.listIterator())$i.next()#set($q=$i.add('x'))$a",
    "#set($i=$a.listIterator())$i.next()#set($q=$i.set('x'))#foreach($x in $a)$x,#end",
    "#set($i=$a.listIterator())$i.next()#set($q=$i.set(1))#foreach($x in $a)$x,#end",
    "#set($i=$a.listIterator())#set($q=$i.set('x'))",
    "#set($i=$ch.listIterator(1))$i.next()#set($q=$i.set($text0.charAt(0)))#foreach($x in $ch)$x,#end",
    "#set($i=$ch.listIterator(1))$i.next()#set($q=$i.set('a'))",
    "#set($i=$a.iterator())$i.next()#set($a[1]='new')$i.next()",
    "#set($i=$m.keySet().iterator())$i.next()#set($q=$i.remove())$m#set($q=$i.remove())",
    "#set($i=$m.entrySet().iterator())$i.next()|$i.next()#set($q=$i.remove())$m",
    "#set($i=$m.values().iterator())$i.next()#set($q=$i.remove())$m|$m.size()",
    "#set($i=$m.keySet().iterator())#set($q=$m.put('n',1))$i.hasNext()|$i.next()",
    "#set($i=$m.keySet().iterator())$i.next()#set($q=$m.put('a',9))$i.next()|$m",
    "#set($i=$m.keySet().iterator())$i.next()#set($q=$m.remove('a'))$i.hasNext()|$i.next()",
    "#set($e=$m.entrySet().iterator().next())$e.setValue(7)|$m|$e|$e.key|$e.value|$e.hashCode()",
    "#set($e=$m.entrySet().iterator().next())#set($q=$m.remove('a'))$e|$e.setValue(8)|$e|$m",
    "#set($e=$m.entrySet().iterator().next())#set($e.value=5)$m|$e.value",
    "#foreach($e in $m.entrySet())#set($q=$e.setValue('x'))#end$m",
    "#foreach($k in $m.keySet())#set($q=$m.put($k,'x'))#end$m",
    "#foreach($k in $m.keySet())$k#set($q=$m.put('new',1))#end",
    "#foreach($k in $m.keySet())$k#set($q=$m.remove('b'))#end",
    "#foreach($x in $s)$x#if($x=='b')#set($q=$s.add('n'))#end#end",
    "#foreach($x in $s)$x#set($q=$s.remove('c'))#end",
    "#set($p=$s.subList(1,3))#set($q=$p.add('z'))$s|$p#set($q=$p.clear())$s|$p",
    "#set($p=$s.subList(1,3))#set($q=$s.add('z'))$p",
    "#set($p=$s.subList(0,3).subList(1,2))#set($q=$p.set(0,'z'))$s|$p.size()|$p.get(1)",
    "#set($p=$s.subList(1,3))#set($i=$p.listIterator())$i.next()#set($q=$i.remove())$s|$p",
    "#set($p=$s.subList(1,3))#set($q=$p.removeAll(['a']))$s|$p",
    "#set($p=$s.subList(1,1))$p.isEmpty()|$p.add(0,'q')|$s",
    "#set($q=$s.addAll($s))$s|$s.size()",
    "#set($q=$s.addAll(1,$s.subList(0,2)))$s",
    "#set($c=$list.clone())#set($q=$c.add('z'))$list|$c",
    "#set($c=$m.clone())#set($q=$c.put('z',1))$m|$c",
    "#set($q=$list.add($list))$list",
    "#set($q=$m.put('self',$m))$m",
    "#set($q=$list.add($list))$list.hashCode()",
    "#set($q=$s.sort(null))$s|#set($q=$list.sort(null))$list",
    "$context.a.b|#set($q=$context.put('n',1))$context.n|$context.containsKey('n')|$context.size()",
    "#foreach($k in $context.keySet())$k#set($q=$context.put('later',1))#end",
    "#set($q=$context.clear())$context.size()|$context.isEmpty()",
    "#set($q=$context.putAll({'x':1,'y':2}))$context.x$context.y$context.size()",
    "#set($q=$context.putIfAbsent('a',1))#set($q=$context.putIfAbsent('fresh',2))$context.fresh|$context.getOrDefault('none',3)",
    "#foreach($v in $context.values())x#end|$context.equals($context)|$context.containsValue('no')",
    "$context.keySet().contains('a')|$context.keySet().remove('a')|$context.keySet().remove('a')",
    "#set($a[0]='z')#foreach($x in $a)$x,#end|$a[0]|$a.length",
    "#set($a[9]='z')#foreach($x in $a)$x,#end",
    "#set($a[0]=1)#foreach($x in $a)$x,#end",
    "$a[-1]|$a[1]|#set($a[-1]='n')#foreach($x in $a)$x,#end",
    "#set($q=$o.set(0,5))#foreach($x in $o)$x,#end",
    "#set($q=$ch.set(0,$text0.charAt(2)))#foreach($x in $ch)$x,#end|$ch.contains($text0.charAt(2))",
    "#set($n=5000000000)$n.nextProbablePrime()|$n.doubleToLongBits(1.5)|$n.toString()",
    *(
        "#set($c=$t.accents.substring(0,2))"
        + "".join(f"#foreach($b in $c.getBytes('{name}'))$b,#end;" for name in CHARSETS[begin : begin + 16])
        for begin in range(0, len(CHARSETS), 16)
    ),
)  # fmt: skip
"""Templates in which values change; `$s`, `$m`, `$a`, `$o`, `$ch` and `$list` are made by STORY_SETUP."""

STORY_SETUP = (
    "#set($s=$input.path('$.s'))#set($m=$input.path('$.m'))#set($a=$parts)#set($o=$s.toArray())"
    "#set($ch=$text0.toCharArray())#set($list=['b','a'])"
)
