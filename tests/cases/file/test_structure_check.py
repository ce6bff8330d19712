"""The structural check and the JSON Schema: each file of the table is right for both or wrong for both."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from vtlharness.cases.file.structure_check import check_case_file
from vtlharness.cases.file.misfit import MisfitError

from tests.cases.file.structures import BAD, BAD_BEYOND_SCHEMA, GOOD

from vtlharness.cases.schema import SCHEMA_PATH

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
