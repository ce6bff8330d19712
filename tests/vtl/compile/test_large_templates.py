"""vtl.compile: templates of hundreds of kilobytes compile, and the forms for them mean the same as the usual ones."""

from __future__ import annotations

import copy

import pytest

from tests.vtl.test_language import ROWS, VARIABLES
from vtlharness.errors import VtlHarnessError, VtlRenderError, VtlSyntaxError
from vtlharness.source import Source
from vtlharness.vtl.compile import codegen, expression_code, usage
from vtlharness.vtl.compile.template_code import generate
from vtlharness.vtl.compile.usage import find_usage
from vtlharness.vtl.syntax.parser import Parser
from vtlharness.vtl.template import Template

pytestmark = pytest.mark.usefixtures("each_form")


def _rendered(text: str) -> str:
    try:
        return Template(Source(text)).render(copy.deepcopy(VARIABLES))
    except VtlHarnessError as problem:
        return f"{problem.message} {problem.line}:{problem.column}"


def test_the_forms_for_large_templates_mean_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    templates = [row["template"] for row in ROWS] + [
        '#define($d)#foreach($i in [1..2])$i#set($t = "<#if($foreach.hasNext)$i#else end#end>")$t#end#end$d$d',
        "#define($a)($b)#end#define($b)[$c]#end#set($c = 7)$a#set($c = 8)$a",
        '#define($a)x$a#end$a #foreach($i in $l)#set($x = "#foreach($j in $l)$i.$j #end")$x#end$i$j$foreach',
        "#foreach($i in $l)#define($d)$i$foreach.count#end$d#end$d",
        '#set($x = "a$s#stop b")$x',
        '#set($x = "#foreach($i in $l)$i#break#end")$x#foreach($i in $l)"#break"$i#end',
        '#define($d)$l.get(7)#end\n\n"$d"',
        '\n#set($x = "\n#if($s)$l.get(7)#end")',
        "#foreach($k in [0..9])#if($k==0)A#elseif($k==1)B#elseif($k==2)C#elseif($k==3)D$!t#set($k=7)#else$k#end#end",
        "#foreach($k in [0..9])#if($k==0)A#elseif($k==1)B#elseif($k==2)C#break#elseif($k==3)D#end#end",
        "#if($f)a#elseif($f)b#elseif($f)c#elseif($f)d#end|#if($f)#elseif($f)#else x#if($f)#elseif($f)#end#end",
        "#set($x = $n + 1 - 2 * 3 + $n % 2 / $q + $z + $n)$x#set($x = 'a' + $q + 1 + 'b' + 1.5 + ($n + 1 + $n + 2))$x",
    ]
    usual = [_rendered(template) for template in templates]
    monkeypatch.setattr(usage, "MANY_FUNCTIONS", 0)
    monkeypatch.setattr(codegen, "_MOST_BRANCHES", 2)
    monkeypatch.setattr(expression_code, "_LONG_SUM", 1)
    monkeypatch.setattr(expression_code, "_MOST_KEPT", 1)
    assert [_rendered(template) for template in templates] == usual


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("".join(f"#define($d{i})$n#end" for i in range(500)) + "$d0$d499", "22"),
        ("".join(f'#set($x{i} = "#if($t)$n#end")' for i in range(500)) + "$x0$x499", "22"),
        ("#set($x = $n" + " + $n" * 3000 + ")$x", "6002"),
        ("#set($x = $n" + " + 1 - 1" * 3000 + ")$x", "2"),
        ("#if($f" + " || $f" * 3000 + " || $t)yes#end", "yes"),
        ("#if($t" + " && $t" * 3000 + " && $f)yes#end", ""),
        ("#if($f)a" + "#elseif($f)b" * 4000 + "#elseif($t)c#else d#end", "c"),
        ("#if($f)a" + "#elseif($f)b" * 4000 + "#else d#end", "d"),
        ("#if($t)a" + "#elseif($t)b" * 4000 + "#else d#end", "a"),
    ],
    ids=range(9),
)
def test_long_rows(template: str, text: str) -> None:
    assert _rendered(template).strip() == text


def test_the_place_of_a_failure_in_one_of_many_blocks() -> None:
    text = "".join(f"#define($d{i})$l.get({i})#end\n" for i in range(200)) + "$d150"
    with pytest.raises(VtlRenderError) as caught:
        Template(Source(text)).render(copy.deepcopy(VARIABLES))
    assert (caught.value.line, caught.value.column) == (151, 15)


@pytest.mark.parametrize("step", [".b", ".b()", "[0]"])
def test_a_reference_of_too_many_steps(step: str) -> None:
    with pytest.raises(VtlSyntaxError, match="the template is nested too deeply"):
        Template(Source("$a" + step * 50_000))


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("\\" * 100_001, "\\" * 100_001),
        ("\\" * 100_000 + "#if($t)x#end", "\\" * 50_000 + "x"),
        ("#*" + "\\" * 100_000 + "*#x", "x"),
        ("##" + "\\" * 100_000 + "\nx", "x"),
        ("#[[" + "\\" * 100_000 + "]]#x", "\\" * 100_000 + "x"),
    ],
    ids=range(5),
)
def test_runs_of_backslashes(template: str, text: str) -> None:
    assert _rendered(template) == text


def _names(text: str) -> list[int]:
    """The number of names of the template's function and of the functions inside it, twice as large each time."""
    counts = []
    for count in (100, 200):
        block = Parser(Source("".join(text.format(i=i) for i in range(count)))).parse()
        lines, _ = generate(block, find_usage(block), None)
        code = compile("\n".join(lines.lines), "t", "exec").co_consts[0]
        counts.append(len({*code.co_varnames, *code.co_cellvars}))
    return counts


@pytest.mark.parametrize(
    "text",
    [
        "#define($d{i})$a{i}#foreach($i in $a)x#end#end",
        '#set($x{i} = "#if($a{i})x#end")',
        '#foreach($i{i} in $a{i})#set($x{i} = "#foreach($j in $i{i})$j#end")#end',
    ],
)
def test_many_functions_have_few_names(text: str) -> None:
    few, many = _names(text)
    assert many == few < 20
