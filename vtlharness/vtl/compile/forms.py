"""The three forms of a template, and the choice between them by what they cost.

`closures` are made from the tree without Python's compiler (`vtl.compile.closures`); `short` and `inlined` code is
generated (see `vtl.compile.operation_code`). A template begins as closures, or in the short form where it nests too
deeply for them, and is compiled to the inlined form as soon as its renderings would cost more than that. The measured
costs are in docs/performance.md.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, TypeAlias

Form: TypeAlias = Literal["closures", "short", "inlined"]
FORMS: Final[tuple[Form, ...]] = ("closures", "short", "inlined")

OFTEN: Final = 100
"""How much work a template does in its first form, where a rendering without loops counts 1. By then, the first form
has cost about as much as compiling."""

_CHARACTERS = 300
"""The length of a payload whose loops cost as much as everything around them."""

_ROUNDS = 9
"""The number of rounds that cost as much."""


class Work(NamedTuple):
    """What a rendering of a template costs: `fixed`, and `by_character` of its payload."""

    fixed: float = 1.0
    by_character: float = 1 / _CHARACTERS


def expected_work(loops: bool, ranges: int) -> Work:
    """The work of a template that has loops or not, and ranges with as many items in all."""
    return Work(1 + ranges / _ROUNDS) if loops else Work(by_character=0.0)
