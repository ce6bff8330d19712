"""minijinja, an engine in Rust, on Jinja2's templates: a far anchor that no Python comes near."""

from __future__ import annotations

from importlib.metadata import version

import orjson

from benchmarks import long_text
from benchmarks.engines import Engine, EngineMissingError, Kind, PythonRunner
from benchmarks.roots import roots_of
from benchmarks.values import anywhere, escaped, json_text
from benchmarks.work import TEMPLATES, Work


class MiniJinja(Engine):
    """minijinja, the payload parsed by orjson, the filters in Python."""

    name = "minijinja"

    def __init__(self) -> None:
        try:
            import minijinja
        except ImportError:
            raise EngineMissingError("it is not installed (pip install minijinja)") from None
        self.about = f"{version('minijinja')} (Rust)"
        self._environment = minijinja.Environment(
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_escape_callback=lambda _: False,
            pycompat=True,
        )
        self._environment.add_filter("escaped", escaped)
        self._environment.add_filter("json", json_text)
        self._environment.add_filter("anywhere", lambda value, name: list(anywhere(value, name)))

    def runner(self, work: Work) -> PythonRunner:
        """Jinja2's template named like the work."""
        if work.key == "long_text":
            text = long_text.jinja()
        else:
            text = (TEMPLATES / "jinja" / f"{work.key}.j2").read_text(encoding="utf-8")
        roots = roots_of(work)
        given = {"params": roots.params, "context": roots.context, "stage_variables": roots.stage_variables}
        environment = self._environment

        def compiled(name: str = "compiled") -> str:
            environment.add_template(name, text)
            return name

        def render(name: str) -> str:
            rendered: str = environment.render_template(name, **given, payload=orjson.loads(roots.body))
            return rendered

        kept = compiled(work.key)
        return PythonRunner(
            {
                Kind.WARM: lambda: render(kept),
                Kind.COMPILE: compiled,
                Kind.FIRST: lambda: render(compiled()),
            }
        )
