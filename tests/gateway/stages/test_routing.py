from __future__ import annotations

import pytest

from vtlharness.gateway.model import Integration, Method
from vtlharness.gateway.stages.routing import find_route, match_path, path_parameter_names

METHODS = [
    Method(verb, path, Integration("MOCK"))
    for verb, path in (
        ("GET", "/"),
        ("GET", "/pets"),
        ("ANY", "/pets/{id}"),
        ("GET", "/pets/{id}"),
        ("GET", "/pets/mine"),
        ("POST", "/pets/{id}/toys/{toy}"),
        ("GET", "/pets/{id}/{rest+}"),
        ("DELETE", "/{proxy+}"),
    )
]


@pytest.mark.parametrize(
    ("verb", "path", "found", "values"),
    [
        ("GET", "/", "GET /", {}),
        ("GET", "", "GET /", {}),
        ("GET", "//", "GET /", {}),
        ("GET", "/pets/", "GET /pets", {}),
        ("GET", "/pets/7", "GET /pets/{id}", {"id": "7"}),
        ("PUT", "/pets/7", "ANY /pets/{id}", {"id": "7"}),
        ("PUT", "/pets/mine", "ANY /pets/{id}", {"id": "mine"}),
        ("GET", "/pets/mine", "GET /pets/mine", {}),
        ("GET", "/pets/7/toys/8", "GET /pets/{id}/{rest+}", {"id": "7", "rest": "toys/8"}),
        ("POST", "/pets/7/toys/8", "POST /pets/{id}/toys/{toy}", {"id": "7", "toy": "8"}),
        ("DELETE", "/a//b%2Fc/", "DELETE /{proxy+}", {"proxy": "a//b%2Fc"}),
    ],
)
def test_route(verb: str, path: str, found: str, values: dict[str, str]) -> None:
    route = find_route(METHODS, verb, path)
    assert route is not None
    assert f"{route.method.http_method} {route.method.resource_path}" == found
    assert route.path_parameters == values


@pytest.mark.parametrize(("verb", "path"), [("GET", "/cats"), ("DELETE", "/"), ("GET", "/pets//toys"), ("PATCH", "/x")])
def test_no_route(verb: str, path: str) -> None:
    route = find_route([method for method in METHODS if "+" not in method.resource_path], verb, path)
    assert route is None


def test_one_resource() -> None:
    assert match_path("/a/{b}/{c+}", "/a/1/2/3") == {"b": "1", "c": "2/3"}
    assert match_path("/a/{b}", "/b/1") is None
    assert path_parameter_names("/a/{b}/{c+}") == ["b", "c"]
