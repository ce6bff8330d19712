"""The override maps after a template, as JSON data."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from vtlharness.gateway.roots.context import exact_context
from vtlharness.gateway.roots.input import Input
from vtlharness.gateway.roots.overrides import request_override, response_override
from vtlharness.java.scalars import Character, Long
from vtlharness.java.values import ArrayList, ContextMap, JavaArray


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ("text", "text"),
        (444, 444),
        (True, True),
        (None, None),
        (1.5, 1.5),
        (Long(7), 7),
        (Decimal("1.25"), 1.25),
        (Character("c"), "c"),
        (ArrayList(["1header", "2header"]), ["1header", "2header"]),
        (JavaArray(["a"]), ["a"]),
        ([{"a": ArrayList([1])}], [{"a": [1]}]),
        (ContextMap({"x": {"y": 1}}), {"x": {"y": 1}}),
        ({1: "n"}, {"1": "n"}),
        (Input("{}"), "{}"),
    ],
)
def test_values(value: object, plain: object) -> None:
    context: Any = exact_context({})
    context["requestOverride"]["header"]["x"] = value
    context["responseOverride"]["status"] = value
    assert request_override(context) == {"header": {"x": plain}, "path": {}, "querystring": {}}
    assert response_override(context) == {"header": {}, "status": plain}
    assert json.loads(json.dumps(request_override(context)["header"])) == {"x": plain}


def test_replaced_and_removed_maps() -> None:
    context: Any = exact_context({})
    context["requestOverride"] = "text"
    del context["responseOverride"]["header"]
    assert request_override(context) == {"header": {}, "path": {}, "querystring": {}}
    assert response_override(context) == {"header": {}}
