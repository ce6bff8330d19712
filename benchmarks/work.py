"""The work that engines are compared on: templates with the requests that they run on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from vtlharness import MethodRequest
from vtlharness.source import Source

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Work:
    """One template and its request."""

    name: str
    template: Source
    request: MethodRequest
    stage_variables: dict[str, str]


def _read(name: str) -> Source:
    return Source((TEMPLATES / f"{name}.vtl").read_text(encoding="utf-8"), f"{name}.vtl")


def _order(lines: int) -> str:
    return json.dumps(
        {
            "id": "o-1001",
            "customer": {"name": "Zoë O'Hara", "email": "zoe@example.com"},
            "lines": [
                {"sku": f"sku-{n}", "title": f'The "{n}" book', "quantity": n % 3 + 1, "price": 5 + n}
                for n in range(lines)
            ],
        }
    )


def _items(count: int) -> str:
    return json.dumps({"items": [{"id": n, "name": f"item {n}"} for n in range(count)]})


WORKS = (
    Work("one line", _read("one_line"), MethodRequest(query_string={"name": "World"}), {"company": "Example"}),
    Work(
        "25 lines, 10 items",
        _read("order_lines"),
        MethodRequest(http_method="POST", path="/orders", body=_order(10)),
        {},
    ),
    Work("1000 items", _read("long_list"), MethodRequest(http_method="POST", body=_items(1000)), {}),
)
