"""Apache Velocity 1.7 under the JVM, through the oracle's `repeat`.

What it times of a render: the roots made (`$context` copied), the payload parsed by json-smart at its first use, the
template merged into a StringWriter. Its first half parses the template in each turn, its second keeps it; both run
once unmeasured before. Parsing alone is not measured.
"""

from __future__ import annotations

import subprocess
from functools import partial

from benchmarks.engines import Engine, EngineMissingError, Kind, Runner
from benchmarks.roots import roots_of
from benchmarks.rounds import warm_up
from benchmarks.work import Work
from tests.oracle.build import OracleUnavailableError, command
from tests.oracle.client import Oracle

_FIELDS = {Kind.WARM: "render_us", Kind.FIRST: "parse_and_render_us"}


class Velocity(Engine):
    """One JVM for each work, so that the types of one don't slow another; warmed for so many seconds."""

    name = "Velocity 1.7"

    def __init__(self, seconds: float) -> None:
        try:
            java = command()[0]
        except OracleUnavailableError as problem:
            raise EngineMissingError(str(problem)) from None
        told = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
        self.about = f"{told.splitlines()[0]}, each JVM warmed for {seconds:g} s"
        self._seconds = seconds

    def runner(self, work: Work) -> Runner:
        """A JVM that has rendered the work for long enough."""
        return _OracleRunner(work, self._seconds)


class _OracleRunner(Runner):
    def __init__(self, work: Work, seconds: float) -> None:
        self._request = {"template": work.template.text, **roots_of(work).as_json()}
        self._oracle = Oracle()
        warm_up(partial(self.seconds, Kind.WARM), seconds)

    @property
    def kinds(self) -> frozenset[Kind]:
        return frozenset(_FIELDS)

    def output(self) -> str:
        (answer,) = self._oracle.ask([self._request])
        return str(answer.get("output", answer.get("error")))

    def seconds(self, kind: Kind, count: int) -> float:
        return float(self._ask(count)[_FIELDS[kind]]) / 1e6

    def close(self) -> None:
        self._oracle.close()

    def _ask(self, count: int) -> dict[str, float]:
        (answer,) = self._oracle.ask([{**self._request, "repeat": count}])
        return answer
