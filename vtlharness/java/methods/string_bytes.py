"""`String.getBytes` and the charsets that it knows.

Comes in: the string and the arguments of the call. Goes out: a Java array of Bytes, None if Java would not find such a
method for these arguments. Raises JavaError where Java throws, and for a charset that is not in the table here.
Evidence: docs/fidelity.md#bytes-of-texts; the reference engine on JDK 17, whose default charset is UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from vtlharness.java.scalars import Byte, is_int
from vtlharness.java.utf16 import units
from vtlharness.java.values import JavaArray, JavaError, null_pointer
from vtlharness.limits.budget import spend_items

_BOUNDS = "java.lang.StringIndexOutOfBoundsException"
_SURROGATE = "[\ud800-\udfff]"  # compiled where it is used: most runs never do

_MARKED = {
    ("utf_16_be", b"\xfe\xff"): "utf-16 utf_16 utf16 unicode unicodebig",
    ("utf_16_le", b"\xff\xfe"): "x-utf-16le-bom unicodelittle",
    ("utf_32_be", b"\x00\x00\xfe\xff"): "x-utf-32be-bom utf_32be_bom utf-32be-bom",
    ("utf_32_le", b"\xff\xfe\x00\x00"): "x-utf-32le-bom utf_32le_bom utf-32le-bom",
}
"""The names of charsets that begin a text with a byte order mark, by Python's codec and the mark."""

_NAMES = {
    "ascii": (
        "us-ascii ansi_x3.4-1968 cp367 csascii iso-ir-6 ascii iso_646.irv:1983 ansi_x3.4-1986 ascii7 default "
        "iso_646.irv:1991 iso646-us ibm367 646 us"
    ),
    "latin_1": (
        "iso-8859-1 819 iso8859-1 l1 iso_8859-1:1987 iso_8859-1 8859_1 iso-ir-100 latin1 cp819 iso8859_1 "
        "ibm819 iso_8859_1 ibm-819 csisolatin1"
    ),
    "utf_8": "utf-8 unicode-1-1-utf-8 utf8",
    "utf_16_be": "utf-16be x-utf-16be utf_16be iso-10646-ucs-2 unicodebigunmarked",
    "utf_16_le": "utf-16le unicodelittleunmarked utf_16le x-utf-16le",
    "utf_32_be": "utf-32be x-utf-32be utf_32be utf-32 utf_32 utf32",
    "utf_32_le": "utf-32le x-utf-32le utf_32le",
    "iso8859_2": (
        "iso-8859-2 iso8859-2 ibm912 l2 iso_8859-2 8859_2 cp912 iso_8859-2:1987 iso8859_2 iso-ir-101 latin2 "
        "912 csisolatin2 ibm-912"
    ),
    "iso8859_3": (
        "iso-8859-3 iso8859-3 ibm913 8859_3 l3 cp913 iso_8859-3 iso8859_3 latin3 csisolatin3 913 "
        "iso_8859-3:1988 ibm-913 iso-ir-109"
    ),
    "iso8859_4": (
        "iso-8859-4 8859_4 latin4 l4 cp914 iso_8859-4:1988 ibm914 iso_8859-4 iso-ir-110 iso8859_4 csisolatin4 "
        "iso8859-4 914 ibm-914"
    ),
    "iso8859_5": (
        "iso-8859-5 iso_8859-5:1988 csisolatincyrillic iso-ir-144 iso8859_5 cp915 8859_5 ibm-915 iso_8859-5 "
        "ibm915 915 cyrillic iso8859-5"
    ),
    "iso8859_6": (
        "iso-8859-6 asmo-708 8859_6 iso8859_6 iso_8859-6 csisolatinarabic ibm1089 arabic ibm-1089 1089 "
        "ecma-114 iso-ir-127 iso_8859-6:1987 iso8859-6 cp1089"
    ),
    "iso8859_7": (
        "iso-8859-7 greek 8859_7 greek8 ibm813 iso_8859-7 iso8859_7 elot_928 cp813 iso_8859-7:1987 "
        "sun_eu_greek csisolatingreek iso-ir-126 813 iso8859-7 ecma-118 ibm-813"
    ),
    "iso8859_8": (
        "iso-8859-8 8859_8 iso_8859-8 iso_8859-8:1988 cp916 iso-ir-138 iso8859-8 hebrew iso8859_8 ibm-916 "
        "csisolatinhebrew 916 ibm916"
    ),
    "iso8859_9": (
        "iso-8859-9 ibm-920 iso_8859-9 8859_9 iso_8859-9:1989 ibm920 latin5 l5 iso8859_9 cp920 920 iso-ir-148 "
        "iso8859-9 csisolatin5"
    ),
    "iso8859_13": "iso-8859-13 iso_8859-13 iso8859-13 iso8859_13 8859_13",
    "iso8859_15": (
        "iso-8859-15 csiso885915 latin-9 iso8859-15 latin0 iso8859_15_fdis iso8859_15 cp923 8859_15 l9 ibm923 "
        "csisolatin9 iso_8859-15 ibm-923 csisolatin0 923 latin9"
    ),
    "iso8859_16": "iso-8859-16 iso_8859-16:2001 iso_8859-16 csiso885916 latin10 iso-ir-226 l10 iso8859_16",
    "iso8859_11": "x-iso-8859-11 iso-8859-11 iso8859_11",
    "cp1250": "windows-1250 cp1250 cp5346",
    "cp1251": "windows-1251 cp5347 ansi-1251 cp1251",
    "cp1252": "windows-1252 ibm-1252 cp1252 ibm1252 cp5348",
    "cp1253": "windows-1253 cp1253 cp5349",
    "cp1254": "windows-1254 cp1254 cp5350",
    "cp1255": "windows-1255 cp1255",
    "cp1256": "windows-1256 cp1256",
    "cp1257": "windows-1257 cp1257 cp5353",
    "cp1258": "windows-1258 cp1258",
    "cp874": "x-windows-874 ms-874 ms874 windows-874",
    "koi8_r": "koi8-r koi8_r koi8 cskoi8r",
    "koi8_u": "koi8-u koi8_u",
    "cp437": "ibm437 437 ibm-437 cspc8codepage437 cp437 windows-437",
    "cp775": "ibm775 ibm-775 775 cp775",
    "cp850": "ibm850 cp850 cspc850multilingual 850 ibm-850",
    "cp852": "ibm852 cspcp852 ibm-852 852 cp852",
    "cp855": "ibm855 855 ibm-855 cp855 cspcp855",
    "cp857": "ibm857 857 cp857 csibm857 ibm-857",
    "cp860": "ibm860 860 cp860 csibm860 ibm-860",
    "cp861": "ibm861 cp861 861 ibm-861 cp-is csibm861",
    "cp862": "ibm862 csibm862 cp862 862 cspc862latinhebrew ibm-862",
    "cp863": "ibm863 csibm863 ibm-863 863 cp863",
    "cp864": "ibm864 csibm864 ibm-864 864 cp864",
    "cp865": "ibm865 ibm-865 csibm865 cp865 865",
    "cp866": "ibm866 866 ibm-866 csibm866 cp866",
    "cp869": "ibm869 cp869 869 ibm-869 cp-gr csibm869",
    "cp858": "ibm00858 pc-multilingual-850+euro ibm858 cp858 858 cp00858 ibm-858 ccsid00858",
    "cp737": "x-ibm737 cp737 ibm737 737 ibm-737",
    "mac_roman": "x-macroman macroman",
    "mac_latin2": "x-maccentraleurope maccentraleurope",
    "gb2312": "gb2312 euc-cn x-euc-cn euccn euc_cn gb2312-80 gb2312-1980",
    "gbk": "gbk cp936 windows-936",
    "gb18030": "gb18030 gb18030-2022",
    "big5": "big5 csbig5",
    "shift_jis": "shift_jis x-sjis sjis shift-jis ms_kanji csshiftjis",
    "cp932": "windows-31j ms932 windows-932 cswindows31j",
    "euc_jp": (
        "euc-jp cseucpkdfmtjapanese x-euc-jp eucjis extended_unix_code_packed_format_for_japanese euc_jp eucjp x-eucjp"
    ),
    "euc_kr": "euc-kr ksc5601-1987 cseuckr ksc5601_1987 ksc5601 5601 euc_kr ksc_5601 ks_c_5601-1987 euckr",
    "johab": "x-johab ms1361 ksc5601_1992 johab ksc5601-1992",
}
"""The names of each other charset in lower case, Java's aliases among them, by Python's codec.

Each codec gives Java's bytes for every character, but those of East Asia (gb2312 and johab aside), which know a few
characters more or fewer.
"""


