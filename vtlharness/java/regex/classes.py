"""Sets of characters in java.util.regex: predefined classes, properties, and case.

Comes in: a part of a pattern (`d`, `Lower`, `IsLatin`, a range). Goes out: a `CharSet`, which has its own text for
Python: a list of ranges if that is enough for `re`, else an expression of the `regex` library's sets.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from vtlharness.java import characters
from vtlharness.records import Record

LAST = 0x10FFFF
Ranges = tuple[tuple[int, int], ...]


class CharSet(Record, slots=False):
    """A set of characters: `inner` is the text between brackets; `simple` if `re` understands it."""

    inner: str
    simple: bool = True
    negated: bool = False

    @property
    def text(self) -> str:
        """The set as a pattern."""
        return f"[{'^' if self.negated else ''}{self.inner}]"

    def union(self, other: CharSet) -> CharSet:
        """The characters of either set."""
        if not self.negated and not other.negated:
            return CharSet(self.inner + other.inner, self.simple and other.simple)
        return CharSet(self.text + other.text, False)

    def intersection(self, other: CharSet) -> CharSet:
        """The characters of both sets."""
        return CharSet(f"[{self.text}&&{other.text}]", False)

    def complement(self) -> CharSet:
        """All other characters."""
        return CharSet(self.inner, self.simple, not self.negated)


def literal(code: int) -> str:
    """A character, escaped to stand for itself inside and outside brackets."""
    char = chr(code)
    if char.isascii():
        return char if char.isalnum() else f"\\x{code:02x}"
    return char if code < 0xD800 or code > 0xDFFF else f"\\u{code:04x}"


def of_ranges(ranges: Ranges) -> CharSet:
    """A set of ranges of code points."""
    pieces = [literal(low) if low == high else f"{literal(low)}-{literal(high)}" for low, high in ranges]
    return CharSet("".join(pieces))


def of_range(low: int, high: int, *, ignore_case: bool = False, unicode_case: bool = False) -> CharSet:
    """The set of a range or single character, with the other case if a flag asks for it."""
    ranges = [(low, high)]
    if ignore_case:
        for code in (*range(65, 91), *range(97, 123)):
            other = code ^ 32
            if low <= other <= high and not low <= code <= high:
                ranges.append((code, code))
        if unicode_case and not (low == high and _is_one_case(chr(low))):
            ranges += [
                (code, code)
                for fold, codes in _folds().items()
                if any(low <= each <= high for each in codes) or low <= fold <= high
                for code in codes
                if not low <= code <= high
            ]
    return of_ranges(tuple(ranges))


def _is_one_case(char: str) -> bool:
    """Whether Java sees no other case of a single character: `ß`, which `ẞ` and ranges match, has none alone."""
    upper = characters.upper(char)
    return upper == characters.lower(upper)


@lru_cache(maxsize=1)
def _folds() -> dict[int, list[int]]:
    """The characters that lower(upper(char)) makes equal, if there are several."""
    groups: dict[int, list[int]] = {}
    for code in range(0x1E944):
        upper = chr(code).upper()
        lower = (upper if len(upper) == 1 else chr(code)).lower()
        if len(lower) == 1:
            groups.setdefault(ord(lower), []).append(code)
    return {fold: codes for fold, codes in groups.items() if len(codes) > 1}


def _ascii(*ranges: str) -> CharSet:
    return of_ranges(tuple((ord(each[0]), ord(each[-1])) for each in ranges))


def _expression(inner: str) -> CharSet:
    return CharSet(inner, False)


_HORIZONTAL = _ascii(" ", "\t", "\xa0", "\u1680", "\u180e", "\u2000\u200a", "\u202f", "\u205f", "\u3000")
_VERTICAL = _ascii("\n\r", "\x85", "\u2028\u2029")
_PREDEFINED = {
    "d": _ascii("09"),
    "h": _HORIZONTAL,
    "s": _ascii("\t\r", " "),
    "v": _VERTICAL,
    "w": _ascii("az", "AZ", "09", "_"),
}
_PREDEFINED_UNICODE = {
    "d": _expression(r"\p{Nd}"),
    "h": _HORIZONTAL,
    "s": _expression(r"\p{White_Space}"),
    "v": _VERTICAL,
    "w": _expression(r"\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}"),
}


def predefined(letter: str, unicode_classes: bool) -> CharSet:
    r"""`\d \h \s \v \w` and their complements."""
    classes = _PREDEFINED_UNICODE if unicode_classes else _PREDEFINED
    return classes[letter] if letter in classes else classes[letter.lower()].complement()


_POSIX = {
    "ASCII": _ascii("\0\x7f"),
    "Alnum": _ascii("az", "AZ", "09"),
    "Alpha": _ascii("az", "AZ"),
    "Blank": _ascii(" ", "\t"),
    "Cntrl": _ascii("\0\x1f", "\x7f"),
    "Digit": _ascii("09"),
    "Graph": _ascii("!~"),
    "Lower": _ascii("az"),
    "Print": _ascii(" ~"),
    "Punct": _ascii("!/", ":@", "[`", "{~"),
    "Space": _ascii("\t\r", " "),
    "Upper": _ascii("AZ"),
    "XDigit": _ascii("09", "af", "AF"),
}
_POSIX_UNICODE = {
    "Alnum": _expression(r"\p{Alphabetic}\p{Nd}"),
    "Alpha": _expression(r"\p{Alphabetic}"),
    "Blank": _expression(r"\p{Zs}\t"),
    "Cntrl": _expression(r"\p{Cc}"),
    "Digit": _expression(r"\p{Nd}"),
    "Graph": _expression(r"[^\p{White_Space}\p{Cc}\p{Cs}\p{Cn}]"),
    "Lower": _expression(r"\p{Lowercase}"),
    "Print": _expression(r"[^\p{Zl}\p{Zp}\p{Cc}\p{Cs}\p{Cn}]"),
    "Punct": _expression(r"\p{P}"),
    "Space": _expression(r"\p{White_Space}"),
    "Upper": _expression(r"\p{Uppercase}"),
    "XDigit": _expression(r"\p{Nd}\p{Hex_Digit}"),
}
_JAVA = {
    "Alphabetic": _expression(r"\p{Alphabetic}"),
    "Defined": _expression(r"\P{Cn}"),
    "Digit": _expression(r"\p{Nd}"),
    "ISOControl": _ascii("\0\x1f", "\x7f\x9f"),
    "IdentifierIgnorable": _expression(r"\x00-\x08\x0e-\x1b\x7f-\x9f\p{Cf}"),
    "Ideographic": _expression(r"\p{Ideographic}"),
    "JavaIdentifierPart": _expression(r"\p{L}\p{Sc}\p{Pc}\p{Nd}\p{Nl}\p{Mc}\p{Mn}\x00-\x08\x0e-\x1b\x7f-\x9f\p{Cf}"),
    "JavaIdentifierStart": _expression(r"\p{L}\p{Sc}\p{Pc}\p{Nl}"),
    "Letter": _expression(r"\p{L}"),
    "LetterOrDigit": _expression(r"\p{L}\p{Nd}"),
    "LowerCase": _expression(r"\p{Lowercase}"),
    "Mirrored": _expression(r"\p{Bidi_Mirrored}"),
    "SpaceChar": _expression(r"\p{Z}"),
    "TitleCase": _expression(r"\p{Lt}"),
    "UpperCase": _expression(r"\p{Uppercase}"),
    "Whitespace": _expression(r"\t-\r\x1c-\x1f[\p{Z}--[\xa0\u2007\u202f]]"),
}
_BINARY = {
    "ALPHABETIC": _expression(r"\p{Alphabetic}"),
    "ASSIGNED": _expression(r"\P{Cn}"),
    "CONTROL": _expression(r"\p{Cc}"),
    "DIGIT": _expression(r"\p{Nd}"),
    "HEXDIGIT": _expression(r"\p{Nd}\p{Hex_Digit}"),
    "HEX_DIGIT": _expression(r"\p{Nd}\p{Hex_Digit}"),
    "IDEOGRAPHIC": _expression(r"\p{Ideographic}"),
    "JOINCONTROL": _expression(r"\p{Join_Control}"),
    "JOIN_CONTROL": _expression(r"\p{Join_Control}"),
    "LETTER": _expression(r"\p{L}"),
    "LOWERCASE": _expression(r"\p{Lowercase}"),
    "NONCHARACTERCODEPOINT": _expression(r"\p{Noncharacter_Code_Point}"),
    "NONCHARACTER_CODE_POINT": _expression(r"\p{Noncharacter_Code_Point}"),
    "PUNCTUATION": _expression(r"\p{P}"),
    "TITLECASE": _expression(r"\p{Lt}"),
    "UPPERCASE": _expression(r"\p{Uppercase}"),
    "WHITESPACE": _expression(r"\p{White_Space}"),
    "WHITE_SPACE": _expression(r"\p{White_Space}"),
}
_CATEGORY_LETTERS = {"C": "cfnos", "L": "lmotu", "M": "cen", "N": "dlo", "P": "cdefios", "S": "ckmo", "Z": "lps"}
_CATEGORIES = frozenset(f"{group}{kind}" for group, kinds in _CATEGORY_LETTERS.items() for kind in ("", *kinds))
_OTHER_CASE = {"Lu": r"\p{Lu}\p{Ll}\p{Lt}", "Ll": r"\p{Lu}\p{Ll}\p{Lt}", "Lt": r"\p{Lu}\p{Ll}\p{Lt}"}
_CASED = _expression(r"\p{Uppercase}\p{Lowercase}\p{Lt}")


def family(name: str, unicode_classes: bool, ignore_case: bool) -> CharSet | None:
    r"""The set of `\p{name}`; None for a name that Java does not know."""
    if "=" in name:
        key, value = name.split("=", 1)
        return _keyed(key, value, ignore_case)
    if name.startswith("In"):
        return _block(name[2:])
    if name.startswith("Is"):
        return _unicode_name(name[2:], ignore_case)
    if unicode_classes and name.upper() in map(str.upper, _POSIX_UNICODE):
        name = next(each for each in _POSIX_UNICODE if each.upper() == name.upper())
        return _CASED if ignore_case and name in ("Lower", "Upper") else _POSIX_UNICODE[name]
    if name in _POSIX:
        return _POSIX["Alpha"] if ignore_case and name in ("Lower", "Upper") else _POSIX[name]
    if name.startswith("java") and name[4:] in _JAVA:
        return _CASED if ignore_case and name[4:] in ("LowerCase", "UpperCase", "TitleCase") else _JAVA[name[4:]]
    return _category(name, ignore_case)


def _unicode_name(name: str, ignore_case: bool) -> CharSet | None:
    upper = name.upper()
    if upper in _BINARY:
        return _CASED if ignore_case and upper in ("LOWERCASE", "UPPERCASE", "TITLECASE") else _BINARY[upper]
    return _category(name, ignore_case) or _script(name)


def _keyed(key: str, value: str, ignore_case: bool) -> CharSet | None:
    key = key.lower()
    if key in ("sc", "script"):
        return _script(value)
    if key in ("blk", "block"):
        return _block(value)
    return _category(value, ignore_case) if key in ("gc", "general_category") else None


def _category(name: str, ignore_case: bool) -> CharSet | None:
    if name in _CATEGORIES:
        return _expression(_OTHER_CASE[name] if ignore_case and name in _OTHER_CASE else f"\\p{{{name}}}")
    return {
        "LC": _expression(r"\p{Lu}\p{Ll}\p{Lt}"),
        "LD": _expression(r"\p{L}\p{Nd}"),
        "L1": _ascii("\0\xff"),
        "all": of_ranges(((0, LAST),)),
    }.get(name)


def _script(name: str) -> CharSet | None:
    return _checked(f"\\p{{Script={name}}}") if re.fullmatch("[A-Za-z_]+", name) else None


def _block(name: str) -> CharSet | None:
    return _checked(f"\\p{{Block={name}}}") if name else None


def _checked(inner: str) -> CharSet | None:
    """A property that the regex library knows."""
    import regex

    try:
        regex.compile(f"[{inner}]", regex.V1)
    except regex.error:
        return None
    return _expression(inner)


def named(name: str) -> int | None:
    r"""The code point of `\N{name}`."""
    try:
        return ord(unicodedata.lookup(name))
    except (KeyError, TypeError):
        return None
