"""Regular expressions that a stranger wrote end in time, and match what they match elsewhere."""

from __future__ import annotations

import random
import re

import pytest

from vtlharness.limits.bounded_pattern import BoundedPattern, longest_safe_texts
from vtlharness.limits.budget import LimitExceeded, Limits
from vtlharness.limits.deadline import within_limits

NEVER = (-1, -1)
ENDLESS_WAYS = [
    "^(a+)+$",
    "(a|aa)+$",
    "(a|a)*b",
    "(?:a*)*b",
    "(?P<n>a?)+b",
    "(a{1,10}){2,10}b",
    "((ab?)*c)*d",
    "a?" * 40 + "a" * 40,
    "(x+x+)+y",
    "(.*)*=",
]


@pytest.mark.parametrize("pattern", ENDLESS_WAYS)
def test_no_text_is_safe(pattern: str) -> None:
    assert longest_safe_texts(pattern) == NEVER


@pytest.mark.parametrize("pattern", ENDLESS_WAYS)
@pytest.mark.parametrize("text", ["a" * 60 + "!", "aab" * 30 + "!", "x" * 50])
@pytest.mark.parametrize("method", ["search", "fullmatch", "finditer", "sub"])
def test_a_search_ends_with_the_time(pattern: str, text: str, method: str) -> None:
    """The result, if there is time for it, or the exceeded limit."""
    compiled = BoundedPattern(pattern)

    def search() -> object:
        if method == "sub":
            return compiled.sub(lambda found: "", text)
        if method == "finditer":
            return list(compiled.finditer(text))
        return getattr(compiled, method)(text)

    def ended() -> str:
        try:
            within_limits(Limits(seconds=0.05), search)
        except LimitExceeded as problem:
            return problem.message
        return "found or not"

    assert ended() in ("found or not", "the case takes more than 0.05 seconds")


@pytest.mark.parametrize("method", ["search", "fullmatch", "finditer", "sub"])
def test_a_search_that_runs_out_of_time_never_says_that_nothing_is_found(method: str) -> None:
    """The text has a match, but each of its first characters takes for ever."""
    compiled = BoundedPattern("(?:(?:a|a)*(?:a|a)*)*[b-c]d|(?:(?:a|a)+)+!")
    text = "a" * 200 + "!"

    def search() -> bool:
        if method == "sub":
            return (compiled.sub(lambda found: "", text) or text) != text
        if method == "finditer":
            return bool(list(compiled.finditer(text)))
        return getattr(compiled, method)(text) is not None

    def ended() -> str:
        try:
            return "found" if within_limits(Limits(seconds=0.05), search) else "nothing found"
        except LimitExceeded as problem:
            return problem.message

    assert ended() in ("found", "the case takes more than 0.05 seconds")


@pytest.mark.parametrize(
    ("pattern", "longer"),
    [
        ("[a-z]+", 1_000_000),
        ("[a-z]+$", 2_000),
        ("a*b", 2_000),
        (r"\d{4}-\d{2}-\d{2}", 100_000),
        ("(?:GET|POST)", 100_000),
        ("(ab)+", 100_000),
        (r"[^\]*+?]", 100_000),
        (r"\(\*\+", 100_000),
        ("x{3}y{2,}?z", 1_000),
        ("(?#a comment (+)x", 100_000),
        ("(?P<n>a)(?P=n)", 100_000),
    ],
)
def test_common_patterns_need_no_other_library(pattern: str, longer: int) -> None:
    assert min(longest_safe_texts(pattern)) > longer


def test_a_match_of_the_whole_takes_fewer_steps_than_a_search() -> None:
    search, whole = longest_safe_texts(".*a.*b.*")
    assert 0 < search < whole


PIECES = [
    "a",
    "b",
    "[ab]",
    "[^a]",
    ".",
    "(a)",
    "(?:b)",
    "a|b",
    "(a|b)",
    "^",
    "$",
    "\x08",
    "a?",
    "b*",
    "(ab)+",
    "a{2}",
    "a+?",
]


def test_both_libraries_find_the_same() -> None:
    """Where a text is too long for `re`, the other library answers; it must answer the same."""
    generator = random.Random(10)
    for _ in range(2_000):
        text = "".join(generator.choices("ab c", k=generator.randrange(8)))
        pattern = "".join(generator.choices(PIECES, k=generator.randrange(1, 5)))
        timed, plain = BoundedPattern(pattern), re.compile(pattern)
        timed._longest = timed._longest_whole = -1
        assert [match.span() for match in timed.finditer(text)] == [match.span() for match in plain.finditer(text)]
        assert timed.sub(lambda match: "<>", text) == plain.sub("<>", text)
        assert bool(timed.fullmatch(text)) == bool(plain.fullmatch(text))
        found, expected = timed.search(text, 1), plain.search(text, 1)
        assert (found and found.groups()) == (expected and expected.groups()), (pattern, text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("(", True),
        ("[", False),
        ("(?P<n>a)(?P<n>b)", True),
        ("a" * 10 + "(" * 5000, True),
        ("(?<=a{2147483647}b)c", False),
    ],
)
def test_a_text_that_is_no_pattern(text: str, plain: bool) -> None:
    with pytest.raises(ValueError, match=r"^[a-z]"):
        BoundedPattern(text, plain=plain)


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("a{100000}", True),
        ("a{100001}", False),
        ("ab{99999}", True),
        ("ab{100000}", False),
        ("a{2147483647}", False),
        ("(?:ab){33333}", True),
        ("(?:ab){33334}", False),
        ("(?:){50000}b{50000}", True),
        ("(?:){2147483647}", False),
        ("(?:(?:ab){500}){500}", False),
        ("(?:(?:ab){100}){100}", True),
        ("((a)(b)){20001}", False),
        ("a{0,200000}", True),
        ("(?:ab)*(?:ab){2,}", True),
        ("(?:ab){50000,}", False),
        ("(?<=a{100001})b", False),
        ("(?<=(?:a{400}){400})b", False),
        ("[{100001}]", True),
        (r"\{100001}", True),
        ("a{100001}?", False),
        ("a{50000}?a{50000}", True),
    ],
)
@pytest.mark.parametrize("plain", [True, False])
def test_a_pattern_of_too_many_pieces_is_refused(pattern: str, fits: bool, plain: bool) -> None:
    """A library would write its repetitions out, and fill the memory."""
    refusal = ""
    try:
        BoundedPattern(pattern, plain=plain, version=1)
    except ValueError as problem:
        refusal = str(problem)
    assert refusal == ("" if fits else "with its repetitions written out, it has more than 100,000 pieces")
