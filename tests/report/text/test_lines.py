"""Whole failure messages, as a user reads them."""

# ruff: noqa: E501 (messages as they are printed)

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cases.echo import EchoEngine
from vtlharness.cases.loading import parse_case_file
from vtlharness.cases.results import CaseResult, DataChange, DataDifference, RenderFailed, TextDifference
from vtlharness.cases.running import run_case
from vtlharness.cases.update.updating import Update
from vtlharness.errors import VtlHarnessError, VtlRenderError
from vtlharness.gateway.templates.rendering import Rendering
from vtlharness.report.record import case_record
from vtlharness.report.text.lines import difference_lines, error_lines, record_lines, update_lines
from vtlharness.report.text.style import ANSI, PLAIN
from vtlharness.source import Source


def result(case: str) -> CaseResult:
    """The result of a case that stands on line 3 of `orders/put.vtl.yaml`."""
    text = f"inline: |\n  $nothing\ncases: [{case}]\n"
    (only,) = parse_case_file(Path("orders/put.vtl.yaml"), Source(text, "orders/put.vtl.yaml")).cases
    return run_case(only, EchoEngine())


BLOCKS: dict[str, tuple[str, str]] = {
    "passed": ("{name: a, methodRequest: {body: x}, expect: {output: x}}", ""),
    "passed with a warning": (
        '{name: a, context: {authorizer: {findings: [[VTL301, "no recording shows this", 1, 4, "write $a"], [VTL302, nowhere]]}}}',
        """\
PASSED orders/put.vtl.yaml::a (orders/put.vtl.yaml:3)
  warning: orders/put.vtl.yaml (inline):1:4: VTL301 no recording shows this
  hint: write $a
  warning: orders/put.vtl.yaml (inline): VTL302 nowhere""",
    ),
    "data": (
        '{name: a, methodRequest: {body: {a: 1, b: [1, {c: "x"}], new: {d: "é"}}}, expect: {output: {a: "1", b: [1, {c: y}], gone: null}}}',
        """\
FAILED orders/put.vtl.yaml::a (orders/put.vtl.yaml:3)
  output differs in 4 places
    root['a']
      expected: "1"
      actual:   1
    root['b'][1]['c']
      expected: "y"
      actual:   "x"
    root['gone']
      expected: null
      actual:   (not there)
    root['new']
      expected: (not there)
      actual:   {"d": "é"}""",
    ),
    "order ignored": (
        "{name: a, compare: {ignore_order: true}, methodRequest: {body: [1, 1, 2]}, expect: {output: [2, 1]}}",
        """\
FAILED orders/put.vtl.yaml::a (orders/put.vtl.yaml:3)
  output differs in 1 place
    root[1]
      expected: once
      actual:   2 times""",
    ),
    "text": (
        '{name: a, methodRequest: {body: "<a>\\n\\t<b/> \\n</a>"}, expect: {output: "<a>\\n  <b/>\\n</a>"}}',
        """\
FAILED orders/put.vtl.yaml::a (orders/put.vtl.yaml:3)
  output differs
    first difference at line 2, column 1
    --- expected
    +++ actual
    @@ -1,3 +1,3 @@
     <a>
    -  <b/>
    +→<b/>·
     </a>
    hint: the texts differ only in white space: `compare: {whitespace: ignore}` takes both""",
    ),
    "only the line end": (
        '{name: a, methodRequest: {body: "one\\ntwo"}, expect: {output: "one\\ntwo\\n"}}',
        """\
FAILED orders/put.vtl.yaml::a (orders/put.vtl.yaml:3)
  output differs
    first difference at line 2, column 4, where actual ends
    --- expected
    +++ actual
    @@ -1,2 +1,2 @@
     one
    -two⏎
    +two
    hint: only the expected text ends in a line end: in a YAML block write `|-` instead of `|`, or let `compare: {final_newline: ignore}` take both""",
    ),
    "carriage returns": (
        '{name: a, methodRequest: {body: "one\\r\\ntwo\\n"}, expect: {output: "one\\ntwo\\n"}}',
        """\
FAILED orders/put.vtl.yaml::a (orders/put.vtl.yaml:3)
  output differs
    first difference at line 1, column 4
    --- expected
    +++ actual
    @@ -1,2 +1,2 @@
    -one⏎
    +one␍⏎
     two
    hint: the texts differ only in white space: `compare: {whitespace: ignore}` takes both""",
    ),
    "nothing printed": (
        '{name: a, methodRequest: {body: ""}, expect: {output: "x"}}',
        """\
FAILED orders/put.vtl.yaml::a (orders/put.vtl.yaml:3)
  output differs
    first difference at line 1, column 1; actual is empty
    --- expected
    +++ actual
    @@ -1 +0,0 @@
    -x""",
    ),
    "not json": (
        '{name: a, methodRequest: {body: "{\\n  \\"a\\": {b=c}\\n}"}, expect: {output: {a: 1}}}',
        """\
FAILED orders/put.vtl.yaml::a (orders/put.vtl.yaml:3)
  output is not valid JSON: a map was printed as Java prints it, {key=value}, not as JSON
  line 2, column 9 of the output:
  2 |   "a": {b=c}
              ^
  hint: $input.json('$.path') prints JSON""",
    ),
    "empty and not json": (
        '{name: a, methodRequest: {body: ""}, expect: {output: {a: 1}}}',
        """\
FAILED orders/put.vtl.yaml::a (orders/put.vtl.yaml:3)
  output is not valid JSON: the text is empty""",
    ),
    "rendering failed": (
        '{name: a, methodRequest: {body: "!it broke"}, expect: {output: x}}',
        """\
FAILED orders/put.vtl.yaml::a (orders/put.vtl.yaml:3)
  rendering failed
    orders/put.vtl.yaml (inline):1:1: it broke
    1 | $nothing
        ^
    hint: none""",
    ),
    "another error": (
        '{name: a, methodRequest: {body: "!it broke"}, expect: {error: "other"}}',
        """\
FAILED orders/put.vtl.yaml::a (orders/put.vtl.yaml:3)
  rendering failed with another message
    expected: a message that contains 'other'
    actual:
      orders/put.vtl.yaml (inline):1:1: it broke
      1 | $nothing
          ^
      hint: none""",
    ),
    "no error": (
        '{name: a, methodRequest: {body: "fine\\n"}, expect: {error: "broke"}}',
        """\
FAILED orders/put.vtl.yaml::a (orders/put.vtl.yaml:3)
  rendering must fail with 'broke', but it succeeded
    fine\\n""",
    ),
    "overrides": (
        "{name: a, context: {responseOverride: {status: 404}}, expect: {output: y, requestOverride: {header: {A: b}}, responseOverride: {}}}",
        """\
FAILED orders/put.vtl.yaml::a (orders/put.vtl.yaml:3)
  output differs
    first difference at line 1, column 1
    --- expected
    +++ actual
    @@ -1 +1 @@
    -y
    +$nothing
  requestOverride differs in 1 place
    root['header']['A']
      expected: "b"
      actual:   (not there)
  responseOverride differs in 1 place
    root['status']
      expected: (not there)
      actual:   404""",
    ),
    "untrusted text": (
        '{name: a, methodRequest: {body: {"k\\e[2J": "\\e]0;x\\a\\u202e\\n", "t": "\\t"}}, expect: {output: {}}}',
        """\
FAILED orders/put.vtl.yaml::a (orders/put.vtl.yaml:3)
  output differs in 2 places
    root['k\\u001b[2J']
      expected: (not there)
      actual:   "\\u001b]0;x\\u0007\\u202e\\n"
    root['t']
      expected: (not there)
      actual:   "\\t\"""",
    ),
    "untrusted lines": (
        '{name: a, methodRequest: {body: "\\e[31mred\\u2028\\u200b\\n"}, expect: {output: "x\\n"}}',
        """\
FAILED orders/put.vtl.yaml::a (orders/put.vtl.yaml:3)
  output differs
    first difference at line 1, column 1
    --- expected
    +++ actual
    @@ -1 +1 @@
    -x
    +\\u001b[31mred\\u2028\\u200b""",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BLOCKS)
def test_blocks(name: str) -> None:
    case, block = BLOCKS[name]
    assert "\n".join(record_lines(case_record(result(case)))) == block


def test_without_a_header() -> None:
    case, block = BLOCKS["data"]
    lines = record_lines(case_record(result(case)), header=False)
    assert lines == [line[2:] for line in block.split("\n")[1:]]


@pytest.mark.parametrize("name", BLOCKS)
def test_colour_changes_nothing_but_colour(name: str) -> None:
    import re

    case, block = BLOCKS[name]
    coloured = "\n".join(record_lines(case_record(result(case)), ANSI))
    assert re.sub("\x1b\\[[0-9]*m", "", coloured) == block
    assert ("\x1b[" in coloured) is bool(block)
    assert coloured.count("\x1b[0m") * 2 == coloured.count("\x1b[")


def test_colours() -> None:
    lines = record_lines(case_record(result("{name: a, methodRequest: {body: b}, expect: {output: a}}")), ANSI)
    assert lines[0] == "\x1b[31mFAILED\x1b[0m orders/put.vtl.yaml::a \x1b[2m(orders/put.vtl.yaml:3)\x1b[0m"
    assert lines[-2:] == ["    \x1b[32m-a\x1b[0m", "    \x1b[31m+b\x1b[0m"]


def test_what_could_not_run() -> None:
    case = result("{name: a}").case
    lines = record_lines(
        case_record(CaseResult(case, "error", error=VtlHarnessError("the engine is gone", hint="look for it")))
    )
    assert lines == [
        "ERROR orders/put.vtl.yaml::a (orders/put.vtl.yaml:3)",
        "  the engine is gone",
        "  hint: look for it",
    ]


def test_another_engine() -> None:
    passed = result("{name: a, expect: {}}")._replace(
        engine="airspeed",
        service_differences=(
            TextDifference("{a=1}", "{'a': 1}"),
            DataDifference("responseOverride", (DataChange("root['status']", "missing", 404),)),
            RenderFailed(VtlRenderError("airspeed: KeyError: 'x'")),
        ),
    )
    assert (
        "\n".join(record_lines(case_record(passed)))
        == """\
PASSED orders/put.vtl.yaml::a (orders/put.vtl.yaml:3)
  airspeed differs from the service here:
    output differs
      first difference at line 1, column 2
      --- the service
      +++ airspeed
      @@ -1 +1 @@
      -{a=1}
      +{'a': 1}
    responseOverride differs in 1 place
      root['status']
        the service: 404
        airspeed:    (not there)
    rendering failed
      airspeed: KeyError: 'x'"""
    )


def text_diff(expected: str, actual: str) -> list[str]:
    return difference_lines(TextDifference(expected, actual))


def test_long_lines_are_cut_around_the_difference() -> None:
    lines = text_diff("a" * 1000 + "b" + "c" * 1000, "a" * 1000 + "x" + "c" * 1000)
    assert lines[1] == "  first difference at line 1, column 1001"
    assert max(map(len, lines)) < 215
    assert "ab" in lines[-2]
    assert "ax" in lines[-1]


def test_long_values_are_cut_around_the_difference() -> None:
    change = DataChange("root", "changed", "a" * 1000 + "b", "a" * 1000 + "c" * 500)
    expected, actual = difference_lines(DataDifference("output", (change,)))[2:]
    assert expected.endswith('ab"')
    assert "ac" in actual
    assert len(actual) < 190


def test_many_changes_are_cut() -> None:
    changes = tuple(DataChange(f"root[{index}]", "changed", 1, 2) for index in range(40))
    lines = difference_lines(DataDifference("output", changes))
    assert lines[0] == "output differs in 40 places"
    assert lines[-1] == "  … and 15 more"
    assert len(lines) == 1 + 25 * 3 + 1
    lines = difference_lines(DataDifference("output", changes, more=True))
    assert (lines[0], lines[-1]) == ("output differs in more than 40 places", "  … and more than 15 others")


@pytest.mark.parametrize("number", [25, 26])
@pytest.mark.parametrize("more", [False, True])
def test_twenty_five_changes_are_shown(number: int, more: bool) -> None:
    changes = tuple(DataChange(f"root[{index}]", "changed", 1, 2) for index in range(number))
    lines = difference_lines(DataDifference("output", changes, more=more))
    shown = [f"  root[{index}]" for index in range(25)]
    assert [line for line in lines if line.startswith("  root")] == shown
    end = ["  … and more than 1 others" if more else "  … and 1 more"] if number > 25 else []
    assert lines[1 + 25 * 3 :] == end


@pytest.mark.parametrize(("changed", "left"), [(77, 0), (78, 1)])
def test_eighty_lines_of_a_diff_are_shown(changed: int, left: int) -> None:
    """The names of the sides and the place are three of them."""
    lines = text_diff("", "x\n" * changed)
    assert len([line for line in lines if line.startswith("  +x")]) == 77
    assert lines[-1] == (f"  … and {left} more lines" if left else "  +x")


@pytest.mark.parametrize(("wanted", "got"), [(4000, 4001), (4001, 4000), (4001, 4001)])
def test_longer_texts_are_compared_from_before_the_difference(wanted: int, got: int) -> None:
    expected, actual = ([f"{line}\n" for line in range(1, number + 1)] for number in (wanted, got))
    actual[2000] = "y\n"
    lines = text_diff("".join(expected), "".join(actual))
    assert lines[1:] == [
        "  first difference at line 2001, column 1",
        "  --- expected",
        "  +++ actual",
        "  @@ -1,7 +1,7 @@",
        *("   1998", "   1999", "   2000", "  -2001", "  +y", "   2002", "   2003", "   2004"),
    ]


def test_texts_of_four_thousand_lines_are_compared_whole() -> None:
    lines = text_diff("x\n" * 4000, "x\n" * 3999 + "y\n")
    assert lines[1:] == [
        "  first difference at line 4000, column 1",
        "  --- expected",
        "  +++ actual",
        "  @@ -3997,4 +3997,4 @@",
        *(["   x"] * 3),
        "  -x",
        "  +y",
    ]


@pytest.mark.parametrize(
    ("expected", "actual", "head", "diff"),
    [
        ("", "a", "line 1, column 1; expected is empty", ["@@ -0,0 +1 @@", "+a"]),
        ("a", "", "line 1, column 1; actual is empty", ["@@ -1 +0,0 @@", "-a"]),
        ("a\nb", "a\nbc", "line 2, column 2, where expected ends", ["@@ -1,2 +1,2 @@", " a", "-b", "+bc"]),
        ("a\n\nb", "a", "line 1, column 2, where actual ends", ["@@ -1,3 +1 @@", "-a⏎", "-⏎", "-b", "+a"]),
        ("a\n", "a\r\n", "line 1, column 2", ["@@ -1 +1 @@", "-a⏎", "+a␍⏎"]),
        ("a \n", "b\n", "line 1, column 1", ["@@ -1 +1 @@", "-a·", "+b"]),
        ("::error::\nb", "::error::\nc", "line 2, column 1", ["@@ -1,2 +1,2 @@", " \\u003a:error::", "-b", "+c"]),
    ],
)
def test_the_whole_diff_of_short_texts(expected: str, actual: str, head: str, diff: list[str]) -> None:
    lines = text_diff(expected, actual)
    sides = ["  --- expected", "  +++ actual"]
    assert lines[1:] == [f"  first difference at {head}", *sides, *(f"  {line}" for line in diff)]


def test_where_long_lines_and_values_are_cut() -> None:
    long = "".join(chr(ord("a") + index % 26) for index in range(1000))
    lines = text_diff(f"{long}\n{long}x{long}", f"{long}\n{long}y{long}")
    before, after = long[1001 - 66 :], long[: 200 - 65]
    assert lines[-2:] == [f"  -…{before}x{after[:134]}…", f"  +…{before}y{after[:134]}…"]
    (_, _, expected, actual) = difference_lines(
        DataDifference("output", (DataChange("root", "changed", f"{long}x{long}", f"{long}y{long}"),))
    )
    before, after = long[1001 - 53 - 1 :], long[: 160 - 54]
    assert (expected, actual) == (f"    expected: …{before}x{after}…", f"    actual:   …{before}y{after}…")


def test_a_long_diff_is_cut() -> None:
    lines = text_diff("".join(f"{n}\n" for n in range(500)), "".join(f"{n}!\n" for n in range(500)))
    assert lines[-1] == "  … and 923 more lines"
    assert len(lines) < 90


def test_a_huge_text_is_compared() -> None:
    one = "".join(f"line {n % 7}\n" for n in range(60_000))
    lines = text_diff(one, one.replace("line 3", "line 9", 1))
    assert lines[1] == "  first difference at line 4, column 6"
    assert "  -line 3" in lines
    assert "  +line 9" in lines


def test_lines_that_look_like_a_diff() -> None:
    assert text_diff("-- a\n", "++ b\n")[2:] == [
        "  --- expected",
        "  +++ actual",
        "  @@ -1 +1 @@",
        "  --- a",
        "  +++ b",
    ]


def test_errors_are_safe_for_a_terminal() -> None:
    error = VtlHarnessError("bad \x1b[2J name", source=Source("x\x1b[1my", "a\x1bb.vtl"), offset=1, hint="no")
    assert error_lines(error) == ["a\\u001bb.vtl:1:2: bad \\u001b[2J name", "1 | x·[1my", "     ^", "hint: no"]
    assert error_lines(error, ANSI)[0] == "\x1b[31ma\\u001bb.vtl:1:2: bad \\u001b[2J name\x1b[0m"


def test_updates() -> None:
    case = result("{name: a}").case
    updates = [
        Update(case, case.file, ("output", "responseOverride")),
        Update(case, Path("orders/out.json"), ("output",)),
        Update(case, case.file, refusal="the file has changed since it was read"),
    ]
    assert update_lines(updates, PLAIN) == [
        "updated orders/put.vtl.yaml::a: output, responseOverride",
        "updated orders/put.vtl.yaml::a: output in orders/out.json",
        "not updated orders/put.vtl.yaml::a: the file has changed since it was read",
    ]


def test_a_name_with_marks_that_turn_the_line() -> None:
    case = result('{name: "a\\u202eb\\u200b"}').case
    found: Any = CaseResult(case, "failed", Rendering("x", {}, {}), differences=(TextDifference("x", "y"),))
    assert record_lines(case_record(found))[0].startswith("FAILED orders/put.vtl.yaml::a\\u202eb\\u200b (")
