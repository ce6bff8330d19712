"""The place in a template that its running closures stand for.

Comes in: frames, of a traceback or of the calls that run. Goes out: an offset in the template, and a traceback that
shows the template's line instead of the closures.
"""

from __future__ import annotations

import sys
from types import CodeType, FrameType, FunctionType, TracebackType

from vtlharness.vtl.compile.line_table import with_template_lines

_PACKAGE = __name__.rpartition(".")[0] + "."


def is_closure(frame: FrameType) -> bool:
    """Whether a frame belongs to the closures of a template."""
    return str(frame.f_globals.get("__name__")).startswith(_PACKAGE)


def place_of(frame: FrameType) -> int | None:
    """The offset in the template that a frame stands for, None if no statement runs in it."""
    place = frame.f_locals.get("place") if is_closure(frame) else None
    return place if isinstance(place, int) else None


def failed_at(traceback: TracebackType | None) -> int:
    """The offset in the template of the innermost statement that was running."""
    offset = 0
    while traceback is not None:
        place = place_of(traceback.tb_frame)
        offset = offset if place is None else place
        traceback = traceback.tb_next
    return offset


def on_template_line(traceback: TracebackType | None, line: int, name: str) -> TracebackType | None:
    """The traceback with one frame, on a line of the template's file, instead of the closures and what they call one
    another through."""
    entries = []
    while traceback is not None:
        entries.append(traceback)
        traceback = traceback.tb_next
    closures = [number for number, entry in enumerate(entries) if is_closure(entry.tb_frame)]
    if not closures:
        return entries[0] if entries else None
    shown: TracebackType | None = None
    for entry in reversed(entries[closures[-1] + 1 :]):
        shown = TracebackType(shown, entry.tb_frame, entry.tb_lasti, entry.tb_lineno)
    shown = TracebackType(shown, _frame(name, line), 0, line)
    for entry in reversed(entries[: closures[0]]):
        shown = TracebackType(shown, entry.tb_frame, entry.tb_lasti, entry.tb_lineno)
    return shown


def _frame(name: str, line: int) -> FrameType:
    """A frame of a function on a line of the template's file."""
    module = compile("def template(): return frame()", name, "exec", dont_inherit=True)
    code = next(constant for constant in module.co_consts if isinstance(constant, CodeType))
    shown = with_template_lines(code, [line], name)
    frame: FrameType = FunctionType(shown, {"frame": lambda: sys._getframe(1)}, "template")()
    return frame
