"""`python -m tests.definitions.mutations --seconds N --seed S`: mutates definitions, and shows wrong answers."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from random import Random
from time import monotonic

from tests.definitions.mutations.mutating import count_methods, fault, mutations


def main() -> int:
    """Runs the command; returns 1 if a mutated definition was answered wrongly."""
    parser = argparse.ArgumentParser(prog="python -m tests.definitions.mutations", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long at most (default 60)")
    parser.add_argument("--count", type=int, default=50_000, help="how many mutations at most (default 50000)")
    parser.add_argument("--seed", default="0", help="the same seed gives the same order")
    options = parser.parse_args()
    begun = monotonic()
    sent = wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        methods = count_methods(Path(folder))
        for mutation in mutations(Random(options.seed)):
            if sent == options.count or monotonic() - begun > options.seconds:
                break
            told = fault(mutation, Path(folder), methods)
            sent += 1
            if told is not None:
                wrong += 1
                print(f"{mutation}: {told}")
    print(f"{sent:,} mutations, seed {options.seed}, {sent / (monotonic() - begun):,.0f} a second: {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
