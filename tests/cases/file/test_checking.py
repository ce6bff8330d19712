"""The structural check and the JSON Schema: each file of the table is right for both or wrong for both."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from tests.cases.file.structures import BAD, BAD_BEYOND_SCHEMA, GOOD
from vtlharness.cases.file import checking
from vtlharness.cases.file.checking import check_case_file
from vtlharness.cases.schema import SCHEMA_PATH
from vtlharness.documents.misfit import MisfitError

SCHEMA = json.loads(SCHEMA_PATH.read_text("utf-8"))
DEFS = SCHEMA["$defs"]
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def names(table: list[Any]) -> list[str]:
    return [row[0] for row in table]


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(("name", "data"), GOOD, ids=names(GOOD))
def test_a_right_file(name: str, data: Any) -> None:
    check_case_file(data)
    assert [error.message for error in VALIDATOR.iter_errors(data)] == []


@pytest.mark.parametrize(
    ("name", "data", "message", "hint"), BAD + BAD_BEYOND_SCHEMA, ids=names(BAD + BAD_BEYOND_SCHEMA)
)
def test_a_wrong_file(name: str, data: Any, message: str, hint: str | None) -> None:
    with pytest.raises(MisfitError) as caught:
        check_case_file(data)
    assert caught.value.message == message
    if hint is not None:
        assert caught.value.hint == hint


@pytest.mark.parametrize(("name", "data", "message", "hint"), BAD, ids=names(BAD))
def test_the_schema_refuses_it_too(name: str, data: Any, message: str, hint: str | None) -> None:
    assert not VALIDATOR.is_valid(data)


def schema_keys(schema: dict[str, Any]) -> set[str]:
    return set(schema["properties"])


@pytest.mark.parametrize(
    ("shape", "schema"),
    [
        (checking.FILE, DEFS["templateFile"]),
        (checking.CASE, DEFS["templateCase"]),
        (checking.METHOD_REQUEST, DEFS["methodRequest"]),
        (checking.INTEGRATION_RESPONSE, DEFS["integrationResponse"]),
        (checking.COMPARE, DEFS["compare"]),
        (checking.EXPECT, DEFS["expect"]),
        (checking.REQUEST_OVERRIDE, DEFS["expect"]["properties"]["requestOverride"]),
        (checking.RESPONSE_OVERRIDE, DEFS["expect"]["properties"]["responseOverride"]),
        (checking.API_FILE, DEFS["apiFile"]),
        (checking.INTEGRATION_CASE, DEFS["apiCase"]),
        (checking.API, DEFS["api"]),
        (checking.INTEGRATION_FILE, DEFS["integrationFile"]),
        (checking.ROUTED_REQUEST, DEFS["routedRequest"]),
        (checking.LONE_REQUEST, DEFS["loneRequest"]),
        (checking.BACKEND, DEFS["backend"]),
        (checking.INTEGRATION_EXPECT, DEFS["integrationExpect"]),
        (checking.INTEGRATION_REQUEST, DEFS["integrationRequest"]),
        (checking.RESPONSE, DEFS["response"]),
    ],
    ids=lambda value: value.title if isinstance(value, checking.Shape) else "",
)
def test_same_keys(shape: checking.Shape, schema: dict[str, Any]) -> None:
    assert set(shape.keys) == schema_keys(schema)
    assert schema["additionalProperties"] is False
