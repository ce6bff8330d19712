"""Templates as Python functions: errors with places, tracebacks, findings, tracing, and the limits of their code."""

from __future__ import annotations

import ast
import os
import re
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

from tests.disk_cache.folders import opened
from vtlharness.errors import VtlRenderError, VtlSyntaxError
from vtlharness.findings import Finding
from vtlharness.source import Source
from vtlharness.vtl.compile import compiler
from vtlharness.vtl.compile.compiler import GeneratedFunction
from vtlharness.vtl.compile.forms import OFTEN, Form
from vtlharness.vtl.compile.template_cache import TemplateCache
from vtlharness.vtl.template import Template

pytestmark = pytest.mark.usefixtures("each_form")


def _render(text: str, **variables: Any) -> str:
    return Template(Source(text, "t.vtl")).render(variables)


RENDER_ERRORS = [
    (
        "in the text",
        "a\n  b $s.substring(99) c",
        """t.vtl:2:5: StringIndexOutOfBoundsException: begin 99, end 3, length 3
2 |   b $s.substring(99) c
        ^^^^^^^^^^^^^^^^""",
    ),
    (
        "in a #set",
        "#set($x = $s.substring(99))",
        """t.vtl:1:11: StringIndexOutOfBoundsException: begin 99, end 3, length 3
1 | #set($x = $s.substring(99))
              ^^^^^^^^^^^^^^^^""",
    ),
    (
        "in a condition",
        "#if(1 < $s.charAt(7))a#end",
        """t.vtl:1:9: StringIndexOutOfBoundsException: String index out of range: 7
1 | #if(1 < $s.charAt(7))a#end
            ^^^^^^^^^^^^""",
    ),
    (
        "in a string with directives, called from a loop",
        '#foreach($i in [1])\n#set($x = "#if(true)$s.substring(99)#end")\n#end',
        """t.vtl:2:21: StringIndexOutOfBoundsException: begin 99, end 3, length 3
2 | #set($x = "#if(true)$s.substring(99)#end")
                        ^^^^^^^^^^^^^^^^""",
    ),
    (
        "in a block",
        "#define($d)\n$s.substring(99)#end\n$d",
        """t.vtl:2:1: StringIndexOutOfBoundsException: begin 99, end 3, length 3
2 | $s.substring(99)#end
    ^^^^^^^^^^^^^^^^""",
    ),
    (
        "#parse",
        "#parse('x.vtl')",
        """t.vtl:1:1: #parse finds no file: the service has none
1 | #parse('x.vtl')
    ^^^^^^^^^^^^^^^
hint: write the text out here""",
    ),
    (
        "#break of something other than a loop",
        "#break($s)",
        """t.vtl:1:8: the argument of #break is not a loop
1 | #break($s)
           ^^
hint: #break without an argument leaves the innermost loop""",
    ),
]


@pytest.mark.parametrize(
    ("template", "message"), [case[1:] for case in RENDER_ERRORS], ids=[case[0] for case in RENDER_ERRORS]
)
def test_render_errors_say_where(template: str, message: str) -> None:
    with pytest.raises(VtlRenderError) as caught:
        _render(template, s="abc")
    assert str(caught.value).split("\nhint: begin")[0] == message


def test_traceback_shows_the_template(tmp_path: Path) -> None:
    file = tmp_path / "orders.vtl"
    file.write_text("{\n  first: $s.length(),\n  second: $s.substring(99)\n}\n")
    template = Template(Source(file.read_text(), str(file)))
    with pytest.raises(VtlRenderError) as caught:
        template.render({"s": "abc"})
    frames = traceback.extract_tb(caught.value.__cause__.__traceback__)  # type: ignore[union-attr]
    frame = next(frame for frame in frames if frame.filename == str(file))
    assert (frame.lineno, frame.line) == (3, "second: $s.substring(99)")


LONG = {
    "text": "a $x line {number}",
    "directives": "#if($x)a#else$x#end",
    "sets": "#set($y = $x)",
    "gaps": "#**#",
}


@pytest.mark.parametrize("line", [1, 2, 3, 66, 130, 250, 499, 500])
@pytest.mark.parametrize("filling", LONG.values(), ids=LONG)
def test_the_line_of_an_error_in_a_long_template(filling: str, line: int) -> None:
    """In the error and in the traceback, after many lines or few, with steps of all lengths between them."""
    lines = [filling.format(number=number) for number in range(1, 501)]
    lines[line - 1] = "  b $s.substring(99)"
    with pytest.raises(VtlRenderError) as caught:
        _render("\n".join(lines), s="abc")
    assert (caught.value.line, caught.value.column) == (line, 5)
    frames = traceback.extract_tb(caught.value.__cause__.__traceback__)  # type: ignore[union-attr]
    (frame,) = (frame for frame in frames if frame.filename == "t.vtl")
    assert (frame.lineno, frame.line) == (line, "b $s.substring(99)")


