"""Expected files rewritten and made; which files are never written."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from tests.cases.echo import EchoEngine
from vtlharness.cases.loading import load_case_file
from vtlharness.cases.results import CaseResult
from vtlharness.cases.running import run_case
from vtlharness.cases.update.updating import update_case_files
from vtlharness.documents.readable_files import ReadingRule
from vtlharness.errors import CaseFileError

LINKS = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*names: str) -> list[CaseResult]:
    return [run_case(case, EchoEngine()) for name in names for case in load_case_file(name).cases]


def run_with(rule: ReadingRule, name: str) -> list[CaseResult]:
    """The results of a file whose cases may name files outside of the project."""
    return [run_case(case, EchoEngine()) for case in load_case_file(name, rule=rule).cases]


def test_expected_files() -> None:
    Path("sub").mkdir()
    Path("sub/out.json").write_text('{\n    "a": 1,\n    "b": [1, 2]\n}\n', encoding="utf-8")
    Path("sub/out.txt").write_bytes(b"old\r\n")
    Path("sub/out.txt").chmod(0o640)
    Path("sub/same.txt").write_text("same", encoding="utf-8")
    Path("sub/a.vtl.yaml").write_text(
        "\n".join([
            "inline: x",
            "cases:",
            "- {name: data, methodRequest: {body: {a: 2, b: [1, 2]}}, expect: {output: {file: out.json}}}",
            "- {name: text, methodRequest: {body: \"new\\r\\né\"}, expect: {output: {file: out.txt}, responseOverride: {status: 1}}}",
            "- {name: same, methodRequest: {body: same}, expect: {output: {file: same.txt}, requestOverride: {header: {A: b}}}}",
        ]), encoding="utf-8"
    )  # fmt: skip
    before = Path("sub/same.txt").stat()
    updates = update_case_files(run("sub/a.vtl.yaml"))
    assert [(update.case.name, update.file.as_posix(), update.changed, update.refusal) for update in updates] == [
        ("data", "sub/out.json", ("output",), None),
        ("text", "sub/a.vtl.yaml", ("output", "responseOverride"), None),
        ("same", "sub/a.vtl.yaml", ("requestOverride",), None),
    ]
    assert Path("sub/out.json").read_text(encoding="utf-8") == '{\n    "a": 2,\n    "b": [1, 2]\n}\n'
    assert Path("sub/out.txt").read_bytes() == "new\r\né".encode()
    if sys.platform != "win32":
        assert Path("sub/out.txt").stat().st_mode & 0o777 == 0o640
    assert Path("sub/same.txt").stat().st_mtime_ns == before.st_mtime_ns
    assert all(result.outcome == "passed" for result in run("sub/a.vtl.yaml"))
    assert sorted(path.name for path in Path("sub").iterdir()) == ["a.vtl.yaml", "out.json", "out.txt", "same.txt"]


def test_two_cases_that_want_one_file_otherwise() -> None:
    Path("out.txt").write_text("old", encoding="utf-8")
    text = "inline: x\ncases:\n" + "".join(
        f"- {{name: {name}, methodRequest: {{body: {body}}}, expect: {{output: {{file: out.txt}}}}}}\n"
        for name, body in [("one", "a"), ("two", "a"), ("three", "b")]
    )
    Path("a.vtl.yaml").write_text(text, encoding="utf-8")
    updates = update_case_files(run("a.vtl.yaml"))
    assert [update.refusal for update in updates] == [None, None, "another case expects other content in out.txt"]
    assert Path("out.txt").read_text(encoding="utf-8") == "a"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../outside.txt", "the expected file is outside the case file's folder and the working directory"),
        ("{tmp}/outside.txt", "the expected file is outside the case file's folder and the working directory"),
        (".git/hooks/pre-commit", "the expected file is hidden, or in a hidden folder"),
        pytest.param(
            "link.txt",
            "the expected file is outside the case file's folder and the working directory",
            marks=LINKS,
        ),
        ("t.vtl", "the expected file is a case file, a template or a definition"),
        ("a.vtl.yaml", "the expected file is a case file, a template or a definition"),
        ("body.txt", "the expected file is also what a case sends"),
    ],
)
def test_files_that_are_never_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, reason: str) -> None:
    project = tmp_path / "project"
    (project / ".git/hooks").mkdir(parents=True)
    monkeypatch.chdir(project)
    Path("../outside.txt").write_text("precious", encoding="utf-8")
    if name == "link.txt":
        Path(name).symlink_to("../outside.txt")
    Path(".git/hooks/pre-commit").write_text("precious", encoding="utf-8")
    Path("t.vtl").write_text("template", encoding="utf-8")
    Path("body.txt").write_text("sent", encoding="utf-8")
    target = json.dumps(name.replace("{tmp}", str(tmp_path)))
    Path("a.vtl.yaml").write_text(
        f"template: t.vtl\ncases:\n- {{name: a, methodRequest: {{body: new}}, expect: {{output: {{file: {target}}}}}}}\n"
        "- {name: b, methodRequest: {body: {file: body.txt}}, expect: {output: sent}}",
        encoding="utf-8",
    )
    texts = {path: path.read_text() for path in tmp_path.rglob("*") if path.is_file()}
    (update,) = update_case_files(run_with(ReadingRule(allow_outside=[tmp_path]), "a.vtl.yaml"))
    assert update.refusal == reason
    assert {path: path.read_text() for path in tmp_path.rglob("*") if path.is_file()} == texts


def test_expected_files_that_do_not_exist_yet() -> None:
    Path("sub").mkdir()
    Path("sub/a.vtl.yaml").write_text(
        "\n".join([
            "inline: x",
            "cases:",
            "- {name: data, methodRequest: {body: {a: 2, b: [é]}}, expect: {output: {file: new/out.json}}}",
            "- {name: the same, methodRequest: {body: {b: [é], a: 2}}, expect: {output: {file: new/out.json}}}",
            "- {name: another, methodRequest: {body: {a: 3}}, expect: {output: {file: new/out.json}}}",
            "- {name: text, methodRequest: {body: \"one\\r\\né\"}, expect: {output: {file: out.txt}, responseOverride: {status: 1}}}",
            "- {name: empty, methodRequest: {body: ''}, expect: {output: {file: empty.txt}}}",
            "- {name: no json, methodRequest: {body: x}, expect: {output: {file: text.json}}}",
            "- {name: fails, methodRequest: {body: '!x'}, expect: {output: {file: fails.txt}}}",
            "- {name: outside, methodRequest: {body: x}, expect: {output: {file: ../out.txt}}}",
            "- {name: hidden, methodRequest: {body: x}, expect: {output: {file: .git/out.txt}}}",
            "- {name: under a file, methodRequest: {body: x}, expect: {output: {file: a.vtl.yaml/out.txt}}}",
        ]), encoding="utf-8"
    )  # fmt: skip
    Path("sub/a.vtl.yaml").chmod(0o640)
    rule = ReadingRule(allow_outside=["."])
    updates = update_case_files(run_with(rule, "sub/a.vtl.yaml"))
    assert [(update.case.name, update.file.as_posix(), update.changed, update.refusal) for update in updates] == [
        ("data", "sub/new/out.json", ("output",), None),
        ("the same", "sub/new/out.json", ("output",), None),
        ("another", "sub/a.vtl.yaml", (), "another case expects other content in sub/new/out.json"),
        ("text", "sub/a.vtl.yaml", ("output", "responseOverride"), None),
        ("empty", "sub/empty.txt", ("output",), None),
        ("no json", "sub/a.vtl.yaml", (), "the output is not JSON; only a file whose name does not end in .json can hold it"),
        ("fails", "sub/a.vtl.yaml", (), "rendering failed, but output is expected; fix the template, or expect the error"),
        ("outside", "sub/a.vtl.yaml", (), "the expected file is outside the case file's folder"),
        ("hidden", "sub/a.vtl.yaml", (), "the expected file is hidden, or in a hidden folder"),
        ("under a file", "sub/a.vtl.yaml", (), "sub/a.vtl.yaml/out.txt cannot be written: File exists"),
    ]  # fmt: skip
    assert Path("sub/new/out.json").read_text(encoding="utf-8") == '{\n  "a": 2,\n  "b": [\n    "é"\n  ]\n}\n'
    assert Path("sub/out.txt").read_bytes() == "one\r\né".encode()
    if sys.platform != "win32":
        assert Path("sub/out.txt").stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in Path("sub").iterdir()) == ["a.vtl.yaml", "empty.txt", "new", "out.txt"]
    assert os.listdir() == ["sub"]
    passed = [result.case.name for result in run_with(rule, "sub/a.vtl.yaml") if result.outcome == "passed"]
    assert passed == ["data", "the same", "text", "empty"]


def test_a_file_that_came_meanwhile_is_not_written_over() -> None:
    Path("a.vtl.yaml").write_text("inline: x\ncases: [{name: a, expect: {output: {file: out.txt}}}]", encoding="utf-8")
    results = run("a.vtl.yaml")
    Path("out.txt").write_text("someone's", encoding="utf-8")
    (update,) = update_case_files(results)
    assert update.refusal == "out.txt did not exist when the case file was read"
    assert Path("out.txt").read_text(encoding="utf-8") == "someone's"


@LINKS
def test_a_link_to_nowhere_is_no_place_for_a_new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("project").mkdir()
    monkeypatch.chdir("project")
    Path("link").symlink_to("..")
    Path("a.vtl.yaml").write_text(
        "inline: x\ncases: [{name: a, expect: {output: {file: link/out.txt}}}]", encoding="utf-8"
    )
    rule = ReadingRule(allow_outside=[tmp_path])
    (update,) = update_case_files(run_with(rule, "a.vtl.yaml"))
    assert update.refusal == "the expected file is outside the case file's folder"
    Path("b.vtl.yaml").write_text("inline: x\ncases: [{name: a, expect: {output: {file: dangling}}}]", encoding="utf-8")
    Path("dangling").symlink_to("../nowhere")
    with pytest.raises(CaseFileError, match="the expected file 'dangling' does not exist"):
        load_case_file("b.vtl.yaml", rule=rule)
    assert not (tmp_path / "out.txt").exists()


def test_a_neighbour_folder_inside_the_working_directory_is_fine() -> None:
    for folder in ("cases", "expected"):
        Path(folder).mkdir()
    Path("expected/out.txt").write_text("old", encoding="utf-8")
    Path("cases/a.vtl.yaml").write_text(
        "inline: x\ncases: [{name: a, expect: {output: {file: ../expected/out.txt}}}]", encoding="utf-8"
    )
    (update,) = update_case_files(run_with(ReadingRule(["."]), "cases/a.vtl.yaml"))
    assert (update.refusal, Path("expected/out.txt").read_text(encoding="utf-8")) == (None, "x")


def test_what_an_expected_file_cannot_hold() -> None:
    for name, text in [("out.txt", "old"), ("gone.txt", "old"), ("broken.json", "{}")]:
        Path(name).write_text(text, encoding="utf-8")
    cases = [
        {"name": name, "methodRequest": {"body": body}, "expect": {"output": {"file": name}}}
        for name, body in [("out.txt", "\ud800"), ("gone.txt", "new"), ("broken.json", "[]"), ("new.txt", "\ud800")]
    ]
    Path("a.vtl.json").write_text(json.dumps({"inline": "x", "cases": cases}), encoding="utf-8")
    results = run("a.vtl.json")
    Path("gone.txt").unlink()
    Path("broken.json").write_text("{", encoding="utf-8")
    assert [update.refusal for update in update_case_files(results)] == [
        "the output has a lone surrogate, which UTF-8 cannot hold",
        "gone.txt cannot be written: No such file or directory",
        "the expected file is not JSON",
        "the output has a lone surrogate, which UTF-8 cannot hold",
    ]
    assert sorted(os.listdir()) == ["a.vtl.json", "broken.json", "out.txt"]
    assert Path("out.txt").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("place", ["out.txt", "new/out.txt", "held/out.txt"])
def test_what_becomes_a_link_to_outside_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """The working directory is above the project, so that only the project's root stands in the way."""
    outside = tmp_path / "outside"
    project = tmp_path / "project"
    outside.mkdir()
    for folder in (".git", "held"):
        (project / folder).mkdir(parents=True)
    for held in (project / "held", project, outside):
        (held / "out.txt").write_text("old", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    text = f"inline: x\ncases: [{{name: a, expect: {{output: {{file: {place}}}}}}}]"
    (project / "a.vtl.yaml").write_text(text, encoding="utf-8")
    results = run("project/a.vtl.yaml")
    if place == "out.txt":
        (project / "out.txt").unlink()
        (project / "out.txt").symlink_to("../outside/out.txt")
    elif place == "new/out.txt":
        (outside / "out.txt").unlink()
        (project / "new").symlink_to("../outside")
    else:
        (project / "held").rename(project / "older")
        (project / "held").symlink_to("../outside")
    before = {path: path.read_text(encoding="utf-8") for path in outside.iterdir()}
    (update,) = update_case_files(results)
    assert update.refusal is not None
    assert "outside" in update.refusal
    assert {path: path.read_text(encoding="utf-8") for path in outside.iterdir()} == before
