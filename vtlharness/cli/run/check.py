"""`vtl-run --check`: compiles templates, whether or not a case reaches them.

Comes in: the paths that the user gave. Goes out: the faults of templates, and of definitions that cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from vtlharness.cli.command import ExitCode
from vtlharness.cli.terminal import Terminal
from vtlharness.documents.readable_files import ReadingRule
from vtlharness.errors import VtlHarnessError, VtlSyntaxError
from vtlharness.lint.selection import LintedFile, files_to_lint, may_define_api
from vtlharness.report.text.lines import error_lines
from vtlharness.source import Source


class Check(NamedTuple):
    """How many templates were compiled, and what is wrong with those that the service would refuse."""

    templates: int
    faults: tuple[VtlHarnessError, ...]


def print_check(paths: Iterable[str], rule: ReadingRule, terminal: Terminal, *, quiet: bool) -> ExitCode:
    """Compiles the templates, and prints what is wrong with them. Raises as `check_templates` does."""
    found = check_templates(paths, rule)
    if not quiet:
        for fault in found.faults:
            terminal.lines((*error_lines(fault, terminal.style), ""))
        faults = f", {_counted(len(found.faults), 'fault')}" if found.faults else ""
        terminal.line(f"{_counted(found.templates, 'template')} checked{faults}")
    return ExitCode.FAILED if found.faults else ExitCode.OK


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def check_templates(paths: Iterable[str], rule: ReadingRule) -> Check:
    """Compiles every template that is given, or stands in a definition or case file that is given.

    Raises VtlHarnessError for a path that does not exist.
    """
    faults: list[VtlHarnessError] = []
    sources: dict[Source, None] = {}
    for file in files_to_lint(paths):
        try:
            sources.update(dict.fromkeys(_sources(file, rule)))
        except VtlHarnessError as error:
            faults.append(error)
    for source in sources:
        faults.extend(_faults(source))
    return Check(len(sources), tuple(faults))


def _sources(file: LintedFile, rule: ReadingRule) -> list[Source]:
    if file.kind == "template":
        return [file.source(rule, VtlSyntaxError)] if file.path.endswith((".vtl", ".vm")) else []
    if file.kind == "case file" or not may_define_api(file.path):
        return []  # the run compiles the templates of case files; a hook gives payloads, too
    from vtlharness.lint.subjects import read_definitions, templates_of

    definitions = read_definitions(file, rule)
    return [subject.source for definition in definitions for subject in templates_of(definition)]


def _faults(source: Source) -> Iterable[VtlHarnessError]:
    from vtlharness.lint.parsing import parse
    from vtlharness.vtl.compile.compiler import compile_template

    found = parse(source).faults
    if found:
        return found
    try:
        compile_template(source, None, inline=False)
    except VtlSyntaxError as error:
        return (error,)
    return ()
