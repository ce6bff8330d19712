"""Case files and definitions that ask for more than a machine has: each run ends in time, with our error."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.commands import command_environment, command_line
from tests.hostile.test_bombs import _little_memory

BOMBS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("bombs_of_files.yaml").read_text("utf-8"))
LONGEST_S = 30
"""Generous, because other tests may run at the same time."""


def written(text: str | list[str | list[Any]]) -> str:
    """The text that a bomb's list stands for."""
    pieces = [text] if isinstance(text, str) else text
    return "".join(piece if isinstance(piece, str) else _repeated(*piece) for piece in pieces)


def _repeated(count: int, text: str) -> str:
    return "".join(text.replace("{i}", str(number)).replace("{j}", str(number + 1)) for number in range(count))


def _is_slow(bomb: dict[str, Any]) -> bool:
    return "slow" in bomb or "seconds" in bomb.get("limit", ())


def run(folder: Path, bomb: dict[str, Any]) -> tuple[int, str]:
    """The exit code and the output of a run with 2 GB of address space and 1 second for each case."""
    (folder / "vtlharness.toml").touch()
    (folder / "a.vtl.yaml").write_text(written(bomb["case"]), "utf-8")
    if "api" in bomb:
        (folder / "api.yaml").write_text(written(bomb["api"]), "utf-8")
    done = subprocess.run(
        command_line("vtl-run", "--no-cache", "--limit", "seconds=1", "a.vtl.yaml"),
        cwd=folder, env=command_environment(), capture_output=True, text=True, timeout=LONGEST_S, check=False,
        preexec_fn=_little_memory if sys.platform == "linux" else None,
    )  # fmt: skip
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    "bomb", [pytest.param(bomb, id=bomb["name"], marks=[pytest.mark.slow] * _is_slow(bomb)) for bomb in BOMBS]
)
def test_ends(tmp_path: Path, bomb: dict[str, Any]) -> None:
    code, out = run(tmp_path, bomb)
    assert "Traceback" not in out
    assert "internal error" not in out
    assert len(out) < 10_000
    if "says" in bomb and (bomb["says"] in out or "limit" not in bomb):
        assert bomb["says"] in out
        assert code in (1, 4)
    elif "limit" in bomb and not (bomb.get("may_pass") and code == 0):
        limits = [bomb["limit"]] if isinstance(bomb["limit"], str) else bomb["limit"]
        named = re.search(r"--limit (\w+)=", out)
        assert (named[1] if named else "memory" if "more memory than there is" in out else out) in limits
        assert code == 4
    else:
        assert code == 0, out
