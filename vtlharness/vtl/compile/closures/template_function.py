"""The function of a whole template, of the same signature as that of generated code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

from vtlharness.limits.budget import GIVEN, Budget
from vtlharness.vtl.compile.closures.scope import VARIABLES, NestsTooDeeply, Run, TemplateScope
from vtlharness.vtl.compile.closures.statements import StatementClosures
from vtlharness.vtl.compile.compilation import Specializer
from vtlharness.vtl.compile.compiled_template import CompiledTemplate
from vtlharness.vtl.compile.forms import Work, expected_work
from vtlharness.vtl.compile.function_header import rounds_at_once
from vtlharness.vtl.compile.parsed import Parsed
from vtlharness.vtl.compile.usage import begins_as_json
from vtlharness.vtl.null_rounds import NullRounds
from vtlharness.vtl.runtime import Reached

TemplateFunction: TypeAlias = Callable[..., None]
"""Takes what a template's function takes (see `vtl.compile.codegen`)."""


class TemplateClosures(NamedTuple):
    """A template's first form: its function, what rendering needs besides, and the work of a rendering."""

    function: TemplateFunction
    compiled: CompiledTemplate
    work: Work


def closures_of(tree: Parsed, specializer: Specializer | None, roots: Sequence[str] = ()) -> TemplateClosures | None:
    """A template's first form (see `vtl.compile.compiler`), None for a template that nests too deeply for it."""
    block, usage, traps = tree
    scope = TemplateScope(usage, specializer, begins_as_json(block))
    try:
        run = StatementClosures(scope, "template", []).write(block)
    except NestsTooDeeply:
        return None
    compiled = CompiledTemplate(
        None, tuple(usage.variables), tuple(usage.read_only().items()), (), traps, tuple(scope.traps), False
    )
    return TemplateClosures(_function(tree, scope, run, roots), compiled, expected_work(usage.loops, scope.ranges))


def _function(tree: Parsed, scope: TemplateScope, run: Run, roots: Sequence[str]) -> TemplateFunction:
    block, usage, _ = tree
    most = rounds_at_once(block)
    names = tuple(usage.variables)
    others = [None] * (scope.size - VARIABLES - len(names))
    given = [(place, scope.places[name]) for place, name in enumerate(roots) if name in scope.places]
    null_rounds = tuple(scope.null_rounds.values())
    used = usage.shares or (block.length > GIVEN and (usage.loops or usage.defines))
    shares = usage.shares

    def template(
        out: list[str], roots: Sequence[Any], get: Callable[[str], Any], reached: Reached, mark: Any, budget: Budget
    ) -> None:
        first = min(most, budget.limits.rounds)
        v = [reached, budget, first, first, budget.long, *map(get, names), *others]
        for place, slot in given:
            v[slot] = roots[place]
        for slot in null_rounds:
            v[slot] = NullRounds()
        if used:  # a long text may be printed often
            spent = budget.used()
            spent.shares = spent.shares or shares
        run(v, out)

    return template
