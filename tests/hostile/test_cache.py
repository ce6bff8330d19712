"""Caches that somebody else may have prepared: nothing in them runs, nothing outside of them changes."""

from __future__ import annotations

import marshal
import os
import shutil
import socket
import subprocess
from binascii import crc32
from collections.abc import Callable, Mapping
from hashlib import blake2b
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
import yaml

from tests.commands import Command, Finished, command, command_environment, command_line
from vtlharness.disk_cache.cache import MOST_BYTES

__all__ = ["command"]

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no owners, modes and pipes here")

SITUATIONS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("cache.yaml").read_text("utf-8"))
CASE = "template: ../t.vtl\ncases: [{name: a, expect: {output: good}}]\n"
STRANGER = 65534


class Scene:
    """A project, its cache, and the folder around both."""

    def __init__(self, folder: Path, command: Command) -> None:
        self.folder = folder
        self.cache = folder / "cache/vtlharness"
        self.key = folder / "state/vtlharness/cache-key"
        self.marker = folder / "evil-ran"
        self.good = self.contents()
        self._command = command

    def run(self, *options: str, cwd: str = "project", environment: Mapping[str, str] | None = None) -> Finished:
        base = {"XDG_CACHE_HOME": "{folder}/cache", "XDG_STATE_HOME": "{folder}/state", **(environment or {})}
        given = {name: value.replace("{folder}", str(self.folder)) for name, value in base.items()}
        options = tuple(option.replace("{folder}", str(self.folder)) for option in options)
        return self._command("vtl-run", *options, env=given, cwd=self.folder / cwd)

    def entries(self) -> list[Path]:
        return sorted(path for path in self.cache.iterdir() if len(path.name) == 24)

    def contents(self) -> dict[str, bytes]:
        """The bytes of the entries."""
        return {path.name: path.read_bytes() for path in self.entries()}

    def plant(self, sign: Callable[[bytes, bytes], bytes]) -> None:
        """Exchanges the entries for ones with this signature; the code of the template makes the marker."""
        for path in self.entries():
            stamp, _, rest = self.good[path.name].partition(b"\n")
            stamp += b"\n"
            name, text, line, made = marshal.loads(rest[32:])
            if isinstance(made[0], CodeType):
                made = (evil(self.marker), *made[1:-1], True)  # in its final form, so that nothing compiles it again
            body = marshal.dumps((name, text, line, made))
            path.write_bytes(stamp + sign(stamp, body) + body)

    def place(self, name: str) -> Path:
        if name == "ENTRY":
            return self._entry
        names = {"KEY": self.key, "cache": self.cache, "state": self.key.parent}
        if name.startswith("cache/"):
            return self.cache / name.removeprefix("cache/")
        return names.get(name, self.folder / name)

    def do(self, steps: list[list[Any]]) -> None:
        self._entry = self.entries()[0]
        for verb, *given in steps:
            if verb == "resign":
                key = bytes(32) if given[0] == "zeros" else os.urandom(32)
                self.plant(lambda stamp, body, key=key: signed(key, stamp, body))
            else:
                DEEDS[verb](
                    self.place(given[0]),
                    *(self.place(x) if isinstance(x, str) and verb in PATHS else x for x in given[1:]),
                )


PATHS = ("move", "copy", "link", "hardlink")


def _grow(path: Path, size: int) -> None:
    os.truncate(path, size)


def _socket(path: Path) -> None:
    before = Path.cwd()
    os.chdir(path.parent)  # the path of a socket may not be long
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(before)


DEEDS: dict[str, Callable[..., Any]] = {
    "cut": os.truncate,
    "grow": _grow,
    "move": shutil.move,
    "copy": shutil.copy,
    "link": lambda path, other: os.symlink(other, path),
    "hardlink": lambda path, other: os.link(other, path),
    "remove": Path.unlink,
    "write": lambda path, text: path.write_text(text, "utf-8"),
    "pipe": os.mkfifo,
    "socket": _socket,
    "device": lambda path: os.mknod(path, 0o20600, os.makedev(1, 5)),
    "folder": Path.mkdir,
    "chmod": lambda path, mode: path.chmod(int(mode, 8)),
    "chown": lambda path: os.chown(path, STRANGER, STRANGER),
}


def evil(marker: Path) -> CodeType:
    """The code of a function that creates the marker, whatever it is called with, without any built-in function."""
    text = f"""
def template(*given, **named):
    for made in ().__class__.__base__.__subclasses__():
        if made.__name__ == "_wrap_close":
            made.__init__.__globals__["mkdir"]({str(marker)!r})
"""
    made = compile(text, "t.vtl", "exec")
    return next(constant for constant in made.co_consts if isinstance(constant, CodeType))


def signed(key: bytes, stamp: bytes, body: bytes) -> bytes:
    return blake2b(stamp + body, key=key, digest_size=32).digest()


