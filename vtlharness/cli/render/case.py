"""`vtl-render --case FILE::CASE`: the raw output of one case, or with `--explain` what its references were.

Comes in: the id of a case, as `vtl-run` prints it. Goes out: the text that the template renders; of a case of a whole
integration, the body that the client gets. What the case expects does not count.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from vtlharness.cases.file.discovery import reading_rule
from vtlharness.cases.model import Case, TemplateCase
from vtlharness.cases.session import Session
from vtlharness.cli.named_cases import NamedCases
from vtlharness.cli.render.explaining import Explained
from vtlharness.engines.native import NativeEngine
from vtlharness.errors import CaseFileError, VtlHarnessError
from vtlharness.gateway.templates.mapping_template import MappingTemplate
from vtlharness.gateway.templates.rendering import Rendering
from vtlharness.limits.budget import combined
from vtlharness.limits.errors import under_limits
from vtlharness.options import SessionOptions
from vtlharness.running.selection import is_named
from vtlharness.source import Source
from vtlharness.visible import one_line


class CaseOutput:
    """One case, ready to be rendered. Close it when it is done."""

    def __init__(self, name: str, limit: tuple[str, ...], engine: str) -> None:
        """Raises VtlHarnessError for an id that names no case, or several, and for a case that calls its backend."""
        if "::" not in name:
            raise CaseFileError(f"--case: {one_line(name)} names no case", hint="write FILE::CASE")
        named = NamedCases([name])
        if not named.named:
            raise CaseFileError(f"--case: {one_line(name)} is a file", hint="write FILE::CASE")
        rule = reading_rule(named.all_paths, ())
        files = named.find_files(rule, allow_unused=False)
        self.explained: list[Explained] = []
        with closing(Session(SessionOptions(limit=limit, engine=engine), rule)) as session:
            for path in files:
                session.load(path)  # a broken file is told before a name that it does not have
            named.checked_names(session)
            wanted = (named.named[0].name,)
            found = [case for path in files for case in session.load(path).cases if is_named(case, wanted)]
            self._limits = combined(session.limits._asdict(), found[0].limits)
            self._engine = session.engine
        if len(found) > 1:
            raise CaseFileError(f"--case: {one_line(name)} names {len(found)} cases", hint=f"write {found[0].id}")
        self.case: Case = found[0]
        if self.case.live:
            raise CaseFileError(f"{one_line(self.case.id)} calls its real backend", hint="`vtl-run --live` runs it")

    def rendering(self) -> Rendering | None:
        """The rendering of a template case; None for one of a whole integration. Raises VtlHarnessError."""
        if not isinstance(self.case, TemplateCase):
            return None
        from vtlharness.cases.running import rendered

        found: Rendering = under_limits(self._limits, rendered, self.case, self._engine)
        return found

    def body(self) -> bytes:
        """The body that the client of a whole integration gets. Raises VtlHarnessError."""
        return self._call(NativeEngine().template)

    def explain(self) -> None:
        """Renders, and keeps what the references of each template were in `explained`. Raises VtlHarnessError."""
        if not isinstance(self.case, TemplateCase):
            self._call(self._watched)
            return
        case = self.case
        explained = self._explained(case.template.source)
        values = {"context": case.context or None, "stage_variables": case.stage_variables or None}
        under_limits(self._limits, explained.render, case.method_request, case.integration_response, **values)

    def _watched(self, source: Source) -> MappingTemplate:
        return self._explained(source).template

    def _explained(self, source: Source) -> Explained:
        explained = Explained(source)
        self.explained.append(explained)
        return explained

    def _call(self, compile_template: Callable[[Source], MappingTemplate]) -> bytes:
        from vtlharness.cases.integration.case import IntegrationCase, RealBackend
        from vtlharness.cases.integration.running import call_through

        case = self.case
        if not isinstance(case, IntegrationCase) or isinstance(case.backend, RealBackend):
            raise VtlHarnessError(f"{one_line(case.id)} calls its real backend")
        made = under_limits(self._limits, call_through, case, case.backend, compile_template)
        return made.response.body_bytes
