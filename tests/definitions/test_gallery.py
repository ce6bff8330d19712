"""The gallery's definitions load, hold what the gallery says, and all their templates compile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from vtlharness.definitions import load_definition
from vtlharness.gateway.model import INTEGRATION_TYPES, Method, RestApi
from vtlharness.gateway.templates.mapping_template import MappingTemplate
from vtlharness.source import Source

APIS = Path(__file__).resolve().parents[2] / "fixtures" / "apis"
ORDERS = APIS / "orders" / "openapi.yaml"
LIBRARY = APIS / "library" / "template.yaml"


def templates(api: RestApi) -> Iterator[Source]:
    for method in api.methods:
        yield from method.integration.request_templates.values()
        for response in method.integration.integration_responses:
            yield from response.response_templates.values()
    for gateway_response in api.gateway_responses.values():
        yield from gateway_response.response_templates.values()


@pytest.mark.parametrize(("path", "operations"), [(ORDERS, 12), (LIBRARY, 6)], ids=["orders", "library"])
def test_templates_compile(path: Path, operations: int) -> None:
    api = load_definition(path)
    assert len(api.methods) == operations
    for source in templates(api):
        MappingTemplate(source)


def test_every_integration_type_is_there() -> None:
    for path, kinds in ((ORDERS, INTEGRATION_TYPES), (LIBRARY, ("MOCK", "HTTP_PROXY", "AWS", "AWS_PROXY"))):
        assert {method.integration.type for method in load_definition(path).methods} == set(kinds)


def test_the_library_in_production() -> None:
    def loan(api: RestApi) -> Method:
        return next(method for method in api.methods if method.resource_path == "/loans")

    test, production = load_definition(LIBRARY), load_definition(LIBRARY, {"Environment": "prod"})
    assert (test.name, test.stage.variables) == ("library-test", {"pageSize": "5", "logLevel": "debug"})
    assert (production.name, production.stage.variables) == ("library-prod", {"pageSize": "50", "logLevel": "warn"})
    assert (loan(test).api_key_required, loan(production).api_key_required) == (False, True)
    function = "arn:aws:lambda:us-east-1:123456789012:function:loans-prod"
    assert loan(production).integration.uri == (
        f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function}/invocations"
    )
