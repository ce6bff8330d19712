"""What a stack's template says of its parameters and APIs."""

from __future__ import annotations

from typing import Any

import pytest

from vtlharness.lint.stack_templates import missing_parameters, rest_apis


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ({"Type": "String"}, "<P>"),
        ({"Type": "Number"}, "1"),
        ({"Type": "List<Number>"}, "1"),
        ({"Type": "String", "AllowedValues": ["dev", "prod"]}, "dev"),
        ({"Type": "Number", "AllowedValues": [7, 8]}, "7"),
        ({"Type": "String", "AllowedValues": []}, "<P>"),
        ({"Type": "String", "AllowedValues": [{}]}, "<P>"),
        ({"Type": "String", "AllowedValues": "dev"}, "<P>"),
        ({"Type": "String", "Default": "x"}, None),
        ({"Type": "String", "Default": "", "AllowedValues": ["dev"]}, None),
        ("String", None),
    ],
)
def test_a_value_for_a_parameter(parameter: Any, value: str | None) -> None:
    assert missing_parameters({"Parameters": {"P": parameter}}) == ({} if value is None else {"P": value})


@pytest.mark.parametrize(
    "data", [{}, {"Parameters": None}, {"Parameters": []}, {"Parameters": {7: {"Type": "String"}}}]
)
def test_no_parameters(data: dict[str, Any]) -> None:
    assert missing_parameters(data) == {}


def test_rest_apis() -> None:
    kinds = {"A": "AWS::ApiGateway::RestApi", "B": "AWS::Serverless::Api", "C": "AWS::Serverless::HttpApi"}
    assert rest_apis({"Resources": {name: {"Type": kind} for name, kind in kinds.items()}}) == ["A", "B"]
