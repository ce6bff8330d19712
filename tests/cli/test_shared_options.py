"""Options that are declared once: both faces have them, with the names that they always had."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.commands import command_environment
from vtlharness.cli.run.vtl_run import vtl_run
from vtlharness.options import SHARED_OPTIONS, SessionOptions


def test_the_table() -> None:
    assert [(option.name, option.default) for option in SHARED_OPTIONS] == [
        ("update", False),
        ("engine", "native"),
        ("cache", True),
        ("cache_dir", ""),
        ("allow_outside", ()),
        ("limit", ()),
        ("strict", ()),
        ("hostile", False),
        ("live", False),
        ("backends", ""),
        ("allow_aws", False),
        ("assume_role", ""),
        ("record", False),
    ]
    assert SessionOptions() == SessionOptions(
        update=False,
        engine="native",
        cache=True,
        cache_dir="",
        allow_outside=(),
        limit=(),
        strict=(),
        hostile=False,
        live=False,
        backends="",
        allow_aws=False,
        assume_role="",
        record=False,
    )


def test_vtl_run_has_all() -> None:
    found = {param.name: param for param in vtl_run.params}
    for option in SHARED_OPTIONS:
        param = found[option.name]
        assert isinstance(param, click.Option)
        assert param.default == option.default
        assert option.help.lower() in str(param.help).lower()
    names = [
        name for option in SHARED_OPTIONS for name in (*found[option.name].opts, *found[option.name].secondary_opts)
    ]
    assert names == [
        "--update",
        "--engine",
        "--cache",
        "--no-cache",
        "--cache-dir",
        "--allow-outside",
        "--limit",
        "--strict",
        "--hostile",
        "--no-hostile",
        "--live",
        "--backends",
        "--allow-aws",
        "--assume-role",
        "--record",
    ]


@pytest.mark.usefixtures("plugin_installed")
def test_pytest_has_all(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--help", "-p", "vtlharness.pytest_plugin"],
        cwd=tmp_path,
        env=command_environment(COLUMNS="300", PYTEST_DISABLE_PLUGIN_AUTOLOAD="1"),
        capture_output=True,
        text=True,
        check=True,
    )
    section = done.stdout.split("API Gateway mapping templates:\n")[1].split("\n\n")[0]
    names = [
        "--vtl-update",
        "--vtl-engine",
        "--vtl-cache",
        "--vtl-no-cache",
        "--vtl-cache-dir",
        "--vtl-allow-outside",
        "--vtl-limit",
        "--vtl-strict",
        "--vtl-no-strict",
        "--vtl-hostile",
        "--vtl-no-hostile",
        "--vtl-live",
        "--vtl-backends",
        "--vtl-allow-aws",
        "--vtl-assume-role",
        "--vtl-record",
        "--vtl-log",
        "--vtl-report",
        "--vtl-mutate",
        "--vtl-mutate-since",
        "--vtl-mutate-seconds",
    ]
    assert re.findall(r"^  (--[a-z-]+)", section, re.MULTILINE) == names
    section = " ".join(section.split())
    for option in SHARED_OPTIONS:
        assert option.help in section
