"""The line table of a code object, rewritten so that Python shows the template's lines.

Comes in: a code object compiled from generated text, and the template line for each generated line. Goes out: the same
code whose tracebacks, profiles and coverage name the template's lines. The format is CPython's: "locations.md" from
3.11 on, pairs of deltas in 3.10. Other versions keep the generated lines.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import CodeType


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
    ranges: list[tuple[int, int | None]] = []
    for start, end, line in code.co_lines():
        template_line = lines[min(line, len(lines)) - 1] if line else None
        if ranges and ranges[-1][1] == template_line:
            ranges[-1] = (ranges[-1][0] + end - start, template_line)
        else:
            ranges.append((end - start, template_line))
    return ranges


def _locations(code: CodeType, lines: Sequence[int], first: int) -> bytes:
    table = bytearray()
    current = first
    for length, line in _ranges(code, lines):
        units = length // 2
        while units > 0:
            step = min(units, 8)
            units -= step
            if line is None:
                table.append(0x80 | (15 << 3) | (step - 1))
                continue
            delta = line - current
            current = line
            table.append(0x80 | (13 << 3) | (step - 1))
            value = ((-delta) << 1) | 1 if delta < 0 else delta << 1
            while value >= 64:
                table.append(0x40 | (value & 63))
                value >>= 6
            table.append(value)
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
