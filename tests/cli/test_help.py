"""The help of each command, whole: `help/` has the text as a user reads it.

After a change of an option, `python -m tests.cli.test_help` writes the texts anew: read what has changed.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from vtlharness import cli

_TEXTS = Path(__file__).with_name("help")


def _help_of(name: str) -> str:
    result = CliRunner().invoke(getattr(cli, name), ["--help"], terminal_width=110)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("name", cli.__all__)
def test_the_help_of_a_command(name: str) -> None:
    assert _help_of(name) == (_TEXTS / f"{name}.txt").read_text("utf-8")


if __name__ == "__main__":
    for each in cli.__all__:
        (_TEXTS / f"{each}.txt").write_text(_help_of(each), "utf-8")
