"""`vtl-run --cov`, and what coverage.py's commands make of its data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from tests.commands import Command, command_environment
from tests.coverage.project import ALL, CONFIGURATION, MIXED, TEMPLATES

Write: TypeAlias = Callable[[Mapping[str, str | bytes]], Path]


def coverage_command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What `coverage ...` prints in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "coverage", *arguments],
        cwd=folder,
        env=command_environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def measured(folder: Path) -> dict[str, dict[str, Any]]:
    """The files of coverage.py's JSON report, without what is the same in all."""
    done = coverage_command(folder, "json", "-q", "-o", "all.json")
    assert done.returncode == 0, done.stdout + done.stderr
    files = json.loads((folder / "all.json").read_text(encoding="utf-8"))["files"]
    kept = ("executed_lines", "missing_lines", "executed_branches", "missing_branches")
    return {name: {key: found.get(key, []) for key in kept} for name, found in files.items()}


TABLE = """
Name        Stmts   Miss Branch BrPart  Cover
---------------------------------------------
api.yaml        5      2      4      2    56%
never.vtl       9      9     11      0     0%
put.vtl         9      1     11      2    85%
---------------------------------------------
"""


@pytest.mark.parametrize("processes", ["1", "2"])
def test_the_terminal_names_each_line_and_arm(tmp_path: Path, command: Command, write: Write, processes: str) -> None:
    write(ALL)
    done = command("vtl-run", "--cov", "-n", processes)
    assert done.code == 0, done.out + done.err
    table, places = done.out.split("TOTAL", 1)
    assert table.endswith(TABLE)
    assert places.splitlines()[1:] == [
        "",
        "api.yaml:11:13: #if is never true",
        "api.yaml:12: line 12 is never reached",
        "api.yaml:20:35: #if is never true",
        "api.yaml:25: line 25 is never reached",
        "never.vtl:1: lines 1 to 12 are never reached",
        "put.vtl:5:1: #elseif is never true",
        "put.vtl:6: line 6 is never reached",
        "put.vtl:8:1: #foreach never has exactly one item",
        "",
        "api.yaml:21:11: `4\\d{2}` of POST /orders: never chosen",
    ]


