"""Runs cases with a change, until one notices it.

Comes in: a change, and the numbers of the cases for which it counts. Goes out: a `Trial`. A case notices a change when
it passes without, and does not pass with it; a template that takes too long, or fails where the case wants none, is
noticed, too. Next: `searching`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from vtlharness.cases.integration.case import IntegrationCase
from vtlharness.cases.model import Case
from vtlharness.cases.results import CaseResult
from vtlharness.cases.running import run_case
from vtlharness.cases.strictness import judged
from vtlharness.engines.native import NativeEngine
from vtlharness.errors import VtlSyntaxError
from vtlharness.gateway.templates.mapping_template import MappingTemplate
from vtlharness.mutation.change import Change
from vtlharness.mutation.covering import CoveredCase
from vtlharness.mutation.definitions.change import DefinitionChange
from vtlharness.mutation.engine import ChangedEngine
from vtlharness.mutation.nearness import look, needs
from vtlharness.source import Source

_LEAST_S = 1.0
_TIMES_LONGER = 20
_DEFAULT_S = 10.0


class Trial(NamedTuple):
    """How a change came out: `noticed_by` is the number of the case that noticed it; where none did, `nearest` is that
    of the case that comes nearest, and `look` what it would have to look at. It `changes_nothing` where every result is
    as before.
    """

    noticed_by: int | None
    nearest: int | None = None
    look: str = ""
    changes_nothing: bool = False


class Trials:
    """Tries the changes of one run."""

    def __init__(
        self, cases: Sequence[CoveredCase], engine: NativeEngine, limits: Mapping[str, float], strict: tuple[str, ...]
    ) -> None:
        self._cases = cases
        self._engine = engine
        self._limits = limits
        self._strict = strict
        self._last_to_notice = -1

    def of_template(self, source: Source, change: Change, numbers: Iterable[int]) -> Trial | None:
        """The trial of a change of a template.

        None if the service would refuse the changed template, and where the same response of a mock is chosen: what its
        request template prints besides goes nowhere.
        """
        try:
            changed = MappingTemplate(change.applied(source))
        except VtlSyntaxError:
            return None
        covering = [(number, self._cases[number].case) for number in numbers]
        trial = self._tried(change, covering, ChangedEngine(self._engine, {source: changed}))
        if trial.changes_nothing and all(_is_of_mock(source, self._cases[number].result) for number, _ in covering):
            return None
        return trial

    def of_definition(self, change: DefinitionChange) -> Trial | None:
        """The trial of a change of a definition; None if it drops a mapping whose value is sent anyway."""
        cases: list[tuple[int, Case]] = []
        for number in change.cases:
            case = self._cases[number].case
            assert isinstance(case, IntegrationCase)
            cases.append((number, change.applied(case)))
        trial = self._tried(change, cases, self._engine)
        return None if trial.changes_nothing and change.drops_constant else trial

    def _tried(self, change: Change | DefinitionChange, cases: list[tuple[int, Case]], engine: NativeEngine) -> Trial:
        found: Trial | None = None
        cases.sort(key=lambda one: one[0] != self._last_to_notice)  # it is likely to notice the next change, too
        for number, case in cases:
            before = self._cases[number].result
            after = self._run(case, before, engine)
            if after.outcome != "passed":
                self._last_to_notice = number
                return Trial(number)
            if found is None or not found.look:
                seen = look(before, after)
                if seen is not None or found is None:
                    found = Trial(None, number, seen or "")
        assert found is not None
        if found.look:
            return found
        needed = (isinstance(change, DefinitionChange) and change.needs) or needs(change.operator, change.before)
        return Trial(None, min(number for number, _ in cases), needed, changes_nothing=True)

    def _run(self, case: Case, before: CaseResult, engine: NativeEngine) -> CaseResult:
        longest = max(_LEAST_S, _TIMES_LONGER * before.duration_s)
        limits = {**self._limits, "seconds": min(self._limits.get("seconds", _DEFAULT_S), longest)}
        return judged(run_case(case, engine, limits=limits, explain=False), self._strict)


def _is_of_mock(source: Source, result: CaseResult) -> bool:
    """Whether a template is the request template of a mock."""
    made = result.invocation
    if made is None or made.integration_request is None or made.request_run is None:
        return False
    return made.integration_request.type == "MOCK" and made.request_run.template == source
