"""Which files of a function are watched, and when they are looked at."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from vtlharness.backends.functions import source_files
from vtlharness.backends.functions.program import Program
from vtlharness.backends.functions.source_files import SourceFiles

_FILES = (
    "app.py",
    "src/app.py",
    "src/deep/data.json",
    "src/page.html",
    "lib/native.so",
    *(f"lib/code.{ending}" for ending in ("js", "mjs", "cjs", "node", "wasm")),
    "src/.hidden/a.py",
    "node_modules/a/index.js",
    "src/__pycache__/app.py",
    "lib/site-packages/a.py",
    "cdk.out/a.js",
    "venv/pyvenv.cfg",
    "venv/lib/a.py",
)


def _watched(folder: Path, *, every_file: bool = False) -> SourceFiles:
    return SourceFiles(Program(("python",), str(folder), "src/app.handler", every_file=every_file))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in _FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "every_file", "is_watched"),
    [
        ("app.py", False, True),
        ("src/app.py", False, True),
        ("src/deep/data.json", False, True),
        ("lib/native.so", False, True),
        ("lib/code.js", False, True),
        ("lib/code.mjs", False, True),
        ("lib/code.cjs", False, True),
        ("lib/code.node", False, True),
        ("lib/code.wasm", False, True),
        ("src/page.html", False, False),
        ("src/page.html", True, True),
        ("src/.hidden/a.py", True, False),
        ("node_modules/a/index.js", True, False),
        ("src/__pycache__/app.py", True, False),
        ("lib/site-packages/a.py", True, False),
        ("cdk.out/a.js", True, False),
        ("venv/lib/a.py", True, False),
    ],
)
def test_the_files_that_count(folder: Path, name: str, every_file: bool, is_watched: bool) -> None:
    for change in (lambda path: path.write_text("22", encoding="utf-8"), os.utime, os.remove):
        files = _watched(folder, every_file=every_file)
        change(folder / name)
        assert files.have_changed() == is_watched


def test_no_file_has_changed(folder: Path) -> None:
    assert not _watched(folder, every_file=True).have_changed()


def test_a_folder_that_goes_and_one_that_is_not_there(folder: Path) -> None:
    files = _watched(folder)
    assert not _watched(folder / "none").have_changed()
    (folder / "lib").rename(folder / "other")
    assert files.have_changed()


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs symbolic links")
def test_a_link_to_a_folder_is_not_followed(folder: Path) -> None:
    (folder / "lib" / "up").symlink_to(folder)
    assert not _watched(folder).have_changed()


@pytest.mark.parametrize(("took", "rests"), [(0.001, 0.02), (0.01, 0.2), (5.0, 0.2)])
def test_the_next_look_comes_after_a_rest(
    folder: Path, monkeypatch: pytest.MonkeyPatch, took: float, rests: float
) -> None:
    """Twenty times as long as the look took, but a fifth of a second at most."""
    files = _watched(folder)
    (folder / "app.py").write_text("22", encoding="utf-8")
    times = iter([100.0, 100.0 + took])
    monkeypatch.setattr(source_files, "monotonic", lambda: next(times))
    assert files.have_changed()
    for later, looks in ((rests - 0.0001, False), (rests + 0.0001, True)):
        times = iter([100.0 + took + later] * 2)
        assert files.have_changed() == looks


@pytest.mark.parametrize(("most", "first", "second"), [("MOST_FILES", 3, 4), ("_MOST_ENTRIES", 5, 6)])
def test_files_beyond_the_most_are_not_watched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: str, first: int, second: int
) -> None:
    """The folders are read one after the other, those beside the handler first, until there are enough."""
    for name in ("src/app.py", "src/a.py", "src/b.py", "lib/c.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("1", encoding="utf-8")
    for limit, is_watched in ((first, False), (second, True)):
        monkeypatch.setattr(source_files, most, limit)
        files = _watched(tmp_path)
        os.utime(tmp_path / "lib" / "c.py", (1, limit))
        assert files.have_changed() == is_watched
