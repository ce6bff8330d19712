"""What counting costs: the same renderings with coverage off and on.

    python -m benchmarks.coverage_overhead

Both forms of each template are compiled first, to the code that is quick to run. Then they are rendered in turn, and
the fastest round of each counts, by the time of the processor.
"""

from __future__ import annotations

from collections.abc import Callable
from time import thread_time

from benchmarks.work import WORKS, Work
from vtlharness.coverage import counting
from vtlharness.engines.native import NativeEngine
from vtlharness.vtl.compile.forms import OFTEN

ROUNDS = 500
ROUND_S = 0.002


def overhead(work: Work, rounds: int = ROUNDS) -> float:
    """By how much longer a work's template renders with coverage on, in percent."""
    plain = _ready(work)
    with counting():
        counted = _ready(work)
    times: dict[Callable[[], str], list[float]] = {plain: [], counted: []}
    count = max(1, int(ROUND_S / _seconds(plain, 1)))
    for _ in range(rounds):
        for render, taken in times.items():
            taken.append(_seconds(render, count))
    return 100 * (min(times[counted]) / min(times[plain]) - 1)


def _ready(work: Work) -> Callable[[], str]:
    engine = NativeEngine()

    def render() -> str:
        return engine.render(work.template, work.request, stage_variables=work.stage_variables).text

    for _ in range(2 * OFTEN):
        render()
    return render


def _seconds(render: Callable[[], str], count: int) -> float:
    started = thread_time()
    for _ in range(count):
        render()
    return thread_time() - started


if __name__ == "__main__":
    for one in WORKS:
        print(f"{one.name:<60} {overhead(one):6.1f} %")
