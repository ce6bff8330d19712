"""The engines of this process with pytest-benchmark's statistics: `pytest benchmarks`.

For the ratios between all engines, measured in turns, see `python -m benchmarks`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from benchmarks.engines import Engine, EngineMissingError, Kind, PythonRunner
from benchmarks.engines.airspeed import Airspeed
from benchmarks.engines.by_hand import ByHand
from benchmarks.engines.jinja import Jinja
from benchmarks.engines.native import Native
from benchmarks.work import WORKS, Work


@pytest.fixture(scope="module", params=[Native, ByHand, Jinja, Airspeed], ids=lambda engine: engine.name)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    try:
        made = request.param()
    except EngineMissingError as reason:
        pytest.skip(str(reason))
    yield made
    made.close()


@pytest.mark.parametrize("kind", [Kind.WARM, Kind.COMPILE], ids=lambda kind: kind.value)
@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.key)
def test_speed(benchmark: Callable[..., Any], engine: Engine, work: Work, kind: Kind) -> None:
    runner = engine.runner(work)
    assert isinstance(runner, PythonRunner)
    if kind not in runner.kinds:
        pytest.skip("there is nothing to compile")
    benchmark.group = f"{kind.value}: {work.name}"  # type: ignore[attr-defined]
    assert benchmark(runner.function(kind))
