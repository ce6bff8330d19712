"""The lines that were changed since a revision of git."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from vtlharness import VtlHarnessError
from vtlharness.mutation.changed_lines import ChangedLines

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


def git(folder: Path, *arguments: str) -> None:
    """Runs git in a folder, with settings of its own."""
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    names = {f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, env={**os.environ, **own, **names})


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a template of five lines, in a folder below."""
    git(tmp_path, "init", "--quiet")
    folder = tmp_path / "a b"
    folder.mkdir()
    (folder / "own.vtl").write_text("1\n2\n3\n4\n5\n", "utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "first")
    return tmp_path


def _lines(file: Path, count: int, revision: str = "HEAD") -> list[int]:
    changed = ChangedLines(revision)
    return [line for line in range(1, count + 1) if changed.has(str(file), line)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("1\n2\n3\n4\n5\n", []),
        ("1\nx\n3\n4\n5\n", [2]),
        ("1\nx\n3\ny\nz\n", [2, 4, 5]),
        ("1\n2\nnew\n3\n4\n5\n", [3]),
        ("1\n2\n5\n", []),
        ("", []),
        ("x\n2\n3\n4\n5", [1, 5]),
    ],
)
def test_lines(text: str, lines: list[int], repository: Path) -> None:
    file = repository / "a b" / "own.vtl"
    file.write_text(text, "utf-8")
    assert _lines(file, 7) == lines
    assert ChangedLines("HEAD").has(str(file), None) == bool(lines)


def test_a_commit_in_between(repository: Path) -> None:
    file = repository / "a b" / "own.vtl"
    file.write_text("1\nx\n3\n4\n5\n", "utf-8")
    git(repository, "commit", "--quiet", "-am", "second")
    file.write_text("1\nx\n3\ny\n5\n", "utf-8")
    assert _lines(file, 5) == [4]
    assert _lines(file, 5, "HEAD~1") == [2, 4]


def test_a_new_file_is_changed_as_a_whole(repository: Path) -> None:
    file = repository / "new.vtl"
    file.write_text("1\n2\n", "utf-8")
    assert _lines(file, 2) == [1, 2]
    git(repository, "add", ".")
    assert _lines(file, 2) == [1, 2]


def test_a_name_that_git_would_take_for_a_pattern(repository: Path) -> None:
    for name in ("*.vtl", "-x.vtl", "a'b.vtl"):
        (repository / name).write_text("1\n", "utf-8")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "names")
    (repository / "*.vtl").write_text("2\n", "utf-8")
    assert _lines(repository / "*.vtl", 1) == [1]
    assert _lines(repository / "-x.vtl", 1) == []
    assert _lines(repository / "a'b.vtl", 1) == []


def test_an_inline_template_counts_with_its_case_file(repository: Path) -> None:
    file = repository / "a b" / "own.vtl"
    assert not ChangedLines("HEAD").has(f"{file} (inline)", 9)
    file.write_text("x\n", "utf-8")
    assert ChangedLines("HEAD").has(f"{file} (inline)", 9)


@pytest.mark.parametrize("revision", ["nosuch", "--output=x", "HEAD:a b", "", " ", "x\ny", "HEAD^{tree}", "\0"])
def test_a_revision_that_git_does_not_know(revision: str, repository: Path) -> None:
    with pytest.raises(VtlHarnessError, match="--mutate-since"):
        ChangedLines(revision).has(str(repository / "a b" / "own.vtl"), 1)
    assert sorted(path.name for path in repository.iterdir()) == [".git", "a b"]


def test_outside_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(VtlHarnessError, match="is not in a git repository"):
        ChangedLines("HEAD").check(str(tmp_path))


def test_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    with pytest.raises(VtlHarnessError, match="git is not installed"):
        ChangedLines("HEAD").check(str(repository))


def test_the_repository_starts_no_program(repository: Path) -> None:
    """A repository of a stranger may set programs that git would run."""
    program = repository / "program.sh"
    program.write_text(f"#!/bin/sh\ntouch '{repository}/ran'\n", "utf-8")
    program.chmod(0o755)
    for name in ("diff.external", "core.fsmonitor", "core.pager", "diff.own.textconv", "diff.own.command"):
        git(repository, "config", name, str(program))
    (repository / ".gitattributes").write_text("*.vtl diff=own\n", "utf-8")
    file = repository / "a b" / "own.vtl"
    file.write_text("1\nx\n3\n4\n5\n", "utf-8")
    assert _lines(file, 5) == [2]
    assert not (repository / "ran").exists()


def test_a_repository_that_has_lost_the_file(repository: Path) -> None:
    file = repository / "a b" / "own.vtl"
    for lost in (repository / ".git" / "objects").glob("??/*"):
        kind = subprocess.run(
            ["git", "cat-file", "-t", lost.parent.name + lost.name], cwd=repository, capture_output=True, check=True
        )
        if kind.stdout == b"blob\n":
            lost.unlink()
    file.write_text("another\n", "utf-8")
    with pytest.raises(VtlHarnessError) as raised:
        ChangedLines("HEAD").has(str(file), 1)
    assert raised.value.message == f"git cannot compare {file} with HEAD"


def test_git_is_asked_once_for_a_file(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    run = subprocess.run

    def counted(command: list[str], **more: object) -> object:
        asked.append(next(word for word in command if word in ("rev-parse", "ls-files", "diff")))
        return run(command, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", counted)
    changed = ChangedLines("HEAD")
    for line in (1, 2, None):
        assert not changed.has(str(repository / "a b" / "own.vtl"), line)
    changed.check(str(repository / "a b"))
    assert asked == ["rev-parse", "rev-parse", "ls-files", "diff"]
