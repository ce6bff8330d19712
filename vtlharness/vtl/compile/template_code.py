"""The syntax tree of a template to the text of its function: a header, and the body that `codegen` writes."""

from __future__ import annotations

from collections.abc import Sequence

from vtlharness.vtl.compile.codegen import FunctionWriter
from vtlharness.vtl.compile.compilation import Compilation, GeneratedLines, Specializer
from vtlharness.vtl.compile.function_header import function_header
from vtlharness.vtl.compile.usage import Usage, begins_as_json
from vtlharness.vtl.syntax.nodes import Block


def generate(
    block: Block,
    usage: Usage,
    specializer: Specializer | None,
    roots: Sequence[str] = (),
    *,
    inline: bool = True,
    traced: bool = False,
    counting: bool = False,
    watched: bool = False,
) -> tuple[GeneratedLines, Compilation]:
    """The text of the template's function, and the constants and traps that it uses.

    With `inline`, the common case of each operation is written out; otherwise each operation is a call (see
    `vtl.compile.operation_code`). With `traced`, the function calls `mark((number of pieces so far, template offset))`
    before each piece. With `counting`, it counts in the list `hits` what it reaches. With `watched`, it calls
    `mark((template offset, value))` for each reference.
    """
    compilation = Compilation(
        usage, specializer, roots, inline=inline, traced=traced, watched=watched, writes_json=begins_as_json(block)
    )
    if counting:
        from vtlharness.vtl.compile.counting import add_counters

        compilation.counters = add_counters(block, usage)
    body = FunctionWriter(compilation, "template", [], 1).write(block)
    text = function_header(block, compilation)
    text.extend(body)
    return text, compilation
