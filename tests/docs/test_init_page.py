"""docs/init.md: what the page shows is what its commands print, one after the other in one folder."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import ROOT, Command

PAGE = (ROOT / "docs" / "init.md").read_text("utf-8")
BLOCKS = re.findall(r"(?:`([\w.-]+)`:\n\n)?```(yaml|console)\n(.*?)```", PAGE, re.DOTALL)


def _commands(block: str) -> Iterator[tuple[list[str], str]]:
    """The commands of a block, each with what it prints."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        line, _, printed = part.partition("\n")
        yield shlex.split(line), printed


def _without_durations(text: str) -> str:
    return re.sub(r" in \d+\.\d\d ?s", "", text)


def test_the_page_shows_what_its_commands_print(command: Command, tmp_path: Path) -> None:
    pytest.importorskip("coverage")
    ran = []
    for name, kind, text in BLOCKS:
        if kind == "yaml":
            (tmp_path / name).write_text(text, "utf-8")
            continue
        for words, printed in _commands(text):
            if words[0] == "cat":
                shown = (tmp_path / words[1]).read_text("utf-8")
            else:
                done = command(*words)
                assert done.err == ""
                shown = done.out
            assert _without_durations(shown) == _without_durations(printed), words
            ran.append(words[0])
    assert ran == ["vtl-init", "cat", *["vtl-run"] * 5]


def test_each_example_has_a_name() -> None:
    assert [name for name, kind, _ in BLOCKS if kind == "yaml"] == ["api.yaml", "late.vtl.yaml"]


def test_every_link_of_the_page_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([\w-]+\.md)", PAGE):
        assert (ROOT / "docs" / target).is_file(), target
