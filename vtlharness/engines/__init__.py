"""The engines that render the template of a case: `native`, the engine of this package, and `airspeed`, to compare.

Comes in: the source of a template, and the request or response to evaluate it on. Goes out: a `Rendering`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from vtlharness.disk_cache.cache import CacheFolder
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.templates.rendering import Rendering
from vtlharness.options import ENGINE_NAMES
from vtlharness.source import Source


class Engine(Protocol):
    """Renders templates and keeps the compiled ones."""

    name: str

    def render(
        self,
        template: Source,
        request: MethodRequest,
        integration_response: BackendReply | None = None,
        *,
        context: Mapping[str, object] | None = None,
        stage_variables: Mapping[str, str] | None = None,
    ) -> Rendering:
        """Evaluate a request template or, given an integration response, a response template.

        Raises VtlSyntaxError and VtlRenderError.
        """
        ...

    def traced(self) -> Engine | None:
        """An engine whose renderings say which template line wrote each value (`Rendering.origins`), or None."""
        ...


def load_engine(name: str, *, cache: CacheFolder | None = None) -> Engine:
    """The engine with this name. `cache`: the folder where it keeps compiled templates, if it compiles any.

    Raises VtlHarnessError for an unknown name, or an engine that is not installed.
    """
    if name == "native":
        from vtlharness.engines.native import NativeEngine
        from vtlharness.vtl.compile.template_cache import TemplateCache

        return NativeEngine(cache=None if cache is None else TemplateCache(cache))
    if name == "airspeed":
        from vtlharness.engines.airspeed import AirspeedEngine

        return AirspeedEngine()
    raise VtlHarnessError(f"{name!r} is not an engine", hint=f"use {' or '.join(ENGINE_NAMES)}")
