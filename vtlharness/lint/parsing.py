"""Parses a template for the rules, and finds more than one fault of its syntax at once.

Comes in: a Source. Goes out: the tree (None if there is no sense in it), its traps, and the faults.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from vtlharness.errors import VtlSyntaxError
from vtlharness.source import BOM, Source
from vtlharness.vtl.syntax.nodes import Block, Trap
from vtlharness.vtl.syntax.parser import Parser

_MOST_FAULTS = 10
_BLOCK = re.compile(r"#\{?(?:if|foreach|else|elseif|end|define|macro|literal)\b")


class Parsed(NamedTuple):
    """`block` is the tree, None for a template that does not parse; `faults` say why."""

    block: Block | None
    traps: tuple[Trap, ...]
    faults: tuple[VtlSyntaxError, ...] = ()


def parse(source: Source) -> Parsed:
    """The tree of a template, or its faults.

    After a fault, the parser goes on behind the line with it, as long as no block begins or ends on that line: a
    fault that another one causes is not told.
    """
    try:
        parser = Parser(source)
        block = parser.parse()
    except VtlSyntaxError as fault:
        return Parsed(None, (), (fault, *_further_faults(source, fault)))
    except RecursionError:
        return Parsed(None, (), (VtlSyntaxError("the template is nested too deeply", source=source, offset=0),))
    traps = (*parser.traps, *((Trap("VTL142", 0, 1),) if source.text.startswith(BOM) else ()))
    return Parsed(block, traps)


def _further_faults(source: Source, first: VtlSyntaxError) -> list[VtlSyntaxError]:
    faults: list[VtlSyntaxError] = []
    text, fault, last = source.text, first, -1
    while len(faults) < _MOST_FAULTS:
        offset = fault.offset
        if offset is None or offset <= last or offset >= len(text):
            break
        line = len(re.findall(r"\r\n|\n|\r", text[:offset]))
        starts = source.line_starts
        begin = starts[line]
        end = starts[line + 1] if line + 1 < len(starts) else len(text)
        if _BLOCK.search(text, begin, end):
            break
        blank = re.sub(r"[^\r\n]", " ", text[begin:end])
        text, last = f"{text[:begin]}{blank}{text[end:]}", end - 1
        try:
            Parser(Source(text, source.name)).parse()
        except VtlSyntaxError as other:
            if other.offset is None or other.offset <= last or _is_of_blocks(other):
                break
            fault = VtlSyntaxError(
                other.message, source=source, offset=other.offset, length=other.length, hint=other.hint
            )
            faults.append(fault)
        except RecursionError:
            break
        else:
            break
    return faults


def _is_of_blocks(fault: VtlSyntaxError) -> bool:
    return "#end" in fault.message or "end of the template" in fault.message
