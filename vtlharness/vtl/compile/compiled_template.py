"""What rendering needs of a template: plain data and a code object, which `marshal` can write and read."""

from __future__ import annotations

from types import CodeType
from typing import Any, NamedTuple, TypeAlias

PlainTrap: TypeAlias = "tuple[str, int, int, tuple[str, ...]]"
"""Rule, offset, length and details of a trap (see `vtl.syntax.nodes.Trap`)."""


class CompiledTemplate(NamedTuple):
    """A compiled template.

    `code` is that of its function, on the template's lines. `variables` are the names that it mentions; `properties`
    those of which it reads nothing but properties, with these, where it changes nothing; `calls` the calls of roots
    that became constants `k0`, `k1`, ..., as the specializer was asked for them (see `vtl.compile.compilation`).
    `traps` hold for every rendering, `reachable_traps` for those that reach them by their number. `inline`
    tells the form of the code (see `vtl.compile.operation_code`).
    """

    code: CodeType
    variables: tuple[str, ...]
    properties: tuple[tuple[str, tuple[str, ...]], ...]
    calls: tuple[tuple[str, str, tuple[Any, ...] | int, bool], ...]
    traps: tuple[PlainTrap, ...]
    reachable_traps: tuple[PlainTrap, ...]
    inline: bool
