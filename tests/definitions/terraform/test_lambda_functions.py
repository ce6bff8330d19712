"""The functions of Terraform's plans and states: where their code is, and their settings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from vtlharness.definitions.defined_function import DefinedFunction
from vtlharness.definitions.defined_functions import defined_functions

_FUNCTION = {
    "function_name": "orders-prod",
    "handler": "app.handler",
    "runtime": "python3.12",
    "timeout": 5,
    "memory_size": 256,
    "filename": "./build/orders.zip",
    "environment": [{"variables": {"TABLE": "orders", "TOKEN": "secret"}}],
}
_ARCHIVE = {"output_path": "./build/orders.zip", "source_dir": "./src"}


def _resource(kind: str, mode: str, values: object, **more: object) -> dict[str, object]:
    address = f"{kind}.orders" if mode == "managed" else f"data.{kind}.orders"
    return {"address": address, "mode": mode, "type": kind, "name": "orders", "values": values, **more}


def _plan(folder: Path, function: object, archive: object = _ARCHIVE, unknown: object = None) -> Path:
    sensitive = {"environment": [{"variables": {"TOKEN": True}}]}
    address = "aws_lambda_function.orders"
    data: dict[str, Any] = {
        "format_version": "1.2",
        "terraform_version": "1.9.0",
        "planned_values": {
            "root_module": {
                "resources": [_resource("aws_lambda_function", "managed", function, sensitive_values=sensitive)]
            }
        },
        "prior_state": {
            "format_version": "1.0",
            "values": {"root_module": {"resources": [_resource("archive_file", "data", archive)]}},
        },
        "resource_changes": [{"address": address, "change": {"after_unknown": unknown or {}}}],
        "configuration": {"root_module": {}},
    }
    (folder / "plan.json").write_text(json.dumps(data), encoding="utf-8")
    return folder / "plan.json"


def test_code_that_is_packed_from_a_folder(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    path = _plan(tmp_path, _FUNCTION, unknown={"environment": [{"variables": {"ARN": True}}]})
    assert defined_functions(str(path)).functions == (
        DefinedFunction(
            "aws_lambda_function.orders",
            "orders-prod",
            "app.handler",
            str(tmp_path / "src"),
            runtime="python3.12",
            timeout=5.0,
            memory=256,
            environment={"TABLE": "orders"},
            unresolved=("TOKEN", "ARN"),
        ),
    )


def test_a_raw_state(tmp_path: Path) -> None:
    def of(kind: str, mode: str, values: object) -> dict[str, object]:
        return {"mode": mode, "type": kind, "name": "orders", "instances": [{"attributes": values}]}

    (tmp_path / "src").mkdir()
    resources = [
        of("aws_lambda_function", "managed", _FUNCTION),
        of("archive_file", "data", {"output_path": "./build/orders.zip", "source_file": "./src/app.py"}),
    ]
    data = {"version": 4, "terraform_version": "1.9.0", "lineage": "x", "serial": 1, "resources": resources}
    (tmp_path / "terraform.tfstate").write_text(json.dumps(data), encoding="utf-8")
    (found,) = defined_functions(str(tmp_path / "terraform.tfstate")).functions
    assert (found.folder, found.environment) == (str(tmp_path / "src"), {"TABLE": "orders", "TOKEN": "secret"})


@pytest.mark.parametrize(
    ("change", "archive", "problem"),
    [
        ({"package_type": "Image"}, _ARCHIVE, "it is a container's image"),
        ({"filename": None}, _ARCHIVE, "its code is not a file of this computer"),
        ({"filename": "x.zip"}, _ARCHIVE, "its code is the archive x.zip, which no `archive_file` packs"),
        ({}, {**_ARCHIVE, "source_dir": "./none"}, "its code {folder}/none is not a folder"),
        ({}, {**_ARCHIVE, "source_dir": "../.."}, "lies outside of the project's root {folder}"),
        ({"filename": 3}, [1], "its code is not a file of this computer"),
    ],
)
def test_code_that_is_not_here(tmp_path: Path, change: dict[str, object], archive: object, problem: str) -> None:
    archive = archive if isinstance(archive, dict) else {}
    (found,) = defined_functions(str(_plan(tmp_path, {**_FUNCTION, **change}, archive))).functions
    assert (found.folder, found.problem) == (None, problem.format(folder=tmp_path))


@pytest.mark.parametrize(
    "function",
    [{}, {"function_name": None}, {"function_name": 3}, {"function_name": "x", "environment": 3, "timeout": "x"}],
)
def test_odd_values(tmp_path: Path, function: dict[str, object]) -> None:
    found = defined_functions(str(_plan(tmp_path, function))).functions
    assert [one.name for one in found] == (["x"] if function.get("function_name") == "x" else [])