@pytest.mark.parametrize("gap", [1, 31, 32, 63, 64, 127, 128, 255, 300, 5000])
@pytest.mark.parametrize("fails", ["first", "last"])
def test_the_line_of_an_error_beside_a_gap(gap: int, fails: str) -> None:
    """The end of a loop leads back over all its lines, to the next round or behind it."""
    wrong = "$s.substring($n)"
    first, last = (wrong, "$n") if fails == "first" else ("$n", wrong)
    text = f"#foreach($n in [1, 99])\n{first}\n" + "## nothing\n" * gap + f"{last}\n#end"
    line = 2 if fails == "first" else gap + 3
    with pytest.raises(VtlRenderError) as caught:
        _render(text, s="abc")
    assert caught.value.line == line
    frames = traceback.extract_tb(caught.value.__cause__.__traceback__)  # type: ignore[union-attr]
    assert [frame.lineno for frame in frames if frame.filename == "t.vtl"] == [line]


def test_a_block_that_contains_itself_ends() -> None:
    assert _render("#define($d)x$d#end$d") == "xx$d"


def test_a_value_that_contains_itself_is_an_error() -> None:
    with pytest.raises(VtlRenderError, match=r"contains itself|StackOverflow"):
        _render("#set($a = [])#set($b = [$a])#set($r = $a.add($b))$a")


FINDINGS = [
    ("#if($none)a#end", [("VTL201", 1, 5, "$none is true although it is missing")]),
    ("x\n#if(!$m.none)a#end", [("VTL201", 2, 6, "$m.none is true although it is missing")]),
    ("#if(false)#if($none)a#end#end", []),
    ("#if($m)a#end", [("VTL201", 1, 5, "$m is true although it is missing, empty or 0")]),
    ("#if($n)a#end#if($n.o == 1)b#end", []),
    ("#if('a')a#end#if(true)b#end", [("VTL202", 1, 5, "never holds")]),
    ("#foreach($i in [1..1001])#end", [("VTL311", 1, 1, "at most 1000 rounds")]),
    ("#foreach($i in [1..1000])#end", []),
    ("#macro(foo)a#end", [("VTL221", 1, 1, "defines no macros")]),
    ("#evaluate('a')", [("VTL222", 1, 1, "has no #evaluate")]),
    ("#foreach($i $l)a#end", [("VTL223", 1, 13, "expected 'in'")]),
    ('{"a": $m}', []),
    ('#set($x = 1)\n{"a": $n, "b": $n.o}', [("VTL111", 2, 7, "prints a map")]),
    ("a $n", []),
    ("#set(${x} = 1)", [("VTL211", 1, 6, "does not set $x")]),
]


@pytest.mark.parametrize(("text", "expected"), FINDINGS, ids=[text for text, _ in FINDINGS])
def test_findings(text: str, expected: list[tuple[str, int, int, str]]) -> None:
    findings: list[Finding] = []
    Template(Source(text, "t.vtl")).render({"m": {}, "n": {"o": 1}}, findings)
    assert [(found.rule, found.file, found.line, found.column) for found in findings] == [
        (rule, "t.vtl", line, column) for rule, line, column, _ in expected
    ]
    for found, (*_, part) in zip(findings, expected, strict=True):
        assert part in found.message


def test_a_traced_template_tells_which_line_wrote_what() -> None:
    text = '{\n "a": "$a",\n#foreach($i in [1..2])\n  "k": $i,\n#end\n "z": 1\n}\n'
    origins: list[tuple[int, int]] = []
    output = Template(Source(text), traced=True).render({"a": "x\ny"}, origins=origins)

    def line_of(part: str) -> int:
        return [Source(text).position(offset).line for begin, offset in origins if begin <= output.index(part)][-1]

    assert output == _render(text, a="x\ny")
    assert [line_of(part) for part in ('"a"', "x", "y", '"k"', "2", '"z"', "}")] == [2, 2, 2, 4, 4, 6, 7]


