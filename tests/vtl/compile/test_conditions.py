"""Conditions that code is generated for in a way of their own: every form of a template agrees."""

from __future__ import annotations

from typing import Any

import pytest

from vtlharness.errors import VtlRenderError
from vtlharness.source import Source
from vtlharness.vtl.compile.forms import FORMS
from vtlharness.vtl.template import Template

ROW = (
    '#if($x == "a")A#elseif($x == "")empty#elseif($x == "1")one#elseif($x == "1.5")half#elseif($x == "true")yes'
    '#elseif($x == \'["a"]\')list#elseif($x == "{k=v}")map#{else}other#end'
)
BLOCK = '#define($b)$!b.x#if($n)a#end#end#if($b == "b")B#elseif($b == "a")A#elseif($b == "")empty#end'


@pytest.mark.parametrize(
    ("value", "output"),
    [
        ("a", "A"),
        ("b", "other"),
        ("", "empty"),
        (None, "empty"),
        (1, "one"),
        (1.5, "half"),
        (True, "yes"),
        (False, "other"),
        (["a"], "list"),
        ({"k": "v"}, "map"),
        ([], "other"),
    ],
)
def test_a_value_equals_the_text_that_it_prints(value: Any, output: str) -> None:
    roots = {} if value is None else {"x": value}
    assert [Template(Source(ROW), form=form).render(roots) for form in FORMS] == [output] * 3


@pytest.mark.parametrize(
    ("template", "roots", "output"),
    [
        (BLOCK, {"n": 1}, "A"),
        (BLOCK, {}, "A"),  # a missing value is the empty text, which is true
        ('#if("b" == "a")no#elseif($x == "a")A#elseif($x == "b")B#end', {"x": "b"}, "B"),
        ('#if($x == "a")no#elseif($y == "b")B#elseif($x == "c")C#end', {"x": "c", "y": "b"}, "B"),
        ('#if($x == "a")no#elseif($x != "c")B#end', {"x": "b"}, "B"),
        ('#if($x.k == "a")no#elseif($x.k == "b")B#end', {"x": {"k": "b"}}, "B"),
        ('#foreach($i in [1..3])#if($i == "2")two#elseif($i == "3")three#else.#end#end', {}, ".twothree"),
        ('#foreach($i in ["b", "a"])#if($i == "a")A#set($i = "b")#elseif($i == "b")B#end$i#end', {}, "BbAb"),
        ("#set($s = \"#if($x == 'a')no#elseif($x == 'b')B#end\")[$s]", {"x": "b"}, "[B]"),
    ],
)
def test_rows_of_other_kinds(template: str, roots: dict[str, Any], output: str) -> None:
    assert [Template(Source(template), form=form).render(dict(roots)) for form in FORMS] == [output] * 3


def test_the_place_of_a_comparison_that_fails() -> None:
    template = '#define($b)$b#end\n#if($x == "a")\n#elseif($x == "b")\n#elseif($x.substring(9) == "c")\n#end'
    for form in FORMS:
        with pytest.raises(VtlRenderError) as caught:
            Template(Source(template, "t.vtl"), form=form).render({"x": "d"})
        assert (caught.value.line, caught.value.column) == (4, 9)


def test_a_watcher_sees_the_value_at_each_comparison() -> None:
    seen: list[tuple[int, Any]] = []
    text = '#if($x == "a")#elseif($x == "b")B#end'
    assert Template(Source(text), watcher=seen.append).render({"x": "b"}) == "B"
    assert seen == [(4, "b"), (text.rindex("$x"), "b")]


def test_the_generated_code_looks_at_the_kind_of_the_value_once() -> None:
    generated = Template(Source(ROW), form="inlined").python
    assert generated.count("comparable(") == 1
    assert generated.count("__class__") == 1


@pytest.mark.parametrize(
    ("template", "roots", "output"),
    [
        ("#foreach($i in [1..3])<$i>#if($foreach.hasNext),#end\n\n#end", {}, "<1>,\n<2>,\n<3>\n"),
        ("a#if($x)b#{else}c#{end}d", {"x": True}, "abd"),
        ("a#if($x)b#{else}c#{end}d", {"x": False}, "acd"),
        ("a#if($x)b#{end}#if($y)c#{end}d", {"x": False, "y": True}, "acd"),
        ("#if($x)b#end#if($y)c#end", {"x": True, "y": False}, "b"),
        ("$x#if($x)b#{end}$x", {"x": True}, "truebtrue"),
        ("a#if($x)b#{end}#set($y = 1)c$y", {"x": True}, "abc1"),
        ("a#if($x)b#{end}#if($y)c$y#{end}d", {"x": True, "y": 1}, "abc1d"),
        ("\\$x#if($x)b#end", {"x": True}, "$xb"),
        (f"{'a' * 65}#if($x)b#{{end}}{'c' * 65}", {"x": True}, f"{'a' * 65}b{'c' * 65}"),
        ("#define($b)a#if($x)b#{end}c#end$b$b", {"x": True}, "abcabc"),
        ('#set($s = "a#if($x)b#{end}c")$s', {"x": True}, "abc"),
    ],
)
def test_a_choice_between_texts_and_the_texts_around_it(template: str, roots: dict[str, Any], output: str) -> None:
    assert [Template(Source(template), form=form).render(dict(roots)) for form in FORMS] == [output] * 3
    origins: list[tuple[int, int]] = []
    assert Template(Source(template), traced=True).render(dict(roots), origins=origins) == output
