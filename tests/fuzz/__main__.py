"""`python -m tests.fuzz --seconds N --seed S`: sends random inputs, and shows those that end in a foreign exception or
take too long.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random
from time import monotonic

from tests.fuzz.inputs import KINDS
from tests.fuzz.running import send

TOO_LONG_S = 5.0
_SHARES = {"templates": 8, "paths": 6, "payloads": 8, "lines": 4, "cases": 1, "definitions": 1}


def main() -> int:
    """Runs the command; returns 1 if an input was answered wrongly."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0, help="how long (default 10)")
    parser.add_argument("--count", type=int, default=sys.maxsize, help="how many inputs at most")
    parser.add_argument("--seed", default="0", help="the same seed gives the same inputs")
    parser.add_argument("--kind", default=",".join(KINDS), help="which kinds (default: all)")
    parser.add_argument("--only", metavar="NUMBER", type=int, help="send just this input again, and show it")
    options = parser.parse_args()
    kinds = [kind for kind in options.kind.split(",") for _ in range(_SHARES[kind])]
    counts: Counter[str] = Counter()
    wrong = 0
    begun = monotonic()
    with tempfile.TemporaryDirectory() as folder:
        number = options.only or 0
        while monotonic() - begun < options.seconds and number < options.count:
            random = Random(f"{options.seed}/{number}")
            kind = random.choice(kinds)
            given = KINDS[kind](random)
            if options.only is not None:
                print(repr(given))
            started = monotonic()
            told = send(kind, given, Path(folder))
            taken = monotonic() - started
            if told is not None or taken > TOO_LONG_S:
                wrong += 1
                print(f"--seed {options.seed} --only {number} ({kind}, {taken:.1f} s): {told}\n  {str(given)[:500]!r}")
            counts[kind] += 1
            number += 1
            if options.only is not None:
                break
    took = monotonic() - begun
    told_counts = ", ".join(f"{count:,} {kind}" for kind, count in counts.items())
    total = sum(counts.values())
    print(f"{total:,} inputs, seed {options.seed}, {total / took:,.0f} a second ({told_counts}): {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
