"""Paths to case files: folders, files, templates."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from vtlharness.cases.file.discovery import find_case_files, is_case_file
from vtlharness.errors import CaseFileError

YAML = "template: {}\ncases: [{{name: a}}]\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {
        "vtl/put.vtl": "x",
        "vtl/get.vtl": "x",
        "vtl/unused.vtl": "x",
        "vtl/put.vtl.yaml": YAML.format("put.vtl"),
        "vtl/deep/er/get.vtl.json": '{"template": "../../get.vtl", "cases": [{"name": "a"}]}',
        "tests/put again.vtl.yml": "# put.vtl\n'cases': [{name: a}]\n\"template\": ../vtl/put.vtl\n",
        "tests/mentions.vtl.yaml": "inline: put.vtl\ncases: [{name: a, context: {template: put.vtl}}]\n",
        "tests/broken.vtl.yaml": "template: [put.vtl\n",
        "tests/other.yaml": "x",
        "tests/expected.json": "{}",
        ".hidden/a.vtl.yaml": YAML.format("../vtl/put.vtl"),
        "node_modules/m/a.vtl.yaml": YAML.format("../../vtl/put.vtl"),
        "empty/readme.txt": "",
        "apis/openapi.yaml": "# templates: {file: vtl/shared.vtl}",
        "apis/shared.vtl": "x",
        "apis/lone.json": "{}",
        "apis/a.vtl.yaml": "cases: [{name: a, context: {api: x}}]\napi: openapi.yaml\n",
        "apis/b.vtl.yaml": (
            "defaults: {'': {file: x}}\napi: {parameters: {file: {file: y}, a: [b]}, file: openapi.yaml}\n["
        ),
        "apis/c.vtl.json": '{"api": {"file": "openapi.yaml"}, "cases": [{"name": "a"}]}',
        "apis/d.vtl.yaml": "integration: {file: lone.json}\ncases: [{name: a}]\n",
        "apis/e.vtl.yaml": "integration: {a: {file: inline.vtl}, file: {a: lone.json}}\n",
        "apis/inline.vtl": "x",
    }
    root = tmp_path / "project"
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(root)
    return root


APIS = [f"apis/{name}" for name in ("a.vtl.yaml", "b.vtl.yaml", "c.vtl.json", "d.vtl.yaml", "e.vtl.yaml")]
ALL = [
    "tests/broken.vtl.yaml",
    "tests/mentions.vtl.yaml",
    "tests/put again.vtl.yml",
    "vtl/deep/er/get.vtl.json",
    "vtl/put.vtl.yaml",
]


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (["."], APIS + ALL),
        (["apis/openapi.yaml"], APIS[:3]),
        (["apis/shared.vtl"], APIS[:3]),
        (["apis/lone.json"], APIS[3:]),
        (["apis/inline.vtl"], APIS[4:]),
        (["tests", "vtl"], ALL),
        (["vtl", "./vtl/", "vtl/put.vtl.yaml", "vtl/deep"], ALL[3:]),
        (["empty"], []),
        ([], []),
        ([".hidden"], [".hidden/a.vtl.yaml"]),
        (["node_modules/m/a.vtl.yaml"], ["node_modules/m/a.vtl.yaml"]),
        (["vtl/put.vtl"], ["tests/put again.vtl.yml", "vtl/put.vtl.yaml"]),
        (["vtl/get.vtl"], ["vtl/deep/er/get.vtl.json"]),
        (["vtl/get.vtl", "vtl/put.vtl"], [ALL[2], ALL[3], ALL[4]]),
        (["vtl/get.vtl", "vtl/deep/er/get.vtl.json"], [ALL[3]]),
        (["vtl/unused.vtl"], []),
    ],
)
def test_found(project: Path, paths: list[str], found: list[str]) -> None:
    assert [path.as_posix() for path in find_case_files(paths)] == found


def test_a_path_stays_as_it_was_given(project: Path) -> None:
    assert find_case_files([project / "vtl/deep"]) == [project / "vtl/deep/er/get.vtl.json"]
    os.chdir("vtl")
    assert [path.as_posix() for path in find_case_files(["../vtl"])] == [
        "../vtl/deep/er/get.vtl.json",
        "../vtl/put.vtl.yaml",
    ]


def test_a_template_outside_the_working_directory(project: Path) -> None:
    os.chdir("empty")
    assert [path.as_posix() for path in find_case_files(["../vtl/put.vtl"])] == ["../vtl/put.vtl.yaml"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("vlt", "vlt does not exist\nhint: did you mean vtl?"),
        ("vtl/put.vtl.yml", "vtl/put.vtl.yml does not exist\nhint: did you mean vtl/put.vtl.yaml?"),
        ("zzz/y", "zzz/y does not exist"),
        (
            "tests/other.yaml",
            "tests/other.yaml is not a case file, and no case file in . or below uses it\n"
            "hint: case file names end in .vtl.yaml, .vtl.yml, .vtl.json; for a definition of an API, "
            "`vtl-init tests/other.yaml` writes first cases",
        ),
    ],
)
def test_wrong(project: Path, path: str, message: str) -> None:
    with pytest.raises(CaseFileError) as caught:
        find_case_files(["vtl", path])
    assert str(caught.value) == message


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is unreadable for this user")
def test_a_folder_that_cannot_be_read(project: Path) -> None:
    Path("vtl").chmod(0)
    try:
        with pytest.raises(CaseFileError, match="the folder vtl cannot be read: Permission denied"):
            find_case_files(["."])
    finally:
        Path("vtl").chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_to_folders_do_not_go_round(project: Path) -> None:
    Path("vtl/loop").symlink_to(project)
    assert [path.as_posix() for path in find_case_files(["vtl"])] == ALL[3:]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.vtl.yaml", True), ("a.vtl.yml", True), ("a.vtl.json", True), (".vtl.yaml", True), ("a.vtl", False),
        ("a.yaml", False), ("a.VTL.yaml", False), ("vtl.yaml", False), ("a.vtl.yaml.bak", False),
    ],
)  # fmt: skip
def test_names(name: str, expected: bool) -> None:
    assert is_case_file(name) is expected
    assert is_case_file(Path("x") / name) is expected


def test_a_file_that_is_of_no_use_may_be_allowed(project: Path) -> None:
    assert find_case_files(["tests/other.yaml", "apis/lone.json"], allow_unused=True) == [
        Path(name) for name in APIS[3:]
    ]