@cache
def _bytes() -> tuple[Byte, ...]:
    """The Bytes, by their bits as a number that is not negative."""
    return tuple(Byte(number if number < 128 else number - 256) for number in range(256))


@cache
def _codecs() -> dict[str, tuple[str, bytes]]:
    named = {(codec, b""): names for codec, names in _NAMES.items()} | _MARKED
    return {name: codec for codec, names in named.items() for name in names.split()}


def _too_many_arguments() -> JavaError:
    """The exception where Velocity takes arguments that fit no method for those of `getBytes()`."""
    return JavaError("java.lang.IllegalArgumentException", "wrong number of arguments")


def _get_bytes(text: str) -> JavaArray:
    return _array(text.encode("utf-8", "replace"))


def _get_bytes_of(text: str, charset: Any) -> JavaArray | None:
    """getBytes(String); null fits a Charset as well."""
    if charset is None:
        return None
    if type(charset) is not str:
        raise _too_many_arguments()
    codec, mark = _codecs().get(charset.lower(), ("", b""))
    if not codec:
        raise JavaError("java.io.UnsupportedEncodingException", charset)
    if codec.startswith(("utf_16", "utf_32")):
        text = re.sub(_SURROGATE, "\ufffd", text)
    return _array(mark + text.encode(codec, "replace") if text else b"")


def _put_bytes(text: str, begin: Any, end: Any, target: Any, offset: Any) -> str:
    """getBytes(int, int, byte[], int): the low byte of each UTF-16 unit, written into the array."""
    fits = target is None or (type(target) is JavaArray and target.component == "byte")
    if not (fits and is_int(begin) and is_int(end) and is_int(offset)):
        raise _too_many_arguments()
    if target is None:
        raise null_pointer()
    text = units(text)
    if not 0 <= begin <= end <= len(text):
        raise JavaError(_BOUNDS, f"begin {begin}, end {end}, length {len(text)}")
    count = end - begin
    if not 0 <= offset <= len(target) - count:
        raise JavaError(_BOUNDS, f"offset {offset}, count {count}, length {len(target)}")
    target[offset : offset + count] = [_bytes()[ord(unit) & 0xFF] for unit in text[begin:end]]
    return ""


def _array(data: bytes) -> JavaArray:
    spend_items(len(data))
    values = _bytes()
    return JavaArray([values[number] for number in data], "byte")


BYTE_METHODS: dict[tuple[str, int], Callable[..., Any]] = {
    ("getBytes", 0): _get_bytes,
    ("getBytes", 1): _get_bytes_of,
    ("getBytes", 4): _put_bytes,
}
