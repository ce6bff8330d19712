"""The native engine, as `vtl-run` and the pytest plugin use it."""

from __future__ import annotations

from tempfile import TemporaryDirectory

from benchmarks.engines import Engine, Kind, PythonRunner
from benchmarks.work import Work
from vtlharness import MappingTemplate, __version__, render_request
from vtlharness.disk_cache.cache import CacheFolder
from vtlharness.disk_cache.own_folder import OwnFolder
from vtlharness.engines.native import NativeEngine
from vtlharness.gateway.templates.mapping_template import kept_template, specialize
from vtlharness.jsonpath import compile_path
from vtlharness.vtl.compile.forms import OFTEN
from vtlharness.vtl.compile.template_cache import TemplateCache
from vtlharness.vtl.template import Template


class Native(Engine):
    """vtlharness; compiled templates on disk go to a folder of its own."""

    name = "vtlharness"
    about = __version__

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="vtlharness-benchmark-")

    def runner(self, work: Work) -> PythonRunner:
        """Times everything. A compilation compiles its paths again, which are otherwise cached by their text."""
        engine = NativeEngine()
        cache = TemplateCache(CacheFolder(OwnFolder(self._folder.name), key=bytes(32)))

        def warm() -> str:
            return engine.render(work.template, work.request, stage_variables=work.stage_variables).text

        def compiled(cache: TemplateCache | None = None) -> MappingTemplate:
            compile_path.cache_clear()
            return MappingTemplate(work.template) if cache is None else kept_template(work.template, cache)

        def inlined() -> Template:
            compile_path.cache_clear()
            return Template(work.template, specialize, form="inlined")

        def first(cache: TemplateCache | None = None) -> str:
            return render_request(compiled(cache), work.request, stage_variables=work.stage_variables).text

        for _ in range(OFTEN):
            warm()
        for _ in ("made", "met again, and made quick to run"):
            compiled(cache)
        return PythonRunner(
            {
                Kind.WARM: warm,
                Kind.COMPILE: lambda: compiled(),
                Kind.INLINE: inlined,
                Kind.FIRST: lambda: first(),
                Kind.KEPT: lambda: first(cache),
            }
        )

    def close(self) -> None:
        """Removes the folder."""
        self._folder.cleanup()
