"""`vtl-call DEFINITION VERB PATH`: one call through an API, with a canned backend or its real ones.

Comes in: the command line. Goes out: what the client gets; on wish the request that the backend gets, and the log. No
connection is made without `--live`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from vtlharness.cli.command import ExitCode, FaceCommand, debug_option, version_option

if TYPE_CHECKING:
    from vtlharness.cases.saving.saving import CallSaver
    from vtlharness.gateway.backend import AuthorizerBackend, Backend
    from vtlharness.gateway.invocation import Invocation
    from vtlharness.gateway.method_request import MethodRequest

_HELP = """Call VERB PATH of the API in the file or folder DEFINITION and print the body of its answer.

PATH is the path without the stage; it may have a query string. TEXT is the text itself, @FILE for the content of a
file, or - for standard input. The backend is canned, and answers with the --response options, unless --live is given:
then the integration really calls its function, HTTP endpoint or AWS service.

Exit codes: 0 answered, with whatever status, 1 a template does not parse or fails, 2 interrupted, 4 wrong usage or an
unreadable file.
"""
_EXAMPLES = """\b
Examples:
  vtl-call openapi.yaml GET /orders/42
  vtl-call template.yaml POST /orders --body @order.json --response-status 404
"""


@dataclass(frozen=True, slots=True)
class CallOptions:
    """The options of one call, as they were typed."""

    body: str | None
    header: tuple[str, ...]
    query: tuple[str, ...]
    stage: str | None
    parameter: tuple[str, ...]
    context: tuple[str, ...]
    stage_variable: tuple[str, ...]
    response_body: str | None
    response_status: int | None
    response_header: tuple[str, ...]
    live: bool
    backends: str | None
    allow_aws: bool
    assume_role: str | None
    include: bool
    request: bool
    log: bool
    json: bool
    save: str | None


@click.command(cls=FaceCommand, help=_HELP, epilog=_EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("definition")
@click.argument("verb")
@click.argument("path")
@click.option("--body", "-d", metavar="TEXT", help="The request's payload.")
@click.option("--header", "-H", multiple=True, metavar="'NAME: VALUE'", help="A request header; repeat for more.")
@click.option("--query", "-q", multiple=True, metavar="NAME=VALUE", help="A query string parameter; repeat for more.")
@click.option("--stage", metavar="NAME", help="The stage of the API.")
@click.option("--parameter", multiple=True, metavar="NAME=VALUE", help="A definition's parameter; repeat for more.")
@click.option("--context", multiple=True, metavar="JSON|A.B=VALUE", help="Values for $context; repeat for more.")
@click.option("--stage-variable", multiple=True, metavar="NAME=VALUE", help="A stage variable; repeat for more.")
@click.option("--response-body", metavar="TEXT", help="The payload of the canned backend.")
@click.option(
    "--response-status",
    type=click.IntRange(100, 599),
    metavar="CODE",
    help="The status of the canned backend (default: 200).",
)
@click.option(
    "--response-header", multiple=True, metavar="'NAME: VALUE'", help="A header of the canned backend; repeat for more."
)
@click.option("--live", is_flag=True, help="Call the real backend.")
@click.option("--backends", metavar="FILE", help="With --live: where backends are (default: backends.yaml beside it).")
@click.option("--allow-aws", is_flag=True, help="With --live: AWS itself may be called, with your credentials.")
@click.option(
    "--assume-role",
    metavar="ARN",
    help="With --live: the role that signs requests to AWS services, or `credentials` for the integration's own.",
)
@click.option("--include", "-i", is_flag=True, help="Print the status and the headers, too.")
@click.option("--request", is_flag=True, help="Print the request that the backend gets, too.")
@click.option("--log", is_flag=True, help="Print the execution log, too.")
@click.option("--json", is_flag=True, help="Print all of it as one JSON document.")
@click.option("--save", metavar="FILE", help="Append the call to a case file, as a case that passes.")
@debug_option
@version_option
def vtl_call(definition: str, verb: str, path: str, **options: Any) -> ExitCode:
    """The command's entry point."""
    return call(definition, verb, path, CallOptions(**options))


