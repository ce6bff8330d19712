"""The place of each node: its text is its source, it lies inside its parent's, and siblings follow one another."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.differential.grammar import TemplateWriter
from tests.vtl.syntax.trees import GENERATED, LANGUAGE, Standing, parse, shape, standing, trees
from vtlharness.vtl.syntax.nodes import (
    Binary,
    Block,
    Break,
    Constant,
    Define,
    Failure,
    Foreach,
    If,
    Index,
    Interpolation,
    ListLiteral,
    MapLiteral,
    MethodCall,
    Node,
    Not,
    Property,
    Range,
    Reference,
    Set,
    Stop,
    Text,
)
from vtlharness.vtl.syntax.walk import walk

Directive = (Set, If, Foreach, Define, Stop, Break, Failure)


def _text(template: str, node: Node) -> str:
    return template[node.start : node.end]


def _texts(template: str, kind: type[Node]) -> list[str]:
    return [_text(template, node) for node in walk(parse(template)) if isinstance(node, kind)]


def _check_order(tree: Block, size: int) -> None:
    assert (tree.start, tree.end) == (0, size)
    for node in walk(tree):
        assert node.start <= node.offset <= node.end
        place = node.start
        for child in node.children():
            assert place <= child.start
            place = child.end
        assert place <= node.end


def _again(text: str, place: Standing) -> Node | None:
    """The node of the text alone, in a place where the grammar has such a node; None for one that needs its
    surroundings.
    """
    node, around = place
    parent = around[-1] if around else None
    if isinstance(node, (Block, Text)) or parent is None:
        return None
    if isinstance(node, Reference) and (node.runt or text.startswith("##")):  # text or a comment, elsewhere
        return None
    if isinstance(node, (Property, MethodCall)) and text.startswith("$"):  # `$a.b$.c()`, where the `$` is lost
        return None
    if isinstance(parent, Block):
        (statement,) = parse(text).children()
        return statement
    if isinstance(node, (Property, MethodCall, Index)):
        (reference,) = parse(f"$q{text}").children()
        (step,) = reference.children()
        return step
    if isinstance(parent, Set) and node is parent.target:
        (statement,) = parse(f"#set({text} = 1)").children()
        return statement.children()[0]
    inner = [type(outer) for outer in around if isinstance(outer, (MethodCall, Index, Block))][-1]
    if inner is Block:
        (statement,) = parse(f"#set($q = {text})").children()
        return statement.children()[1]
    (reference,) = parse(f"$q.m({text})" if inner is MethodCall else f"$q[{text}]").children()
    return reference.children()[0].children()[0]


def _check_texts(template: str, tree: Block) -> int:
    """Checks that the text of each node makes that node again; returns the number of checked nodes."""
    checked = 0
    for place in standing(tree):
        text = _text(template, place.node)
        escapes = '""' in text or "\\u" in text  # in a string they are different from outside
        if escapes and any(isinstance(outer, Interpolation) for outer in place.around):
            continue
        again = _again(text, place)
        if again is not None:
            assert shape(again) == shape(place.node), text
            checked += 1
    return checked


@pytest.mark.parametrize("templates", [LANGUAGE, GENERATED], ids=["language", "generated"])
def test_spans_nest_and_follow_one_another(templates: list[str]) -> None:
    for template, tree in trees(templates):
        _check_order(tree, len(template))


@pytest.mark.parametrize(("templates", "least"), [(LANGUAGE, 1000), (GENERATED, 5000)], ids=["language", "generated"])
def test_the_text_of_a_node_makes_the_node(templates: list[str], least: int) -> None:
    without_macros = [template for template in templates if "#macro" not in template]
    assert sum(_check_texts(template, tree) for template, tree in trees(without_macros)) >= least


@pytest.mark.parametrize(
    ("template", "kind", "texts"),
    [
        ("a$b c", Text, ["a", " c"]),
        ("$ s|$5", Text, ["$ s|", "$5"]),
        ("a##b\nc", Text, ["a", "c"]),
        ("$##b\nc", Text, ["$", "c"]),
        ("a#* b *#c", Text, ["a", "c"]),
        ("#[[ $x ]]#", Text, ["#[[ $x ]]#"]),
        ("\\#if \\\\#if(true)#end", Text, ["\\#if", " ", "\\\\"]),
        ("#foo(1 $x)\nb", Text, ["#foo(1 $x)\n", "b"]),
        ("#literal()$x#end\nb", Text, ["#literal()$x#end", "b"]),
        ("$a|${b}|$!c|$!{d}", Reference, ["$a", "${b}", "$!c", "$!{d}"]),
        ("\\$a|\\\\$b|$$c|#$d|\\$\\!e", Reference, ["\\$a", "\\\\$b", "$$c", "#$d", "\\$\\!e"]),
        ("$a.b.c(1, $d)[0].e!", Reference, ["$a.b.c(1, $d)[0].e", "$d"]),
        ("${a.b.c}$d.e", Property, [".b", ".c", ".e"]),
        ("$a.b( 1 ).c()", MethodCall, [".b( 1 )", ".c()"]),
        ("$a[ 'b' ][0]", Index, ["[ 'b' ]", "[0]"]),
        ("#set($a = 1.5 )#set($b = -2)", Constant, ["1.5", "-2"]),
        ("#set($a = [1..3])", Constant, ["1", "3"]),
        ("#set($a = 'it''s')#set($b = \"\"\"\")#set($c = true)", Constant, ["'it''s'", '""""', "true"]),
        ('#set($a = "b$c")', Interpolation, ['"b$c"']),
        ("#set($a = [ 1 .. $b ] )", Range, ["[ 1 .. $b ]"]),
        ("#set($a = [ 1, [2] ] )", ListLiteral, ["[ 1, [2] ]", "[2]"]),
        ("#set($a = { 'b' : {} } )", MapLiteral, ["{ 'b' : {} }", "{}"]),
        ("#set($a = 1 + 2 * 3 )", Binary, ["1 + 2 * 3", "2 * 3"]),
        ("#set($a = ( (1 + 2) * 3 )\n - 4\n)", Binary, ["( (1 + 2) * 3 )\n - 4", "(1 + 2) * 3", "1 + 2"]),
        ("#if((1 + 2)\n == (3)\n )#end", Binary, ["(1 + 2)\n == (3)", "1 + 2"]),
        ("#if(! $a && !($b)\n )#end", Not, ["! $a", "!($b)"]),
        (" \t#set( $a = 1 ) \nb#{set}($c=2)", Set, ["#set( $a = 1 )", "#{set}($c=2)"]),
        ("#if($a)\nb#elseif($c)d#else\ne#end \nf", If, ["#if($a)\nb#elseif($c)d#else\ne#end"]),
        ("#{if}($a)b#{else}c#{end}\n", If, ["#{if}($a)b#{else}c#{end}"]),
        ("#if($a) \nb#elseif($c) \n#else\ne#end", Block, ["b", "", "e"]),
        ("a#foreach( $b in $c )d#end\ne", Foreach, ["#foreach( $b in $c )d#end"]),
        ("#define( $a )b#end\n$a", Define, ["#define( $a )b#end"]),
        ("a#stop", Stop, ["#stop"]),
        ("a#stop($b) \n", Stop, ["#stop($b)"]),
        ("#foreach($a in $b)#break($foreach)\n#end", Break, ["#break($foreach)"]),
        ("#foreach($a)b#end\n#parse('c')\n", Failure, ["#foreach($a)b#end", "#parse('c')"]),
    ],
)
def test_the_text_of(template: str, kind: type[Node], texts: list[str]) -> None:
    found = _texts(template, kind)
    assert (found[1:] if kind is Block else found) == texts


