"""The places that a run reached, by file: plain data, which processes send each other.

Comes in: a `Recorder`. Goes out: `Reached`, which is added to that of other processes and written for coverage.py.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, NamedTuple

from vtlharness.coverage.file_arms import Arc, file_of, template_reach
from vtlharness.vtl.counts import Recorder


class FileReach(NamedTuple):
    """How often each line and each arc of a file was reached; those with a count of 0 may be left out.

    `parts` are those of a definition that a case uses, also with a count of 0.
    """

    lines: dict[int, int]
    arcs: dict[Arc, int]
    parts: dict[tuple[str, ...], int]


class Reached:
    """What was reached in each file, by real path."""

    def __init__(self) -> None:
        self.files: dict[str, FileReach] = {}

    def file(self, path: str) -> FileReach:
        """What was reached in a file so far."""
        return self.files.setdefault(os.path.realpath(path), FileReach({}, {}, {}))

    def add(self, plain: Iterable[Any]) -> None:
        """Adds what another process has reached."""
        for path, lines, arcs, parts in plain:
            known = self.file(path)
            for line, count in lines.items():
                known.lines[line] = known.lines.get(line, 0) + count
            for arc, count in arcs.items():
                known.arcs[arc] = known.arcs.get(arc, 0) + count
            for part, count in parts.items():
                known.parts[part] = known.parts.get(part, 0) + count

    def plain(self) -> list[Any]:
        """The same as plain data, which `marshal` can write and `add` takes."""
        return [(path, *reach) for path, reach in self.files.items()]


def take(recorder: Recorder) -> Reached:
    """What was reached since the last time; the recorder begins anew."""
    reached = Reached()
    for counts in recorder.templates.values():
        path = file_of(counts.source)
        if path is None:
            continue
        found = template_reach(counts)
        lines = {line: count for line, count in found.lines.items() if count}
        arcs = {arm.arc: count for arm, count in found.arms.items() if count}
        reached.add([(path, lines, arcs, {})])
    reached.add((path, {}, {}, parts) for path, parts in recorder.parts.items())
    reached.add(recorder.elsewhere)
    recorder.clear()
    return reached
