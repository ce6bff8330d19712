"""The first lines of a template's function: its definition, and the locals that its body needs.

Comes in: the template's block, and the `Compilation` after the body has been written. Goes out: the lines before the
body.
"""

from __future__ import annotations

from vtlharness.limits.budget import GIVEN, MANY_ROUNDS
from vtlharness.vtl.compile.compilation import Compilation, GeneratedLines
from vtlharness.vtl.syntax.nodes import Block

LOOP_VARIABLES = frozenset({"foreach", "velocityCount", "velocityHasNext"})
"""The variables that a loop sets besides its own."""


def function_header(block: Block, compilation: Compilation) -> GeneratedLines:
    """The lines before the body of the template's function."""
    usage = compilation.usage
    text = GeneratedLines()
    text.add(0, "def template(out, roots, get, reached, mark, budget):", 0)
    if usage.loops:
        most = rounds_at_once(block)
        text.add(1, f"left = first = {most} if budget.limits.rounds >= {most} else budget.limits.rounds", 0)
    for rounds in compilation.null_rounds.values():
        text.add(1, f"{rounds} = NullRounds()", 0)
    if compilation.asks_for_keys:
        text.add(1, "plain = not other_keys", 0)
    if compilation.makes_texts:
        text.add(1, "long = budget.long", 0)
    if usage.shares:
        text.add(1, "budget.used().shares = True", 0)
    if block.length > GIVEN and (usage.loops or usage.defines):  # a long text may be printed often
        text.add(1, "budget.used()", 0)
    if compilation.many_functions:
        text.add(1, f"v = [{', '.join([_given(name, compilation) for name in compilation.variables])}]", 0)
    else:
        for name, local in compilation.variables.items():
            if _is_given(name, compilation):
                text.add(1, f"{local} = {_given(name, compilation)}", 0)
    return text


def rounds_at_once(block: Block) -> int:
    """How many rounds run before somebody looks at the memory: fewer in a longer template, which makes more in each."""
    return max(1000, MANY_ROUNDS // (1 + block.length // 1000))


def _given(name: str, compilation: Compilation) -> str:
    """The value that a variable has when the template begins."""
    place = compilation.roots.get(name)
    return f"get({name!r})" if place is None else f"roots[{place}]"


def _is_given(name: str, compilation: Compilation) -> bool:
    """Whether the function has to fetch a variable's value: it may be read before it is set."""
    usage = compilation.usage
    if compilation.has_functions or name in compilation.null_rounds:  # whatever sets it names it, so it must exist
        return True
    if name in usage.set_first:
        return False
    if name in LOOP_VARIABLES:
        return name != "foreach" or usage.foreach_object or name in compilation.used
    return name in (usage.outside if name in usage.assigned else compilation.used)
