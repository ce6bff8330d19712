"""`vtl-init` for definitions and templates as projects have them: its cases reach most arms of their templates."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from vtlharness import run_cases
from vtlharness.cli import vtl_init
from vtlharness.coverage.counting import counting

DEFINITIONS = Path(__file__).resolve().parent / "definitions"
PROJECTS = sorted((DEFINITIONS / "projects").iterdir())
TEMPLATES = sorted((DEFINITIONS / "templates").iterdir())
_MUCH_UNREACHABLE = {"cdk_step_functions.json", "send-message.vtl", "start-execution.vtl"}
"""They decide by constants, go through a list of constants, ask for false what is never false."""


@pytest.mark.parametrize("path", [*PROJECTS, *TEMPLATES], ids=lambda path: path.name)
def test_cases_reach_four_arms_in_five(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").write_text("", "utf-8")
    Path(path.name).write_text(path.read_text("utf-8"), "utf-8")
    done = CliRunner().invoke(vtl_init, [path.name, "-o", "cases"])
    assert (done.exit_code, "not written" in done.output) == (0, False), done.output
    with counting() as recorder:
        records = run_cases("cases", cache=False)
    assert {record.outcome for record in records} == {"passed"}
    arms = [arm.times > 0 for counts in recorder.templates.values() for arm in counts.arms()]
    assert sum(arms) >= (0.65 if path.name in _MUCH_UNREACHABLE else 0.8) * len(arms)


def test_no_name_is_made_unique_by_a_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").write_text("", "utf-8")
    numbered = []
    for path in (*PROJECTS, *TEMPLATES):
        Path(path.name).write_text(path.read_text("utf-8"), "utf-8")
        assert CliRunner().invoke(vtl_init, [path.name, "-o", path.stem]).exit_code == 0
        for file in Path(path.stem).iterdir():
            names = [case["name"] for case in yaml.safe_load(file.read_text("utf-8"))["cases"]]
            numbered += [f"{path.name}: {name}" for name in names if name.endswith(")")]
    assert numbered == []
