"""The shop of the gallery: its cases run with real backends by one command, and offline by what these answered."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.fixtures_gallery.gallery import FOLDER, INTEGRATION_CASES, LIVE_CASES

SHOP = FOLDER / "apis" / "shop"
needs_moto = pytest.mark.skipif(
    find_spec("botocore") is None or find_spec("moto") is None, reason="needs botocore and moto's server"
)


@needs_moto
def test_the_command_runs_every_live_case(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, SHOP / "live.py"], capture_output=True, text=True, check=False, cwd=tmp_path, timeout=120
    )
    assert (done.stdout.split(" in ")[0], done.returncode) == (f"{len(LIVE_CASES)} passed", 0), done.stderr
    assert done.stderr == ""


@needs_moto
def test_it_fails_where_a_case_fails(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    cases = (SHOP / "live.vtl.yaml").read_text("utf-8").replace('total: "7.50"', 'total: "7.51"')
    for name in ("template.yaml", "functions/prices.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((SHOP / name).read_bytes())
    (tmp_path / "live.vtl.yaml").write_text(cases, encoding="utf-8")
    command = [sys.executable, SHOP / "live.py", "live.vtl.yaml"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=120)
    assert done.returncode == 1
    assert 'actual:   "7.50"' in done.stdout
    assert "the function printed:\n    A-1 costs 250, asked by " in done.stdout


def test_the_recorded_cases_are_the_live_ones() -> None:
    recorded = [case for case in INTEGRATION_CASES if case.file == SHOP / "recorded.vtl.yaml"]
    assert [(case.name, case.method_request, case.expect) for case in recorded] == [
        (case.name, case.method_request, case.expect) for case in LIVE_CASES
    ]


def test_all_kinds_of_backends_are_called() -> None:
    integrations = {case.route.method.integration.type for case in LIVE_CASES if case.route is not None}
    assert len(LIVE_CASES) >= 8
    assert {"HTTP", "AWS"} >= integrations
