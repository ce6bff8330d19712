"""`vtl-render TEMPLATE`: renders one template for the request that the options describe.

Comes in: the command line. Goes out: the text exactly as the service would send it; warnings on standard error. With
`--jsonl` it serves programs instead (see `jsonl`).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from vtlharness.cli.command import ExitCode, FaceCommand, debug_option, version_option
from vtlharness.cli.shared_options import session_option

if TYPE_CHECKING:
    from vtlharness.cli.render.explaining import Explained
    from vtlharness.gateway.backend_reply import BackendReply
    from vtlharness.gateway.method_request import MethodRequest
    from vtlharness.gateway.templates.rendering import Rendering
    from vtlharness.source import Source

_HELP = """Render the mapping template in the file TEMPLATE (- for standard input) and print its text.

TEXT is the text itself, @FILE for the content of a file, or - for standard input. Any --response option makes the
template a response template.

Exit codes: 0 rendered, 1 the template does not parse or fails, 2 interrupted, 4 wrong usage or an unreadable file.
"""
_EXAMPLES = """\b
Examples:
  vtl-render put.vtl --body @order.json --header "Accept: text/csv"
  vtl-render --case orders.vtl.yaml::"the total" --explain
"""


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """The options of one rendering, as they were typed."""

    method: str | None
    path: str
    resource_path: str | None
    body: str | None
    header: tuple[str, ...]
    query: tuple[str, ...]
    path_param: tuple[str, ...]
    context: tuple[str, ...]
    stage_variable: tuple[str, ...]
    response_body: str | None
    response_status: int | None
    response_header: tuple[str, ...]
    overrides: bool
    engine: str
    limit: tuple[str, ...]
    explain: bool


@click.command(cls=FaceCommand, help=_HELP, epilog=_EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("template", required=False)
@click.option("--method", "-X", metavar="NAME", help="The HTTP method (default: GET, or POST with --body).")
@click.option("--path", default="/", metavar="PATH", help="The path, without the stage (default: /).")
@click.option("--resource-path", metavar="PATH", help="The resource path, such as /orders/{id} (default: the path).")
@click.option("--body", "-d", metavar="TEXT", help="The request's payload.")
@click.option("--header", "-H", multiple=True, metavar="'NAME: VALUE'", help="A request header; repeat for more.")
@click.option("--query", multiple=True, metavar="NAME=VALUE", help="A query string parameter; repeat for more.")
@click.option("--path-param", multiple=True, metavar="NAME=VALUE", help="A path parameter; repeat for more.")
@click.option("--context", multiple=True, metavar="JSON|A.B=VALUE", help="Values for $context; repeat for more.")
@click.option("--stage-variable", multiple=True, metavar="NAME=VALUE", help="A stage variable; repeat for more.")
@click.option("--response-body", metavar="TEXT", help="The integration response's payload.")
@click.option(
    "--response-status",
    type=click.IntRange(100, 599),
    metavar="CODE",
    help="The integration response's status (default: 200).",
)
@click.option(
    "--response-header",
    multiple=True,
    metavar="'NAME: VALUE'",
    help="A header of the integration response; repeat for more.",
)
@click.option("--case", metavar="FILE::CASE", help="Render a case of a case file, as vtl-run names it.")
@click.option("--explain", is_flag=True, help="Print what the references of each line were, instead of the output.")
@click.option("--overrides", is_flag=True, help="Print JSON with output, requestOverride and responseOverride.")
@session_option("engine")
@session_option("limit")
@click.option("--jsonl", is_flag=True, help="Serve a program: answer each line of JSON until the input ends.")
@debug_option
@version_option
def vtl_render(template: str | None, jsonl: bool, case: str | None, **options: Any) -> ExitCode:
    """The command's entry point."""
    if jsonl:
        _take_only("--jsonl takes everything from its input lines", "jsonl")
        from vtlharness.cli.render.jsonl import serve

        serve(sys.stdin.buffer, sys.stdout.buffer)
        return ExitCode.OK
    if options["explain"] and (options["overrides"] or options["engine"] != "native"):
        wrong = "--overrides" if options["overrides"] else "--engine"
        raise click.UsageError(f"--explain and {wrong} exclude each other.")
    if case is not None:
        _take_only("--case takes everything from the case", "case", "explain", "overrides", "engine", "limit")
        return _render_case(case, RenderOptions(**options))
    if template is None:
        raise click.UsageError("Missing argument 'TEMPLATE' (or --jsonl).")
    return render(template, RenderOptions(**options))


def _take_only(why: str, *allowed: str) -> None:
    """Raises UsageError for an option on the command line that is not allowed."""
    current = click.get_current_context()
    for name in current.params:
        if name not in allowed and current.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            shown = "TEMPLATE" if name == "template" else f"--{name.replace('_', '-')}"
            raise click.UsageError(f"{why}: leave out {shown}.")


