"""Projects to run `vtl-run` and pytest on: case files with their templates, each template a text of its own.

Half of the templates are the one line, half the 25 lines on an order of two lines. The expected outputs are those
of our engine.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from benchmarks.work import WORKS, Work
from vtlharness import MappingTemplate, MethodRequest, render_request

_ONE_LINE, _ORDER = (next(work for work in WORKS if work.key == key) for key in ("one_line", "order_lines"))
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

_API = (Path(__file__).parent / "templates" / "api.yaml").read_text(encoding="utf-8")
"""An API with one method: a request template, a mapping and two integration responses."""


def make_project(folder: Path, cases: int, templates: int) -> Path:
    """Writes `cases` cases over `templates` templates into a new folder, and returns it."""
    folder.mkdir()
    for number in range(templates):
        work = _ORDER if number % 2 == 0 else _ONE_LINE
        text = f"## template {number} of {templates}\n{work.template.text}"
        name = f"{work.key}-{number:04}"
        (folder / f"{name}.vtl").write_text(text, encoding="utf-8")
        compiled = MappingTemplate.from_text(text)
        numbers = range(number, cases, templates)
        document: dict[str, Any] = {"template": f"{name}.vtl"}
        if work is _ONE_LINE:
            document["defaults"] = {"stageVariables": work.stage_variables}
        document["cases"] = [_case(work, compiled, number) for number in numbers]
        _write(folder / f"{name}.vtl.yaml", document)
    return folder


def make_api_project(folder: Path, cases: int, files: int) -> Path:
    """Writes `cases` cases of a whole integration, in `files` files, into a new folder, and returns it."""
    folder.mkdir()
    (folder / "api.yaml").write_text(_API, encoding="utf-8")
    for file in range(files):
        numbers = range(file, cases, files)
        _write(folder / f"orders-{file:04}.vtl.yaml", {"api": "api.yaml", "cases": [_call(one) for one in numbers]})
    return folder


def _call(number: int) -> dict[str, Any]:
    lines = [{"sku": "A1", "quantity": 2, "price": 12.5}, {"sku": "B2", "quantity": 1, "price": 3}]
    items = [{"M": {"sku": {"S": line["sku"]}, "n": {"N": str(line["quantity"])}}} for line in lines]
    stored = {"id": {"S": f"o-{number}"}, "name": {"S": f"Zoë {number}"}, "lines": {"L": items}}
    return {
        "name": f"case {number}",
        "methodRequest": {
            "httpMethod": "POST",
            "path": f"/orders/o-{number}",
            "headers": {"X-Trace": f"t{number}", "Content-Type": "application/json"},
            "body": {"customer": {"name": f"Zoë {number}"}, "lines": lines},
        },
        "backend": {"statusCode": 200, "body": {"ok": True}},
        "expect": {
            "integrationRequest": {"body": {"TableName": "orders", "Item": stored}},
            "response": {"statusCode": 200, "body": {"id": f"o-{number}", "stored": True}},
        },
    }


def _case(work: Work, template: MappingTemplate, number: int) -> dict[str, Any]:
    if work is _ONE_LINE:
        request: dict[str, Any] = {"queryStringParameters": {"name": f"World {number}"}}
        record = MethodRequest(query_string=request["queryStringParameters"])
    else:
        request = {"httpMethod": "POST", "path": "/orders", "body": _order(number)}
        record = MethodRequest(http_method="POST", path="/orders", body=json.dumps(request["body"]))
    output = render_request(template, record, stage_variables=work.stage_variables).text
    return {"name": f"case {number}", "methodRequest": request, "expect": {"output": json.loads(output)}}


def _order(number: int) -> dict[str, Any]:
    return {
        "id": f"o-{number}",
        "customer": {"name": "Zoë", "email": "zoe@example.com"},
        "lines": [
            {"sku": "A1", "title": f'The "{number}" book', "quantity": 2, "price": 5 + number % 7},
            {"sku": "B2", "title": "Pen", "quantity": 1, "price": 3},
        ],
    }


def _write(file: Path, document: dict[str, Any]) -> None:
    with file.open("w", encoding="utf-8") as stream:
        yaml.dump(document, stream, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=110)
