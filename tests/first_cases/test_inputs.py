"""What templates read: the places of the call, by what the template does with them."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

from typing import Any

import pytest

from vtlharness.first_cases.reading.inputs import ITEM, JSON, MISSING, MOST_STEPS, VALUE, Inputs, Origin, path_steps
from vtlharness.first_cases.reading.template_inputs import inputs_of, template_inputs
from vtlharness.source import Source


def _inputs(text: str) -> Inputs:
    return template_inputs(Source(text))


def _body(text: str) -> set[tuple[str, ...]]:
    return {origin.steps for origin in _inputs(text).wishes if origin.place == "body"}


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("$", ()),
        ("$.a.b", ("a", "b")),
        ("a.b", ("a", "b")),
        ("$['a']['b c']", ("a", "b c")),
        ('$["a"].b', ("a", "b")),
        ("$.items[0].id", ("items", ITEM, "id")),
        ("$.items[*].id", ("items", VALUE, "id")),
        ("$.items[?(@.a > 1)].id", ("items", ITEM, "id")),
        ("$.items.length()", ("items",)),
        ("$..id", None),
        ("$.a..id", ("a",)),
    ],
)
def test_steps_of_a_path(path: str, steps: tuple[str, ...] | None) -> None:
    found = path_steps(path)
    assert found == steps or (path.endswith("[*].id") and found is not None)


@pytest.mark.parametrize(
    ("template", "steps"),
    [
        ("$input.path('$.a.b')", ("a", "b")),
        ("$input.json('$.a')", ("a",)),
        ("#set($x = $input.path('$.a'))$x.b", ("a", "b")),
        ("#set($x = $input.path('$'))$x.a.b.get('c')", ("a", "b", "c")),
        ("#set($x = $input.path('$'))$x['a'][0].b", ("a", ITEM, "b")),
        ("#foreach($i in $input.path('$.items'))$i.id#end", ("items", ITEM, "id")),
        ("#foreach($i in $input.path('$.items'))#foreach($j in $i.parts)$j#end#end", ("items", ITEM, "parts", ITEM)),
        ("$util.escapeJavaScript($input.path('$.a')).replaceAll(\"x\", \"y\")", ("a",)),
        ("#set($e = $util.parseJson($input.path('$.errorMessage')))$e.type", ("errorMessage", JSON, "type")),
        ('"#if($x)$input.path(\'$.a\')#end"', ("a",)),
        ("#set($m = {'k': $input.path('$.a')})", ("a",)),
        ("#define($d)$input.path('$.a')#end$d", ("a",)),
        ("#if($x)#set($y = $input.path('$.a'))#else#set($y = {})#end$y.b", ("a", "b")),
        ("#foreach($k in $input.path('$.m').keySet())$input.path('$.m').get($k)#end", ("m", VALUE)),
        ("$input.json(\"$.items[$foreach.index].id\")", ("items", ITEM, "id")),
        ("#if($input.path('$.a').containsKey('b'))x#end", ("a", "b")),
    ],
)  # fmt: skip
def test_places_of_the_payload(template: str, steps: tuple[str, ...]) -> None:
    body = _inputs(template)
    assert steps in _body(template) or any(origin.steps == steps for origin in body.wishes)


@pytest.mark.parametrize(
    ("template", "origin"),
    [
        ("$input.params('q')", Origin("parameter", ("q",))),
        ("$input.params().querystring.q", Origin("querystring", ("q",))),
        ("$input.params().header.get('X-A')", Origin("header", ("X-A",))),
        ("$input.params().path['id']", Origin("path", ("id",))),
        ("$context.authorizer.claims.sub", Origin("context", ("authorizer", "claims", "sub"))),
        ("$stageVariables.table", Origin("stageVariables", ("table",))),
        ("$stageVariables.get('table')", Origin("stageVariables", ("table",))),
        ("$input.body", Origin("body")),
    ],
)
def test_other_places(template: str, origin: Origin) -> None:
    assert origin in _inputs(template).wishes


@pytest.mark.parametrize(
    ("condition", "values"),
    [
        ("$a == 'x'", ["x", MISSING]),
        ("$a != 'x'", ["x", MISSING]),
        ("'x' == $a", ["x", MISSING]),
        ("$a > 3", [3, 4, 2]),
        ("$a == true", [True, False]),
        ("$a == ''", [MISSING, ""]),
        ("!$a", [MISSING, False, True]),
        ("$a && $b", [MISSING, False, True]),
        ("$a.size() > 1", [("size", 2), ("size", 1), ("size", 0)]),
        ("$a.isEmpty()", [("size", 0), ("size", 2)]),
        ("$a.contains('x')", [("containing", "x"), MISSING]),
        ("$a.matches('[0-9]+')", [("matching", "[0-9]+"), MISSING]),
        ("$a.equals('x')", ["x", MISSING]),
        ("{'p': 1, 'q': 2}.containsKey($a)", []),
    ],
)
def test_values_that_make_a_difference(condition: str, values: list[Any]) -> None:
    found = _inputs(f"#set($a = $input.path('$.a'))#if({condition})x#end").wishes.get(Origin("body", ("a",)))
    assert (found.values if found else []) == values


def test_keys_of_a_table() -> None:
    text = "#set($t = {'p': 1, 'q': 2})#set($a = $input.path('$.a'))#if($t.containsKey($a))$t.get($a)#end"
    assert _inputs(text).wishes[Origin("body", ("a",))].values[:2] == ["p", "q"]


def test_a_template_that_sets_the_answer_is_one_for_responses() -> None:
    assert _inputs("#set($context.responseOverride.status = 400)").answers
    assert not _inputs("#set($context.requestOverride.header.A = 'b')").answers


@pytest.mark.parametrize("template", ["", "$", "#if(", "$input", "$input.path()", "$input.params()", "$input.path($x)", "$x.y.z()",
                                      "$input.path(5)", "$util", "$util.x", "$context", "#foreach($a)b#end", "\\$input.path('$.a')"])  # fmt: skip
def test_what_tells_nothing(template: str) -> None:
    assert not [origin for origin in _inputs(template).wishes if origin.steps]


def test_inputs_of_a_tree() -> None:
    from vtlharness.vtl.syntax.parser import Parser

    assert Origin("body", ("a",)) in inputs_of(Parser(Source("$input.path('$.a')")).parse()).wishes


def _wished(text: str, origin: Origin) -> list[Any]:
    return _inputs(text).wishes[origin].values


SIZES = [("size", 2), ("size", 0), ("size", 1)]


@pytest.mark.parametrize("place", ["header", "querystring", "path"])
@pytest.mark.parametrize(
    "template",
    [
        "#set($all = $input.params())#foreach($n in $all.PLACE.keySet())$all.PLACE.get($n)#end",
        "#foreach($n in $input.params().get('PLACE').keySet())$n#end",
        "#set($a = $input.params())#foreach($t in $a.keySet())#set($p = $a.get($t))#foreach($n in $p.keySet())$n#end#end",
        "#set($a = $input.params())#foreach($t in $a.keySet())#foreach($n in $a[$t].keySet())$a[$t][$n]#end#end",
    ],
)
def test_all_parameters(template: str, place: Any) -> None:
    assert _wished(template.replace("PLACE", place), Origin(place)) == SIZES


def test_all_stage_variables() -> None:
    text = "#foreach($n in $stageVariables.keySet())$stageVariables.get($n)#end"
    assert _wished(text, Origin("stageVariables")) == SIZES


def test_parameters_of_a_list_of_names() -> None:
    inputs = _inputs("#foreach($n in ['a', 'B', 3])$input.params($n)#end")
    assert [*inputs.wishes] == [Origin("parameter", ("a",)), Origin("parameter", ("B",))]


@pytest.mark.parametrize(
    ("template", "steps"),
    [
        ("#foreach($e in $input.path('$.m').entrySet())$e.key $e.value.id#end", ("m", VALUE, "id")),
        ("#foreach($e in $input.path('$.m').entrySet())$e.getValue()#end", ("m", VALUE)),
        ("#foreach($v in $input.path('$.m').values())$v.id#end", ("m", VALUE, "id")),
        ("#foreach($e in $input.path('$.m').entrySet().iterator())$e.value.x#end", ("m", VALUE, "x")),
        ("#foreach($e in $input.path('$.m').entrySet())#foreach($i in $e.value)$i.x#end#end", ("m", VALUE, ITEM, "x")),
        ("#foreach($v in $input.path('$.m').values())#foreach($i in $v)$i.x#end#end", ("m", VALUE, ITEM, "x")),
        ("#foreach($v in $input.path('$.m').values().iterator())$v.x#end", ("m", VALUE, "x")),
    ],
)
def test_pairs_and_values_of_maps(template: str, steps: tuple[str, ...]) -> None:
    inputs = _inputs(template)
    assert inputs.wishes[Origin("body", ("m",))].kind == "map"
    assert inputs.wishes[Origin("body", ("m",))].values == SIZES
    assert steps in _body(template)


@pytest.mark.parametrize(
    ("template", "bare"),
    [
        ('{"a": $input.path("$.a")}', True),
        ('{"a": "$input.path("$.a")"}', False),
        ('{"a": "b: $input.path("$.a")"}', False),
        ('{"a": [1, $input.path("$.a")]}', True),
        ('{"a": $input.json("$.a")}', False),
        ("a=$input.path('$.a')", False),
        ('{"a":\n$input.path("$.a")}', False),
        ('{"a": #if($x)$input.path("$.a")#end}', True),
    ],
)
def test_values_that_stand_in_json_without_quotes(template: str, bare: bool) -> None:
    assert _inputs(template).wishes[Origin("body", ("a",))].bare is bare


@pytest.mark.parametrize(
    ("template", "answers"),
    [
        ("$input.json('$.Item.id.S')", True),
        ("#set($r = $input.path('$'))$r.Items.size()", True),
        ("$input.path('$.errorMessage')", True),
        ("#set($context.responseOverride.status = 404)", True),
        ("$input.path('$.item')", False),
        ("$input.path('$.order.Item')", False),
        ("#set($context.requestOverride.header.a = 'b')", False),
    ],
)
def test_templates_for_responses(template: str, answers: bool) -> None:
    assert _inputs(template).answers is answers


def test_a_text_in_two_kinds_of_quotes_is_a_constant() -> None:
    wish = _inputs("#if($input.path('$.a').matches(\"^[a-z]+$\"))x#end").wishes[Origin("body", ("a",))]
    assert wish.values == [("matching", "^[a-z]+$"), MISSING]


@pytest.mark.parametrize(
    "template",
    [
        "$input.path('$" + ".a" * 400 + "')",
        "#set($x = $input.path('$'))$x" + ".a" * 400,
        "#set($x = $input.path('$'))" + "#set($x = $x.a)" * 400 + "$x",
    ],
)
def test_a_place_that_lies_very_deep(template: str) -> None:
    assert all(len(steps) <= MOST_STEPS for steps in _body(template))


def test_keys_that_a_template_compares_those_of_a_map_with() -> None:
    text = "#foreach($k in $input.path('$.m').keySet())#if($k == 'age' || 'count' == $k)$input.path('$.m')[$k]#end#end"
    assert _inputs(text).wishes[Origin("body", ("m",))].keys == ["age", "count"]


@pytest.mark.parametrize(("number", "values"), [(0, [1, 0, -1]), (3, [3, 4, 2])])
def test_a_number_that_is_compared_with_zero_is_not_zero_at_first(number: int, values: list[int]) -> None:
    assert _inputs(f"#if($input.path('$.n') == {number})x#end").wishes[Origin("body", ("n",))].values == values
