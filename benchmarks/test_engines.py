"""Warm render and compile, ours and airspeed side by side: `pytest benchmarks`.

The last test prints the ratios of one run, measured in turns, which is what to compare: times depend on the machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any

import pytest

from benchmarks.work import WORKS, Work
from vtlharness import MappingTemplate
from vtlharness.engines.airspeed import AirspeedEngine
from vtlharness.engines.native import NativeEngine

airspeed = pytest.importorskip("airspeed")

ENGINES: dict[str, Callable[[], Any]] = {"vtlharness": NativeEngine, "airspeed": AirspeedEngine}


def _renderer(engine: str, work: Work) -> Callable[[], str]:
    made = ENGINES[engine]()

    def render() -> str:
        text: str = made.render(work.template, work.request, stage_variables=work.stage_variables).text
        return text

    render()  # compiles
    return render


def _compiler(engine: str, work: Work) -> Callable[[], object]:
    if engine == "vtlharness":
        return lambda: MappingTemplate(work.template)
    return lambda: airspeed.Template(work.template.text).ensure_compiled()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.name)
def test_warm_render(benchmark: Any, engine: str, work: Work) -> None:
    benchmark.group = f"warm render: {work.name}"
    assert benchmark(_renderer(engine, work))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.name)
def test_compile(benchmark: Any, engine: str, work: Work) -> None:
    benchmark.group = f"compile: {work.name}"
    benchmark(_compiler(engine, work))


def _seconds(function: Callable[[], object], rounds: int) -> float:
    start = time.perf_counter()
    for _ in range(rounds):
        function()
    return (time.perf_counter() - start) / rounds


def _in_turns(functions: dict[str, Callable[[], object]], turns: int = 9) -> dict[str, float]:
    """Median seconds of each function, measured in turns so that the machine's moods fall on all alike."""
    times: dict[str, list[float]] = {name: [] for name in functions}
    rounds = {name: max(1, int(0.02 / _seconds(function, 1))) for name, function in functions.items()}
    for _ in range(turns):
        for name, function in functions.items():
            times[name].append(_seconds(function, rounds[name]))
    return {name: median(values) for name, values in times.items()}


def test_ratios(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [f"{'':<34}{'vtlharness':>12}{'airspeed':>12}{'ratio':>8}"]
    for kind, make in (("warm render", _renderer), ("compile", _compiler)):
        for work in WORKS:
            seconds = _in_turns({engine: make(engine, work) for engine in ENGINES})
            ours, theirs = seconds["vtlharness"], seconds["airspeed"]
            assert ours > 0
            lines.append(
                f"{kind + ', ' + work.name:<34}{ours * 1e6:>9.1f} µs{theirs * 1e6:>9.1f} µs{theirs / ours:>8.1f}"
            )
    with capsys.disabled():
        print("\n" + "\n".join(lines))
