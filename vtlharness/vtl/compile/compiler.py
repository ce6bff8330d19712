"""A source to a compiled template: parse, generate, compile.

Comes in: a Source. Goes out: a `CompiledTemplate`, plain data and a code object, which `marshal` can write and read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from types import CodeType
from typing import TYPE_CHECKING

from vtlharness.source import Source
from vtlharness.vtl.compile.compilation import GeneratedLines, Specializer
from vtlharness.vtl.compile.compiled_template import CompiledTemplate
from vtlharness.vtl.compile.line_table import with_template_lines
from vtlharness.vtl.compile.parsed import Parsed, nested_too_deeply, parsed
from vtlharness.vtl.compile.template_code import generate

if TYPE_CHECKING:
    from vtlharness.vtl.compile.counting import Counters


@dataclass(frozen=True, slots=True)
class GeneratedFunction:
    """The generated text of a template's function, its code on the text's own lines, and the offset of each line.

    `counters` are those of a function that counts.
    """

    text: str
    code: CodeType
    offsets: tuple[int, ...]
    compiled: CompiledTemplate
    counters: Counters | None = None


def _with_names(code: CodeType) -> CodeType:
    """The code with a name of its own for each function inside, by which a traceback finds it."""
    constants = (
        _with_names(constant.replace(co_name=f"{constant.co_name}{constant.co_firstlineno}"))
        if isinstance(constant, CodeType)
        else constant
        for constant in code.co_consts
    )
    return code.replace(co_consts=tuple(constants))


def compile_template(
    source: Source,
    specializer: Specializer | None,
    roots: Sequence[str] = (),
    *,
    inline: bool,
    traced: bool = False,
    counting: bool = False,
    watched: bool = False,
    tree: Parsed | None = None,
) -> GeneratedFunction:
    """Compiles a template; the same source gives the same code. Raises VtlSyntaxError.

    `roots` are the variables whose values the function takes in a row. With `inline`, compiling takes twice as long,
    and rendering a third of the time. `tree` is the source's, if somebody has parsed it. With `counting`, the function
    counts what it reaches.
    """
    tree = tree or parsed(source)
    lines = GeneratedLines()
    try:
        lines, compilation = generate(
            tree.block,
            tree.usage,
            specializer,
            roots,
            inline=inline,
            traced=traced,
            counting=counting,
            watched=watched,
        )
        text = "\n".join(lines.lines) + "\n"
        module = compile(text, source.name, "exec", dont_inherit=True)
    except (RecursionError, MemoryError, SyntaxError, OverflowError) as problem:
        line = getattr(problem, "lineno", None) or 1  # of the generated text, where Python gave up
        offset = lines.offsets[line - 1] if line <= len(lines.offsets) else 0
        raise nested_too_deeply(source, offset) from problem
    code = next(constant for constant in module.co_consts if isinstance(constant, CodeType))
    if compilation.many_functions:
        code = _with_names(code)
    line_starts, before = source.line_starts, source.first_line - 1
    template_lines = [bisect_right(line_starts, offset) + before for offset in lines.offsets]
    compiled = CompiledTemplate(
        with_template_lines(code, template_lines, f"<{source.name}>" if counting else source.name),
        tuple(tree.usage.variables),
        tuple(tree.usage.read_only().items()),
        tuple(compilation.calls),
        tree.traps,
        tuple(compilation.traps),
        inline,
    )
    return GeneratedFunction(text, code, tuple(lines.offsets), compiled, compilation.counters)
