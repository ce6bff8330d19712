"""Workflow commands: one line each, whatever is in the texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from vtlharness.exchange.workflow_commands import annotation, in_repository

COMMANDS = [
    (annotation("error", "a"), "::error::a"),
    (
        annotation("warning", "a", file="b.vtl", line=2, column=3, title="T"),
        "::warning file=b.vtl,line=2,col=3,title=T::a",
    ),
    (annotation("error", "a\r\n::error::b"), "::error::a%0D%0A::error::b"),
    (annotation("error", "100%0A"), "::error::100%250A"),
    (
        annotation("error", "a", file="x,line=1::y\n::stop-commands::t"),
        "::error file=x%2Cline=1%3A%3Ay%0A%3A%3Astop-commands%3A%3At::a",
    ),
    (annotation("notice", "", title="a: b, c"), "::notice title=a%3A b%2C c::"),
]


@pytest.mark.parametrize(("made", "wanted"), COMMANDS)
def test_commands(made: str, wanted: str) -> None:
    assert made == wanted
    assert len(made.splitlines()) == 1


def test_files_are_named_from_the_root_of_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "api").mkdir()
    monkeypatch.chdir(tmp_path / "api")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    assert in_repository("put.vtl") == "api/put.vtl"
    assert in_repository("../put.vtl") == "put.vtl"
    assert in_repository("../../put.vtl") == "../../put.vtl"
    assert in_repository("/x/put.vtl") == "/x/put.vtl"
    monkeypatch.setenv("GITHUB_WORKSPACE", "")
    assert in_repository("put.vtl") == "put.vtl"
