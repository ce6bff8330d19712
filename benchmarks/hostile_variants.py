"""How many variants of a call `--hostile` tries in a second, on one case of a whole integration."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from unittest.mock import patch

from benchmarks.projects import make_api_project
from benchmarks.rounds import Rounds
from vtlharness.cases.session import Session
from vtlharness.hostile import searching
from vtlharness.hostile.checking import HostileChecks
from vtlharness.options import SessionOptions


def hostile_variants(rounds: int) -> Rounds:
    """Variants a second, round by round."""
    with TemporaryDirectory(prefix="vtlharness-benchmark-") as name:
        project = make_api_project(Path(name) / "api", 1, 1)
        (file,) = project.glob("*.vtl.yaml")
        session = Session(SessionOptions(cache=False, hostile=True))
        (case,) = session.load(file).cases
        result = session.run(case)
        return tuple(_rate(session, result) for _ in range(rounds))


def _rate(session: Session, result: Any) -> float:
    calls = 0
    call: Callable[..., Any] = searching.call

    def counted(*arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        return call(*arguments)

    with patch.object(searching, "call", counted):
        start = perf_counter()
        HostileChecks(session).checked(result)
        return calls / (perf_counter() - start)
