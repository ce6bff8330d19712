"""Names on one line."""

from __future__ import annotations

import pytest

from vtlharness.errors import VtlHarnessError
from vtlharness.report.text.visible import begun_safely, safe, visible_blanks
from vtlharness.source import Source
from vtlharness.visible import one_line


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("orders/put.vtl", "orders/put.vtl"),
        ("größe 日本.vtl", "größe 日本.vtl"),
        ("a\n::error::b", "a\\n::error::b"),
        ("a\r\tb", "a\\r\\tb"),
        ("\x1b[31m\x00\x7f\x85", "\\u001b[31m\\u0000\\u007f\\u0085"),
        ("a\u2028b\u2029", "a\\u2028b\\u2029"),
        ("\ud800\u200e", "\ud800\u200e"),
    ],
)
def test_a_name(name: str, shown: str) -> None:
    assert one_line(name) == shown


def test_an_error() -> None:
    error = VtlHarnessError("no key `k\n::error::k`", source=Source("x", "a\n::error::a"), offset=0, hint="none")
    assert str(error) == "a\\n::error::a:1:1: no key `k\\n::error::k`\n1 | x\n    ^\nhint: none"
    assert error.file == "a\n::error::a"
    assert error.message == "no key `k\n::error::k`"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("::error::x", "\\u003a:error::x"),
        ("  ::set-output name=a::b", "  \\u003a:set-output name=a::b"),
        ("##[error]x", "\\u0023#[error]x"),
        (":: ", "\\u003a: "),
        (": x", ": x"),
        ("a ::error::x", "a ::error::x"),
        ("## a comment", "## a comment"),
        ("", ""),
    ],
)
def test_a_line_that_is_no_command(line: str, shown: str) -> None:
    assert begun_safely(line) == shown


@pytest.mark.parametrize("space", ["\xa0", "\u2009", "\u202f"])
def test_a_space_that_is_not_the_usual_one(space: str) -> None:
    escape = f"a\\u{ord(space):04x}b"
    assert safe(f"a{space}b") == escape
    assert visible_blanks(f"a{space}b") == escape
    assert visible_blanks("日本\u3000語 x") == "日本\u3000語 x"