def checksum(stamp: bytes, body: bytes) -> bytes:
    """As 0.1.0 wrote it."""
    return crc32(body).to_bytes(4, "big")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a scene in which runs have filled the cache: the second keeps the code of what the first met."""
    folder = tmp_path_factory.mktemp("filled")
    for name in ("project/.git", "project/sub", "cache", "state", "home"):
        (folder / name).mkdir(parents=True)
    (folder / "project/t.vtl").write_text("good", "utf-8")
    (folder / "project/sub/a.vtl.yaml").write_text(CASE, "utf-8")
    environment = command_environment(XDG_CACHE_HOME=str(folder / "cache"), XDG_STATE_HOME=str(folder / "state"))
    for _ in range(2):
        subprocess.run(
            command_line("vtl-run"), cwd=folder / "project", env=environment, capture_output=True, check=True
        )
    return folder


@pytest.fixture
def scene(filled: Path, tmp_path: Path, command: Command) -> Scene:
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    return Scene(tmp_path, command)


def test_the_planted_entries_would_run(scene: Scene) -> None:
    """With the user's own key, they do: so they do not run below because they are not believed."""
    scene.plant(lambda stamp, body: signed(scene.key.read_bytes(), stamp, body))
    scene.run()
    assert scene.marker.exists()


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation["name"])
def test_a_prepared_cache(scene: Scene, situation: dict[str, Any]) -> None:
    if situation.get("needs") == "root" and os.geteuid() != 0:
        pytest.skip("only root can prepare this")
    scene.plant(checksum)
    scene.do(situation["do"])
    untouched = scene.place(situation["untouched"]) if "untouched" in situation else None
    before = untouched.read_bytes() if untouched else b""
    cwd = "project/sub" if "above the current" in situation["name"] else "project"
    done = scene.run(*situation.get("options", ()), cwd=cwd, environment=situation.get("environment"))
    assert not scene.marker.exists()
    assert (done.code, done.out.splitlines()[-1].split(" in ")[0]) == (0, "1 passed")
    if "says" in situation:
        assert situation["says"] in done.err
        assert done.err.count("notice: the cache is not used: ") == 1
        assert len(done.err.splitlines()) <= 2
        return
    assert done.err == ""
    if untouched:
        assert untouched.read_bytes() == before
    if "absent" in situation:
        assert not scene.place(situation["absent"]).exists()
    if "stays" in situation:
        assert scene.place(situation["stays"]).is_dir()
        return
    if scene.cache.is_dir() and not situation.get("environment"):
        assert set(scene.contents()) == set(scene.good)
        for path in scene.entries():
            status = path.lstat()
            assert (status.st_mode, status.st_nlink, status.st_uid) == (0o100600, 1, os.geteuid())
            assert status.st_size < MOST_BYTES
        if scene.key.exists() and not any(deed == ["remove", "KEY"] for deed in situation["do"]):
            scene.run(*situation.get("options", ()), cwd=cwd)  # what was met for the first time is compiled now
            assert scene.contents() == scene.good
            assert not scene.marker.exists()


@pytest.mark.parametrize("part", ["stamp", "digest", "data", "every tenth byte"])
def test_a_bit_that_has_changed(scene: Scene, part: str) -> None:
    scene.plant(lambda stamp, body: signed(scene.key.read_bytes(), stamp, body))
    for path in scene.entries():
        data = bytearray(path.read_bytes())
        stamp = data.index(b"\n") + 1
        places = {"stamp": [stamp - 4], "digest": [stamp], "data": [len(data) - 3]}
        for place in places.get(part, range(3, len(data), 10)):
            data[place] ^= 1
        path.write_bytes(data)
    done = scene.run()
    assert (done.code, done.err) == (0, "")
    assert not scene.marker.exists()


def test_each_bit_of_an_entry_counts(scene: Scene) -> None:
    from tests.disk_cache.folders import opened
    from vtlharness.disk_cache.cache import DiskCache
    from vtlharness.source import Source

    folder = opened(scene.folder / "bits")
    cache = DiskCache(folder, "bits 1")
    source = Source("a")
    cache.store(source, (1,))
    (file,) = (scene.folder / "bits").iterdir()
    data = file.read_bytes()
    for place in range(len(data) * 8):
        changed = bytearray(data)
        changed[place // 8] ^= 1 << place % 8
        file.write_bytes(changed)
        assert cache.load(source) is None
    file.write_bytes(data)
    assert cache.load(source) == (1,)


@pytest.mark.parametrize("options", [(), ("-n", "2"), ("-q",)], ids=" ".join)
def test_a_notice_is_shown_once_and_on_standard_error(scene: Scene, options: tuple[str, ...]) -> None:
    for number in range(6):
        (scene.folder / f"project/{number}.vtl.yaml").write_text(CASE.replace("../", ""), "utf-8")
    scene.cache.chmod(0o777)
    done = scene.run(*options)
    assert done.out.splitlines()[-1].startswith("7 passed")
    assert "notice" not in done.out
    assert done.err.splitlines() == [
        f"notice: the cache is not used: {scene.cache} can be written by other users",
        "hint: `--cache-dir DIR` names another folder (`--vtl-cache-dir` in pytest)",
    ]


@pytest.mark.parametrize("options", [("--no-cache",), ("-qq",), ("--no-cache", "--cache-dir", "sub")], ids=" ".join)
def test_no_notice_where_none_is_wanted(scene: Scene, options: tuple[str, ...]) -> None:
    scene.cache.chmod(0o777)
    assert scene.run(*options).err == ""


def test_a_report_on_standard_output_stays_whole(scene: Scene) -> None:
    scene.cache.chmod(0o777)
    done = scene.run("--report", "json=-")
    assert done.out.startswith("{")
    assert "notice" in done.err
    assert "notice" not in done.out


def test_a_line_end_in_a_path_does_not_begin_a_line(scene: Scene) -> None:
    folder = scene.folder / "a\n::error::b"
    folder.mkdir()
    folder.chmod(0o777)
    done = scene.run("--cache-dir", str(folder))
    assert "\n::error::" not in done.err
    assert "a\\n::error::b can be written" in done.err
