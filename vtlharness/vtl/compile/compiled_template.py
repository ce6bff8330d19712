"""The parts of a template that rendering needs: plain data and a code object, which `marshal` can write and read."""

from __future__ import annotations

from types import CodeType
from typing import Any, NamedTuple, TypeAlias

PlainTrap: TypeAlias = "tuple[str, int, int, tuple[str, ...]]"
"""Rule, offset, length and details of a trap (see `vtl.syntax.nodes.Trap`)."""


class CompiledTemplate(NamedTuple):
    """A compiled template.

    `code` is the code of its function, on the template's lines; None for a template that has only been met, in its
    first form (see `vtl.compile.forms`). `variables` are the names that it mentions.
    `properties` are the variables of which a template that changes nothing reads only properties, with these
    properties. `calls` are the calls of roots that became constants `k0`, `k1`, ... (see `vtl.compile.compilation`).
    `traps` hold for every rendering, `reachable_traps` only for a rendering that reaches them, by number. `inline`
    tells the form of the code (see `vtl.compile.operation_code`).
    """

    code: CodeType | None
    variables: tuple[str, ...]
    properties: tuple[tuple[str, tuple[str, ...]], ...]
    calls: tuple[tuple[str, str, tuple[Any, ...] | int, bool], ...]
    traps: tuple[PlainTrap, ...]
    reachable_traps: tuple[PlainTrap, ...]
    inline: bool
