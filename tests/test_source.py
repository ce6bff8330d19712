"""A text with its name: places, lines, excerpts."""

from __future__ import annotations

import pytest

from vtlharness.source import Position, Source

TEXT = "ab\ncd\r\n\re"


@pytest.mark.parametrize(
    ("offset", "line", "column"),
    [(0, 1, 1), (1, 1, 2), (2, 1, 3), (3, 2, 1), (5, 2, 3), (6, 2, 4), (7, 3, 1), (8, 4, 1), (9, 4, 2)],
)
def test_places(offset: int, line: int, column: int) -> None:
    assert Source(TEXT).position(offset) == Position(line, column)


def test_lines() -> None:
    source = Source(TEXT)
    assert [source.line_text(line) for line in (1, 2, 3, 4)] == ["ab", "cd", "", "e"]
    assert (source.first_line, source.stands_at, source.name) == (1, None, "<template>")
    assert Source("").line_text(1) == ""


LONG = "".join(chr(ord("a") + index % 26) for index in range(400))


@pytest.mark.parametrize(
    ("text", "offset", "length", "lines"),
    [
        ("ab cd\nxy", 3, 2, ("1 | ab cd", "       ^^")),
        ("ab cd\nxy", 6, 1, ("2 | xy", "    ^")),
        ("ab\n", 1, 9, ("1 | ab", "     ^")),
        ("ab\ncd", 2, 5, ("1 | ab", "      ^")),
        ("ab", 0, 0, ("1 | ab", "    ^")),
        ("ab", 0, 2, ("1 | ab", "    ^^")),
        ("\ta\t\x00b", 4, 1, ("1 | \ta\t·b", "    \t \t ^")),
        ("é\u200b\u00a0", 2, 1, ("1 | é··", "      ^")),
        ("\n" * 9 + "x", 9, 1, ("10 | x", "     ^")),
        (LONG, 80, 1, (f"1 | {LONG[:160]}", " " * 84 + "^")),
        (LONG, 81, 1, (f"1 | {LONG[1:161]}", " " * 84 + "^")),
        (LONG, 10, 160, (f"1 | {LONG[:170]}", " " * 14 + "^" * 160)),
        (LONG, 10, 161, (f"1 | {LONG[:170]}", " " * 14 + "^" * 160)),
        (LONG, 100, 150, (f"1 | {LONG[20:250]}", " " * 84 + "^" * 150)),
        (LONG, 399, 5, (f"1 | {LONG[319:]}", " " * 84 + "^")),
        (LONG, 400, 5, (f"1 | {LONG[320:]}", " " * 84 + "^")),
        (LONG[:80] + "\t" + LONG, 82, 1, (f"1 | {LONG[2:80]}\t{LONG[:81]}", " " * 82 + "\t" + " " + "^")),
    ],
)
def test_excerpts(text: str, offset: int, length: int, lines: tuple[str, str]) -> None:
    assert Source(text).excerpt(offset, length) == "\n".join(lines)


def test_a_caret_is_one_wide_when_nothing_is_said() -> None:
    assert Source("abc").excerpt(1) == "1 | abc\n     ^"


class _Other(Source):
    pass


def test_sources_of_a_class_are_equal_by_text_and_name() -> None:
    source = Source("a", "n")
    assert source == Source("a", "n")
    assert hash(source) == hash(Source("a", "n"))
    for other in (Source("b", "n"), Source("a", "m"), _Other("a", "n"), "a", None):
        assert source != other
    assert len({source, Source("a", "n"), Source("b", "n"), Source("a", "m")}) == 3
    assert (repr(source), repr(_Other("a", "n"))) == ("Source(text='a', name='n')", "_Other(text='a', name='n')")


def test_a_source_does_not_change() -> None:
    source = Source("a", "n")
    with pytest.raises(AttributeError) as set_one:
        source.text = "b"
    with pytest.raises(AttributeError) as deleted:
        del source.name
    assert str(set_one.value) == "cannot assign to field 'text'"
    assert str(deleted.value) == "cannot delete field 'name'"
    assert (source.text, source.name) == ("a", "n")