def call(definition: str, verb: str, path: str, options: CallOptions) -> ExitCode:
    """Makes one call and prints it. Raises VtlHarnessError for wrong options, definitions, templates and backends."""
    _check(options)
    from vtlharness.cli.arguments import context_values, pairs
    from vtlharness.cli.call.output import call_output
    from vtlharness.definitions import load_definition
    from vtlharness.gateway.access import AccessError
    from vtlharness.gateway.invocation import invoke

    parameters = pairs("--parameter", options.parameter)
    context, stage_variables = context_values(options.context), pairs("--stage-variable", options.stage_variable)
    request = _request(verb, path, options)
    backend = _live(definition, parameters, options) if options.live else _canned(options)
    api = load_definition(definition, parameters, options.stage)
    saver = None if options.save is None else _saver(options.save, definition, options.stage, parameters)
    try:
        made = invoke(
            api,
            request,
            backend,
            context=context,
            stage_variables=stage_variables,
            call_authorizer=_authorizers(backend) if options.live else None,
        )
    except AccessError as problem:
        if options.live:
            raise
        raise AccessError(problem.message, hint="`--context authorizer.principalId=user` says it") from None
    _warn(made)
    out = sys.stdout.buffer
    out.write(call_output(made, options))
    out.flush()
    if saver is not None:
        name = saver.save(request, made, context, stage_variables)
        _tell_saved(name, options.save)
    return ExitCode.OK if made.error is None else ExitCode.FAILED


def _check(options: CallOptions) -> None:
    if [options.body, options.response_body].count("-") > 1:
        raise click.UsageError("Standard input (-) can be read only once.")
    if options.live:
        if options.response_body is not None or options.response_status is not None or options.response_header:
            raise click.UsageError("--live calls the real backend: leave out the --response options.")
        return
    given = {
        "--allow-aws": options.allow_aws,
        "--backends": options.backends is not None,
        "--assume-role": options.assume_role is not None,
    }
    for name, is_given in given.items():
        if is_given:
            raise click.UsageError(f"{name} is for --live: without it, no backend is called.")


def _request(verb: str, path: str, options: CallOptions) -> MethodRequest:
    from vtlharness.cli.arguments import multi_pairs, text_value
    from vtlharness.gateway.method_request import MethodRequest
    from vtlharness.gateway.stages.requests.integration_uri import split_query

    address, query = split_query(path)
    for name, value in multi_pairs("--query", options.query).items():
        query.setdefault(name, []).extend(value if isinstance(value, list) else [value])
    return MethodRequest(
        verb.upper(),
        "/" + address.lstrip("/"),
        query_string=query,
        headers=multi_pairs("--header", options.header, ":"),
        body=None if options.body is None else text_value("--body", options.body),
    )


def _canned(options: CallOptions) -> Backend:
    from vtlharness.backends.canned import CannedBackend
    from vtlharness.cli.arguments import multi_pairs, text_value
    from vtlharness.gateway.backend_reply import BackendReply

    body = options.response_body
    return CannedBackend(
        BackendReply(
            options.response_status or 200,
            multi_pairs("--response-header", options.response_header, ":"),
            None if body is None else text_value("--response-body", body),
        )
    )


def _live(definition: str, parameters: dict[str, str], options: CallOptions) -> Backend:
    from vtlharness.backends.live import LiveBackend
    from vtlharness.backends.reading import backends_beside, read_backends
    from vtlharness.definitions.defined_functions import defined_functions
    from vtlharness.definitions.options import DefinitionOptions

    defined = defined_functions(definition, DefinitionOptions(parameters))
    if options.backends is not None:
        made = LiveBackend(read_backends(options.backends, allow_aws=options.allow_aws, defined=defined))
    else:
        made = LiveBackend(backends_beside(definition, allow_aws=options.allow_aws, defined=defined))
    return made if options.assume_role is None else made.assuming(options.assume_role)


def _authorizers(backend: Backend) -> AuthorizerBackend:
    from vtlharness.backends.cached_authorizers import CachedAuthorizers

    return CachedAuthorizers(backend)


def _saver(file: str, definition: str, stage: str | None, parameters: dict[str, str]) -> CallSaver:
    """Raises VtlHarnessError before the call for a file that cannot take it."""
    from vtlharness.cases.saving.saving import CallSaver, SavedSubject

    return CallSaver(file, SavedSubject(definition, stage, parameters))


def _tell_saved(name: str, file: str | None) -> None:
    from vtlharness.cli.terminal import print_error
    from vtlharness.report.text.visible import safe

    print_error(f"saved as {safe(name)!r} in {safe(str(file))}")


def _warn(made: Invocation) -> None:
    from vtlharness.cli.terminal import print_error
    from vtlharness.report.text.lines import error_lines
    from vtlharness.report.text.visible import safe

    for line in made.function_output:
        print_error(safe(line))
    for finding in made.findings:
        hint = "" if finding.hint is None else f"\nhint: {safe(finding.hint)}"
        print_error(f"{safe(finding.place)}: warning: {finding.rule} {safe(finding.message)}{hint}")
    if made.error is not None:
        print_error("\n".join(error_lines(made.error)))
    elif made.gateway_response is not None:
        reason = "" if made.reason is None else f": {safe(made.reason)}"
        print_error(f"the gateway itself answered, with {made.gateway_response}{reason}")
