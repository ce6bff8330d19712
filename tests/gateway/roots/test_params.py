"""The map of `$input.params()` from a method request, and one value of it."""

from __future__ import annotations

import pytest

from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.roots.params import HIDDEN_HEADERS, param, params_map

REQUEST = MethodRequest(
    path_parameters={"id": "p", "n": 7},
    query_string={"id": "q", "tag": ["a", "b"], "none": [], "flag": True, "sp": "test 3"},
    headers={"id": "h", "X-Many": ("1", "2"), "Connection": "close", "tE": "x", "Via": "v", "Host": "a", "Date": "d"},
)


def test_the_map_has_its_places_in_the_order_of_the_search() -> None:
    assert params_map(REQUEST) == {
        "path": {"id": "p", "n": "7"},
        "querystring": {"id": "q", "tag": "b", "flag": "true", "sp": "test 3"},
        "header": {"id": "h", "X-Many": "2", "Via": "v", "Host": "a", "Date": "d"},
    }
    assert list(params_map(REQUEST)) == ["path", "querystring", "header"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "p"),
        ("n", "7"),
        ("tag", "b"),
        ("none", ""),
        ("flag", "true"),
        ("X-Many", "2"),
        ("x-many", ""),
        ("Connection", ""),
        ("tE", ""),
        ("Via", "v"),
        ("missing", ""),
    ],
)
def test_one_value(name: str, value: str) -> None:
    assert param(REQUEST, name) == value


def test_twelve_headers_are_hidden_whatever_their_case() -> None:
    assert len(HIDDEN_HEADERS) == 12
    for name in HIDDEN_HEADERS:
        for spelled in (name, name.title(), name.upper()):
            request = MethodRequest(headers={spelled: "x"})
            assert params_map(request)["header"] == {}
            assert param(request, spelled) == ""


def test_a_hidden_header_name_is_no_obstacle_elsewhere() -> None:
    request = MethodRequest(query_string={"server": "s"}, headers={"server": "h"})
    assert param(request, "server") == "s"


def test_each_map_is_new() -> None:
    params_map(REQUEST)["path"].clear()  # type: ignore[attr-defined]
    assert params_map(REQUEST)["path"] == {"id": "p", "n": "7"}
