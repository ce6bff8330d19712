"""One case to its result: render, then compare."""

from __future__ import annotations

from vtlharness.cases.model import Case, CaseResult
from vtlharness.engines import Engine


def run_case(case: Case, engine: Engine, *, service: Engine | None = None) -> CaseResult:
    """Run one case; never raises for what the template or the case does.

    With `service` (our own engine, when `engine` is another), the result's `service_differences` say what our rendering
    gives otherwise.
    """
    raise NotImplementedError
