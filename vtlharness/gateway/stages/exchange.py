"""One call on its way: the data that every stage after routing reads.

Comes in: the API, the method that routing found, the request. Goes out: a frozen `Exchange`. Next: validation, then the
integration's own request module.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TypeAlias

from vtlharness.documents.merging import merged_deeply
from vtlharness.gateway.call import Call
from vtlharness.gateway.codecs.content_handling import payload_bytes
from vtlharness.gateway.codecs.text_values import text_values
from vtlharness.gateway.codecs.trace_header import trace_id
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import Integration, Method, RestApi, Stage
from vtlharness.gateway.roots.context import request_context
from vtlharness.gateway.stages.routing import Route
from vtlharness.gateway.templates.mapping_template import MappingTemplate
from vtlharness.java.values import ContextMap
from vtlharness.records import Record, replace
from vtlharness.source import Source

TemplateCompiler: TypeAlias = Callable[[Source], MappingTemplate]
"""Compiles the text of a template, and may cache the result. Raises VtlSyntaxError."""


@lru_cache(maxsize=1024)
def compile_once(source: Source) -> MappingTemplate:
    """The template of a text, compiled once. Raises VtlSyntaxError."""
    return MappingTemplate(source)


class _WithContext:
    """Keeps the `$context` of an exchange beside its fields, once it is made."""

    __slots__ = ("_context",)
    _context: ContextMap


class Exchange(_WithContext, Record):
    """A request on its method.

    `given` contains the values that a test and the stage add to `$context`. `body` is the payload as the client sent
    it, `compile` compiles templates.
    """

    api: RestApi
    method: Method
    request: MethodRequest
    call: Call
    given: Mapping[str, object]
    stage_variables: dict[str, str]
    body: bytes
    compile: TemplateCompiler

    @property
    def integration(self) -> Integration:
        """The integration of the method."""
        return self.method.integration

    @property
    def trace_id(self) -> str:
        """The trace id of the call, made at each access."""
        return trace_id(self.request.headers, self.call)

    @property
    def context(self) -> ContextMap:
        """The whole `$context` as parameter mapping reads it, made when something asks for it."""
        try:
            return self._context
        except AttributeError:
            context = request_context(self.request, self.given, self.call)
            object.__setattr__(self, "_context", context)
            return context


def new_exchange(
    api: RestApi,
    route: Route,
    request: MethodRequest,
    call: Call,
    context: Mapping[str, object] | None = None,
    stage_variables: Mapping[str, object] | None = None,
    compile_template: TemplateCompiler = compile_once,
) -> Exchange:
    """The exchange of a request that met a method: its resource, its path parameters, its `$context`.

    `stage_variables` are put over those of the stage.
    """
    given = dict(context or {})
    variables, canary = stage_values(api.stage, given.get("isCanaryRequest"))
    if canary is not None:
        given.setdefault("isCanaryRequest", canary)
    request = replace(
        request,
        resource_path=route.method.resource_path,
        path_parameters={**route.path_parameters, **request.path_parameters},
    )
    return Exchange(
        api,
        route.method,
        request,
        call,
        given,
        {**variables, **text_values(stage_variables)},
        payload_bytes(request.body, request.raw_body),
        compile_template,
    )


def with_context(exchange: Exchange, values: Mapping[str, object]) -> Exchange:
    """The exchange with more values of `$context`; what the test gives is merged over them."""
    given = merged_deeply(dict(values), dict(exchange.given))
    return replace(exchange, given=given)


def stage_values(stage: Stage, chosen: object = None) -> tuple[dict[str, str], bool | None]:
    """The stage variables in force, and whether the canary takes the call (None for a stage without a canary).

    A canary with half of the traffic or more takes every call, one with less takes none; `chosen`, a boolean that a
    test gives as `$context.isCanaryRequest`, overrides this. Evidence: docs/fidelity.md#canary-variables,
    docs/fidelity.md#canary-traffic.
    """
    settings = stage.canary_settings
    if settings is None:
        return dict(stage.variables), None
    canary = chosen if isinstance(chosen, bool) else settings.percent_traffic >= 50
    overrides = settings.stage_variable_overrides if canary else {}
    return {**stage.variables, **overrides}, canary
