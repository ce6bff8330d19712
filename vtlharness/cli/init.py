"""`vtl-init DEFINITION|TEMPLATE`: writes first case files.

Comes in: the command line. Goes out: case files, and what was written.
"""

from __future__ import annotations

from pathlib import Path

import click

from vtlharness.cli.command import ExitCode, FaceCommand, debug_option, version_option

_HELP = """Write first case files for an API, an integration or a template.

DEFINITION is a file or folder that `vtl-call` takes: one case file is written for each resource, with a case for each
method and integration response. It may be an integration alone, as `aws apigateway get-integration` prints it.
TEMPLATE is a file *.vtl or *.vm. Requests and answers of backends are made from
examples, models and what templates read. What the cases expect is what came out: each is marked `# not reviewed`. Files
that exist are kept.

\b
Examples:
  vtl-init openapi.yaml -o tests/cases
  vtl-init put-order.vtl

Exit codes: 0 written, or nothing was missing, 1 a template does not parse, 4 wrong usage or an unreadable file, 5 no
case that was made could be run.
"""


@click.command(cls=FaceCommand, help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("source", metavar="DEFINITION|TEMPLATE")
@click.option("-o", "--output", metavar="DIR", help="The folder for the case files (default: beside the definition).")
@click.option("--stage", metavar="NAME", help="The stage of the API.")
@click.option("--api", metavar="ID", help="The API, when the definition has several (default: all).")
@click.option("--stack", metavar="NAME", help="The stack in the CDK's folder.")
@click.option("--parameter", multiple=True, metavar="NAME=VALUE", help="A definition's parameter; repeat for more.")
@debug_option
@version_option
def vtl_init(
    source: str, output: str | None, stage: str | None, api: str | None, stack: str | None, parameter: tuple[str, ...]
) -> ExitCode:
    """The command's entry point."""
    from vtlharness.cli.arguments import pairs
    from vtlharness.errors import VtlHarnessError
    from vtlharness.first_cases.place import ROOT_MARK
    from vtlharness.first_cases.starting import KEPT, Options, start

    folder = None if output is None else Path(output)
    if folder is not None and folder.exists() and not folder.is_dir():
        raise VtlHarnessError(f"-o: {output} is not a folder")
    started = start(Path(source), folder, Options(stage, api, stack, pairs("--parameter", parameter)))
    for file in started.files:
        if file.kept is None:
            click.echo(f"{file.path}: {file.cases} {'case' if file.cases == 1 else 'cases'}")
        else:
            click.echo(f"{file.path}: not written, because {file.kept}")
    if all(file.kept is not None for file in started.files):
        return ExitCode.OK if any(file.kept == KEPT for file in started.files) else ExitCode.NOTHING_FOUND
    place = started.place
    if place.root is not None:
        click.echo(f"{place.root / ROOT_MARK}: marks the root of the project, so that the cases may name {source}")
    allowed = "" if place.outside is None else f" --allow-outside {place.outside}"
    click.echo(f"run them: vtl-run {place.folder}{allowed}")
    return ExitCode.OK
