"""`vtl-init` for all definitions and templates of the repository: no traceback, and each case written passes."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from vtlharness import run_cases
from vtlharness.cli import vtl_init

ROOT = Path(__file__).resolve().parents[2]
MANY_KINDS = ROOT / "tests" / "first_cases" / "definitions" / "many_kinds.yaml"
_SUFFIXES = (".json", ".yaml", ".yml", ".tfstate", ".tf", ".vtl", ".vm")
_FOLDERS = ("cdk.out", ".serverless", ".aws-sam")
FOUND = sorted(
    path
    for folder in ("tests", "fixtures")
    for path in (ROOT / folder).rglob("*")
    if (path.is_file() and path.suffix in _SUFFIXES and ".vtl." not in path.name) or path.name in _FOLDERS
)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_traceback_and_cases_that_pass(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(vtl_init, [str(path), "-o", "cases"])
    assert isinstance(done.exception, (SystemExit, type(None)))
    assert done.exit_code in (0, 1, 4)
    if done.exit_code:
        return
    assert "not written" not in done.output
    words = shlex.split(done.output.splitlines()[-1])
    allowed = words[words.index("--allow-outside") + 1 :] if "--allow-outside" in words else []
    records = run_cases("cases", cache=False, allow_outside=allowed)
    assert {record.outcome for record in records} == {"passed"}


def test_calls_reach_their_integrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Validators, models, all authorizers, API keys, binary types, ANY, greedy paths, several content types."""
    monkeypatch.chdir(tmp_path)
    Path("api.yaml").write_text(MANY_KINDS.read_text("utf-8"), "utf-8")
    done = CliRunner().invoke(vtl_init, ["api.yaml", "-o", "cases"])
    assert done.exit_code == 0, done.output
    texts = {path.name: path.read_text("utf-8") for path in Path("cases").iterdir()}
    assert len(texts) == 10
    assert [name for name, text in texts.items() if "gatewayResponse" in text] == []
    assert {record.outcome for record in run_cases("cases", cache=False)} == {"passed"}
