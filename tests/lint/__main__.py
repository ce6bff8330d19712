"""`python -m tests.lint --write`: writes the golden texts of the findings."""

from __future__ import annotations

import sys

from tests.lint.files_golden import GOLDEN as FILES
from tests.lint.files_golden import golden_text_of_files
from tests.lint.golden import GOLDEN, HERE, golden_text
from tests.lint.values_golden import GOLDEN as VALUES
from tests.lint.values_golden import golden_text_of_values


def main(arguments: list[str]) -> int:
    """Writes the golden files; their difference shows what changed in the words."""
    if arguments != ["--write"]:
        print("usage: python -m tests.lint --write", file=sys.stderr)
        return 2
    for name in GOLDEN:
        (HERE / f"{name}.txt").write_text(golden_text(name), encoding="utf-8")
    VALUES.write_text(golden_text_of_values(), encoding="utf-8")
    FILES.write_text(golden_text_of_files(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
