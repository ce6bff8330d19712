"""`python -m vtlharness.rules` prints docs/rules.md; `--write PATH` writes it there."""

from __future__ import annotations

import sys
from pathlib import Path

from vtlharness.rules.page import page
from vtlharness.rules.registry import FAMILIES

_USAGE = "usage: python -m vtlharness.rules [--write PATH]"


def main(arguments: list[str]) -> int:
    """Prints the page, or writes it; the exit code is 2 for other arguments."""
    if arguments and (arguments[0] != "--write" or len(arguments) != 2):
        print(_USAGE, file=sys.stderr)
        return 2
    data = page(FAMILIES).encode("utf-8")
    if arguments:
        Path(arguments[1]).write_bytes(data)
    else:
        sys.stdout.buffer.write(data)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
