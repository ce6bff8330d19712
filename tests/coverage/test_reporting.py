"""What a measured run says: coverage.py's settings, its failures, and the names of arms, in this process."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("coverage")

from vtlharness.coverage.file_view import file_view
from vtlharness.coverage.reporting import Measurement
from vtlharness.errors import VtlHarnessError
from vtlharness.vtl.recording import Recording

_ARMS = """\
#if($a || $b)x#end
#foreach($i in $c)$i#end
"""


@pytest.fixture(autouse=True)
def nothing_is_measured_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """coverage.py's plugin measures until the process ends."""
    monkeypatch.setattr(Recording, "recorder", Recording.recorder)


def test_what_is_said_about_each_arm(tmp_path: Path) -> None:
    path = tmp_path / "put.vtl"
    path.write_text(_ARMS, "utf-8")
    assert [(arm.taken, arm.missing) for arm in file_view(str(path)).arms.values()] == [
        ("#if at column 1 is true", "#if is never true"),
        ("#if at column 1 is false", "#if is never false"),
        ("the right side of || at column 8 is evaluated", "the right side of || is never evaluated"),
        ("the right side of || at column 8 is skipped", "the right side of || is never skipped"),
        ("#foreach at column 1 has no item", "#foreach never has no item"),
        ("#foreach at column 1 has one item", "#foreach never has exactly one item"),
        ("#foreach at column 1 has more than one item", "#foreach never has more than one item"),
    ]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _configure(folder: Path, settings: str) -> None:
    (folder / ".coveragerc").write_text(settings, "utf-8")


@pytest.mark.parametrize(
    ("settings", "least", "shown"),
    [
        ("[report]\n", 0.0, "66"),
        ("[report]\nfail_under = 59.5\nprecision = 2\n", 59.5, "65.57"),
        ("[report]\nfail_under = 100\nprecision = 1\n", 100.0, "65.6"),
    ],
)
def test_settings_of_coverage(folder: Path, settings: str, least: float, shown: str) -> None:
    _configure(folder, settings)
    measurement = Measurement([])
    assert (measurement.fail_under, measurement.shown(65.5714)) == (least, shown)


@pytest.mark.parametrize("plugins", ["", "plugins = vtlharness.coverage\n"])
def test_the_run_needs_no_setting(folder: Path, plugins: str) -> None:
    _configure(folder, f"[run]\nrelative_files = true\n{plugins}")
    (folder / "put.vtl").write_text("#if($a)\nx\n#end\n", "utf-8")
    with Measurement(["put.vtl"]) as measurement:
        pass
    assert measurement.write([]) == 0.0
    assert measurement.text_lines() == [
        "",
        "Name      Stmts   Miss Branch BrPart  Cover",
        "-------------------------------------------",
        "put.vtl       2      2      2      0     0%",
        "-------------------------------------------",
        "TOTAL         2      2      2      0     0%",
        "",
        "put.vtl:1: lines 1 to 2 are never reached",
    ]


def test_a_run_without_templates(folder: Path) -> None:
    with Measurement([]) as measurement:
        pass
    assert measurement.write([]) == 100.0
    assert measurement.text_lines() == ["", "no template was measured"]


def test_a_configuration_that_is_broken(folder: Path) -> None:
    _configure(folder, "[run]\nbranch = perhaps\n")
    with pytest.raises(VtlHarnessError, match=r"\Acoverage\.py cannot be configured: .*perhaps"):
        Measurement([])


def test_a_report_that_cannot_be_written(folder: Path) -> None:
    (folder / "put.vtl").write_text("x", "utf-8")
    with Measurement(["put.vtl"]) as measurement:
        pass
    with pytest.raises(VtlHarnessError, match=r"\Athe coverage report cannot be written: .*'\.'\Z"):
        measurement.write([("xml", ".")])
