"""The hook, run by the real pre-commit on a repository of its own; it installs this package as users get it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.commands import ROOT
from tests.projects import FAILING, PASSING

pytest.importorskip("pre_commit", reason="pre-commit is not installed")
if shutil.which("git") is None:
    pytest.skip("git is not installed", allow_module_level=True)

pytestmark = pytest.mark.slow  # pre-commit installs an environment

_OFFLINE = re.compile(
    r"NewConnectionError|Failed to establish|Temporary failure in name resolution|ConnectTimeout|No matching dist"
)
_PACKAGE = ("vtlharness", ".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE")

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a program without the settings, the identity or the hooks of whoever runs the tests."""
    home = tmp_path_factory.mktemp("home")
    env = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT", "PYTHON"))}
    identity = {
        f"GIT_{who}_{what}": f"{what.lower()}@x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    env |= {"HOME": str(home), "PRE_COMMIT_HOME": str(home / "pre-commit"), "GIT_CONFIG_NOSYSTEM": "1", **identity}

    def run_program(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(arguments, cwd=cwd, env=env, capture_output=True, text=True, timeout=600, check=False)

    return run_program


def committed(run: Run, folder: Path) -> str:
    """Commits all that is in a folder without running hooks; the commit's name."""
    if not (folder / ".git").exists():
        run("git", "init", "-q", "-b", "main", cwd=folder)
    run("git", "add", "-A", cwd=folder)
    done = run("git", "commit", "-q", "--no-verify", "-m", "x", cwd=folder)
    assert done.returncode == 0, done.stderr
    return run("git", "rev-parse", "HEAD", cwd=folder).stdout.strip()


@pytest.fixture(scope="module")
def repository(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's repository whose pre-commit has installed the hook from a repository of this package."""
    ours = tmp_path_factory.mktemp("ours")
    for name in _PACKAGE:
        if not (ROOT / name).exists():
            pytest.skip(f"{name} is not there: the package cannot be built from this folder")
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, ours / name)
    revision = committed(run, ours)
    users = tmp_path_factory.mktemp("users")
    (users / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {ours.as_uri()}\n    rev: {revision}\n    hooks: [{{id: vtl-run}}]\n"
    )
    committed(run, users)
    done = run(sys.executable, "-m", "pre_commit", "install", "--install-hooks", cwd=users)
    if done.returncode and _OFFLINE.search(done.stdout + done.stderr):
        pytest.skip("pip reaches no package index")
    assert done.returncode == 0, done.stdout + done.stderr
    return users


@pytest.fixture
def commit(run: Run, repository: Path) -> Iterator[Callable[[dict[str, str]], subprocess.CompletedProcess[str]]]:
    """Commits files with the hook in place; the repository is as before afterwards."""
    before = run("git", "rev-parse", "HEAD", cwd=repository).stdout.strip()

    def commit_files(files: dict[str, str]) -> subprocess.CompletedProcess[str]:
        for name, text in files.items():
            (repository / name).parent.mkdir(parents=True, exist_ok=True)
            (repository / name).write_text(text)
        run("git", "add", "-A", cwd=repository)
        return run("git", "commit", "-m", "x", cwd=repository)

    yield commit_files
    run("git", "reset", "-q", "--hard", before, cwd=repository)
    run("git", "clean", "-qfdx", cwd=repository)


Commit = Callable[[dict[str, str]], "subprocess.CompletedProcess[str]"]


def test_passing_cases_are_committed(commit: Commit) -> None:
    done = commit(PASSING)
    assert done.returncode == 0, done.stderr
    assert re.search(r"vtl-run\.+Passed", done.stderr)


def test_failing_cases_are_not(commit: Commit) -> None:
    done = commit(FAILING)
    assert done.returncode == 1
    assert re.search(r"vtl-run\.+Failed", done.stderr)
    assert "wrong.vtl.yaml::first is wrong" in done.stderr
    assert "2 failed, 1 passed" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_changed_template_runs_the_cases_that_use_it(commit: Commit) -> None:
    cases = PASSING["put.vtl.yaml"]
    other = "inline: a\ncases: [{name: other, expect: {output: b}}]\n"
    assert (
        commit(
            {"api/put.vtl": PASSING["put.vtl"], "tests/put.vtl.yaml": cases.replace("put.vtl", "../api/put.vtl")}
        ).returncode
        == 0
    )
    done = commit({"api/put.vtl": "{}", "notes.txt": other})
    assert done.returncode == 1
    assert "tests/put.vtl.yaml::keeps the id" in done.stderr


def test_a_template_without_cases_is_fine(commit: Commit) -> None:
    assert commit({"new.vtl": "$input.body"}).returncode == 0


def test_other_files_change_nothing(commit: Commit) -> None:
    assert commit({"readme.txt": "a", "data.yaml": "a: 1"}).returncode == 0


def test_a_template_that_does_not_parse_is_not_committed(commit: Commit) -> None:
    done = commit({"new.vtl": "#if($x)"})
    assert done.returncode == 1
    assert "new.vtl:1:1: #if is never closed" in done.stderr


def test_a_changed_payload_runs_the_cases_that_read_it(commit: Commit) -> None:
    cases = "template: put.vtl\ncases: [{name: x, methodRequest: {body: {file: in.json}}, expect: {output: '4'}}]\n"
    assert commit({"put.vtl": "$input.json('$.id')", "put.vtl.yaml": cases, "in.json": '{"id": 4}'}).returncode == 0
    done = commit({"in.json": '{"id": 5}'})
    assert done.returncode == 1
    assert "put.vtl.yaml::x" in done.stderr


def test_a_deleted_template_fails_its_cases(commit: Commit, repository: Path) -> None:
    assert commit(PASSING).returncode == 0
    (repository / "put.vtl").unlink()
    assert commit({}).returncode == 1
