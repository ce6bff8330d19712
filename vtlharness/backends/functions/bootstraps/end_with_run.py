"""Ends process groups when the run that started them is gone.

Its standard input names groups that begin (`+123`) and end (`-123`). It closes when the run ends, however that ends.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress


def main() -> None:
    """Reads standard input to its end, then kills the groups that are left."""
    groups: set[int] = set()
    rest = b""
    while data := os.read(0, 4096):
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            (groups.add if line[:1] == b"+" else groups.discard)(int(line[1:]))
    for group in groups:
        with suppress(OSError):
            os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    main()
