"""A source to what the writers of all forms begin with: its syntax tree, and the use of its names."""

from __future__ import annotations

from typing import NamedTuple

from vtlharness.errors import VtlSyntaxError
from vtlharness.source import BOM, Source
from vtlharness.vtl.compile.compiled_template import PlainTrap
from vtlharness.vtl.compile.usage import Usage, find_usage
from vtlharness.vtl.syntax.nodes import Block, Trap
from vtlharness.vtl.syntax.parser import Parser


class Parsed(NamedTuple):
    """A parsed template: its tree, its usage, and the traps that hold for every rendering."""

    block: Block
    usage: Usage
    traps: tuple[PlainTrap, ...]


def parsed(source: Source) -> Parsed:
    """Parses a template. Raises VtlSyntaxError."""
    parser = Parser(source)
    if source.text.startswith(BOM):
        parser.traps.append(Trap("VTL142", 0, 1))
    try:
        block = parser.parse()
        usage = find_usage(block)
    except (RecursionError, MemoryError) as problem:
        raise nested_too_deeply(source, 0) from problem
    return Parsed(block, usage, tuple([tuple(trap) for trap in parser.traps]))  # type: ignore[misc]


def nested_too_deeply(source: Source, offset: int) -> VtlSyntaxError:
    """The error of a template that nests deeper than Python allows."""
    return VtlSyntaxError("the template is nested too deeply", source=source, offset=offset)
