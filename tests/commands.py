"""The commands as a user starts them, and small projects for them to work on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
_START = "import sys; sys.argv[0] = {name!r}; from vtlharness.cli import {function}; sys.exit({function}())"


@dataclass(frozen=True)
class Finished:
    """A command that has ended."""

    code: int
    out: str
    err: str


def command_line(name: str, *arguments: str) -> list[str]:
    """What a console script of this name does, without one being installed."""
    return [sys.executable, "-c", _START.format(name=name, function=name.replace("-", "_")), *arguments]


def command_environment(**changes: str) -> dict[str, str]:
    """An environment that finds this package, and says nothing about colour."""
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "PYTHONPATH")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "", **changes}


Command = Callable[..., Finished]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Runs `command("vtl-run", "-v", ...)` in the test's folder, in a process of its own."""

    def run(
        name: str, *arguments: str, stdin: bytes | str = b"", env: Mapping[str, str] | None = None, cwd: Path = tmp_path
    ) -> Finished:
        done = subprocess.run(
            command_line(name, *arguments),
            input=stdin if isinstance(stdin, bytes) else stdin.encode(),
            capture_output=True,
            cwd=cwd,
            env=command_environment(**(env or {})),
            timeout=60,
            check=False,
        )
        return Finished(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Path]:
    """Writes files below the test's folder: `write({"a.vtl": "text"})`."""

    def write_files(files: Mapping[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return write_files


@pytest.fixture
def plugin_installed(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes of this test find the plugin by its entry point, as where the package is installed."""
    monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", raising=False)
    paths = [str(ROOT)]
    if not any(point.value == "vtlharness.pytest_plugin" for point in entry_points(group="pytest11")):
        folder = tmp_path_factory.mktemp("installed")
        metadata = folder / "vtlharness-0.0.0.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: vtlharness\nVersion: 0.0.0\n")
        (metadata / "entry_points.txt").write_text("[pytest11]\nvtlharness = vtlharness.pytest_plugin\n")
        paths.append(str(folder))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))
