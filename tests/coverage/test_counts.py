"""What a template counts, where a rendering takes an unusual way through it."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest

from vtlharness.coverage import TemplateCounts, counting
from vtlharness.coverage.file_arms import template_reach
from vtlharness.errors import VtlRenderError
from vtlharness.gateway.templates.evaluation import Evaluation
from vtlharness.gateway.templates.mapping_template import specialize
from vtlharness.gateway.templates.render import render_evaluation
from vtlharness.source import Source
from vtlharness.vtl.compile.forms import Form
from vtlharness.vtl.template import Template

FAILS = "$input.path('$.s').substring(99)"


@pytest.fixture(params=["short", "inlined"])
def form(request: pytest.FixtureRequest) -> Form:
    """Each form that can count."""
    kind: Form = request.param
    return kind


def counts_of(text: str, form: Form = "short", **data: object) -> TemplateCounts:
    """The counts of one rendering with a text `s` and other data."""
    source = Source(text, "t.vtl")
    with counting() as recorder, suppress(VtlRenderError):
        render_evaluation(Template(source, specialize, form=form), Evaluation(body=json.dumps({"s": "abc", **data})))
    return recorder.templates[source]


def times(counts: TemplateCounts, word: str) -> dict[str, int]:
    """How often each arm of a directive or operator was taken, by its kind."""
    return {arm.kind: count for arm, count in counts.arms() if arm.word == word}


def test_the_condition_of_an_elseif_that_fails_is_reached(form: Form) -> None:
    counts = counts_of(f"#if($input.path('$.s') == 'b')\na\n#elseif({FAILS})\nb\n#elseif(true)\nc\n#end\nd\n", form)
    assert counts.lines() == {1: 1, 2: 0, 3: 1, 4: 0, 5: 0, 6: 0, 8: 0}
    assert times(counts, "#if") == {"true": 0, "false": 1}
    assert times(counts, "#elseif") == {"true": 0, "false": 0}


def test_the_condition_of_an_elseif_that_a_string_leaves_is_reached(form: Form) -> None:
    counts = counts_of('#foreach($i in [1, 2])\n#if(false)\n#elseif("#break" == $i)\na\n#end\n#end\nb', form)
    assert counts.lines() == {1: 1, 2: 1, 3: 1, 4: 0, 7: 1}
    assert times(counts, "#if") == {"true": 0, "false": 1}
    assert times(counts, "#elseif") == {"true": 0, "false": 0}


def test_a_failure_in_a_block_that_a_string_prints(form: Form) -> None:
    text = f'#define($d)\na{FAILS}\nb#end\n#set($q = "${{d}}#if(true)\nc#end")\nd\n#set($r = 1)\ne'
    assert counts_of(text, form).lines() == {1: 1, 2: 1, 3: 0, 4: 1, 5: 1, 6: 0, 7: 0, 8: 0}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("#if(false)a#elseif($x)b#end", (1, 12)),
        ("#if(false)a#elseif((($x) && $y))b#end", (1, 12)),
        ("#if(false)\na\n  #{elseif}(\n($x))\nb#end", (3, 3)),
        ("#if(false)#elseif($x)b#end", (1, 11)),
        ("#if(false)a## c\n#elseif($x)b#end", (2, 1)),
    ],
)
def test_the_place_of_an_elseif_is_the_directive(text: str, place: tuple[int, int]) -> None:
    counts = counts_of(text)
    assert {counts.source.position(arm.offset) for arm, _ in counts.arms() if arm.word == "#elseif"} == {place}


def test_lines_of_a_head_up_to_its_parenthesis() -> None:
    text = "#if(false)\na\n#elseif(\n$x\n)\nb\n#end\n#foreach($i in\n[1]\n)\nc\n#end\n"
    assert counts_of(text).lines() == {1: 1, 2: 0, 3: 1, 4: 1, 5: 1, 6: 1, 8: 1, 9: 1, 10: 1, 11: 1}


def test_arms_that_lead_to_the_same_line_are_told_apart() -> None:
    reach = template_reach(counts_of("#if($input.path('$.a') == 1)\na#{else}b\n#end\n", a=1))
    assert {arm.kind: count for arm, count in reach.arms.items()} == {"true": 1, "false": 0}
    assert len({arm.arc for arm in reach.arms}) == 2


@pytest.mark.parametrize("depth", [2, 12, 20])
def test_loops_in_one_another_render_and_count(form: Form, depth: int) -> None:
    heads = "".join(
        f"#foreach($i{number} in [1, 2])\n" if number < 3 else "#foreach($j in [1])\n" for number in range(depth)
    )
    counts = counts_of(f"{heads}#if($i1 == 1 && true)\na\n#end\n" + "#end\n" * depth, form)
    rounds = 2 ** min(depth, 3)
    assert counts.lines()[depth + 1] == rounds
    assert counts.lines()[depth + 2] == rounds // 2
    assert times(counts, "&&") == {"evaluated": rounds // 2, "skipped": rounds // 2}


def test_more_counters_than_locals(form: Form) -> None:
    ifs = "".join(f"#if($i == {number})\na\n#end\n" for number in range(700))
    counts = counts_of(f"#foreach($i in [0..699])\n{ifs}#end\n", form)
    assert [times for _, times in counts.arms()][3:] == [1, 699] * 700
