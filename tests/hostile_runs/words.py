"""The golden text of what hostile input finds: the message and the advice of each finding of findings.yaml.

`python -m tests.hostile_runs.words --write` writes `words.txt` again; its difference shows what changed.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.hostile_runs.test_findings import FINDINGS, case_file, found_in

GOLDEN = Path(__file__).with_name("words.txt")


def block(entry: dict[str, Any]) -> str:
    """The part of the golden text for one entry."""
    lines = [entry["name"]]
    with tempfile.TemporaryDirectory() as folder:
        for one in found_in(Path(folder), case_file(entry)):
            lines += [f"  {one.part} {one.place} {one.input}: {one.kind}", f"    {one.message}"]
            lines += [f"    hint: {one.hint}"] if one.hint else []
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Writes the golden file."""
    if arguments != ["--write"]:
        print("usage: python -m tests.hostile_runs.words --write", file=sys.stderr)
        return 2
    GOLDEN.write_text("\n\n".join(map(block, FINDINGS)) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