def test_coverage_commands_read_the_data(tmp_path: Path, command: Command, write: Write) -> None:
    write({**ALL, "pyproject.toml": CONFIGURATION})
    assert command("vtl-run", "--cov", "-qq").code == 0
    for arguments in (("report", "-m"), ("html",), ("xml",), ("lcov",), ("json",)):
        done = coverage_command(tmp_path, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "never skipped" not in (tmp_path / "htmlcov" / "put_vtl.html").read_text(encoding="utf-8")


def test_reports_of_the_run(tmp_path: Path, command: Command, write: Write) -> None:
    write(TEMPLATES)
    kinds = ("html:pages", "lcov:out.lcov", "xml:out.xml", "json:out.json")
    done = command("vtl-run", "--cov", *(f"--cov-report={kind}" for kind in kinds))
    assert done.code == 0, done.out + done.err
    assert "never reached" not in done.out  # only what was asked for
    page = (tmp_path / "pages" / "put_vtl.html").read_text(encoding="utf-8")
    assert "the right side of &amp;&amp; is never skipped; column 1: #if is never false" in page
    branches = [line for line in (tmp_path / "out.lcov").read_text(encoding="utf-8").splitlines() if "BRDA" in line]
    assert "BRDA:3,0,the right side of && at column 15 is skipped,0" in branches
    assert all(len(line.split(",")) == 4 for line in branches)
    tree = ElementTree.parse(tmp_path / "out.xml")
    assert sum(line.get("branch") == "true" for line in tree.iter("line")) == 8
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["files"].keys() == {"put.vtl", "never.vtl"}


def test_fail_under(tmp_path: Path, command: Command, write: Write) -> None:
    write(TEMPLATES)
    done = command("vtl-run", "--cov", "--cov-fail-under", "90", "put.vtl.yaml")
    assert done.code == 1
    assert done.out.endswith("coverage is 60 %, less than 90 %\n")
    assert command("vtl-run", "--cov", "--cov-fail-under", "59", "put.vtl.yaml").code == 0
    (tmp_path / "pyproject.toml").write_text("[tool.coverage.report]\nfail_under = 90\n", encoding="utf-8")
    assert command("vtl-run", "--cov", "put.vtl.yaml").code == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--cov-report", "html"), "--cov-report is for runs with --cov."),
        (("--cov-fail-under", "5"), "--cov-fail-under is for runs with --cov."),
        (("--cov", "--cov-report", "htm"), "'htm' is not a kind of coverage report: did you mean html?"),
        (
            ("--cov", "--cov-report", "pdf"),
            "use term, html, lcov, xml or json.",
        ),
        (("--cov", "--cov-report", "term:x"), "term prints to the terminal: write it without a path."),
        (("--cov", "--cov-report", "xml:"), "expected a path behind 'xml:'."),
        (("--cov", "--cov-report", "xml:."), "'.' is a folder: xml writes a file."),
        (("--cov", "--cov-report", "html:put.vtl"), "'put.vtl' is a file: html writes a folder."),
        (("--cov", "--cov-fail-under", "101"), "101.0 is not in the range 0<=x<=100."),
        (("--cov", "--engine", "airspeed"), "--cov measures the native engine: leave out --engine airspeed."),
    ],
)
def test_wrong_options(
    tmp_path: Path, command: Command, write: Write, arguments: tuple[str, ...], message: str
) -> None:
    write(TEMPLATES)
    done = command("vtl-run", *arguments)
    assert done.code == 4
    assert message in done.err
    assert not (tmp_path / ".coverage").exists()


@pytest.mark.parametrize("branch", ["true", "false"])
@pytest.mark.parametrize("arguments", [(), ("-n", "2")])
def test_pytest_cov_has_the_same_data(
    tmp_path: Path, write: Write, plugin_installed: None, branch: str, arguments: tuple[str, ...]
) -> None:
    pytest.importorskip("pytest_cov")
    write({**MIXED, "pyproject.toml": CONFIGURATION.replace("true", branch)})
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--cov=.", *arguments],
        cwd=tmp_path,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = measured(tmp_path)
    assert found.keys() == {"api.yaml", "never.vtl", "put.vtl", "test_half.py"}
    assert found["put.vtl"]["missing_lines"] == []
    assert found["api.yaml"]["missing_lines"] == [12, 25]
    assert [line for line, _ in found["put.vtl"]["missing_branches"]] == ([8] if branch == "true" else [])
    assert found["test_half.py"]["missing_lines"] == [4]


@pytest.mark.parametrize("processes", ["1", "2"])
def test_reports_of_vtl_run_have_the_coverage(command: Command, write: Write, processes: str) -> None:
    template = '#if($input.path("$.id") == 7)\na\n#else\nb\n#end\n'
    cases = "template: put.vtl\ncases: [{name: a, methodRequest: {body: {id: 7}}, expect: {output: {file: a.txt}}}]\n"
    folder = write({"put.vtl": template, "put.vtl.yaml": cases, "a.txt": "a\n"})
    arguments = ("-qq", "-n", processes, "--report", "github=s.md", "--report", "html=r.html")
    command("vtl-run", "--cov", *arguments)
    summary = (folder / "s.md").read_text(encoding="utf-8")
    assert "### Coverage\n\n<p>lines 2 of 3 (66.6 %), arms 1 of 2 (50.0 %)</p>" in summary
    assert "<code>put.vtl:4: line 4 is never reached</code>" in summary
    assert b'"lines":[2,3],"arms":[1,2]' in (folder / "r.html").read_bytes()
    command("vtl-run", *arguments)
    assert "Coverage" not in (folder / "s.md").read_text(encoding="utf-8")
