"""Jinja2 with the same templates, written by hand: the speed of templates that were made for Python."""

from __future__ import annotations

from typing import Any

import orjson

from benchmarks import long_text
from benchmarks.engines import Engine, EngineMissingError, Kind, PythonRunner
from benchmarks.roots import roots_of
from benchmarks.values import anywhere, escaped, json_text
from benchmarks.work import TEMPLATES, Work


class Jinja(Engine):
    """Jinja2, the payload parsed by orjson."""

    name = "Jinja2"

    def __init__(self) -> None:
        try:
            import jinja2
        except ImportError:
            raise EngineMissingError("Jinja2 is not installed") from None
        self.about = jinja2.__version__
        self._environment = jinja2.Environment(
            trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, autoescape=False
        )
        self._environment.filters.update(escaped=escaped, json=json_text, anywhere=anywhere)

    def runner(self, work: Work) -> PythonRunner:
        """The template named like the work."""
        if work.key == "long_text":
            text = long_text.jinja()
        else:
            text = (TEMPLATES / "jinja" / f"{work.key}.j2").read_text(encoding="utf-8")
        roots = roots_of(work)
        given = {"params": roots.params, "context": roots.context, "stage_variables": roots.stage_variables}
        compiled = self._environment.from_string
        kept = compiled(text)

        def render(template: Any) -> str:
            rendered: str = template.render(given, payload=orjson.loads(roots.body))
            return rendered

        functions = {
            Kind.WARM: lambda: render(kept),
            Kind.COMPILE: lambda: compiled(text),
            Kind.FIRST: lambda: render(compiled(text)),
        }
        return PythonRunner(functions)
