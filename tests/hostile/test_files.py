"""Cases and definitions that name secrets: nothing of a refused file is shown, not even whether it exists."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.commands import Command, command, command_environment, plugin_installed
from vtlharness import CaseRecord, run_cases

__all__ = ["command", "plugin_installed"]

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes and few links here")

FOLDER = Path(__file__).parent
MARKER = "s3cr3t-m4rker"
CASES: list[dict[str, str]] = yaml.safe_load((FOLDER / "files.yaml").read_text("utf-8"))
DEFINITIONS: list[dict[str, str]] = yaml.safe_load((FOLDER / "definitions.yaml").read_text("utf-8"))
CALL = "api: {}\ncases: [{{name: a, methodRequest: {{path: /}}, expect: {{response: {{statusCode: 200}}}}}}]"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project's folder, beside folders with secrets; the environment holds one, too."""
    monkeypatch.setenv("VTLHARNESS_TEST_SECRET", MARKER)
    folder = tmp_path / "project"
    outside = tmp_path / "outside"
    for made in (outside, tmp_path / "project-secret"):
        made.mkdir()
        for name in ("secret.txt", "secret.yaml", "secret.json", "secret.vtl"):
            (made / name).write_text(f"{MARKER}: [{MARKER}\n#if({MARKER}", "utf-8")
    for name in ("cases", "links", "definitions", ".git", ".github"):
        (folder / name).mkdir(parents=True)
    (folder / ".git/config").write_text(f"token = {MARKER}", "utf-8")
    (folder / ".github/config").write_text("inside", "utf-8")
    (folder / "inside.txt").write_text("inside", "utf-8")
    (folder / "inside.vtl").write_text('{"statusCode": 200}', "utf-8")
    links = {
        "out.txt": "../../outside/secret.txt",
        "out.json": "../../outside/secret.json",
        "secret.yaml": "../../outside/secret.yaml",
        "chain.txt": "out.txt",
        "folder": "../../outside",
        "environ.vtl": "/proc/self/environ",
        "config": "../.git/config",
        "in.txt": "../inside.txt",
        "in.vtl": "../inside.vtl",
        "circle.vtl": "circle.vtl",
        "dangling.vtl": "nowhere.vtl",
        "dangling-out.vtl": "../../outside/nowhere.vtl",
    }
    for name, target in links.items():
        (folder / "links" / name).symlink_to(target)
    os.mkfifo(folder / "links/pipe.vtl")
    template = "{file: ../../outside/secret.vtl}"
    (folder / "definitions/outer.yaml").write_text(
        "openapi: 3.0.1\npaths: {/: {get: {x-amazon-apigateway-integration: "
        f"{{type: mock, requestTemplates: {{application/json: {template}}}}}}}}}}}\n", "utf-8"
    )  # fmt: skip
    return folder


def put_case(project: Path, number: int, text: str) -> Path:
    path = project / "cases" / f"case{number:03}.vtl.yaml"
    path.write_text(text.replace("{outside}", str(project.parent / "outside")), "utf-8")
    return path


def put_definition(project: Path, number: int, text: str) -> Path:
    (project / "cases" / f"api{number:03}.yaml").write_text(text, "utf-8")
    path = project / "cases" / f"definition{number:03}.vtl.yaml"
    path.write_text(CALL.format(f"api{number:03}.yaml"), "utf-8")
    return path


def check(records: list[CaseRecord], says: str | None, project: Path) -> None:
    """The one message holds the expected part, the place, and nothing of a secret."""
    assert MARKER not in repr(records)
    if says is None:
        assert [record.outcome for record in records] == ["passed"], records
        return
    (record,) = records
    assert (record.outcome, record.error is None) == ("broken file", False)
    assert record.error is not None
    assert says in record.error.message
    assert record.error.line is not None
    assert record.error.column is not None
    if "outside" in says:
        assert record.error.message.endswith(f"lies outside of the project's root {project}")
        assert record.error.hint is not None
        assert record.error.hint.startswith("`--allow-outside DIR` opens another folder")


@pytest.mark.parametrize("entry", CASES, ids=lambda entry: entry["name"])
def test_cases(project: Path, entry: dict[str, str]) -> None:
    path = put_case(project, 0, entry["file"])
    check(run_cases(path, cache=False), entry.get("says"), project)
    check(run_cases(project, cache=False), entry.get("says"), project)


