"""The errors of templates that do not parse: the whole message, place, excerpt and hint."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vtlharness.errors import VtlSyntaxError
from vtlharness.source import Source
from vtlharness.vtl.template import Template

CASES = [
    (
        "an unclosed #if points at the #if",
        "a\n#if($x)\n  b\n",
        """t.vtl:2:1: #if is never closed: the template ends before its #end
2 | #if($x)
    ^^^""",
    ),
    (
        "the innermost of several is named",
        "#foreach($i in $l)\n#if($i)a\n",
        """t.vtl:2:1: #if is never closed: the template ends before its #end
2 | #if($i)a
    ^^^""",
    ),
    (
        "an #end too many",
        "a #end",
        """t.vtl:1:3: #end closes nothing
1 | a #end
      ^^^^""",
    ),
    (
        "an #else without #if",
        "\t#else b",
        """t.vtl:1:2: #else without an #if before it
1 | \t#else b
    \t^^^^^""",
    ),
    (
        "a second #else",
        "#if($x)a#else b#else c#end",
        """t.vtl:1:16: expected #end, found '#else'
1 | #if($x)a#else b#else c#end
                   ^^^^^
hint: an #if has one #else, after every #elseif""",
    ),
    (
        "= for ==",
        "#if($x = 1)a#end",
        """t.vtl:1:8: expected an operator or ')' after the condition of #if, found '='
1 | #if($x = 1)a#end
           ^
hint: equality is written ==""",
    ),
    (
        "a quote escaped by a backslash",
        '#set($x = "say \\"hi\\"")',
        """t.vtl:1:18: expected an operator or ')' at the end of #set, found 'hi'
1 | #set($x = "say \\"hi\\"")
                     ^^
hint: a quote inside a string is doubled (""); a backslash does not escape it""",
    ),
    (
        "an unclosed string",
        '#set($x = "abc)\nd',
        """t.vtl:1:11: the string that begins with " is never closed
1 | #set($x = "abc)
              ^
hint: a quote inside a string is doubled (""); a backslash does not escape it""",
    ),
    (
        "null as a literal",
        "#set($x = null)",
        """t.vtl:1:11: expected a value, found 'null'
1 | #set($x = null)
              ^^^^
hint: null is not a literal here: compare with $null, a reference that is never set""",
    ),
    (
        "a default value in a reference",
        "${a|'b'}",
        """t.vtl:1:4: expected '}' after ${a, found "|'b'}"
1 | ${a|'b'}
       ^^^^^
hint: a reference takes no default value on the service""",
    ),
    (
        "minus without blanks",
        "#set($x = 2-1)",
        """t.vtl:1:12: expected an operator or ')' at the end of #set, found '-1'
1 | #set($x = 2-1)
               ^^
hint: put blanks around the minus: 1 - 1""",
    ),
    (
        "an expression as an argument",
        "$x.get($i + 1)",
        """t.vtl:1:11: '+' cannot stand among a method's arguments
1 | $x.get($i + 1)
              ^
hint: compute it with #set first: an argument is a literal or a reference, not an expression""",
    ),
    (
        "a $ at the very end",
        "price in $",
        """t.vtl:1:10: the template ends right after '$', which the service refuses
1 | price in $
             ^
hint: put any character after it, such as a space or a line end""",
    ),
    (
        "an unclosed text block",
        "a #[[ b",
        """t.vtl:1:3: '#[[' is never closed
1 | a #[[ b
      ^^^
hint: end it with ]]#""",
    ),
    (
        "#foreach with a word for the variable's place",
        "#foreach(item in $l)#end",
        """t.vtl:1:10: #foreach cannot have the bare word 'item' as an argument
1 | #foreach(item in $l)#end
             ^^^^
hint: #foreach($item in $list)""",
    ),
    (
        "a map with a bare key",
        "#set($m = {key: 1})",
        """t.vtl:1:12: expected ',' or '}' in the map, found 'key'
1 | #set($m = {key: 1})
               ^^^
hint: keys of a map are quoted: {'key': value}""",
    ),
    (
        "an error inside a string stands where it is in the template",
        'line\n#set($x = "a ""b"" #if($y)")',
        """t.vtl:2:20: #if is never closed: the template ends before its #end
2 | #set($x = "a ""b"" #if($y)")
                       ^^^""",
    ),
    (
        "a bad unicode escape",
        '#set($x = "\\u00g")',
        """t.vtl:1:12: '\\u' in a double-quoted string needs four hexadecimal digits
1 | #set($x = "\\u00g")
               ^^
hint: use single quotes, which take every backslash as it is""",
    ),
    (
        "a list right behind a #set that stands behind a reference",
        "$a #set($d = 7)[$d]",
        """t.vtl:1:16: expected text or a directive, found '['
1 | $a #set($d = 7)[$d]
                   ^
hint: the reference before the #set is still open: write it in braces, or put #set on a line of its own""",
    ),
    (
        "CR LF line ends",
        "a\r\nb\r\n#if(true)",
        """t.vtl:3:1: #if is never closed: the template ends before its #end
3 | #if(true)
    ^^^""",
    ),
]


@pytest.mark.parametrize(("template", "message"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_message(template: str, message: str) -> None:
    with pytest.raises(VtlSyntaxError) as caught:
        Template(Source(template, "t.vtl"))
    assert str(caught.value) == message


REFUSED = [json.loads(line) for line in (Path(__file__).parent / "refused.jsonl").read_text("utf-8").splitlines()]
"""Template, `line:column+length`, message, hint."""


@pytest.mark.parametrize(("template", "place", "message", "hint"), REFUSED)
def test_refused(template: str, place: str, message: str, hint: str | None) -> None:
    with pytest.raises(VtlSyntaxError) as caught:
        Template(Source(template, "t.vtl"))
    error = caught.value
    assert (f"{error.line}:{error.column}+{error.length}", error.message, error.hint) == (place, message, hint)


@pytest.mark.parametrize(
    "template",
    [
        "#if(true)" * 150 + "#end" * 150,
        "#foreach($i in [1])" * 40 + "#end" * 40,
        "#set($x = " + "(" * 500 + "1" + ")" * 500 + ")",
        "#set($x = " + "[" * 5000,
        "#set($x = " + "!" * 5000 + "true)",
        "$a" + "[$a" * 3000,
        "#set($x = " + "(1 + " * 3000 + "1" + ")" * 3000 + ")",
    ],
)
def test_deep_nesting_is_refused_and_does_no_harm(template: str) -> None:
    with pytest.raises(VtlSyntaxError):
        Template(Source(template))


def test_the_deepest_nesting() -> None:
    Template(Source("#set($x = " + "!" * 200 + "true)"))
    with pytest.raises(VtlSyntaxError) as caught:
        Template(Source("#set($x = " + "!" * 201 + "true)"))
    assert (caught.value.message, caught.value.column) == ("nested more than 200 levels deep", 211)


def test_numbers_without_end() -> None:
    Template(Source("#set($x = " + "9" * 4000 + ")"))
    with pytest.raises(VtlSyntaxError) as caught:
        Template(Source("#set($x = " + "9" * 4001 + ")"))
    assert (caught.value.message, caught.value.column) == ("a number of more than 4000 digits", 11)
