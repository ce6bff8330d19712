"""Runs the examples of rules as a user would: a template by `render_request`, a case file by its cases."""

from __future__ import annotations

from pathlib import Path

from vtlharness.cases.loading import parse_case_file
from vtlharness.cases.running import run_case
from vtlharness.engines import load_engine
from vtlharness.findings import Finding
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.templates.mapping_template import MappingTemplate
from vtlharness.gateway.templates.render import render_request
from vtlharness.rules.rule import CaseExample, TemplateExample
from vtlharness.source import Source


def findings_in_cases(text: str) -> list[Finding]:
    """The findings of a case file's cases, all of which pass."""
    found: list[Finding] = []
    for case in parse_case_file(Path("orders.vtl.yaml"), Source(text, "orders.vtl.yaml")).cases:
        result = run_case(case, load_engine("native"))
        assert result.outcome == "passed", result
        found.extend(result.findings)
    return found


def findings_of(example: TemplateExample | CaseExample) -> list[Finding]:
    """The findings of an example, whose output is as it says."""
    if isinstance(example, CaseExample):
        return findings_in_cases(example.text)
    rendering = render_request(
        MappingTemplate.from_text(example.template, "put.vtl"), MethodRequest("POST", body=example.body)
    )
    assert rendering.text == example.output
    return list(rendering.findings)
