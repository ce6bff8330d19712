"""Templates whose methods belong to an API that another stack makes."""

from __future__ import annotations

import pytest

from tests.definitions.definitions import loaded, message, shown
from vtlharness.gateway.model import Stage

PARAMETERS = "Parameters: {ApiId: {Type: String}, RootId: {Type: String}, Table: {Type: String, Default: orders}}\n"
RESOURCES = """\
Resources:
  Orders:
    Type: AWS::ApiGateway::Resource
    Properties: {{RestApiId: {api}, ParentId: {root}, PathPart: orders}}
  Order:
    Type: AWS::ApiGateway::Resource
    Properties: {{RestApiId: {api}, ParentId: !Ref Orders, PathPart: '{{id}}'}}
  Get:
    Type: AWS::ApiGateway::Method
    Properties: {{RestApiId: {api}, ResourceId: !Ref Order, HttpMethod: GET, Integration: {{Type: MOCK}}}}
  List:
    Type: AWS::ApiGateway::Method
    Properties: {{RestApiId: {last}, ResourceId: {root}, HttpMethod: GET, Integration: {{Type: MOCK}}}}
  Prod:
    Type: AWS::ApiGateway::Stage
    Properties: {{RestApiId: {api}, StageName: prod}}
"""


def template(api: str, root: str, last: str | None = None) -> str:
    return PARAMETERS + RESOURCES.format(api=api, root=root, last=last or api)


@pytest.mark.parametrize(
    ("api", "root"),
    [
        ("!Ref ApiId", "!Ref RootId"),
        ("!ImportValue shop-api", "!ImportValue shop-root"),
        ("!ImportValue {'Fn::Sub': '${Table}-api'}", "!ImportValue {'Fn::Sub': '${Table}-root'}"),
        ("a1b2c3", "!Ref RootId"),
    ],
)
def test_methods_of_one_foreign_api(api: str, root: str) -> None:
    found = loaded(template(api, root))
    assert [method.resource_path for method in found.methods] == ["/orders/{id}", "/"]
    assert found.stage == Stage("prod")


def test_its_ids_may_be_given() -> None:
    found = loaded(template("!Ref ApiId", "!Ref RootId"), parameters={"ApiId": "a1b2c3", "RootId": "d4e5f6"})
    assert [method.resource_path for method in found.methods] == ["/orders/{id}", "/"]


@pytest.mark.parametrize(
    ("api", "root", "last", "foreign"),
    [
        ("!Ref ApiId", "!Ref RootId", "!ImportValue other", "<ApiId>, <other>"),
        ("!Ref ApiId", "!ImportValue orders-resource", None, "<orders-resource>"),
    ],
)
def test_methods_that_cannot_be_placed(api: str, root: str, last: str | None, foreign: str) -> None:
    sentence = f"the template defines no REST API, and its methods belong to {foreign}"
    hint = (
        "methods for one API of another stack are read when all paths begin at its root, such as `!Ref RootResourceId`"
    )
    assert message(template(api, root, last)) == shown(2, 1, sentence, "Resources:", 9, hint)


def test_other_parameters_still_need_a_value() -> None:
    text = template("!Ref ApiId", "!Ref RootId").replace(", Default: orders", "")
    text = text.replace("{Type: MOCK}", "{Type: MOCK, RequestTemplates: {a/b: !Ref Table}}")
    assert "the parameter `Table` has no value" in message(text)
