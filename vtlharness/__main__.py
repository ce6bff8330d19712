"""`python -m vtlharness`: the commands, where their scripts are not on the path.

`python -m vtlharness lint ...` is `vtl-lint ...`, and so on; without the name of a command it is `vtl-run`.
"""

from __future__ import annotations

import sys

from vtlharness import cli


def main() -> None:
    """Runs the command that the first argument names, `vtl-run` if it names none. A path is written `./run`."""
    tools = {name.removeprefix("vtl_"): name for name in cli.__all__}
    first = sys.argv[1] if len(sys.argv) > 1 else ""
    if first in tools:
        getattr(cli, tools[first])(sys.argv[2:], prog_name=f"python -m vtlharness {first}")
    else:
        cli.vtl_run(sys.argv[1:], prog_name="python -m vtlharness")


if __name__ == "__main__":
    main()
