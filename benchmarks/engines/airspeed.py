"""airspeed, with its roots as `--engine airspeed` makes them, except `$context`, which is made once."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from benchmarks.engines import Engine, EngineMissingError, Kind, PythonRunner
from benchmarks.roots import roots_of
from benchmarks.work import Work
from vtlharness.engines.airspeed import AirspeedInput, AirspeedUtil
from vtlharness.gateway.roots.input import Input
from vtlharness.jsonpath import compile_path


class Airspeed(Engine):
    """airspeed. Where it prints an undefined reference as text, the template says `$!` instead."""

    name = "airspeed"

    def __init__(self) -> None:
        try:
            import airspeed
        except ImportError:
            raise EngineMissingError("airspeed is not installed") from None
        self._airspeed: Any = airspeed
        self.about = version("airspeed")

    def runner(self, work: Work) -> PythonRunner:
        """Payload and paths are read by our code, which is faster than what its users have."""
        text = work.template.text.replace('"$context.', '"$!context.')
        kept = self._compiled(text)
        context, util = roots_of(work).context, AirspeedUtil()

        def merge(template: Any) -> str:
            given = {
                "input": AirspeedInput(Input(work.request.body, work.request), work.request),
                "util": util,
                "context": context,
                "stageVariables": work.stage_variables,
            }
            rendered: str = template.merge(given)
            return rendered

        functions = {
            Kind.WARM: lambda: merge(kept),
            Kind.COMPILE: lambda: self._compiled(text),
            Kind.FIRST: lambda: merge(self._compiled(text)),
        }
        return PythonRunner(functions, "" if text == work.template.text else "`$!context` for `$context`")

    def _compiled(self, text: str) -> Any:
        """Forgets the paths compiled before, as ours does: both compile the paths of a template once."""
        compile_path.cache_clear()
        template = self._airspeed.Template(text)
        template.ensure_compiled()
        return template
