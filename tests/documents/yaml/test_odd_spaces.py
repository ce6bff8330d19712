"""Tabs and odd spaces in YAML are named where they are, whatever fault shows there."""

from __future__ import annotations

from pathlib import Path

import pytest

from vtlharness.cases.loading import parse_case_file
from vtlharness.documents.odd_spaces import odd_space, odd_space_where_syntax_is
from vtlharness.errors import CaseFileError
from vtlharness.source import Source

NBSP = "\u00a0"
HEAD = "inline: a\ncases:\n- name: a\n"


def fault(text: str) -> CaseFileError:
    with pytest.raises(CaseFileError) as caught:
        parse_case_file(Path("a.vtl.yaml"), Source(text, "a.vtl.yaml"))
    return caught.value


TAB = "a tab"
NO_BREAK = "a no-break space (U+00A0)"


@pytest.mark.parametrize(
    ("text", "name", "line", "column", "hint"),
    [
        ("inline: a\ncases:\n\t- name: a\n", TAB, 3, 1, "indent with spaces"),
        (f"{HEAD}\texpect: {{output: a}}\n", TAB, 4, 1, "indent with spaces"),
        (f"{HEAD}  \texpect: {{output: a}}\n", TAB, 4, 3, "indent with spaces"),
        (f"{HEAD}  expect:\n\t\toutput: a\n", TAB, 5, 1, "indent with spaces"),
        ("inline: |\n\ta\ncases: [{name: a}]\n", TAB, 2, 1, "indent with spaces"),
        (f"{HEAD}{NBSP}{NBSP}expect: {{output: a}}\n", NO_BREAK, 4, 1, "indent with spaces"),
        (f"{HEAD} {NBSP}expect:\n    output: a\n", NO_BREAK, 4, 2, "indent with spaces"),
        (f"inline:{NBSP}a\ncases: [{{name: a}}]\n", NO_BREAK, 1, 8, "write a space instead"),
        (f"inline: a\ncases:\n- name:{NBSP}a\n", NO_BREAK, 3, 8, "write a space instead"),
        (f"inline: a\ncases:\n-{NBSP}name: a\n", NO_BREAK, 3, 2, "write a space instead"),
        (f"inline: a\ncases:\n{NBSP}- name: a\n", NO_BREAK, 3, 1, "indent with spaces"),
        (f"{HEAD}  expect:{NBSP}{{output: a}}\n", NO_BREAK, 4, 10, "write a space instead"),
        (f"{HEAD}  expect:\n    output:{NBSP}a\n", NO_BREAK, 5, 12, "write a space instead"),
        (f"inline: a\ncases: [{{name:{NBSP}a}}]\n", NO_BREAK, 2, 15, "write a space instead"),
        (f"inline: a\ncases{NBSP}: [{{name: a}}]\n", NO_BREAK, 2, 6, "write a space instead"),
        (f"inline: |\n  a\n{NBSP} b\ncases: [{{name: a}}]\n", NO_BREAK, 3, 1, "indent with spaces"),
        (f"{HEAD}  \u200bexpect: {{}}\n", "a zero-width space (U+200B)", 4, 3, "indent with spaces"),
        (f"{HEAD}  expect:\u2003{{}}\n", "an unusual space (U+2003)", 4, 10, "write a space instead"),
    ],
)
def test_it_is_named(text: str, name: str, line: int, column: int, hint: str) -> None:
    error = fault(text)
    assert (error.message, error.line, error.column, error.hint, list(error.more)) == (
        f"{name} is used where YAML allows only spaces",
        line,
        column,
        hint,
        [],
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("inlin: |\n  a\n  \tb\ncases: [{name: a}]\n", "a case file has no key `inlin`"),
        (f"inlin: |\n  {NBSP}a\ncases: [{{name: a}}]\n", "a case file has no key `inlin`"),
        (f"{HEAD}  expct: a{NBSP}b\n", "a case has no key `expct`"),
        ("inline: |\n  a\n  \tb\ncases: []\n", "`cases` has no cases"),
    ],
)
def test_one_inside_a_text_is_no_fault(text: str, message: str) -> None:
    assert fault(text).message == message


@pytest.mark.parametrize(
    "text",
    [
        "inline:\ta\ncases:\n- name:\ta\n",
        "inline: a\ncases:\n- {name: a,\n\texpect: {output: a}}\n",
        f'inline: "a{NBSP}b"\ncases: [{{name: "x:{NBSP}y"}}]\n',
        f"inline: |\n  {NBSP}a\n  \tb\ncases: [{{name: a}}]\n",
    ],
)
def test_a_file_that_is_right(text: str) -> None:
    assert len(parse_case_file(Path("a.vtl.yaml"), Source(text, "a.vtl.yaml")).cases) == 1


def test_names() -> None:
    assert odd_space("a b\tc") is None
    assert odd_space(f"a{NBSP}b") == NO_BREAK
    assert odd_space_where_syntax_is("  a: b") is None
    assert odd_space_where_syntax_is("\ta") == (0, TAB)
    assert odd_space_where_syntax_is("\ta", tabs=False) is None
    assert odd_space_where_syntax_is(f"a{NBSP}b") is None
    assert odd_space_where_syntax_is("") is None


@pytest.mark.parametrize(
    ("char", "name"),
    [
        (NBSP, NO_BREAK),
        ("\u200b", "a zero-width space (U+200B)"),
        ("\u202f", "a narrow no-break space (U+202F)"),
        ("\u3000", "an ideographic space (U+3000)"),
        ("\u2060", "a word joiner (U+2060)"),
        ("\ufeff", "a byte order mark (U+FEFF)"),
        *((char, f"an unusual space (U+{ord(char):04X})") for char in "\u1680\u2000\u2009\u200a\u205f"),
    ],
)
def test_every_space_has_its_name(char: str, name: str) -> None:
    assert odd_space(f"a{char}b") == name
    assert odd_space_where_syntax_is(f" {char}a: b") == (1, name)
    for before, after in [("-", "a"), ("a:", "b"), ("?", "a"), ("[1,", "2]"), ("a: |", ""), ("a: >", ""), ("[", "1]")]:
        assert odd_space_where_syntax_is(before + char + after) == (len(before), name), before
    for before, after in [("a", ": b"), ("{a: 1", "}"), ("[1", ", 2]"), ("[1", "]"), ("a: 1", "#")]:
        assert odd_space_where_syntax_is(before + char + after) == (len(before), name), after
