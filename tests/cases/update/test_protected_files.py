"""Files that an update refuses, and what it keeps of those that it replaces."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.cases.echo import EchoEngine
from vtlharness.cases.loading import load_case_file
from vtlharness.cases.running import run_case
from vtlharness.cases.update.updating import update_case_files

CASES = "inline: x\ncases: [{name: a, methodRequest: {body: new}, expect: {output: old}}]\n"
IN_FILE = """inline: x
cases:
- {name: a, methodRequest: {body: new}, expect: {output: {file: out.txt}, requestOverride: {header: {A: b}}}}
"""


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.vtl.yaml").write_text(CASES, encoding="utf-8")


def refusals() -> list[str | None]:
    results = [run_case(case, EchoEngine()) for case in load_case_file("a.vtl.yaml").cases]
    return [update.refusal for update in update_case_files(results)]


def text(name: str = "a.vtl.yaml") -> str:
    return Path(name).read_text(encoding="utf-8")


def unchanged(*names: str) -> None:
    assert text() == CASES
    assert sorted(os.listdir()) == sorted(["a.vtl.yaml", *names])


def test_a_read_only_file_is_refused() -> None:
    Path("a.vtl.yaml").chmod(0o444)
    assert refusals() == ["a.vtl.yaml is read-only"]
    unchanged()
    assert os.stat("a.vtl.yaml").st_mode & 0o222 == 0


def test_a_read_only_expected_file_is_refused() -> None:
    Path("a.vtl.yaml").write_text(IN_FILE, encoding="utf-8")
    Path("out.txt").write_text("old", encoding="utf-8")
    Path("out.txt").chmod(0o444)
    assert refusals() == ["out.txt is read-only"]
    assert (text(), text("out.txt")) == (IN_FILE, "old")


def test_nothing_of_a_case_is_written_when_its_case_file_is_refused() -> None:
    Path("a.vtl.yaml").write_text(IN_FILE, encoding="utf-8")
    Path("out.txt").write_text("old", encoding="utf-8")
    Path("a.vtl.yaml").chmod(0o444)
    assert refusals() == ["a.vtl.yaml is read-only"]
    assert (text(), text("out.txt")) == (IN_FILE, "old")


def test_an_expected_file_of_a_read_only_case_file_is_written() -> None:
    """The case file itself stays as it is."""
    Path("a.vtl.yaml").write_text(IN_FILE.replace(", requestOverride: {header: {A: b}}", ""), encoding="utf-8")
    Path("a.vtl.yaml").chmod(0o444)
    Path("out.txt").write_text("old", encoding="utf-8")
    assert refusals() == [None]
    assert text("out.txt") == "new"


def test_a_file_with_hard_links_is_refused() -> None:
    os.link("a.vtl.yaml", "other")
    os.link("a.vtl.yaml", "third")
    assert refusals() == ["a.vtl.yaml has 3 hard links, and the others would keep the old text"]
    unchanged("other", "third")
    assert os.path.samefile("a.vtl.yaml", "other")


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_to_a_read_only_file_is_refused() -> None:
    Path("a.vtl.yaml").rename("real")
    Path("real").chmod(0o444)
    Path("a.vtl.yaml").symlink_to("real")
    assert refusals() == ["a.vtl.yaml is read-only"]
    unchanged("real")


@pytest.mark.skipif(not hasattr(os, "chown") or os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_stays() -> None:
    os.chown("a.vtl.yaml", 1234, 4321)
    os.chmod("a.vtl.yaml", 0o2664)
    assert refusals() == [None]
    assert "output: new" in text()
    now = os.stat("a.vtl.yaml")
    assert (now.st_uid, now.st_gid, now.st_mode & 0o7777) == (1234, 4321, 0o2664)


@pytest.mark.skipif(not hasattr(os, "chown"), reason="files have no such owners there")
@pytest.mark.parametrize(
    ("user", "group", "refusal"),
    [
        (1, 0, "a.vtl.yaml belongs to another user, and would not after the update"),
        (1, 1, "a.vtl.yaml belongs to another user, and would not after the update"),
        (0, 1, "a.vtl.yaml belongs to another group, and would not after the update"),
    ],
)
def test_an_owner_that_cannot_stay(monkeypatch: pytest.MonkeyPatch, user: int, group: int, refusal: str) -> None:
    stat = os.stat

    def other_owner(path: object, **given: object) -> os.stat_result:
        found = stat(path, **given)  # type: ignore[call-overload]
        if not str(path).endswith("a.vtl.yaml"):
            return found
        return os.stat_result((*found[:4], found.st_uid + user, found.st_gid + group, *found[6:]))

    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "stat", other_owner)
    monkeypatch.setattr(os, "chown", refused)
    assert refusals() == [refusal]
    unchanged()


@pytest.mark.skipif(not hasattr(os, "chown") or os.geteuid() != 0, reason="only root gives files away")
def test_another_users_file_that_everybody_may_write(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the case is written, not even the file beside it."""
    Path("a.vtl.yaml").write_text(IN_FILE, encoding="utf-8")
    Path("out.txt").write_text("old", encoding="utf-8")
    Path("a.vtl.yaml").chmod(0o666)
    os.chown("a.vtl.yaml", 1234, -1)
    os.chown("out.txt", 4321, -1)
    monkeypatch.setattr(os, "geteuid", lambda: 4321)
    assert refusals() == ["a.vtl.yaml belongs to another user, and would not after the update"]
    assert (text(), text("out.txt")) == (IN_FILE, "old")


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="no extended attributes here")
def test_extended_attributes_stay() -> None:
    try:
        os.setxattr("a.vtl.yaml", "user.origin", b"me")
    except OSError:
        pytest.skip("this file system has no extended attributes")
    assert refusals() == [None]
    assert os.getxattr("a.vtl.yaml", "user.origin") == b"me"


@pytest.mark.parametrize("name", ["listxattr", "setxattr"])
@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="no extended attributes here")
def test_extended_attributes_that_cannot_stay(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def refused(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "listxattr", lambda _: ["user.origin"])
    monkeypatch.setattr(os, "getxattr", lambda *_: b"me")
    monkeypatch.setattr(os, name, refused)
    assert refusals() == [None]
    assert "output: new" in text()
