"""A case file whose definition is wrong: one message, at its place, and the exit code of a broken file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.commands import Command

Write = Callable[[Mapping[str, "str | bytes"]], Path]

CASES = "cases:\n- {name: a, expect: {response: {statusCode: 200}}}\n"
RIGHT = f"""\
integration:
  type: MOCK
  requestTemplates: {{application/json: '{{"statusCode": 200}}'}}
  responses: {{default: {{statusCode: 200}}}}
{CASES}"""
OPENAPI = "openapi: 3.0.3\npaths:\n  /a:\n    get:\n      x-amazon-apigateway-integration: {type: mok}\n"

BROKEN: dict[str, tuple[dict[str, str | bytes], str]] = {
    "a fault in the definition": (
        {"a.vtl.yaml": f"api: api.yaml\n{CASES}", "api.yaml": OPENAPI},
        "api.yaml:5:47: `mok` is not an integration type",
    ),
    "a file that is not UTF-8": (
        {"a.vtl.yaml": f"api: api.yaml\n{CASES}", "api.yaml": b"caf\xe9"},
        "api.yaml:1:4: the text is not UTF-8: byte 0xE9 at byte offset 3",
    ),
    "an option that the definition does not take": (
        {"a.vtl.yaml": f"api: {{file: api.yaml, logicalId: Api}}\n{CASES}", "api.yaml": OPENAPI},
        "a.vtl.yaml:1:23: only a CloudFormation template or a Terraform plan or state has APIs to choose from, "
        "but this is an OpenAPI file",
    ),
    "an integration that the case file writes out": (
        {"a.vtl.yaml": f"integration: {{type: mok}}\n{CASES}"},
        "a.vtl.yaml:1:21: `mok` is not an integration type",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("processes", ["1", "2"])
def test_vtl_run_reports_it_and_runs_the_rest(name: str, processes: str, command: Command, write: Write) -> None:
    files, message = BROKEN[name]
    write({**files, "right.vtl.yaml": RIGHT})
    done = command("vtl-run", "-n", processes, "a.vtl.yaml", "right.vtl.yaml")
    assert done.code == 4
    said = done.out + done.err
    assert said.count(message) == 1
    assert "Traceback" not in said
    assert "1 passed" in said
