"""`vtl-lint [PATHS]...`: finds faults of templates and definitions without running them.

Comes in: the command line, and the settings of the project. Goes out: findings in one of four forms, an exit code.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

import click

from vtlharness.cli.command import ExitCode, FaceCommand, debug_option, version_option

if TYPE_CHECKING:
    from vtlharness.lint.linting import LintResult

_HELP = """Find faults of mapping templates, API definitions and case files without running them.

PATHS are templates, definitions, case files (*.vtl.yaml, *.vtl.yml, *.vtl.json), or folders to search for them. Without
PATHS, the current folder is searched. docs/rules.md describes each rule.

Exit codes: 0 no findings, 1 findings, 4 wrong usage or a file that cannot be read.
"""
_EXAMPLES = """\b
Examples:
  vtl-lint templates openapi.yaml
  vtl-lint --select VTL3,API --format sarif > findings.sarif
"""


class LintOptions(NamedTuple):
    """The options of one run."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    format: str
    fix: bool
    statistics: bool


@click.command(cls=FaceCommand, help=_HELP, epilog=_EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--select", multiple=True, metavar="RULE[,RULE]", help="Only these rules: ids or beginnings of ids.")
@click.option("--ignore", multiple=True, metavar="RULE[,RULE]", help="Not these rules.")
@click.option(
    "--format",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    help="The form of the findings (default: text).",
)
@click.option("--fix", is_flag=True, help="Mend in the files what is safe to mend, and print what is left.")
@click.option("--statistics", is_flag=True, help="Print how often each rule found something.")
@click.option("--explain", metavar="RULE", help="Print what a rule finds, why, and what to write instead.")
@debug_option
@version_option
def vtl_lint(
    paths: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    format: str,
    fix: bool,
    statistics: bool,
    explain: str | None,
) -> ExitCode:
    """The command's entry point."""
    if explain is not None:
        return _explain(explain)
    return run_lint(paths or (".",), LintOptions(select, ignore, format, fix, statistics))


def _explain(rule: str) -> ExitCode:
    from vtlharness.cases.rule_prefixes import wrong_prefix
    from vtlharness.rules.page import section
    from vtlharness.rules.registry import RULES

    by_name = {known.name: known for known in RULES.values()}
    found = RULES.get(rule.upper()) or by_name.get(rule.lower())
    if found is None:
        wrong = wrong_prefix(rule)
        hint = wrong[1] if wrong else f"write the whole id of one rule: {', '.join(_beginning(rule, RULES))}"
        raise click.UsageError(f"There is no rule '{rule}'. Hint: {hint}.")
    click.echo(section(found))
    return ExitCode.OK


def _beginning(prefix: str, rules: object) -> list[str]:
    return [rule for rule in list(rules) if rule.startswith(prefix)][:10]  # type: ignore[call-overload]


def run_lint(paths: tuple[str, ...], options: LintOptions) -> ExitCode:
    """Prints one run. Raises VtlHarnessError for paths and options that cannot be used."""
    from vtlharness.documents.readable_files import ReadingRule
    from vtlharness.lint.configuration import settings_for
    from vtlharness.lint.linting import RuleChoice, lint
    from vtlharness.lint.selection import files_to_lint

    settings = settings_for(os.getcwd())
    select = _prefixes("--select", options.select) or settings.select or ("",)
    ignore = _prefixes("--ignore", options.ignore) or settings.ignore or ()
    choice = RuleChoice(select, ignore)
    rule = ReadingRule(paths)
    files = files_to_lint(paths, settings.exclude)
    result = lint(files, rule, choice)
    if options.fix:
        from vtlharness.lint.fixing import fix

        mended = 0
        for _ in range(5):  # a mended place may show another fault
            fixed = fix(result.findings)
            mended += fixed.mended
            if not fixed.mended:
                break
            result = lint(files, rule, choice)
        print(f"{mended} mended", file=sys.stderr)
        for left in fixed.left:
            place = left.finding.place
            print(f"{place}: {left.finding.rule} is not mended: mend it by hand, as its hint says", file=sys.stderr)
    _write(result, options)
    if result.unreadable:
        _tell(result)
        return ExitCode.USAGE
    return ExitCode.FAILED if result.findings else ExitCode.OK


def _prefixes(option: str, given: tuple[str, ...]) -> tuple[str, ...]:
    if not given:
        return ()
    from vtlharness.cases.rule_prefixes import rule_prefixes

    return rule_prefixes(option, given)


def _tell(result: LintResult) -> None:
    from vtlharness.cli.terminal import print_error, wants_color
    from vtlharness.report.text.lines import error_lines
    from vtlharness.report.text.style import ANSI, PLAIN

    for error in result.unreadable:
        print_error("\n".join(error_lines(error, ANSI if wants_color(sys.stderr, "auto") else PLAIN)))


def _write(result: LintResult, options: LintOptions) -> None:
    from vtlharness.cli.terminal import Terminal

    if options.format in ("json", "sarif"):
        from vtlharness.documents.json.writing import json_line

        if options.format == "json":
            from vtlharness.lint.formats.json_text import json_document

            document = json_document(result)
        else:
            from vtlharness.exchange.sarif import SarifResult, sarif_document

            document = sarif_document("vtl-lint", [SarifResult(placed.finding) for placed in result.findings])
        sys.stdout.buffer.write(json_line(document))
        sys.stdout.buffer.flush()
        return
    terminal = Terminal("never")
    if options.statistics:
        from vtlharness.lint.formats.text_lines import statistics_lines, summary

        terminal.lines((*statistics_lines(result.findings), summary(result)))
    elif options.format == "github":
        from vtlharness.lint.formats.github import github_lines

        terminal.lines(github_lines(result))
    else:
        from vtlharness.lint.formats.text_lines import text_lines

        terminal.lines(text_lines(result))
