"""The native engine: `vtl` compiles the templates, `gateway` supplies their roots."""

from __future__ import annotations

from collections.abc import Mapping

from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.templates.mapping_template import MappingTemplate, kept_template
from vtlharness.gateway.templates.render import render_request, render_response
from vtlharness.gateway.templates.rendering import Rendering
from vtlharness.source import Source
from vtlharness.vtl.compile.template_cache import TemplateCache


class NativeEngine:
    """Renders as the service does. A template is compiled when it is first rendered, and kept."""

    name = "native"

    def __init__(self, keep: int = 64, *, traced: bool = False, cache: TemplateCache | None = None) -> None:
        """`keep` is the number of compiled templates to hold; the oldest goes first. `cache` keeps them on disk.

        `traced`: renderings say where their output comes from, and take longer.
        """
        self._traced = traced
        self._keep = keep
        self._cache = cache
        self._compiled: dict[Source, MappingTemplate] = {}
        self._last_source: Source | None = None
        self._last: MappingTemplate | None = None
        self._tracing: NativeEngine | None = None

    def render(
        self,
        template: Source,
        request: MethodRequest,
        integration_response: BackendReply | None = None,
        *,
        context: Mapping[str, object] | None = None,
        stage_variables: Mapping[str, str] | None = None,
    ) -> Rendering:
        """Evaluate a template. Raises VtlSyntaxError and VtlRenderError."""
        compiled = self._last
        if compiled is None or template is not self._last_source:
            # The cases of a file follow each other, so that the source is hashed once.
            compiled = self._last = self.template(template)
            self._last_source = template
        if integration_response is None:
            return render_request(compiled, request, context=context, stage_variables=stage_variables)
        return render_response(
            compiled, request, integration_response, context=context, stage_variables=stage_variables
        )

    def traced(self) -> NativeEngine:
        """The same engine, slower, with renderings that say where their output comes from."""
        if self._tracing is None:
            self._tracing = self if self._traced else NativeEngine(self._keep, traced=True)
        return self._tracing

    def template(self, template: Source) -> MappingTemplate:
        """The compiled template of a text. Raises VtlSyntaxError."""
        compiled = self._compiled.get(template)
        if compiled is not None:
            return compiled
        if self._cache is None or self._traced:
            compiled = MappingTemplate(template, traced=self._traced)
        else:
            compiled = kept_template(template, self._cache)
        if len(self._compiled) >= self._keep:
            del self._compiled[next(iter(self._compiled))]
        self._compiled[template] = compiled
        return compiled
