"""Every character that a terminal, a CI system or a reader would take for something else becomes visible."""

from __future__ import annotations

import pytest

from vtlharness.report.text.visible import around, begun_safely, safe, safe_lines, visible_blanks

UNSAFE = [
    *(chr(code) for code in (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0))),
    "\r", "\u061c", "\u200b", "\u200e", "\u200f", "\u2028", "\u2029", "\u202a", "\u202e", "\u2060", "\u2066", "\u2069",
    "\ufeff", "\ufff9", "\ufffb", "\ud800", "\udfff",
]  # fmt: skip
ODD_SPACES = ["\xa0", "\u1680", "\u2000", "\u200a", "\u202f", "\u205f"]
HARMLESS = [
    "a",
    " ",
    "é",
    "~",
    "\u3000",
    "\xad",
    "\u061b",
    "\u2010",
    "\u2027",
    "\u2070",
    "\ufff8",
    "\ufffc",
    "\U0001f600",
]


def code(character: str) -> str:
    return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(character, f"\\u{ord(character):04x}")


@pytest.mark.parametrize("character", UNSAFE, ids=ascii)
def test_unsafe_characters(character: str) -> None:
    assert safe(f"a{character}b") == safe_lines(f"a{character}b") == f"a{code(character)}b"
    assert visible_blanks(f"a{character}b") == ("a␍b" if character == "\r" else f"a{code(character)}b")


@pytest.mark.parametrize("character", ODD_SPACES, ids=ascii)
def test_spaces_that_look_like_a_space(character: str) -> None:
    assert safe(f"a{character}b") == visible_blanks(f"a{character}b") == f"a{code(character)}b"
    assert safe_lines(f"a{character}b") == f"a{character}b"


@pytest.mark.parametrize("character", HARMLESS, ids=ascii)
def test_harmless_characters(character: str) -> None:
    assert (
        safe(f"a{character}b") == safe_lines(f"a{character}b") == visible_blanks(f"a{character}b") == f"a{character}b"
    )


def test_line_ends_and_tabs() -> None:
    assert safe("a\n\tb") == "a\\n\\tb"
    assert safe_lines("a\n\tb") == "a\n\tb"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("a b", "a b"),
        ("a  ", "a··"),
        ("a \t", "a·→"),
        ("\ta\t b", "→a→ b"),
        ("a \r", "a ␍"),
        (" ", "·"),
        ("", ""),
    ],
)
def test_blanks(line: str, shown: str) -> None:
    assert visible_blanks(line) == shown


@pytest.mark.parametrize(
    ("line", "begun"),
    [
        ("::error::x", "\\u003a:error::x"),
        (" \t::x", " \t\\u003a:x"),
        ("##[group]x", "\\u0023#[group]x"),
        ("  ##[x", "  \\u0023#[x"),
        (":x", ":x"),
        ("##x", "##x"),
        ("#[x", "#[x"),
        ("a::b", "a::b"),
        ("", ""),
    ],
)
def test_commands_of_ci_systems(line: str, begun: str) -> None:
    assert begun_safely(line) == begun


@pytest.mark.parametrize(
    ("at", "cut"),
    [
        (0, "012345678…"),
        (3, "012345678…"),
        (4, "…123456789…"),
        (10, "…789abcdef…"),
        (15, "…bcdefghij"),
        (19, "…bcdefghij"),
    ],
)
def test_around(at: int, cut: str) -> None:
    assert around("0123456789abcdefghij", at, 9) == cut


def test_a_text_that_is_short_enough_is_not_cut() -> None:
    assert around("0123456789", 9, 10) == "0123456789"
    assert around("0123456789", 9, 9) == "…123456789"
