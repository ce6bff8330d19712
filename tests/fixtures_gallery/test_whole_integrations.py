"""Whole integrations in the gallery: each type, each operation of both APIs, each part of an expectation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fixtures_gallery.gallery import FOLDER, INTEGRATION_CASES
from vtlharness.backends.canned import SilentBackend
from vtlharness.cases.integration.case import ExpectedBytes, ExpectedMessage, IntegrationCase
from vtlharness.definitions import load_definition
from vtlharness.gateway.model import INTEGRATION_TYPES
from vtlharness.gateway.stages.routing import Route, find_route

ORDERS = FOLDER / "apis" / "orders" / "openapi.yaml"
LIBRARY = FOLDER / "apis" / "library" / "template.yaml"
TICKETS = FOLDER / "apis" / "tickets" / "template.yaml"
SHOP = FOLDER / "apis" / "shop" / "template.yaml"
PLAN = FOLDER / "apis" / "pets" / "plan.json"
STATE = FOLDER / "apis" / "pets" / "terraform.tfstate"


def _cases_of(definition: Path) -> list[IntegrationCase]:
    return [case for case in INTEGRATION_CASES if case.definition == definition]


def _route(case: IntegrationCase) -> Route | None:
    request = case.method_request
    return case.route or find_route(case.api.methods, request.http_method, request.path)


def _routes(cases: list[IntegrationCase]) -> Iterator[Route]:
    return (route for route in map(_route, cases) if route is not None)


@pytest.mark.parametrize(("definition", "least"), [(ORDERS, 45), (LIBRARY, 10), (TICKETS, 25), (PLAN, 15), (STATE, 15)])
def test_there_are_enough_cases(definition: Path, least: int) -> None:
    assert len(_cases_of(definition)) >= least


@pytest.mark.parametrize("definition", [ORDERS, LIBRARY, TICKETS, SHOP, PLAN, STATE])
def test_every_operation_is_met(definition: Path) -> None:
    met = {(route.method.http_method, route.method.resource_path) for route in _routes(_cases_of(definition))}
    assert met == {(method.http_method, method.resource_path) for method in load_definition(definition).methods}


def test_every_type_of_integration_is_met() -> None:
    assert {route.method.integration.type for route in _routes(_cases_of(ORDERS))} == set(INTEGRATION_TYPES)


def test_the_library_is_met_in_both_environments() -> None:
    assert {case.api.stage.stage_name for case in _cases_of(LIBRARY)} == {"test", "prod"}


def test_integrations_stand_alone_inline_and_in_a_file() -> None:
    alone = [case for case in INTEGRATION_CASES if case.route is not None]
    assert {case.definition is None for case in alone} == {True, False}


def test_all_kinds_of_expectations_are_there() -> None:
    cases = INTEGRATION_CASES
    messages = [part for case in cases for part in (case.expect.integration_request, case.expect.response)]
    bodies = [part.body for part in messages if isinstance(part, ExpectedMessage)]
    assert sum(isinstance(body, ExpectedBytes) for body in bodies) >= 5
    assert sum(case.expect.integration_request is False for case in cases) >= 5
    assert len({case.expect.gateway_response for case in cases if case.expect.gateway_response}) >= 7
    assert {case.backend.failure for case in cases if isinstance(case.backend, SilentBackend)} == {
        "timeout",
        "unreachable",
    }
    assert sum(not case.compare.strict for case in cases) >= 5


@pytest.mark.parametrize("definition", [ORDERS, LIBRARY, PLAN, STATE])
def test_every_status_is_declared(definition: Path) -> None:
    for method in load_definition(definition).methods:
        declared = {response.status_code for response in method.method_responses or ()}
        assert {response.status_code for response in method.integration.integration_responses} <= declared
