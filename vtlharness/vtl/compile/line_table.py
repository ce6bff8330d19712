"""Rewrites the line table of a code object so that Python shows the template's lines.

Comes in: a code object compiled from generated text, and the template line for each generated line. Goes out: the same
code whose tracebacks, profiles and coverage name the template's lines. The format is CPython's: "locations.md" from
3.11 on, pairs of deltas in 3.10. Other versions keep the generated lines.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from types import CodeType

_LINE = itemgetter(2)

# The first byte of an entry: its kind, and its number of code units less one.
_NO_LOCATION = 0x80 | 15 << 3
_NO_COLUMNS = 0x80 | 13 << 3


def with_template_lines(code: CodeType, lines: Sequence[int], filename: str) -> CodeType:
    """The code, and all code inside, on the lines `lines[generated_line - 1]` of the file."""
    constants = tuple(
        with_template_lines(constant, lines, filename) if isinstance(constant, CodeType) else constant
        for constant in code.co_consts
    )
    first = lines[min(code.co_firstlineno, len(lines)) - 1]
    if sys.version_info < (3, 11):
        table = _pairs(code, lines, first)
    elif sys.version_info < (3, 15):
        table = _locations(code, lines, first)
    else:
        return code.replace(co_consts=constants, co_filename=filename)
    return code.replace(co_consts=constants, co_filename=filename, co_firstlineno=first, co_linetable=table)


def _ranges(code: CodeType, lines: Sequence[int]) -> list[tuple[int, int | None]]:
    """Length in bytes and template line of each stretch of bytecode."""
    starts: list[int] = []
    found: list[int | None] = []
    for line, instructions in groupby(code.co_lines(), _LINE):
        template_line = lines[min(line, len(lines)) - 1] if line else None
        if not found or found[-1] != template_line:
            starts.append(next(instructions)[0])
            found.append(template_line)
    ends = [*starts[1:], len(code.co_code)]
    return [(end - start, line) for start, end, line in zip(starts, ends, found, strict=True)]


def _locations(code: CodeType, lines: Sequence[int], first: int) -> bytes:
    # Each entry is for at most eight code units: the remainder comes first, and has the line.
    table = bytearray()
    current = first
    for length, line in _ranges(code, lines):
        eights, odd = divmod(length // 2 - 1, 8)
        if line is None:
            table.append(_NO_LOCATION | odd)
            table += bytes((_NO_LOCATION | 7,)) * eights
            continue
        table.append(_NO_COLUMNS | odd)
        delta = line - current
        current = line
        value = ((-delta) << 1) | 1 if delta < 0 else delta << 1
        while value >= 64:
            table.append(0x40 | (value & 63))
            value >>= 6
        table.append(value)
        table += bytes((_NO_COLUMNS | 7, 0)) * eights
    return bytes(table)


def _pairs(code: CodeType, lines: Sequence[int], first: int) -> bytes:
    table = bytearray()
    current = first
    for length, line in _ranges(code, lines):
        if line is None:
            delta = -128
        else:
            delta = line - current
            current = line
            while delta > 127:
                table += bytes((0, 127))
                delta -= 127
            while delta < -127:
                table += bytes((0, 256 - 127))
                delta += 127
        while length > 254:
            table += bytes((254, delta & 0xFF))
            length -= 254
            delta = 0 if line is not None else -128
        table += bytes((length, delta & 0xFF))
    return bytes(table)
