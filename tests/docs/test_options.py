"""docs/options.md lists each option of the commands and of the plugin, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from vtlharness.cli.call.vtl_call import vtl_call
from vtlharness.cli.init import vtl_init
from vtlharness.cli.lint import vtl_lint
from vtlharness.cli.render.vtl_render import vtl_render
from vtlharness.cli.run.vtl_run import vtl_run

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "options.md").read_text(encoding="utf-8")


def _listed(title: str) -> set[str]:
    section = next(part for part in TEXT.split("\n## ") if part.startswith(title))
    rows = re.findall(r"^\| (`-.*?) \|(?!\|)", section.replace(r"\|", "/"), re.MULTILINE)
    return {option.split()[0] for row in rows for option in re.findall(r"`([^`]+)`", row)}


COMMANDS = [
    ("`vtl-run", vtl_run),
    ("`vtl-render", vtl_render),
    ("`vtl-call", vtl_call),
    ("`vtl-lint", vtl_lint),
    ("`vtl-init", vtl_init),
]


@pytest.mark.parametrize(("title", "command"), COMMANDS)
def test_the_commands(title: str, command: click.Command) -> None:
    with click.Context(command, help_option_names=["-h", "--help"]) as context:
        options = [option for option in command.get_params(context) if isinstance(option, click.Option)]
    names = {name for option in options for name in (*option.opts, *option.secondary_opts)}
    assert _listed(title) == names


def test_the_plugin(pytestconfig: pytest.Config) -> None:
    group = pytestconfig._parser.getgroup("vtlharness")
    assert _listed("pytest") == {name for option in group.options for name in option.names()}


def test_exit_codes_are_those_of_the_help() -> None:
    for title, command in COMMANDS:
        section = next(part for part in TEXT.split("\n## ") if part.startswith(title))
        shown = re.findall(r"^\| (\d) \|", section, re.MULTILINE)
        codes = (command.help or "").split("Exit codes:")[1]
        assert shown == re.findall(r"\b(\d) ", codes)
