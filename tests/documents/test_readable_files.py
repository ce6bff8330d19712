"""Which files a case file or a definition may name, and that only those are opened."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from vtlharness.documents import readable_files, reading
from vtlharness.documents.readable_files import ReadableFiles, ReadingRule
from vtlharness.documents.reading import UnreadableFileError
from vtlharness.errors import CaseFileError, VtlHarnessError


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    (folder / "inner").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret").write_text("secret", "utf-8")
    (folder / "inner/a.txt").write_text("a", "utf-8")
    (folder / "pyproject.toml").touch()
    monkeypatch.chdir(folder)
    return folder


def refusal(readable: ReadableFiles, path: str) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        readable.read_bytes(path)
    return caught.value.reason


def test_the_root(project: Path) -> None:
    root = str(project)
    assert ReadingRule().beside("inner/a.vtl.yaml").root == root
    assert ReadingRule().beside(project / "inner/deeper/a.vtl.yaml").root == root
    assert ReadingRule(["inner"]).beside("inner/a.vtl.yaml").root == root
    (project / "inner/.git").write_text("gitdir: elsewhere", "utf-8")
    assert ReadingRule().beside("inner/a.vtl.yaml").root == str(project / "inner")


def test_the_root_of_a_folder_behind_a_link_is_where_the_link_is(project: Path) -> None:
    (project / "linked").symlink_to("../outside")
    readable = ReadingRule().beside("linked/a.vtl.yaml")
    assert readable.root == str(project)
    assert "lies outside" in refusal(readable, "linked/secret")


def test_a_folder_that_the_user_gives_may_be_a_link(project: Path) -> None:
    (project / "linked").symlink_to("../outside")
    outside = project.parent / "outside"
    readable = ReadingRule(["linked"]).beside("linked/a.vtl.yaml")
    assert readable.root == str(outside)
    assert readable.read_bytes("linked/secret") == b"secret"
    assert "lies outside" in refusal(readable, "inner/a.txt")
    assert ReadingRule([project]).beside("linked/a.vtl.yaml").root == str(project)
    assert ReadingRule(["linked", "inner"]).beside("inner/a.vtl.yaml").root == str(project)
    (outside / "inner").mkdir()
    assert ReadingRule(["linked/inner"]).beside("linked/inner/a.vtl.yaml").root == str(outside / "inner")
    (outside / "vtlharness.toml").touch()
    assert ReadingRule(["linked/inner"]).beside("linked/inner/a.vtl.yaml").root == str(outside)


def test_a_link_to_the_folder_above_the_project_opens_nothing(project: Path) -> None:
    (project / "up").symlink_to("..")
    rule = ReadingRule(["up"])
    assert rule.beside("up/project/inner/a.vtl.yaml").root == str(project)
    assert "lies outside" in refusal(rule.beside("up/project/a.vtl.yaml"), "up/outside/secret")


def test_what_is_given(project: Path) -> None:
    rule = ReadingRule(["inner", "b.vtl.yaml"])
    assert rule.is_given("b.vtl.yaml")
    assert rule.is_given(project / "inner/../b.vtl.yaml")
    assert not rule.is_given("inner/a.vtl.yaml")
    assert ReadingRule().is_given("anything")


def test_folders_that_are_opened(project: Path) -> None:
    opened = ReadingRule(allow_outside=["../outside"]).beside("a")
    assert opened.read_bytes("../outside/secret") == b"secret"
    assert ReadingRule(allow_outside=["/"]).beside("a").contains("/etc")
    (project / ".git").mkdir()
    (project / ".git/config").write_text("token", "utf-8")
    assert "folder `.git`" in refusal(opened, ".git/config")
    assert ReadingRule(allow_outside=[".git"]).beside("a").read_bytes(".git/config") == b"token"
    for wrong in ("none", "pyproject.toml"):
        with pytest.raises(VtlHarnessError, match=f"allow-outside: {wrong} is not a folder"):
            ReadingRule(allow_outside=[wrong])


def test_nothing_outside_is_opened(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(reading.os, "open", lambda path, *_: opened.append(path))
    readable = ReadingRule().beside("a")
    for path in ("../outside/secret", "../outside/none", "/dev/zero", "inner/../../outside/secret"):
        assert refusal(readable, path) == f"lies outside of the project's root {project}"
        assert not readable.contains(path)
    assert opened == []


def test_hints_name_only_what_may_be_read(project: Path) -> None:
    readable = ReadingRule().beside("a")
    (project / "orders.vtl").symlink_to("../outside/secret")
    (project / "order.vtl").symlink_to("nowhere.vtl")
    for name, hint in [
        ("inner/a.tx", "did you mean a.txt?"),
        ("order1.vtl", None),
        ("order.vtl", "it is a link to nowhere.vtl"),
        ("none/a.txt", "the folder none does not exist"),
    ]:
        with pytest.raises(UnreadableFileError) as caught:
            readable.read_bytes(name)
        assert (caught.value.missing, caught.value.hint) == (True, hint)


@pytest.mark.parametrize("swapped", ["file", "folder"])
def test_what_becomes_a_link_after_the_check(project: Path, monkeypatch: pytest.MonkeyPatch, swapped: str) -> None:
    (project.parent / "outside/a.txt").write_text("secret", "utf-8")
    readable = ReadingRule().beside("a")
    read = reading.read_bytes

    def swap(*arguments: object) -> bytes:
        if swapped == "file":
            os.replace("inner/a.txt", "inner/old.txt")
            Path("inner/a.txt").symlink_to("../../outside/a.txt")
        else:
            os.rename("inner", "old")
            Path("inner").symlink_to("../outside")
        return read(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(readable_files, "read_bytes", swap)
    assert refusal(readable, "inner/a.txt") in (
        "cannot be read: Too many levels of symbolic links",
        f"lies outside of the project's root {project}",
    )


def test_a_folder_that_is_replaced_is_found_anew(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readable = ReadingRule().beside("a")
    assert readable.read_bytes("inner/a.txt") == b"a"
    os.rename("inner", "other")
    (project / "new").mkdir()
    (project / "new/a.txt").write_text("new", "utf-8")
    Path("inner").symlink_to("new")
    assert readable.read_bytes("inner/a.txt") == b"new"
    Path("inner").unlink()
    Path("inner").symlink_to("../outside")
    assert "lies outside" in refusal(readable, "inner/secret")
    monkeypatch.chdir("new")
    assert readable.read_bytes("a.txt") == b"new"
    monkeypatch.chdir("../../outside")
    assert "lies outside" in refusal(readable, "secret")


@pytest.mark.parametrize("size", [0, 1, 7, 8])
def test_a_file_that_grows_is_read_up_to_the_limit(project: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """Files in /proc say that they are empty."""
    monkeypatch.setattr(reading, "MAX_BYTES", 8)
    stated = os.stat_result((0o100644, 1, 1, 1, 0, 0, size, 0, 0, 0))
    monkeypatch.setattr(reading.os, "fstat", lambda _: stated)
    for text in ("x" * 8, "x" * 9):
        Path("big").write_text(text, "utf-8")
        if len(text) == 8:
            assert reading.read_bytes("big") == b"x" * 8
            continue
        with pytest.raises(UnreadableFileError) as caught:
            reading.read_bytes("big")
        assert caught.value.reason == "is larger than 0 MB"


def test_names_that_no_file_can_have(project: Path) -> None:
    readable = ReadingRule().beside("a")
    assert refusal(readable, "a\0b") == "cannot be read: embedded null byte"
    assert refusal(readable, "x" * 300).startswith("cannot be read: ")
    Path("latin").write_bytes(b"\xe9")
    with pytest.raises(CaseFileError, match="the text is not UTF-8"):
        readable.read_source("latin", CaseFileError)
