"""Runs the examples of rules as a user would: a template by `render_request`, a case file by its cases."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from vtlharness.cases.loading import parse_case_file
from vtlharness.cases.running import run_case
from vtlharness.documents.readable_files import ReadingRule
from vtlharness.engines import load_engine
from vtlharness.findings import Finding
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.templates.mapping_template import MappingTemplate
from vtlharness.gateway.templates.render import render_request
from vtlharness.lint.linting import lint
from vtlharness.lint.selection import files_to_lint
from vtlharness.rules.rule import CaseExample, Example, LintExample
from vtlharness.source import Source


def findings_in_cases(text: str, definition: tuple[str, str] | None = None) -> list[Finding]:
    """The findings of a case file's cases, all of which pass; `definition` is the name and the text of another file."""
    found: list[Finding] = []
    with TemporaryDirectory() as folder:
        path = Path(folder, "orders.vtl.yaml")
        if definition is not None:
            Path(folder, definition[0]).write_text(definition[1], encoding="utf-8")
        for case in parse_case_file(path, Source(text, "orders.vtl.yaml")).cases:
            result = run_case(case, load_engine("native"))
            assert result.outcome == "passed", result
            found.extend(finding._replace(file=_in_folder(finding.file, folder)) for finding in result.findings)
    return found


def _in_folder(file: str | None, folder: str) -> str | None:
    return None if file is None else file.removeprefix(f"{folder}/")


def findings_in_file(example: LintExample) -> list[Finding]:
    """What `vtl-lint` finds in a file."""
    with TemporaryDirectory() as folder:
        path = Path(folder, example.name)
        path.write_text(example.text, encoding="utf-8", newline="")
        result = lint(files_to_lint([str(path)]), ReadingRule([folder]))
        assert not result.unreadable, result.unreadable
        return [one.finding._replace(file=_in_folder(one.finding.file, folder)) for one in result.findings]


def findings_of(example: Example) -> list[Finding]:
    """The findings of an example, whose output is as it says."""
    if isinstance(example, LintExample):
        return findings_in_file(example)
    if isinstance(example, CaseExample):
        return findings_in_cases(example.text, example.definition)
    rendering = render_request(
        MappingTemplate.from_text(example.template, "put.vtl"), MethodRequest("POST", body=example.body)
    )
    assert rendering.text == example.output
    return list(rendering.findings)
