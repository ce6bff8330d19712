"""java.regex: patterns and replacements by hand; a table of patterns and random ones by the oracle."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.batches import batch
from tests.java.samples import answered, outcome
from tests.oracle.client import Oracle
from vtlharness.java.methods.string_patterns import matches, replace_all, replace_first, split, split_limit
from vtlharness.java.regex.pattern import compile_java
from vtlharness.java.values import JavaError

REPLACED = [
    ("a.b", r"\.", "-", "a-b"),
    ("abc", "(?<x>b)", "[${x}]", "a[b]c"),
    ("abc", "(b)", "$1$1\\$", "abb$c"),
    ("abc", "(b)", "$12", "ab2c"),
    ("baac", "a*", "-", "-b--c-"),
    ("aaa", "a??", "-", "-a-a-a-"),
    ("a1b2", "[a-z&&[^b]]", "x", "x1b2"),
    ("x+y", r"\Q+\E", "-", "x-y"),
    ("aXbx", "(?i)x", "-", "a-b-"),
    ("é É", "(?iu)É", "-", "- -"),
    ("a\u2028b", ".", "x", "x\u2028x"),
    ("ab12", r"\p{Alpha}++", "x", "x12"),
    ("a\r\nb", r"\R", "|", "a|b"),
    ("٣3", r"\d", "x", "٣x"),
    ("aabbc", "(?<=(?:a|b){2}+)c", "<$0>", "aabb<c>"),
    ("abc", "(?<=(?:a|b){0,1})c", "<$0>", "ab<c>"),
    ("abc", "(?<=(?>a|b){2})c", "<$0>", "ab<c>"),
    ("aßẞ", "(?iu)ß", "<$0>", "a<ß>ẞ"),
    ("aßẞ", "(?iu)[ß]", "<$0>", "a<ß>ẞ"),
    ("aßẞ", "(?iu)[ß-à]", "<$0>", "a<ß><ẞ>"),
    ("\xe9\u0301x\u200da\u0301b \u0301 _\u0301", "\\b", "<$0>", "<>é\u0301x<>\u200d<>a\u0301b<> \u0301 <>_<>\u0301"),
    ("a\u0301 \u0301", "\\B", "<$0>", "a<>\u0301 <>\u0301<>"),
    ("a\u0301 _\u0301", "(?U)\\b", "<$0>", "<>a\u0301<> <>_\u0301<>"),
    ("\U0001f600a\U0001f601", r"\uD83D\uDE00(a)", "<$1>", "<a>\U0001f601"),
    ("abA", "(?x)( ?:a)", "<$0>", "<a>bA"),
    ("aA", "(?x)(? #c\n i)a", "<$0>", "<a><A>"),
    ("a#b", "(?x)a\\Q#\\E b", "<$0>", "<a#b>"),
    ("a", "(?x)a # \\Q x\n b", "<$0>", "a"),
    ("A1", "A\\Q1\\E", "<$0>", "<A1>"),
]


@pytest.mark.parametrize(("text", "pattern", "new", "result"), REPLACED)
def test_replace_all(text: str, pattern: str, new: str, result: str) -> None:
    assert replace_all(text, pattern, new) == result


def test_replace_first() -> None:
    assert replace_first("aaa", "a", "$0b") == "abaa"
    assert replace_first("aaa", "x*", "-") == "-aaa"


def test_matches() -> None:
    assert matches("aaa", "a|aaa") is True
    assert matches("a\n", "a") is False
    assert matches("a", "(?<=b)a") is False


SPLIT = [
    ("a,b,,", ",", 0, ["a", "b"]),
    (",", ",", 0, []),
    ("", ",", 0, [""]),
    (",a", ",", 0, ["", "a"]),
    ("abc", "", 0, ["a", "b", "c"]),
    ("abc", "(?=b)", 0, ["a", "bc"]),
    ("a.b.c", r"\.", 2, ["a", "b.c"]),
    ("a.b.c", ".", 0, []),
    ("a1b2", r"\d", -1, ["a", "b", ""]),
    ("a|b", "|", 0, ["a", "|", "b"]),
]


@pytest.mark.parametrize(("text", "pattern", "limit", "parts"), SPLIT)
def test_split(text: str, pattern: str, limit: int, parts: list[str]) -> None:
    assert list(split_limit(text, pattern, limit)) == parts
    if limit == 0:
        assert list(split(text, pattern)) == parts


ERRORS = [
    ("[", "Unclosed character class near index 0\n[\n^"),
    ("a)", "Unmatched closing ')' near index 0\na)\n^"),
    ("*a", "Dangling meta character '*' near index 0\n*a\n^"),
    ("(a", "Unclosed group near index 2\n(a"),
    ("{x}", "Illegal repetition near index 1\n{x}\n ^"),
    ("(?i)*", "Dangling meta character '*' near index 4\n(?i)*\n    ^"),
    ("{2}*", "Dangling meta character '*' near index 3\n{2}*\n   ^"),
    ("a{x}", "Illegal repetition near index 2\na{x}\n  ^"),
    (r"\y", "Illegal/unsupported escape sequence near index 1\n\\y\n ^"),
    (r"\p{Foo}", "Unknown character property name {Foo} near index 6\n\\p{Foo}\n      ^"),
    (")", "Unmatched closing ')'\n)"),
    ("\\p", "Unknown character property name {\x00} near index 2\n\\p"),
    ("\\N{LATIN", "Unclosed character name escape sequence near index 7\n\\N{LATIN\n       ^"),
    ("\\N{", "Unclosed character name escape sequence near index 3\n\\N{"),
    ("[a-", "Illegal character range near index 3\n[a-"),
    ("[\\", "Unclosed character class near index 2\n[\\"),
    ("a\\", "Unexpected internal error near index 2\na\\"),
    ("(a\\", "Unclosed group near index 4\n(a\\"),
    ("[a-\\", "Illegal character range near index 4\n[a-\\"),
    ("a{2147483648}", "Illegal repetition range near index 11\na{2147483648}\n           ^"),
    ("a{0,4294967296}", "Illegal repetition range near index 13\na{0,4294967296}\n             ^"),
    ("{99999999999}", "Illegal repetition range near index 10\n{99999999999}\n          ^"),
    ("\\Qa\\E\\", "Unexpected internal error near index 2\n\\Qa\\E\\\n  ^"),
    ("[\\Qa", "Unclosed character class near index 1\n[\\Qa\n ^"),
    (
        "(?<=(?:a|b){0})c",
        "Look-behind group does not have an obvious maximum length near index 13\n(?<=(?:a|b){0})c\n             ^",
    ),
    (
        "(?<=(?:a{1,2}){1})b",
        "Look-behind group does not have an obvious maximum length near index 16\n"
        "(?<=(?:a{1,2}){1})b\n                ^",
    ),
    (
        "(?<=(?:a?){2})b",
        "Look-behind group does not have an obvious maximum length near index 12\n(?<=(?:a?){2})b\n            ^",
    ),
    ("\\B{g}", "Illegal repetition near index 3\n\\B{g}\n   ^"),
    ("\\p{sc=}", "Unknown Unicode property {name=<sc>, value=<>} near index 6\n\\p{sc=}\n      ^"),
    ("\\p{Is}", "Unknown character property name {Is} near index 5\n\\p{Is}\n     ^"),
    ("\\p{In}", "Unknown character property name {In} near index 5\n\\p{In}\n     ^"),
    (
        "\\p{sc=old-italic}",
        "Unknown Unicode property {name=<sc>, value=<old-italic>} near index 16\n\\p{sc=old-italic}\n                ^",
    ),
    ("\\x4\\Q1\\E", "Illegal hexadecimal escape sequence near index 3\n\\x4\\Q1\\E\n   ^"),
    ("[z-a]", "Illegal character range near index 3\n[z-a]\n   ^"),
    ("(?<=(ab)*)c", "Look-behind group does not have an obvious maximum length near index 8\n(?<=(ab)*)c\n        ^"),
]


@pytest.mark.parametrize(("pattern", "message"), ERRORS)
def test_pattern_error(pattern: str, message: str) -> None:
    with pytest.raises(JavaError) as caught:
        compile_java(pattern)
    assert caught.value.java_class == "java.util.regex.PatternSyntaxException"
    assert caught.value.message == message


REPLACEMENT_ERRORS = [
    ("$", "java.lang.IllegalArgumentException: Illegal group reference: group index is missing"),
    ("$x", "java.lang.IllegalArgumentException: Illegal group reference"),
    ("$3", "java.lang.IndexOutOfBoundsException: No group 3"),
    ("\\", "java.lang.IllegalArgumentException: character to be escaped is missing"),
    ("${b}", "java.lang.IllegalArgumentException: No group with name {b}"),
    ("${a", "java.lang.IllegalArgumentException: named capturing group is missing trailing '}'"),
    ("${}", "java.lang.IllegalArgumentException: named capturing group has 0 length name"),
]


@pytest.mark.parametrize(("new", "error"), REPLACEMENT_ERRORS)
def test_replacement_error(new: str, error: str) -> None:
    assert replace_all("x", "(?<a>a)", new) == "x"  # nothing to replace, nothing to fail
    with pytest.raises(JavaError) as caught:
        replace_all("xa", "(?<a>a)", new)
    assert str(caught.value) == error


# The oracle

PATTERNS = r"""
a{2}{3} a{2}? a{2,}+ a++b (?>a*)ab a|b| |a () a.c (?s)a.c ^a (?m)^a a$ (?m)a$ (?md)^a$ (?d).$ \Aa a\Z a\z \Ga
\bfoo\b \Bo \w+ \W+ \d \D+ \s+ \S+ \h \H+ \v \R \X [a-z]+ [^a-z]+ [a-z&&[^b]]+ [a-z&&[def]] [a-z&&[^m-p]] [a-d[m-p]]
[a-z&&bcd] [\w&&[^\d]] [^\w\s] [-a] [a-] [a\-z] [\]] []a] [^]a] [&] [a&b] [a&&b&&c] [^a[^b]] [\Qa]\E] \Qa.c\E \Qa.c
(?i)ABC (?i)[a-c]X (?iu)É (?i)É (?i:a)B a(?i)b|C (?i)(a)\1 (?x)a#b (?<n>a)\k<n> (a)(b)\2\1 (a)\11 \1(a) (?=b) (?<=a)b
(?<!a)b (?<=a{1,3})b (?<=ab|c)d (?<=(ab)+)c (?<=a+?)c (?<=.*)c (?<=[a-c]{2,})d \p{Lower} \p{Upper}+ \p{Punct} \pL+
\P{L} \p{Lu} \p{IsLatin}+ \p{IsAlphabetic} \p{javaLowerCase} \p{javaWhitespace} \p{InBasicLatin} \p{script=Latin}
\p{IsGreek} \p{sc=Cyrillic} \p{gc=Lu} \p{L1} \p{LC} \p{Space} \p{Cntrl} \p{Graph}+ \p{Print}+ \p{ASCII}+ (?U)\w+
(?i)\p{Lower} \p{Foo} \p{} \p{L \x41 \x{41} \x{1F600} \uD83D\uDE00 \07 \0101 \0377 \cA \t\n \e \y \_ \- \k<x> \k
(?<1a>a) (a *a a** a*+ a+?b { } ] a{ a{1,0} a{1,2}{2} [a [ [] [a&& [z-a] [a-\d] [a-z-9] (? (?z) (?i (?i-s:a)b (?P<a>b)
\ (?#c)a \N{FOO} ^*a $+ \b+ (?=a)*b (?:)* (a*)* (a|b)*c (.+)\s(.+) 😀 .😀 é [à-ü] x* \\ [^\\] \$\{(\w+)\} (?x)# $ ^ \b
(?m)$ (?m)^ [\n\r]+ \r?\n [^\x20-\x7e] [\h\v] [\p{L}&&[^a-z]] [a||b] [a-c&&[b-d]c] [a&&&b] [^a-c&&[b-d]] [&&]
{2} a|{2} ({2}) (?:{2}|a)b a??{2} a??{2}b a*+{2} a*{2}b {2}+ {2}{3} {2}* {2}? {0,} {,3} {} {a} a|{a} {2,1} a{2}{,3} ^{2}
(?i){2} (?i:{2}) (?i)* (?<=a+{2})b (?<=a{2}{3})b (?<={2}a)b {2147483648} a{2}+{3}b
""".split()  # noqa: SIM905 - as patterns are written
TEXTS = (
    "",
    "abc",
    "aaaaaa",
    "AbC aBc",
    "foo bar_baz 42",
    "a\nc",
    "a\r\nc\n",
    "line1\r\nline2\nline3\u2028x\u0085",
    "\t x\u00a0y\u2003z \x0b",
    "É é ß Ünï",
    "{a}[b](c)$\"'\\/#-&^",
    "ZzŽž αβΓ жЖ ٣",
    "\x00\x01\x1b\x07\xff",
    "abab c dd",
)
TEMPLATE = "$text.matches($pattern)|$text.replaceAll($pattern,$new)|#foreach($x in $text.split($pattern))[$x]#end"


def _ours(text: str, pattern: str, new: str) -> str:
    matched = str(matches(text, pattern)).lower()
    return f"{matched}|{replace_all(text, pattern, new)}|" + "".join(f"[{part}]" for part in split(text, pattern))


def _differing(oracle: Oracle, cases: list[tuple[str, str, str]]) -> list[Any]:
    requests = [
        {"template": TEMPLATE, "vars": {"text": text, "pattern": pattern, "new": new}} for text, pattern, new in cases
    ]
    differing = []
    for case, answer in zip(cases, oracle.ask(requests), strict=True):
        ours = outcome(lambda case=case: _ours(*case))
        if ours != answered(answer):
            differing.append((case, ours, answered(answer)))
    return differing


def test_table_of_patterns(oracle: Oracle) -> None:
    assert _differing(oracle, [(text, pattern, "<$0>") for pattern in PATTERNS for text in TEXTS]) == []


ATOMS = [
    r"a",
    r"b",
    r"c",
    r".",
    r"\d",
    r"\w",
    r"\s",
    r"[ab]",
    r"[^a]",
    r"[a-c&&[^b]]",
    r"\b",
    r"^",
    r"$",
    r"\W",
    r"[\w-]",
    r"\.",
    r"x",
    r"1",
    r"-",
    r"\p{L}",
    r"\p{Lower}",
    r"[\d.]",
    r"\S",
    r"(?:ab)",
    r"\Z",
    r"A",
    r"B",
]
QUANTIFIERS = ("", "", "", "", "*", "+", "?", "*?", "+?", "??", "*+", "++", "{2}", "{1,2}", "{0,}?", "{1,}+")


def _pattern(chosen: random.Random, depth: int = 0) -> str:
    pieces = []
    for _ in range(chosen.randint(1, 4)):
        if chosen.random() < 0.25 and depth < 2:
            opener = chosen.choice(("(", "(?:", "(?=", "(?!", "(?>", "(?i:"))
            pieces.append(f"{opener}{_pattern(chosen, depth + 1)})")
        else:
            pieces.append(chosen.choice(ATOMS))
        pieces.append(chosen.choice(QUANTIFIERS))
        if chosen.random() < 0.1:
            pieces.append("|")
    return "".join(pieces)


@batch(500, 3000)
def test_random_patterns(oracle: Oracle, count: int) -> None:
    chosen = random.Random(37)
    texts = ("abc", "aab Ab-1.2,b", "a\nb\r\nc\n", "", "xx11 aé,É.", "1-b--c..")
    replacements = ("<$0>", "[$1]", "-", "\\$")
    cases = [(chosen.choice(texts), _pattern(chosen), chosen.choice(replacements)) for _ in range(count)]
    assert _differing(oracle, cases) == []