def test_a_traced_template_tells_the_lines_of_text_that_begins_with_a_lone_dollar() -> None:
    origins: list[tuple[int, int]] = []
    assert Template(Source("$a$ b\nc"), traced=True).render({}, origins=origins) == "$ b\nc"
    assert origins == [(0, 0), (0, 2), (4, 6)]


def test_a_function_for_a_string_stands_where_the_string_does() -> None:
    text = 'a\nb\n#set($c = "#if(true)d#end")$c'
    code = Template(Source(text), form="short")._function.__code__  # type: ignore[attr-defined]
    inner = [constant for constant in code.co_consts if isinstance(constant, CodeType)]
    assert [function.co_firstlineno for function in inner] == [3]


# Generated code


TEXTS = [
    "'''",
    '"""',
    "\\",
    "\\n",
    "{x}",
    "%s",
    "\0",
    "\r",
    "\u2028",
    "\ud800",
    "'); import os; ('",
    "é𝄞",
    "#{x}",
    "\\'",
]


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_text_enters_generated_code_only_as_constants(text: str) -> None:
    source = f"a{text}b$x.y"
    template = Template(Source(source))
    assert template.render({}) == f"a{text}b"
    names = {node.id for node in ast.walk(ast.parse(template.python)) if isinstance(node, ast.Name)}
    assert names <= {"out", "get", "warn", "mark", "t", "v0_x", "text", "str", "int", "dict", "get_property"}


def test_generated_code_is_the_same_each_time() -> None:
    text = "#foreach($i in $l)$i#if($foreach.hasNext),#end#end#define($d)$a$b-c#end$d"
    assert Template(Source(text)).python == Template(Source(text)).python


HOSTILE = [
    "$s.__class__",
    "$s.class.__mro__",
    "$s.class.forName('java.lang.Runtime')",
    "$s.getClass().getClassLoader()",
    "$s.format.__globals__",
    "$m.__init__.__globals__",
    "$m.get('x').__class__",
    "$l.__len__()",
    "$l.append(1)",
    "$l.sort()",
    "$m.pop('a')",
    "$m.items()",
    "$s.encode()",
    "$s.join($l)",
    "$foreach.storage",
    "$n.real",
    "$n.bit_length()",
    "#foreach($i in [1])$foreach.storage$foreach.index.real#end",
    "$__builtins__",
    "$get",
    "$out",
    "$s['__class__']|$m['__class__']|$l['__class__']|$m.get('__class__')",
    "$s.translate({})",
]


@pytest.mark.parametrize("template", HOSTILE)
def test_no_path_to_python(template: str) -> None:
    output = _render(template, s="abc", m={"a": 1}, l=[1], n=5)
    assert not re.search("<|object|function|module|0x|builtin|__main__|method", output), output


def test_variables_are_not_python_names() -> None:
    assert _render("#set($class = 1)#set($def-x = 2)#set($None = 3)#set($t = 4)$class$def-x$None$t$out") == "1234"


# The cache


def test_a_kept_template_renders_and_fails_alike(tmp_path: Path) -> None:
    source = Source("#foreach($i in $l)$i#end\n$s.substring(9)", "t.vtl")
    first = Template(source, cache=TemplateCache(opened(tmp_path)))
    kept = TemplateCache(opened(tmp_path)).load(source)
    assert kept is not None
    second = Template(source, cache=TemplateCache(opened(tmp_path)))
    assert first.render({"l": [1, 2], "s": "0123456789ab"}) == second.render({"l": [1, 2], "s": "0123456789ab"})
    messages = []
    for template in (first, second):
        with pytest.raises(VtlRenderError) as caught:
            template.render({"s": "abc"})
        messages.append(str(caught.value))
    assert messages[0] == messages[1]
    assert "t.vtl:2:1" in messages[0]


@pytest.mark.parametrize("damage", [b"", b"x", b"0" * 16, b"0" * 500])
def test_a_damaged_file_is_compiled_again(tmp_path: Path, damage: bytes) -> None:
    source = Source("a$x")
    Template(source, cache=TemplateCache(opened(tmp_path)))
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    for content in (damage, whole[:-1], whole[:20] + b"\xff" + whole[21:]):
        file.write_bytes(content)
        assert Template(source, cache=TemplateCache(opened(tmp_path))).render({"x": "b"}) == "ab"
        assert file.read_bytes() == whole


def test_a_file_is_written_over_by_a_shorter_one(tmp_path: Path) -> None:
    source = Source("a$x")
    Template(source, cache=TemplateCache(opened(tmp_path)))
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole + whole)
    Template(source, cache=TemplateCache(opened(tmp_path)))
    assert file.read_bytes() == whole


