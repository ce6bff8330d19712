"""One template on one request or response: makes the roots, renders, and reads the overrides that the template wrote.

Comes in: a compiled template and the records. Goes out: a `Rendering`. The roots are `$input`, `$util`, `$context` and
`$stageVariables`; a root that a template does not mention is not made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING, Any, TypeAlias

from vtlharness.findings import Finding
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.call import SAMPLE_CALL, Call
from vtlharness.gateway.codecs.text_values import text_values
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.roots.context import context_part, continued, exact_context, json_copy, request_context
from vtlharness.gateway.roots.input import Input
from vtlharness.gateway.roots.util import UTIL
from vtlharness.gateway.templates.mapping_template import MappingTemplate
from vtlharness.gateway.templates.rendering import Rendering
from vtlharness.java.values import ContextMap
from vtlharness.limits.budget import Limits
from vtlharness.limits.errors import under_limits
from vtlharness.vtl.template import Template

if TYPE_CHECKING:
    from vtlharness.gateway.templates.evaluation import Evaluation
    from vtlharness.gateway.templates.repeated_overrides import RepeatedOverrides

_Context: TypeAlias = "tuple[dict[str, object] | None, ContextMap | Callable[[], ContextMap] | None]"
"""The root `$context`, and the complete `$context` of the rendering, which is made later if the root is only a part of
it.
"""


_CLASS_OF_CONTEXT = "java.util.Collections$UnmodifiableMap"  # docs/fidelity.md#class-of-context
_NO_CONTEXT: _Context = (None, None)
_no_variable: Any = {}.get


def render_request(
    template: MappingTemplate,
    request: MethodRequest,
    *,
    context: Mapping[str, object] | None = None,
    stage_variables: Mapping[str, object] | None = None,
    variables: Mapping[str, object] | None = None,
    call: Call = SAMPLE_CALL,
    limits: Limits | None = None,
) -> Rendering:
    """Renders a request template as API Gateway would for this method request.

    `context` is merged over a `$context` with every variable of a plain call (see `gateway.roots.context`); `variables`
    are more root variables, JSON data, which the service does not have. `limits` bound what the template may use, time
    included; without them, the defaults hold, except for the time. Raises VtlRenderError where the service would fail
    the request, LimitError where a limit is exceeded.
    """
    input_root = Input(request.body, request)
    if template.is_plain and not (context or variables or limits):
        # `_render` would do the same, but most templates are plain, and a plain one takes half of its time.
        stage = text_values(stage_variables, template.only_reads_stage_variables) if stage_variables else {}
        reached: dict[int, bool] = {}
        text = template.run((input_root, UTIL, None, stage), _no_variable, reached)
        if reached or input_root.unsure is not None or (template.names_parameters and request.headers):
            return Rendering(text, findings=_all_findings(template, reached, None, input_root))
        return Rendering(text)
    made = _NO_CONTEXT
    if context or template.reads_context:
        made = _new_context(template, request, context, call)
    return _render(template, input_root, made, stage_variables, variables, limits)


def render_response(
    template: MappingTemplate,
    request: MethodRequest,
    integration_response: BackendReply,
    *,
    context: Mapping[str, object] | None = None,
    stage_variables: Mapping[str, object] | None = None,
    variables: Mapping[str, object] | None = None,
    call: Call = SAMPLE_CALL,
    after: Rendering | None = None,
    limits: Limits | None = None,
) -> Rendering:
    """Renders a response template on the backend's reply; `$input.params` are still the method request's.

    `after` is the rendering of the request template: its `$context` goes on, with all that it wrote
    (docs/fidelity.md#overrides-in-whole-calls). Without it `$context` is as in `render_request`. `limits` and errors
    are as there.
    """
    before = None if after is None else after.context
    made = _new_context(template, request, context, call) if before is None else _continued_context(template, before)
    return _render(template, Input(integration_response.body, request), made, stage_variables, variables, limits)


def render_evaluation(template: Template, evaluation: Evaluation) -> Rendering:
    """Renders a template on exactly the given values: no defaults, nothing hidden; only the override maps are added.

    Raises VtlRenderError where the template fails.
    """
    given = evaluation.params
    places: dict[str, object] = {place: _json_map(given.get(place)) for place in ("path", "querystring", "header")}
    input_root = Input(evaluation.body, params=places)
    roots = {**_json_map(evaluation.variables), "input": input_root, "util": UTIL}
    roots["stageVariables"] = _json_map(evaluation.stage_variables)
    context = repeated = None
    if "context" in template.root_names or _gives_override(evaluation.context):
        roots["context"] = context = exact_context(evaluation.context)
        context.class_name = _CLASS_OF_CONTEXT
        if "Override" in template.source.text:
            repeated = _repeated_overrides(template, context)
    traps: list[Finding] = []
    origins: list[tuple[int, int]] | None = [] if template.traced else None
    text = template.render(roots, traps, origins, len(input_root.body))
    if repeated is not None:
        traps += repeated.findings()
    findings = _findings(template, traps, input_root)
    return Rendering(text, None, None, findings, context, tuple(origins or ()))


def _render(
    template: MappingTemplate,
    input_root: Input,
    context: _Context,
    stage_variables: Mapping[str, object] | None,
    variables: Mapping[str, object] | None,
    limits: Limits | None,
) -> Rendering:
    if limits is not None:
        return under_limits(limits, _render, template, input_root, context, stage_variables, variables, None)
    context_root, whole_context = context
    repeated = None
    if type(context_root) is ContextMap:
        context_root.class_name = _CLASS_OF_CONTEXT
        if template.names_overrides:
            repeated = _repeated_overrides(template, context_root)
    given = (
        input_root,
        UTIL,
        context_root,
        text_values(stage_variables, template.only_reads_stage_variables) if template.reads_stage_variables else None,
    )
    if not template.inlined:
        template.before_render(len(input_root.body))
    reached: dict[int, bool] = {}
    origins: list[tuple[int, int]] | None = [] if template.traced else None
    text = template.run(given, _json_map(variables).get if variables else _no_variable, reached, origins)
    findings = _all_findings(template, reached, repeated, input_root)
    return Rendering(text, None, None, findings, whole_context, tuple(origins) if origins else ())


def _all_findings(
    template: MappingTemplate, reached: dict[int, bool], repeated: RepeatedOverrides | None, input_root: Input
) -> tuple[Finding, ...]:
    """The findings of a rendering that reached some traps."""
    headers = input_root.request.headers if template.names_parameters else None
    in_another_casing = bool(headers) and _misses_a_header(template.source.text, tuple(headers or ()))
    if not (reached or template.certain_traps or repeated or in_another_casing or input_root.unsure is not None):
        return ()
    traps = template.findings(reached)
    if repeated is not None:
        traps += repeated.findings()
    if in_another_casing:
        from vtlharness.gateway.templates.header_lookups import header_findings

        traps.extend(header_findings(template.source, input_root.request))
    return _findings(template, traps, input_root)


def _new_context(
    template: MappingTemplate, request: MethodRequest, given: Mapping[str, object] | None, call: Call
) -> _Context:
    if not template.reads_context and not _gives_override(given):
        return _NO_CONTEXT  # where overrides are given, they are passed on
    names = template.root_properties.get("context")
    if names is None or _gives_override(given):
        made = request_context(request, given, call)
        return made, made
    return context_part(request, given, call, names), lambda: request_context(request, given, call)


def _continued_context(template: Template, before: dict[str, object]) -> _Context:
    names = template.root_properties.get("context")
    if names is None:
        made = continued(before)
        return made, made
    return {name: before[name] for name in names if name in before}, lambda: continued(before)


def _gives_override(given: Mapping[str, object] | None) -> bool:
    return bool(given and ("requestOverride" in given or "responseOverride" in given))


def _repeated_overrides(template: Template, context: ContextMap) -> RepeatedOverrides:
    from vtlharness.gateway.templates.repeated_overrides import RepeatedOverrides

    return RepeatedOverrides(template, context)


@lru_cache(maxsize=1024)
def _misses_a_header(template: str, headers: tuple[str, ...]) -> bool:
    """Whether a template looks up one of these headers, and only in another casing."""
    lower = template.lower()
    if not any(name.lower() in lower and name not in template for name in headers):
        return False
    from vtlharness.gateway.templates.header_lookups import lookups_in_another_casing

    return bool(lookups_in_another_casing(template, headers))


def _json_map(given: object) -> dict[str, object]:
    return {name: json_copy(value) for name, value in given.items()} if isinstance(given, Mapping) else {}


def _findings(template: Template, traps: list[Finding], input_root: Input) -> tuple[Finding, ...]:
    """The findings of a rendering, in the template's order: traps of the language, overrides that were written twice,
    and paths that versions read differently; without those that a comment ignores.

    The place of a path is the first place of its text in the template; a path that the template put together has no
    place, and comes last.
    """
    found = list(traps)
    source = template.source
    for query in input_root.unsure or ():
        offset = source.text.find(query.text)
        place = source.position(offset) if offset >= 0 else None
        line, column = (place.line, place.column) if place else (None, None)
        found.extend(finding._replace(file=source.name, line=line, column=column) for finding in query.findings)
    from vtlharness.gateway.templates.ignore_comments import kept_findings

    return kept_findings(source, sorted(found, key=_order))


def _order(finding: Finding) -> tuple[float, int]:
    return (inf, 0) if finding.line is None else (finding.line, finding.column or 0)
