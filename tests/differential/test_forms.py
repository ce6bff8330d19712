"""The three forms of a template do the same, in everything that can be seen."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from tests.differential.grammar import write_request
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.templates.evaluation import Evaluation
from vtlharness.gateway.templates.mapping_template import specialize
from vtlharness.gateway.templates.render import render_evaluation
from vtlharness.limits.budget import Limits
from vtlharness.limits.errors import under_limits
from vtlharness.source import Source
from vtlharness.vtl.compile.forms import FORMS, Form
from vtlharness.vtl.template import Template

COUNT = 300
FEW = Limits(rounds=7, characters=60, items=25)


def _seen(request: dict[str, Any], form: Form) -> object:
    """The text with its findings, or the error with its place."""
    evaluation = Evaluation(
        body=request.get("body"),
        params=request.get("params", {}),
        context=request.get("context", {}),
        stage_variables=request.get("stageVariables", {}),
        variables=request.get("vars", {}),
    )
    try:
        template = Template(Source(request["template"]), specialize, form=form)
        rendering = render_evaluation(template, evaluation)
    except VtlHarnessError as error:
        return str(error)
    return rendering.text, rendering.findings, rendering.request_override, rendering.response_override


@pytest.mark.parametrize("limits", [Limits(), FEW], ids=["usual limits", "few of all"])
@pytest.mark.parametrize("seed", range(COUNT // 100))
def test_generated_templates(seed: int, limits: Limits) -> None:
    for number in range(100):
        request = write_request(Random(f"forms {seed}/{number}"))
        first, *others = (under_limits(limits, _seen, request, form) for form in FORMS)
        assert others == [first, first], request["template"]


PLACES = [
    "#set($x = $s.substring(99))",
    "#set($m.k = $s.substring(99))",
    "#set($m.k = 1)\n#set($s.substring(99).x = 2)",
    "\n#set($l[$s.length()] = 1)",
    "#if($s == 'a')a#elseif($s.substring(99))b#end",
    "#foreach($i in $s.substring(99))a#end",
    "#foreach($i in [1..3])\n#if($i > 1)$s.substring(99)#end#end",
    '#set($x = "a$s.substring(99)")',
    '#set($x = "a#if(true)\n$s.substring(99)#end")$x',
    "#define($d)\n $s.substring(99)#end\n\n$d",
    "#foreach($foreach in [1])a#end",
    "#foreach($i in [1])#foreach($foreach in [1])#stop #end#end",
    "#break('x')",
    "#include('x')",
    "\\$s.substring(99)",
    "#set($b = [])#set($c = [$b])#set($r = $b.add($c))\n$b",
]


@pytest.mark.parametrize("text", PLACES)
def test_failures_have_the_same_place(text: str) -> None:
    request = {"template": text, "vars": {"s": "abc", "l": [1], "m": {}}}
    first, *others = (_seen(request, form) for form in FORMS)
    assert isinstance(first, str)
    assert others == [first, first]


NULLS = {"l": [1, None, 2], "m": [None, None], "n": None, "deep": [[1, None], [], [None]]}
HIDING = [
    "#foreach($x in [1, $n])#set($x = $l.get(99))#end",
    "#foreach($x in $m)#set($x = $l.get(99))#end",
    "#foreach($x in $l)[$x#set($x = 5)$x$velocityCount$velocityHasNext]#end$x",
    '#set($x = 1)#foreach($x in $l)#set($y = "#set($x = 3)$!x")$y$!x#end$x',
    "#foreach($x in $deep)#foreach($x in $x)$!x,#end$!x;#end$!x",
    "#define($d)#foreach($x in $l)$!x$foreach.index#if($x == 1)$e#end#end#end#define($e)<$d>#end$d",
    "#define($d)#foreach($x in $l)$!x$foreach.count$foreach.hasNext$d#end#end$d",
    "#foreach($x in $l)$foreach.index#foreach($y in $l)$foreach.parent.index#end#if($x == 2)#break#end#end",
    "#foreach($x in $l)#foreach($y in $l)#break($foreach.parent)#end$x#end done",
    "#foreach($x in $l)#set($r = $l.add(1))$x#end",
    "#foreach($e in {'a': 1, 'b': 2}.entrySet())$e#end#foreach($k in [1..1001])#end$k",
]


@pytest.mark.parametrize("text", HIDING)
def test_loops_in_all_forms(text: str) -> None:
    first, *others = (_seen({"template": text, "vars": NULLS}, form) for form in FORMS)
    assert others == [first, first]
