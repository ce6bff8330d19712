"""Whole projects, as the CDK, Serverless Framework and SAM leave them: ten methods or more, and a case for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from vtlharness.cases.file.discovery import find_case_files
from vtlharness.cases.integration.case import IntegrationCase
from vtlharness.cases.loading import load_case_file
from vtlharness.cases.running import run_case
from vtlharness.engines import load_engine
from vtlharness.gateway.stages.routing import find_route

PROJECTS = Path(__file__).with_name("projects")
CASE_FILES = sorted(find_case_files([PROJECTS]))


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: path.stem)
def test_every_method_is_met_and_every_case_passes(path: Path) -> None:
    cases = [case for case in load_case_file(path).cases if isinstance(case, IntegrationCase)]
    methods = {(method.http_method, method.resource_path) for method in cases[0].api.methods}
    assert len(methods) >= 10
    engine = load_engine("native")
    met = set()
    for case in cases:
        result = run_case(case, engine)
        assert result.outcome == "passed", result.error or result.differences
        route = find_route(case.api.methods, case.method_request.http_method, case.method_request.path)
        assert route is not None
        met.add((route.method.http_method, route.method.resource_path))
    assert met == methods


def test_every_source_is_there() -> None:
    assert {path.parent.name for path in CASE_FILES} == {"club", "museum", "post", "shop"}
