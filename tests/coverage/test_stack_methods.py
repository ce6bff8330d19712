"""Which resource, or which event, of a stack makes a method."""

from __future__ import annotations

from typing import Any

import pytest

from vtlharness.coverage.stack_methods import event_of, method_resource
from vtlharness.gateway.model import Integration, Method
from vtlharness.source import Source

ROOT = {"Fn::GetAtt": ["Api", "RootResourceId"]}
ORDERS = {"Type": "AWS::ApiGateway::Resource", "Properties": {"ParentId": ROOT, "PathPart": "orders"}}
LINES = {"Type": "AWS::ApiGateway::Resource", "Properties": {"ParentId": {"Ref": "Orders"}, "PathPart": "lines"}}
ITSELF = {"Type": "AWS::ApiGateway::Resource", "Properties": {"ParentId": {"Ref": "Itself"}, "PathPart": "a"}}


def _posted(resource: Any, template: Any = None, **more: Any) -> dict[str, Any]:
    """A method of a stack, with a request template of its integration."""
    properties = {"HttpMethod": "POST", "ResourceId": resource, **more}
    if template is not None:
        properties["Integration"] = {"RequestTemplates": {"application/json": template}}
    return {"Type": "AWS::ApiGateway::Method", "Properties": properties}


def _method(path: str, template: str = "t", verb: str = "POST") -> Method:
    return Method(verb, path, Integration("AWS", request_templates={"application/json": Source(template, "x")}))


@pytest.mark.parametrize(
    ("resources", "path", "found"),
    [
        ({"Orders": ORDERS, "M": _posted({"Ref": "Orders"})}, "/orders", "M"),
        ({"Orders": ORDERS, "M": _posted({"Ref": "Orders"})}, "/things", None),
        ({"Orders": ORDERS, "Lines": LINES, "M": _posted({"Ref": "Lines"})}, "/orders/lines", "M"),
        ({"M": _posted({"Fn::GetAtt": "Api.RootResourceId"})}, "/", "M"),
        ({"M": _posted({"Fn::GetAtt": "Api.Other"})}, "/", "M"),  # nobody knows: the only one with its verb
        ({"M": _posted({"Fn::GetAtt": "Api.Other"}), "N": _posted(ROOT)}, "/", "N"),
        ({"M": _posted({"Fn::ImportValue": "orders"})}, "/orders", "M"),
        ({"M": _posted("abc123")}, "/orders", "M"),
        ({"M": _posted({"Ref": ["Orders"]})}, "/orders", "M"),
        ({"Orders": {"Type": "x", "Properties": []}, "M": _posted({"Ref": "Orders"})}, "/orders", "M"),
        ({"Orders": [], "M": _posted({"Ref": "Orders"})}, "/orders", "M"),
        ({"Itself": ITSELF, "M": _posted({"Ref": "Itself"})}, "/a", "M"),
        ({"M": {"Type": "AWS::ApiGateway::Method", "Properties": "x"}, "N": _posted("r")}, "/orders", "N"),
        ({"M": {"Type": "AWS::ApiGateway::Method"}, "N": "x"}, "/orders", None),
        ({"M": _posted("r", "a"), "N": _posted("r", "t")}, "/orders", "N"),
        ({"M": _posted("r", "t"), "N": _posted("r", "t")}, "/orders", None),
        ({"M": _posted("r", ["t"]), "N": _posted("r", Integration="x"), "O": _posted("r")}, "/orders", None),
        ({"M": _posted("r", Integration={"RequestTemplates": ["t"]}), "N": _posted("r", "t")}, "/orders", "N"),
        ({"M": _posted("r") | {"Type": "AWS::ApiGateway::Deployment"}}, "/orders", None),
        ([], "/orders", None),
    ],
)
def test_the_resource_of_a_method(resources: Any, path: str, found: str | None) -> None:
    assert method_resource({"Resources": resources}, _method(path)) == found
    assert method_resource({"Resources": resources}, _method(path, verb="GET")) is None


def _function(**events: Any) -> dict[str, Any]:
    return {"Type": "AWS::Serverless::Function", "Properties": {"Events": events}}


def _api(path: str, verb: str = "post", kind: str = "Api") -> dict[str, Any]:
    return {"Type": kind, "Properties": {"Path": path, "Method": verb}}


@pytest.mark.parametrize(
    ("resources", "verb", "found"),
    [
        ({"F": _function(Put=_api("/orders"))}, "POST", ("F", "Put")),
        ({"F": _function(Put=_api("/orders"))}, "GET", None),
        ({"F": _function(Put=_api("/orders", "any"))}, "ANY", ("F", "Put")),
        ({"F": _function(Put=_api("/orders", "*"))}, "ANY", ("F", "Put")),
        ({"F": _function(Put=_api("/orders", "*"))}, "POST", None),
        ({"F": _function(Put=_api("/things"), Get=_api("/orders"))}, "POST", ("F", "Get")),
        (
            {"F": _function(Put=_api("/orders", kind="HttpApi"), Get="x"), "G": _function(A=_api("/orders"))},
            "POST",
            ("G", "A"),
        ),
        ({"F": _function(Put={"Type": "Api", "Properties": ["/orders"]})}, "POST", None),
        ({"F": {"Type": "AWS::Serverless::Function", "Properties": {"Events": ["x"]}}}, "POST", None),
        ({"F": {"Type": "AWS::Serverless::Function", "Properties": {}}}, "POST", None),
        ({"F": {"Type": "AWS::Serverless::Function"}, "G": None}, "POST", None),
        ("x", "POST", None),
    ],
)
def test_the_event_of_a_method(resources: Any, verb: str, found: tuple[str, str] | None) -> None:
    keys = None if found is None else ("Resources", found[0], "Properties", "Events", found[1])
    assert event_of({"Resources": resources}, _method("/orders", verb=verb)) == keys


@pytest.mark.parametrize("data", [None, [], "x", {}, {"Resources": None}])
def test_data_without_resources(data: Any) -> None:
    assert method_resource(data, _method("/")) is None
    assert event_of(data, _method("/")) is None
