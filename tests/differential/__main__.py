"""`python -m tests.differential --count N --seed S`: how often this renderer and the oracle agree, and where they do
not.
"""

from __future__ import annotations

import argparse
import json
import sys
from random import Random

from tests.differential.agreement import Disagreement, differences, minimised
from tests.differential.grammar import write_request
from tests.oracle.client import Oracle

BATCH = 2000


def main() -> int:
    """Runs the command; returns 1 if there is a disagreement."""
    parser = argparse.ArgumentParser(prog="python -m tests.differential", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="how many templates (default 10000)")
    parser.add_argument("--seed", default="0", help="the same seed gives the same templates")
    parser.add_argument("--show", type=int, default=20, help="how many disagreements to minimise and show")
    options = parser.parse_args()
    oracle = Oracle()
    found: list[Disagreement] = []
    for start in range(0, options.count, BATCH):
        size = min(BATCH, options.count - start)
        requests = [write_request(Random(f"{options.seed}/{start + number}")) for number in range(size)]
        found += differences(requests, oracle.ask)
        if sys.stderr.isatty():
            print(f"\r{start + size:,} templates, {len(found)} disagreements", end="", file=sys.stderr)
    shown: dict[str, Disagreement] = {}
    for disagreement in found[: options.show]:
        small = minimised(disagreement, oracle.ask)
        shown[small.request["template"]] = small
    for small in shown.values():
        given = {name: value for name, value in small.request.items() if value and name != "template"}
        print(f"{small.request['template']!r}\n  ours   {small.ours!r}\n  oracle {small.theirs!r}")
        print(f"  on {json.dumps(given)}")
    agree = options.count - len(found)
    print(f"{options.count:,} templates, seed {options.seed}: {agree:,} agree, {len(found)} differ")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