@pytest.mark.parametrize("entry", DEFINITIONS, ids=lambda entry: entry["name"])
def test_definitions(project: Path, entry: dict[str, str]) -> None:
    path = put_definition(project, 0, entry["definition"])
    check(run_cases(path, cache=False), entry.get("says"), project)


def test_what_was_kept_on_disk_is_no_way_around(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = put_case(project, 0, "template: ../../outside/good.vtl\ncases: [{name: a, expect: {output: good}}]")
    (tmp_path / "outside/good.vtl").write_text("good", "utf-8")
    (record,) = run_cases(path, allow_outside=[tmp_path / "outside"])
    assert record.outcome == "passed"
    check(run_cases(path), "lies outside of the project's root", project)


def all_of_them(project: Path) -> Iterator[str | None]:
    for number, entry in enumerate(CASES):
        put_case(project, number, entry["file"])
        yield entry.get("says")
    for number, entry in enumerate(DEFINITIONS):
        put_definition(project, number, entry["definition"])
        yield entry.get("says")
    (project / "cases/found.vtl.yaml").symlink_to("../../outside/secret.yaml")
    yield "lies outside"


def written(folder: Path) -> dict[str, str]:
    """The texts of all regular files that are not links."""
    return {
        str(path): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file() and not path.is_symlink()
    }


def test_no_output_of_the_command_shows_a_secret(project: Path, command: Command) -> None:
    expected = list(all_of_them(project))
    broken = len([says for says in expected if says])
    before = written(project.parent)
    for options in (["-n", "2"], ["-vv", "--log"], ["--update"], ["--collect-only"], ["--debug", "--no-cache"]):
        report = ["--report", "junit=j.xml", "--report", "json=j.json"]
        done = command("vtl-run", *options, *report, str(project))
        assert done.code == 4
        shown = done.out + done.err
        assert MARKER not in shown
        assert "root:" not in shown
        assert "Traceback" not in shown
        if "--collect-only" not in options:
            assert f"{broken} broken files, {len(expected) - broken} passed" in shown
        for name in ("j.xml", "j.json"):
            assert MARKER not in (project.parent / name).read_text("utf-8")
        assert json.loads((project.parent / "j.json").read_text("utf-8"))
        for name in ("j.xml", "j.json"):
            (project.parent / name).unlink()
        assert written(project.parent) == before


@pytest.mark.usefixtures("plugin_installed")
def test_no_output_of_pytest_shows_a_secret(project: Path, tmp_path: Path) -> None:
    expected = list(all_of_them(project))
    arguments = ["-p", "no:cacheprovider", "-vv", "--continue-on-collection-errors", "--junitxml=j.xml", "project"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=tmp_path, env=command_environment(PYTHONPATH=os.environ["PYTHONPATH"]), capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    shown = done.stdout + done.stderr
    broken = len([says for says in expected if says])
    assert f"{len(expected) - broken} passed" in shown
    assert f"{broken} error" in shown
    report = (tmp_path / "j.xml").read_text("utf-8")
    assert ElementTree.fromstring(report)
    for text in (shown, report):
        assert MARKER not in text
        assert "root:" not in text


class TestAllowed:
    """What the user opens or names."""

    def outcomes(self, given: Path, **options: Any) -> list[str]:
        return [record.outcome for record in run_cases(given, cache=False, **options)]

    def test_a_folder_that_is_opened(self, project: Path, command: Command, tmp_path: Path) -> None:
        (tmp_path / "outside/body.txt").write_text("opened", "utf-8")
        (tmp_path / "outside/link.txt").symlink_to("../project-secret/secret.txt")
        text = "inline: $input.body\ncases: [{name: a, methodRequest: {body: {file: %s}}, expect: {output: opened}}]"
        path = put_case(project, 0, text % "../links/folder/body.txt")
        assert self.outcomes(path) == ["broken file"]
        assert self.outcomes(path, allow_outside=[tmp_path / "outside"]) == ["passed"]
        assert self.outcomes(path, allow_outside=[str(project / "links/folder")]) == ["passed"]
        assert self.outcomes(path, allow_outside=[tmp_path / "project-secret"]) == ["broken file"]
        other = put_case(project, 1, text % "../../outside/link.txt")
        assert self.outcomes(other, allow_outside=[tmp_path / "outside"]) == ["broken file"]
        done = command("vtl-run", "--allow-outside", "outside", "--allow-outside", "/etc", str(path))
        assert (done.code, done.err) == (0, "")
        done = command("vtl-run", "--allow-outside", "none", str(path))
        assert (done.code, done.err) == (4, "allow-outside: none is not a folder\n")
        done = command("vtl-run", "-n", "2", "--allow-outside", "outside", str(project))
        assert "1 broken file, 1 passed" in done.out

    @pytest.mark.usefixtures("plugin_installed")
    def test_in_pytest(self, project: Path, tmp_path: Path) -> None:
        put_case(project, 0, "template: ../../outside/t.vtl\ncases: [{name: a, expect: {output: opened}}]")
        (tmp_path / "outside/t.vtl").write_text("opened", "utf-8")

        def run(*arguments: str) -> tuple[int, str]:
            done = subprocess.run(
                [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments, "project"],
                cwd=tmp_path, env=command_environment(PYTHONPATH=os.environ["PYTHONPATH"]), capture_output=True,
                text=True, timeout=60, check=False,
            )  # fmt: skip
            return done.returncode, done.stdout + done.stderr

        assert run()[0] == 2
        assert run("--vtl-allow-outside", "outside")[0] == 0
        code, shown = run("--vtl-allow-outside=none")
        assert code == 4
        assert "none is not a folder" in shown

    def test_a_file_that_the_user_names_may_be_a_link(self, project: Path, command: Command, tmp_path: Path) -> None:
        (tmp_path / "outside/good.vtl.yaml").write_text("inline: x\ncases: [{name: a, expect: {output: x}}]", "utf-8")
        link = project / "cases/good.vtl.yaml"
        link.symlink_to("../../outside/good.vtl.yaml")
        assert self.outcomes(link) == ["passed"]
        assert self.outcomes(project) == ["broken file"]
        assert self.outcomes(project, allow_outside=[tmp_path / "outside"]) == ["passed"]
        (tmp_path / "outside/t.vtl").write_text("rendered", "utf-8")
        (project / "t.vtl").symlink_to("../outside/t.vtl")
        assert command("vtl-render", str(project / "t.vtl")).out == "rendered"
        assert command("vtl-render", "project/t.vtl", "--body", "@outside/t.vtl").out == "rendered"

    def test_without_a_marked_folder_the_given_one_is_the_root(self, tmp_path: Path) -> None:
        if any(
            (above / marker).exists()
            for above in tmp_path.parents
            for marker in (".git", "pyproject.toml", "vtlharness.toml")
        ):
            pytest.skip("the temporary folder is in a project")
        (tmp_path / "cases").mkdir()
        (tmp_path / "t.vtl").write_text("x", "utf-8")
        path = tmp_path / "cases/a.vtl.yaml"
        path.write_text("template: ../t.vtl\ncases: [{name: a, expect: {output: x}}]", "utf-8")
        assert self.outcomes(tmp_path) == ["passed"]
        assert self.outcomes(path) == ["broken file"]
        assert self.outcomes(tmp_path / "cases") == ["broken file"]
        for marker in (".git", "pyproject.toml", "vtlharness.toml"):
            (tmp_path / marker).touch()
            assert self.outcomes(path) == ["passed"], marker
            (tmp_path / marker).unlink()
        (tmp_path / "cases/pyproject.toml").touch()
        (tmp_path / ".git").mkdir()
        assert self.outcomes(tmp_path) == ["broken file"]

    def test_a_template_stands_for_the_folder_that_is_searched(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "cases").mkdir()
        (tmp_path / "t.vtl").write_text("x", "utf-8")
        text = "template: ../t.vtl\ncases: [{name: a, expect: {output: x}}]"
        (tmp_path / "cases/a.vtl.yaml").write_text(text, "utf-8")
        monkeypatch.chdir(tmp_path)
        assert self.outcomes(Path("t.vtl")) == ["passed"]
