"""Commands run to their end: wall time and peak memory.

A process inherits the peak of the one that starts it, so a small interpreter stands between: it starts the command,
waits and tells. Needs a POSIX system.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_LAUNCHER = """
import json, os, sys, time
output = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
actions = [(os.POSIX_SPAWN_DUP2, output, 1), (os.POSIX_SPAWN_DUP2, output, 2)]
start = time.perf_counter()
process = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ, file_actions=actions)
_, status, usage = os.wait4(process, 0)
print(json.dumps([time.perf_counter() - start, usage.ru_maxrss, os.waitstatus_to_exitcode(status)]))
"""
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


class CommandFailedError(Exception):
    """Raised when a measured command fails; the text ends with its output."""


@dataclass(frozen=True)
class Run:
    """One run: wall time in seconds, the peak resident memory of its largest process in bytes, and what it printed."""

    seconds: float
    peak: int
    output: str


def run(command: Sequence[str], expected: str, *, folder: Path, environment: Mapping[str, str] | None = None) -> Run:
    """Runs a command. Raises CommandFailedError unless it ends with 0 and prints what is expected."""
    with tempfile.NamedTemporaryFile() as printed:
        told = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _LAUNCHER, printed.name, *command],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            check=True,
            stdout=subprocess.PIPE,
        )
        output = Path(printed.name).read_text(encoding="utf-8", errors="replace")
    seconds, peak, code = json.loads(told.stdout)
    if code or expected not in output:
        raise CommandFailedError(f"{' '.join(command[:4])} ... ended with {code}: {output[-500:]}")
    return Run(seconds, peak * _RSS_UNIT, output)


def python(code: str, *arguments: str) -> list[str]:
    """The command that runs some Python."""
    return [sys.executable, "-c", code, *arguments]
