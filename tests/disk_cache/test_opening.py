"""Where the cache and its key are, and how the key is made."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.commands import ROOT
from vtlharness import project_root
from vtlharness.disk_cache.opening import KEY_BYTES, KEY_NAME, NoCacheError, open_cache
from vtlharness.disk_cache.own_folder import NotOwnError, OwnFolder
from vtlharness.disk_cache.places import cache_folder, is_within, key_folder, working_tree
from vtlharness.documents.readable_files import ReadingRule

posix = pytest.mark.skipif(os.name != "posix", reason="Windows has folders of its own")
SYSTEMS = {
    "linux": ("{home}/.cache/vtlharness", "{home}/.local/state/vtlharness"),
    "darwin": ("{home}/Library/Caches/vtlharness", "{home}/Library/Application Support/vtlharness"),
    "win32": ("{home}/AppData/Local/vtlharness/Cache", "{home}/AppData/Local/vtlharness"),
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without folders, beside a project in which this process works."""
    for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "project/.git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "project")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    return tmp_path / "home"


# The folders


@posix
@pytest.mark.parametrize("system", SYSTEMS)
def test_folders_by_the_systems_conventions(home: Path, monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert (cache_folder(), key_folder()) == tuple(folder.format(home=home) for folder in SYSTEMS[system])


@posix
@pytest.mark.parametrize("system", SYSTEMS)
def test_folders_that_variables_name(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setenv("XDG_CACHE_HOME", "/c")
    monkeypatch.setenv("XDG_STATE_HOME", "/s")
    monkeypatch.setenv("LOCALAPPDATA", "/local")
    usual = ("/c/vtlharness", "/s/vtlharness")
    assert (cache_folder(), key_folder()) == (
        ("/local/vtlharness/Cache", "/local/vtlharness") if system == "win32" else usual
    )


@pytest.mark.parametrize("home", ["/", "~", "", "relative", "./home"])
def test_a_user_without_a_home_has_no_cache(monkeypatch: pytest.MonkeyPatch, home: str) -> None:
    for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.path.expanduser", lambda _: home)
    with pytest.raises(NoCacheError, match="the user has no home folder"):
        open_cache()


@pytest.mark.parametrize("given", ["cache", "./cache", "../cache", ""])
def test_a_relative_cache_folder_does_not_count(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    """A pull request could carry one, and what it holds is code."""
    for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    usual = cache_folder(), key_folder()
    for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, given)
    assert (cache_folder(), key_folder()) == usual
    assert all(Path(folder or "").is_absolute() for folder in usual)


@pytest.mark.parametrize("marker", project_root.MARKERS)
def test_the_working_tree_is_the_nearest_folder_with_a_marker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, marker: str
) -> None:
    tree = tmp_path / "outer" / "tree"
    (tree / "a" / "b").mkdir(parents=True)
    (tree.parent / marker).write_text("")
    (tree / marker).mkdir()
    monkeypatch.chdir(tree / "a" / "b")
    assert working_tree(".") == str(tree.resolve())
    (tree / marker).rmdir()
    assert working_tree(".") == str(tree.parent.resolve())


@pytest.mark.parametrize("marker", project_root.MARKERS)
def test_files_are_read_in_the_same_working_tree(tmp_path: Path, marker: str) -> None:
    (tmp_path / "tree" / "a").mkdir(parents=True)
    (tmp_path / "tree" / marker).write_text("")
    folder = tmp_path / "tree" / "a"
    assert ReadingRule([folder]).beside(folder / "x.vtl.yaml").root == working_tree(str(folder))


def test_without_a_marker_it_is_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project_root, "MARKERS", ("no file has this name",))
    monkeypatch.chdir(tmp_path)
    assert working_tree(".") == str(tmp_path.resolve())


def test_what_is_within_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "ab").mkdir()
    within = ["a", "a/b", "a/none/none", "a/../a", "ab/../a/x", "a/b/.."]
    outside = ["ab", "none", "a/..", ".", "a/b/../.."]
    if hasattr(os, "symlink"):
        (tmp_path / "link").symlink_to("a/b")
        within += ["link", "link/none", "link/.."]
    for path in within:
        assert is_within(str(tmp_path / path), str(tmp_path / "a")), path
    for path in outside:
        assert not is_within(str(tmp_path / path), str(tmp_path / "a")), path


# Opening


@posix
def test_both_folders_are_made_for_the_user_alone(home: Path) -> None:
    cache = open_cache()
    assert cache.folder.path == str(home / ".cache/vtlharness")
    key = home / ".local/state/vtlharness" / KEY_NAME
    assert cache.key == key.read_bytes()
    assert len(cache.key) == KEY_BYTES
    modes = [path.stat().st_mode & 0o777 for path in (home / ".cache/vtlharness", key.parent, key)]
    assert modes == [0o700, 0o700, 0o600]
    assert open_cache().key == cache.key


def test_a_cache_in_the_working_tree_is_not_made(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(Path.cwd() / "caches"))
    monkeypatch.setenv("LOCALAPPDATA", str(Path.cwd() / "caches"))
    with pytest.raises(NoCacheError) as caught:
        open_cache()
    assert "is inside the working tree" in caught.value.message
    assert "--cache-dir" in str(caught.value.hint)
    assert sorted(os.listdir()) == [".git"]


def test_a_named_folder_may_be_in_the_working_tree(home: Path) -> None:
    assert open_cache("mine").folder.path == str(Path.cwd() / "mine")
    assert os.path.isdir("mine")


@pytest.mark.parametrize("named", ["a\0b", "x" * 5000])
def test_a_name_that_no_folder_can_have(home: Path, named: str) -> None:
    with pytest.raises(NoCacheError, match="the cache is not used"):
        open_cache(named)


@posix
def test_processes_that_start_at_once_have_one_key(home: Path) -> None:
    script = "from vtlharness.disk_cache.opening import open_cache; print(open_cache().key.hex())"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = [
        subprocess.Popen([sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE) for _ in range(6)
    ]
    keys = {process.communicate(timeout=60)[0] for process in started}
    assert len(keys) == 1
    assert len(keys.pop().strip()) == 2 * KEY_BYTES


@posix
def test_a_key_that_another_process_is_writing_is_waited_for(home: Path) -> None:
    folder = home / ".local/state/vtlharness"
    folder.mkdir(parents=True)
    file = os.open(folder / KEY_NAME, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    timer = threading.Timer(0.02, lambda: os.write(file, bytes(range(KEY_BYTES))))
    timer.start()
    assert open_cache().key == bytes(range(KEY_BYTES))
    timer.join()
    os.close(file)


@posix
def test_a_key_that_cannot_be_written_whole_leaves_no_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr("os.write", lambda file, data: write(file, data[:5]))
    with pytest.raises(NoCacheError, match=r"can be neither read nor made"):
        open_cache()
    assert not (home / ".local/state/vtlharness" / KEY_NAME).exists()


def test_a_folder_is_closed_with_the_cache(tmp_path: Path) -> None:
    before = _descriptors()
    for _ in range(50):
        OwnFolder(str(tmp_path))
        with pytest.raises(NotOwnError):
            OwnFolder(__file__)
    assert _descriptors() <= before


def _descriptors() -> int:
    return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