def _render_case(name: str, options: RenderOptions) -> ExitCode:
    """Prints the output of a case. Raises VtlHarnessError for one that is not there, and for a template that fails."""
    from vtlharness.cli.render.case import CaseOutput

    output = CaseOutput(name, options.limit, options.engine)
    if options.explain:
        try:
            output.explain()
        finally:
            _print_explained(output.explained)
        return ExitCode.OK
    rendering = output.rendering()
    if rendering is None:
        if options.overrides:
            raise click.UsageError("--overrides is for a case of one template: a whole integration applies them.")
        _write(output.body())
        return ExitCode.OK
    _warn(rendering)
    _write_rendering(rendering, options)
    return ExitCode.OK


def _print_explained(explained: Sequence[Explained]) -> None:
    """Prints what the references of each template were; with several, their names above them."""
    from vtlharness.cli.terminal import Terminal

    terminal = Terminal()
    for number, one in enumerate(explained):
        if len(explained) > 1:
            terminal.lines(("",) * (number > 0) + (one.source.name,))
        terminal.lines(one.lines(terminal.style))
    terminal.stream.flush()


def render(template: str, options: RenderOptions) -> ExitCode:
    """Prints one rendering. Raises VtlHarnessError for wrong options, and for a template that fails."""
    from vtlharness.cli.arguments import context_values, pairs
    from vtlharness.engines import load_engine
    from vtlharness.limits.budget import combined
    from vtlharness.limits.errors import under_limits
    from vtlharness.limits.written import written_limits

    if [template, options.body, options.response_body].count("-") > 1:
        raise click.UsageError("Standard input (-) can be read only once.")
    source, request, reply = _template_source(template), _request(options), _integration_response(options)
    context, stage_variables = context_values(options.context), pairs("--stage-variable", options.stage_variable)

    limits = combined(written_limits(options.limit), {})

    def rendered(engine: str) -> Rendering:
        return under_limits(
            limits,
            load_engine(engine).render,
            source,
            request,
            reply,
            context=context,
            stage_variables=stage_variables,
        )

    if options.explain:
        from vtlharness.cli.render.explaining import Explained

        explained = Explained(source)
        values = {"context": context, "stage_variables": stage_variables}
        try:
            under_limits(limits, explained.render, request, reply, **values)
        finally:
            _print_explained([explained])
        return ExitCode.OK
    rendering = rendered(options.engine)
    _warn(rendering)
    if options.engine != "native":
        _warn_of_differences(options.engine, rendered("native"), rendering)
    _write_rendering(rendering, options)
    return ExitCode.OK


def _write_rendering(rendering: Rendering, options: RenderOptions) -> None:
    if options.overrides:
        _write(_as_json(rendering))
    else:
        _write(rendering.text.encode("utf-8", "replace"))  # Java writes "?" for one


def _warn_of_differences(engine: str, service: Rendering, other: Rendering) -> None:
    from vtlharness.cases.compare.comparing import compare_renderings
    from vtlharness.cli.terminal import print_error
    from vtlharness.report.text.lines import difference_lines

    for difference in compare_renderings(service, other):
        lines = difference_lines(difference, names=("the service", engine))
        print_error("\n".join([f"{engine} differs from the service here:", *(f"  {line}" for line in lines)]))


def _template_source(template: str) -> Source:
    from vtlharness.cli.arguments import file_text, standard_input
    from vtlharness.source import Source

    return Source(standard_input("TEMPLATE"), "<stdin>") if template == "-" else Source(file_text(template), template)


def _request(options: RenderOptions) -> MethodRequest:
    from vtlharness.cli.arguments import multi_pairs, pairs, text_value
    from vtlharness.gateway.method_request import MethodRequest

    return MethodRequest(
        http_method=options.method or ("GET" if options.body is None else "POST"),
        path=options.path,
        resource_path=options.resource_path,
        path_parameters=pairs("--path-param", options.path_param),
        query_string=multi_pairs("--query", options.query),
        headers=multi_pairs("--header", options.header, ":"),
        body=None if options.body is None else text_value("--body", options.body),
    )


def _integration_response(options: RenderOptions) -> BackendReply | None:
    from vtlharness.cli.arguments import multi_pairs, text_value
    from vtlharness.gateway.backend_reply import BackendReply

    body = options.response_body
    if body is None and options.response_status is None and not options.response_header:
        return None
    return BackendReply(
        status_code=options.response_status or 200,
        headers=multi_pairs("--response-header", options.response_header, ":"),
        body=None if body is None else text_value("--response-body", body),
    )


def _warn(rendering: Rendering) -> None:
    from vtlharness.cli.terminal import print_error
    from vtlharness.report.text.visible import safe

    for finding in rendering.findings:
        hint = "" if finding.hint is None else f"\nhint: {safe(finding.hint)}"
        print_error(f"{safe(finding.place)}: warning: {finding.rule} {safe(finding.message)}{hint}")


def _as_json(rendering: Rendering) -> bytes:
    from vtlharness.documents.json.writing import json_line

    overrides = {"requestOverride": rendering.request_override, "responseOverride": rendering.response_override}
    return json_line({"output": rendering.text, **overrides})


def _write(data: bytes) -> None:
    """Writes exactly these bytes. A terminal also gets a line end, so that the prompt is on a line of its own."""
    out = sys.stdout.buffer
    out.write(data)
    if out.isatty() and not data.endswith(b"\n"):
        out.write(b"\n")
    out.flush()
