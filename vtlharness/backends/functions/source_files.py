"""Whether the files of a function have changed since its processes started.

Comes in: a `Program`. Goes out: a yes or no at each call. The files are listed once, those beside the handler first;
dependencies (`node_modules`, virtual environments) and hidden folders are not watched. A look costs one `stat` a file,
so the next look comes only after twenty times as long as the last one took, a fifth of a second at most.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from time import monotonic
from typing import TypeAlias

from vtlharness.backends.functions.program import Program

MOST_FILES = 2000
_MOST_ENTRIES = 20_000
_REST = 20
_MOST_REST_S = 0.2
_CODE = (".py", ".js", ".mjs", ".cjs", ".json", ".node", ".so", ".wasm")
_NOT_OWN = frozenset(("node_modules", "__pycache__", "site-packages", "cdk.out"))

_State: TypeAlias = tuple[int, int] | None


class SourceFiles:
    """The files of a program as they are now."""

    def __init__(self, program: Program) -> None:
        self._states = {path: _state(path) for path in _files(program)}
        self._next_look = 0.0

    def have_changed(self) -> bool:
        """Whether a file has changed or is gone."""
        begin = monotonic()
        if begin < self._next_look:
            return False
        changed = any(_state(path) != state for path, state in self._states.items())
        now = monotonic()
        self._next_look = now + min(_REST * (now - begin), _MOST_REST_S)
        return changed


def _state(path: str) -> _State:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size


def _files(program: Program) -> Iterator[str]:
    """The first files, from the handler's folder outwards."""
    beside = os.path.dirname(os.path.join(program.folder, program.handler))
    folders = deque((beside, program.folder))
    seen: set[str] = set()
    found = entries = 0
    while folders and found < MOST_FILES and entries < _MOST_ENTRIES:
        folder = folders.popleft()
        if folder in seen:
            continue
        seen.add(folder)
        for entry in _entries(folder):
            entries += 1
            if entry.name.startswith(".") or entry.name in _NOT_OWN:
                continue
            if entry.is_dir(follow_symlinks=False):
                if not os.path.exists(os.path.join(entry.path, "pyvenv.cfg")):
                    folders.appendleft(entry.path) if folder.startswith(beside) else folders.append(entry.path)
            elif program.every_file or entry.name.endswith(_CODE):
                found += 1
                yield entry.path


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except (OSError, ValueError):
        return []
