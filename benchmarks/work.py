"""The work on which engines are compared: templates with their requests."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import long_text
from vtlharness import MethodRequest
from vtlharness.source import Source

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Work:
    """One template and its request; `key` names the files and functions that do the same work for other engines."""

    key: str
    name: str
    template: Source
    request: MethodRequest
    stage_variables: dict[str, str] = field(default_factory=dict)


def _read(key: str) -> Source:
    return Source((TEMPLATES / f"{key}.vtl").read_text(encoding="utf-8"), f"{key}.vtl")


def _post(payload: object, path: str = "/") -> MethodRequest:
    return MethodRequest(http_method="POST", path=path, body=json.dumps(payload))


def _order_line(number: int) -> dict[str, object]:
    return {
        "sku": f"sku-{number}",
        "title": f'The "{number}" book',
        "quantity": number % 3 + 1,
        "price": 5 + number,
    }


def _order(lines: int) -> dict[str, object]:
    return {
        "id": "o-1001",
        "customer": {"name": "Zoë O'Hara", "email": "zoe@example.com"},
        "lines": [_order_line(number) for number in range(lines)],
    }


def items_request(count: int) -> MethodRequest:
    """The request of the long list, with so many items."""
    return _post({"items": [{"id": number, "name": f"item {number}"} for number in range(count)]})


def _shipped_order() -> dict[str, object]:
    lines: list[dict[str, object]] = [_order_line(number) | {"code": {"price": number}} for number in range(10)]
    lines[4]["gift"] = True
    address = {"city": "Bergen", "country": "Norway", "code": "5003"}
    return {
        "id": "o-1001",
        "placed": 1747753650,
        "paid": True,
        "customer": {"name": "Zoe Hara", "email": "zoe@example.com", "address": address},
        "lines": lines,
        "shipping": {"carrier": "post", "tags": ["fragile", "insured", "heavy"]},
    }


def _table_page(items: int) -> dict[str, object]:
    return {
        "Items": [
            {
                "id": {"S": f"o-{number}"},
                "customer": {"S": "Zoë O'Hara"},
                "total": {"N": f"{number * 7 + 3}"},
                "paid": {"BOOL": number % 2 == 0},
                "note": {"NULL": True},
                "tags": {"SS": ["new", f"batch {number % 4}", 'it\'s "ok"']},
                "address": {"M": {"city": {"S": "Bergen"}, "zip": {"N": "5003"}, "street": {"S": "Bryggen 1/2"}}},
                "size": {"M": {"width": {"N": f"{number}"}, "height": {"N": "12"}}},
            }
            for number in range(items)
        ],
        "Count": items,
    }


_CALL = MethodRequest(
    http_method="POST",
    path="/pets/7",
    resource_path="/pets/{id}",
    path_parameters={"id": "7"},
    query_string={"verbose": "true", "page": "2", "sort": "name"},
    headers={
        "Accept": "application/json",
        "Content-Type": "application/json",
        "User-Agent": "curl 8.5.0",
        "X-Forwarded-For": "203.0.113.7",
        "X-Forwarded-Proto": "https",
        "X-Note": 'it\'s "fine"',
        "X-Trace": "Root=1-5f0c2b1e",
    },
    body=json.dumps({"name": "Rex", "tags": ["dog", "old"], "owner": {"name": "Ada", "pets": 2}}),
)

WORKS = (
    Work(
        "one_line",
        "one line",
        _read("one_line"),
        MethodRequest(query_string={"name": "World"}),
        {"company": "Example"},
    ),
    Work("passthrough", "passthrough", _read("passthrough"), _CALL, {"table": "pets-test", "log": "info"}),
    Work("order_lines", "25 lines, 10 items", _read("order_lines"), _post(_order(10), "/orders")),
    Work("unmarshal", "unmarshal 25 items", _read("unmarshal"), _post(_table_page(25))),
    Work("long_list", "1000 items", _read("long_list"), items_request(1000)),
    Work("long_text", "text of 200 KB", Source(long_text.vtl(), "long_text.vtl"), _post(_order(1))),
    Work("paths", "30 JSONPaths", _read("paths"), _post(_shipped_order())),
)