NESTED = "#macro(m $x)$x#end#foreach($i in [1, 2])#m($i)#foreach($j in [3])$missing.toString().fail()#end#end"


def codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from codes(one)


@pytest.mark.parametrize("text", ["a", NESTED])
def test_a_text_under_another_name_is_found_and_bears_that_name(tmp_path: Path, text: str) -> None:
    """As in a copy of the project, or another working directory: messages and tracebacks tell the file of this run."""
    cache = TemplateCache(opened(tmp_path))
    Template(Source(text, "one.vtl"), cache=cache)
    for name in ("two.vtl", "../else/where.vtl", "one.vtl"):
        found = cache.load(Source(text, name))
        assert found is not None
        assert found.code is None or {code.co_filename for code in codes(found.code)} == {name}
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_of_another_template_does_not_count(tmp_path: Path) -> None:
    cache = TemplateCache(opened(tmp_path))
    Template(Source("a$x"), cache=cache)
    (file,) = tmp_path.iterdir()
    Template(Source("b$x"), cache=cache)
    (other,) = (path for path in tmp_path.iterdir() if path != file)
    other.write_bytes(file.read_bytes())
    assert Template(Source("b$x"), cache=cache).render({"x": 1}) == "b1"


def test_the_older_half_goes_where_a_folder_has_grown_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vtlharness.disk_cache.cache.MOST_FILES", 3)
    sources = [Source(text) for text in "abcd"]
    for age, source in enumerate(sources):
        before = set(tmp_path.iterdir())
        Template(source, cache=TemplateCache(opened(tmp_path)))
        (file,) = set(tmp_path.iterdir()) - before
        os.utime(file, (0, 1_000_000 + age))
    Template(Source("e"), cache=TemplateCache(opened(tmp_path)))
    kept = [source.text for source in (*sources, Source("e")) if TemplateCache(opened(tmp_path)).load(source)]
    assert kept == ["c", "d", "e"]


# Compiled twice


def _compilations(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """The forms, inlined or not, to which templates are compiled from now on."""
    forms = []
    compile_template = compiler.compile_template

    def recording(*given: Any, inline: bool, **more: Any) -> GeneratedFunction:
        forms.append(inline)
        return compile_template(*given, inline=inline, **more)

    monkeypatch.setattr(compiler, "compile_template", recording)
    return forms


@pytest.mark.parametrize(("form", "compiled"), [("closures", [True]), ("short", [False, True])])
def test_a_template_that_is_rendered_often_is_compiled_once_more(
    monkeypatch: pytest.MonkeyPatch, form: Form, compiled: list[bool]
) -> None:
    forms = _compilations(monkeypatch)
    template = Template(Source("#if($x.y == 'b')a$x.y#end\n$x.z.w"), form=form)
    findings: list[list[Finding]] = []
    for _ in range(OFTEN * 3):
        findings.append([])
        assert template.render({"x": {"y": "b", "z": {}}}, findings[-1]) == "ab"
    assert forms == compiled
    assert all(found == findings[0] for found in findings)


def test_a_template_that_is_met_again_in_the_cache_is_compiled_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = _compilations(monkeypatch)
    for _ in range(4):
        template = Template(Source("a$x"), form=None, cache=TemplateCache(opened(tmp_path)))
        assert template.render({"x": 1}) == "a1"
    assert forms == [True]


LOOP = "#foreach($item in $x)$item#end"


@pytest.mark.parametrize(
    ("text", "payload", "compiled"),
    [
        (LOOP, 10, []),
        (LOOP, 50_000, [True]),
        ("$x", 50_000, []),
        ("#foreach($n in [1..20])$n#end", 10, []),
        ("#foreach($n in [1..1000])$n#end", 10, [True]),
    ],
)
def test_a_long_first_rendering_is_compiled_at_once(
    monkeypatch: pytest.MonkeyPatch, text: str, payload: int, compiled: list[bool]
) -> None:
    forms = _compilations(monkeypatch)
    template = Template(Source(text), form=None)
    assert template.render({"x": [1, 2]}, payload=payload)
    assert forms == compiled


def test_what_nests_too_deep_for_the_second_form_keeps_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    template = Template(Source("a$x"), form="closures")

    def refusing(*_: Any, **__: Any) -> GeneratedFunction:
        raise VtlSyntaxError("the template is nested too deeply")

    monkeypatch.setattr(compiler, "compile_template", refusing)
    assert {template.render({"x": 1}) for _ in range(OFTEN * 2)} == {"a1"}
