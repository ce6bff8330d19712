"""Paths that Jayway refuses: the message, the place, and the hint for common mistakes."""

from __future__ import annotations

import pytest

from vtlharness.jsonpath import JsonPathError, compile_path

# path, position of the fault, message, hint
REFUSED = [
    ("", 0, "The path is empty", "write $ for the whole document"),
    ("$a", 1, "After $ a path continues with a dot or a bracket", "write $.a"),
    ("$ .a", 1, "After $ a path continues with a dot or a bracket", "write $.a"),
    (" $.a", 0, "Expected a name, found a blank", None),
    ("$.", 1, "A path must not end with a dot", None),
    ("$..", 2, "A path must not end with a dot", None),
    ("$.a.", 3, "A path must not end with a dot", None),
    ("$...a", 3, "Too many dots", "one dot selects a child, two dots search everything below"),
    ("$.my key.x", 4, "A name after a dot must not contain a blank", "write ['my key']"),
    ("$. a", 2, "Expected a name, found a blank", None),
    ("$[a]", 1, "A bracket must hold a quoted key, an index, a slice, * or a filter", "quote a key: ['a']"),
    ("$[]", 1, "A bracket must hold a quoted key, an index, a slice, * or a filter", None),
    ("$[", 1, "A bracket must hold a quoted key, an index, a slice, * or a filter", "close the bracket with ]"),
    (
        "$[(@.length-1)]",
        1,
        "A bracket must hold a quoted key, an index, a slice, * or a filter",
        "scripts are not supported; the last item is [-1]",
    ),
    ("$['a", 2, "The quoted key is not closed", "close it with '"),
    ("$['a'", 1, "The bracket is not closed", "close it with ]"),
    ("$['it's']", 5, "After a quoted key comes a comma or the closing bracket", "a ' inside a key is written \\'"),
    ("$['a',]", 6, "A key is missing after the comma", None),
    ("$['a',,'b']", 6, "A key is missing between two commas", None),
    ("$['a','b", 6, "The quoted key is not closed", "close it with '"),
    ("$['\\u12xy']", 2, "A \\u in a key needs four hexadecimal digits", None),
    ("$['a',", 1, "The bracket is not closed", "close it with ]"),
    ("$[0", 1, "The bracket is not closed", "close it with ]"),
    ("$[0,]", 1, "[0,] contains something other than an index", None),
    ("$[1 2]", 1, "[1 2] contains something other than an index", None),
    ("$[99999999999]", 1, "[99999999999] contains something other than an index", None),
    ("$[0x]", 1, "[0x] is neither an index nor a slice", None),
    ("$[:]", 1, "[:] gives neither a start nor an end", "write [*] for all items"),
    ("$[1:2,3]", 1, "[1:2,3] is not a slice", "a slice contains neither blanks nor commas: [1:3]"),
    ("$[*,1]", 3, "After [* comes the closing bracket", None),
    ("$[?]", 3, "A filter is written in parentheses", "write [?(...)]"),
    ("$[?@.a]", 3, "A filter is written in parentheses", "write [?(...)]"),
    ("$[?(@.a]", 3, "The filter's parenthesis is not closed", "close the filter with )]"),
    ("$[?(@.a)", 8, "After the filter's closing parenthesis comes ]", None),
    ("$[?(@.a = 1)]", 8, "Expected an operator in the filter, found: = 1", "equality is written =="),
    ("$[?(@.a == 1 and @.b)]", 13, "Expected an operator in the filter, found: and @.b", "write && for and"),
    ("$[?(@.a or @.b)]", 8, "Expected an operator in the filter, found: or @.b", "write || for or"),
    (
        "$[?(@.a == x)]",
        11,
        "Expected a value: a path, a quoted text, a number, true, false or null",
        "quote a text: 'text'",
    ),
    ("$[?(@.a == no)]", 11, "A text in a filter must be quoted", "write 'text'"),
    ("$[?(@.a == 'x)]", 11, "The quote is not closed", None),
    ("$[?(true)]", 8, "A literal in a filter must be compared with something", "write @.key == literal"),
    (
        "$[?(@.a/2 == 1)]",
        7,
        "The regular expression is not closed by /",
        "inside a filter, / begins a regular expression; quote a key that contains one: @['a/b']",
    ),
    (
        "$[?(@.a =~ /(/)]",
        11,
        "The regular expression is not valid: java.util.regex.PatternSyntaxException: Unclosed group near index 1\n(",
        None,
    ),
    ("$.a.sum(", 7, "The arguments of sum( are not closed by )", None),
    ("$.sum(1])", 7, "A ] without its opening bracket", None),
    ("$.sum($.a b)", 9, "A name after a dot must not contain a blank", "write ['a b']"),
    ("$.a.b.", 5, "A path must not end with a dot", None),
    ("a.", 1, "A path must not end with a dot", None),
    ("$x.y", 1, "After $ a path continues with a dot or a bracket", "write $.x.y"),
    ("@x", 1, "After $ a path continues with a dot or a bracket", "write @.x"),
    ("$a[0]", 1, "After $ a path continues with a dot or a bracket", "write $.a[0]"),
    ("  $.my key", 0, "Expected a name, found a blank", None),
    ("user.my key", 7, "A name after a dot must not contain a blank", "write ['my key']"),
    ("$.my key[0]", 4, "A name after a dot must not contain a blank", "write ['my key']"),
    ("$[ 'a'", 1, "The bracket is not closed", "close it with ]"),
    ("$['a' 'b']", 4, "After a quoted key comes a comma or the closing bracket", "a ' inside a key is written \\'"),
    ('$["a', 2, "The quoted key is not closed", 'close it with "'),
    ('$["a"b"]', 4, "After a quoted key comes a comma or the closing bracket", 'a " inside a key is written \\"'),
    ("$[ ", 1, "A bracket must hold a quoted key, an index, a slice, * or a filter", "close the bracket with ]"),
    ("$[a", 1, "A bracket must hold a quoted key, an index, a slice, * or a filter", "close the bracket with ]"),
    ("$[ a ]", 1, "A bracket must hold a quoted key, an index, a slice, * or a filter", "quote a key: ['a']"),
    ("$[(1)", 1, "A bracket must hold a quoted key, an index, a slice, * or a filter", "close the bracket with ]"),
    ("$['a\\", 2, "The quoted key is not closed", "close it with '"),
    ("$['a'x", 4, "After a quoted key comes a comma or the closing bracket", "a ' inside a key is written \\'"),
    ("$[1", 1, "The bracket is not closed", "close it with ]"),
    ("$[-", 1, "The bracket is not closed", "close it with ]"),
    ("$[1:", 1, "The bracket is not closed", "close it with ]"),
    ("$[a:b]", 1, "A bracket must hold a quoted key, an index, a slice, * or a filter", "quote a key: ['a:b']"),
    ("$[--1]", 1, "[--1] contains something other than an index", None),
    ("$[1:--1]", 1, "[1:--1] contains something other than an index", None),
    ("$[1:99999999999]", 1, "[1:99999999999] contains something other than an index", None),
    ("$[1,x]", 1, "[1,x] is neither an index nor a slice", None),
    ("$[1-1]", 1, "[1-1] contains something other than an index", None),
    ("$[*", 3, "The path ends too early", None),
    ("$[ * x]", 5, "After [* comes the closing bracket", None),
    ("$[?", 3, "The path ends too early", None),
    ("$[? (", 4, "The filter's parenthesis is not closed", "close the filter with )]"),
    ("$[?(@.a))]", 8, "After the filter's closing parenthesis comes ]", None),
    ("$[?(@.a", 3, "The filter's parenthesis is not closed", "close the filter with )]"),
    (
        "$[?(@.a && )]",
        11,
        "Expected a value: a path, a quoted text, a number, true, false or null",
        "quote a text: 'text'",
    ),
    ("$[?(!x)]", 5, "Expected a value: a path, a quoted text, a number, true, false or null", "quote a text: 'text'"),
    ("$[?(!)]", 5, "Expected a value: a path, a quoted text, a number, true, false or null", "quote a text: 'text'"),
    ("$[?(1)]", 5, "A literal in a filter must be compared with something", "write @.key == literal"),
    ("$[?('a')]", 7, "A literal in a filter must be compared with something", "write @.key == literal"),
    ('$[?(@.a == "x)]', 11, "The quote is not closed", None),
    ("$[?(@['a == 1)]", 6, "The quote is not closed", None),
    ("$[?(@[0 == 1)]", 5, "The square bracket is not closed", "close it with ]"),
    ("$[?(@.a == [1)]", 11, "The [ is not closed", "close it with ]"),
    ("$[?(@.a == {1)]", 11, "The { is not closed", "close it with }"),
    ("$[?(@.a == 1.2.3)]", 11, "Expected a value: a path, a quoted text, a number, true, false or null", None),
    ("$[?(@.a == -)]", 11, "Expected a value: a path, a quoted text, a number, true, false or null", None),
    (
        "$[?(@.a == /x)]",
        11,
        "The regular expression is not closed by /",
        "inside a filter, / begins a regular expression; quote a key that contains one: @['a/b']",
    ),
    ("$[?(@.a & @.b)]", 8, "Expected an operator in the filter, found: & @.b", "write && for and"),
    ("$[?(@.a | @.b)]", 8, "Expected an operator in the filter, found: | @.b", "write || for or"),
    ("$[?(@.a <> 1)]", 8, "Expected an operator in the filter, found: <> 1", "inequality is written !="),
    ("$[?(@.a not 1)]", 8, "Expected an operator in the filter, found: not 1", "write ! for not"),
    ("$[?((@.a == 1 @.b))]", 14, "Expected an operator in the filter, found: @.b)", None),
    (
        "$[?(@.a == 1 @.bcdefghijklmnopqrstuvwxyz)]",
        13,
        "Expected an operator in the filter, found: @.bcdefghijklmnopqrs",
        None,
    ),
    ("$[?(@.a == 1) == 2)]", 13, "After the filter's closing parenthesis comes ]", None),
    (
        "$[?(@.a===)]",
        10,
        "Expected a value: a path, a quoted text, a number, true, false or null",
        "quote a text: 'text'",
    ),
    ("$.sum(", 5, "The arguments of sum( are not closed by )", None),
    ("$.sum(1", 5, "The arguments of sum( are not closed by )", None),
    ("$.sum((1)", 5, "The arguments of sum( are not closed by )", None),
    ("$.a.b.max(1,2", 9, "The arguments of max( are not closed by )", None),
    ("$.sum($.a", 5, "The arguments of sum( are not closed by )", None),
    ("$.sum({)", 6, "The arguments of sum( are not closed by )", None),
    ("$.sum(})", 6, "A } without its opening bracket", None),
    ("$.sum($.my key)", 10, "A name after a dot must not contain a blank", "write ['my key']"),
    ("$.sum($x)", 7, "After $ a path continues with a dot or a bracket", "write $.x"),
    ("$.sum(1, $x)", 10, "After $ a path continues with a dot or a bracket", "write $.x"),
]


@pytest.mark.parametrize(("path", "position", "message", "hint"), REFUSED)
def test_refused_path(path: str, position: int, message: str, hint: str | None) -> None:
    with pytest.raises(JsonPathError) as raised:
        compile_path(path)
    problem = raised.value
    assert (problem.position, problem.message, problem.hint) == (position, message, hint)


def test_the_text_of_an_error() -> None:
    with pytest.raises(JsonPathError) as raised:
        compile_path("$.my key")
    assert str(raised.value) == (
        "A name after a dot must not contain a blank (at character 5 of the path); hint: write ['my key']"
    )


HOSTILE = [
    "$[?(" + "(" * 5000 + "@.a" + ")" * 5000 + ")]",
    "$[?(" + "!" * 5000 + "(@.a))]",
    "$" + "[?(@.a" * 2000 + ")]" * 2000,
    "$.a" + ".sum($.b" * 3000 + ")" * 3000,
]


@pytest.mark.parametrize("path", HOSTILE, ids=["brackets", "negations", "filters", "functions"])
def test_nesting_without_end_is_an_error_of_the_path(path: str) -> None:
    with pytest.raises(JsonPathError):
        compile_path(path)
