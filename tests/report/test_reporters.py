"""Reports as files: whole or not there."""

from __future__ import annotations

import errno
import json
import os
import sys
import threading
from pathlib import Path

import pytest

from vtlharness import CaseRecord, VtlHarnessError
from vtlharness.report.reporters import BEGINNINGS, REPORTERS, write_report
from vtlharness.report.run_record import RunRecord

RUN = RunRecord([CaseRecord("a.vtl.yaml::b", "passed", "a.vtl.yaml", "b", 1)])


@pytest.mark.parametrize("kind", REPORTERS)
def test_a_report_begins_as_its_kind_does(kind: str) -> None:
    assert REPORTERS[kind](RUN).startswith(BEGINNINGS[kind])


@pytest.mark.parametrize("kind", REPORTERS)
def test_every_kind_is_written(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "new" / "folder" / "r e p ö.rt"
    write_report(kind, str(file), RUN)
    assert file.read_bytes() == REPORTERS[kind](RUN)
    assert os.listdir(file.parent) == [file.name]


def test_a_report_replaces_an_older_one(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text("older")
    file.chmod(0o640)
    write_report("json", str(file), RUN)
    assert json.loads(file.read_text())["format"] == 1
    if sys.platform != "win32":
        assert file.stat().st_mode & 0o777 == 0o640


def test_a_new_report_can_be_read_by_whom_the_system_says(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("")
    write_report("json", str(tmp_path / "report.json"), RUN)
    assert (tmp_path / "report.json").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_full_disk_leaves_the_older_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "report.json"
    file.write_text("older")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(VtlHarnessError) as caught:
        write_report("json", str(file), RUN)
    assert str(caught.value) == f"the json report {file} cannot be written: No space left on device"
    assert file.read_text() == "older"
    assert os.listdir(tmp_path) == ["report.json"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device here")
def test_a_device_that_takes_nothing() -> None:
    with pytest.raises(VtlHarnessError, match="the junit report /dev/full cannot be written: No space left on device"):
        write_report("junit", "/dev/full", RUN)


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(VtlHarnessError, match="cannot be written: "):
        write_report("json", str(tmp_path / "file" / "report.json"), RUN)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_stays(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text("older")
    (tmp_path / "link.json").symlink_to("real.json")
    write_report("json", str(tmp_path / "link.json"), RUN)
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_bytes() == REPORTERS["json"](RUN)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_report("json", str(pipe), RUN)
    reader.join(10)
    assert read == [REPORTERS["json"](RUN)]


def test_a_long_name(tmp_path: Path) -> None:
    file = tmp_path / ("r" * 240 + ".json")
    write_report("json", str(file), RUN)
    assert file.is_file()