@pytest.mark.parametrize(
    ("string", "kind", "texts"),
    [
        ("a $b.c d", Reference, ["$b.c"]),
        ("a $b.c d", Text, ["a ", " d"]),
        ("$b", Text, []),
        ("\\u0041$b.c.d", Property, [".c", ".d"]),
        ('""$b.c(""d"")""', MethodCall, ['.c(""d"")']),
        ("$\\u0062.\\u0063d.e", Reference, ["$\\u0062.\\u0063d.e"]),
        ("$\\u0062.\\u0063d.e", Property, [".\\u0063d", ".e"]),
        ("\\u005c\\u005c$b", Reference, ["\\u005c\\u005c$b"]),
        ("#if($b)\nc#end \nd", If, ["#if($b)\nc#end"]),
        ('#set($b = ""c$d"") e', Set, ['#set($b = ""c$d"")']),
        ('#set($b = ""c$d"") e', Interpolation, ['"#set($b = ""c$d"") e"', '""c$d""']),
        ('#set($b = ""c$d"") e', Reference, ["$b", "$d"]),
        ("#if(1\\u0020+ 2)b#end", Binary, ["1\\u0020+ 2"]),
        ("#foreach($b in [1..2])\\u000a$b#end\\u000a!", Foreach, ["#foreach($b in [1..2])\\u000a$b#end"]),
        ("##b", Text, []),
        ("a#*$b*#c", Text, ["a", "c"]),
    ],
)
@pytest.mark.parametrize("before", ["", "a line\nand a "])
def test_the_text_in_a_string_of(before: str, string: str, kind: type[Node], texts: list[str]) -> None:
    template = f'{before}#stop("{string}")'
    assert _texts(template, kind) == ([before] if before and kind is Text else []) + texts


def test_the_block_of_a_string_is_what_stands_between_its_quotes() -> None:
    assert _texts('a\n#set($b = "c$d ")', Block) == ['a\n#set($b = "c$d ")', "c$d "]


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("a\\\\$b", "$b"),
        ("#if($c)#end$$b.d!", "$b.d"),
        ('#set($c = "\\u005c\\u005c$b")', "$b"),
    ],
)
def test_messages_point_to_a_reference_without_what_is_in_front(template: str, shown: str) -> None:
    found = [node for node in walk(parse(template)) if isinstance(node, Reference) and node.root == "b"]
    assert [template[node.offset : node.offset + node.length] for node in found] == [shown]


def test_messages_point_to_an_operator() -> None:
    template = "#if(1 + 2 == (3 - 4))#end"
    found = [node for node in walk(parse(template)) if isinstance(node, Binary)]
    assert [template[node.offset] for node in found] == ["=", "+", "-"]


@settings(max_examples=200, derandomize=True, deadline=None)
@given(random=st.randoms(use_true_random=False))
def test_any_template(random: Random) -> None:
    for template, tree in trees([TemplateWriter(random).template()]):
        _check_order(tree, len(template))
        if "#macro" not in template:
            _check_texts(template, tree)
