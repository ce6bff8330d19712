"""`vtl-run FILE::CASE`, `-m`, `--lf`, `--ff`, `--sw` and `--durations`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.commands import Command

Write = Callable[[Mapping[str, str]], Path]

ODD = "a::b and \"c\" 'd' not e"
A = f"""\
inline: $input.json('$')
defaults: {{methodRequest: {{body: 1}}}}
cases:
- {{name: '{ODD.replace("'", "''")}', tags: [smoke, api-1], expect: {{output: 1}}}}
- {{name: fails, tags: slow, expect: {{output: 2}}}}
- {{name: rows, parameters: [{{n: 1}}, {{n: 2}}], methodRequest: {{body: <<n>>}}, expect: {{output: <<n>>}}}}
"""
B = "inline: b\ncases:\n- {name: fine, expect: {output: b}}\n- {name: wrong, expect: {output: c}}\n"


@pytest.fixture
def project(write: Write, tmp_path: Path) -> Path:
    write({"pyproject.toml": "", "a.vtl.yaml": A, "sub/b.vtl.yaml": B, "w::x.vtl.yaml": B})
    return tmp_path


@pytest.fixture
def run(command: Command, project: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[str]]:
    own = tmp_path_factory.mktemp("own")
    env = {"XDG_CACHE_HOME": str(own / "cache"), "XDG_STATE_HOME": str(own / "state")}

    def ids(*arguments: str) -> list[str]:
        done = command("vtl-run", "-v", *arguments, env=env)
        assert done.err == ""
        return re.findall(r"^(?:PASSED|FAILED) (.*?)(?: \([^()]*:\d+\))?$", done.out, re.MULTILINE)

    return ids


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ((f"a.vtl.yaml::{ODD}",), [f"a.vtl.yaml::{ODD}"]),
        (("a.vtl.yaml::rows[2]",), ["a.vtl.yaml::rows[2]"]),
        (("a.vtl.yaml::rows",), ["a.vtl.yaml::rows[1]", "a.vtl.yaml::rows[2]"]),
        (("sub/b.vtl.yaml::fine", "a.vtl.yaml::fails"), ["a.vtl.yaml::fails", "sub/b.vtl.yaml::fine"]),
        (("sub/b.vtl.yaml", "sub/b.vtl.yaml::fine"), ["sub/b.vtl.yaml::fine", "sub/b.vtl.yaml::wrong"]),
        (("./sub/b.vtl.yaml::fine", "sub/b.vtl.yaml"), ["sub/b.vtl.yaml::fine", "sub/b.vtl.yaml::wrong"]),
        (("w::x.vtl.yaml::fine",), ["w::x.vtl.yaml::fine"]),
        (("w::x.vtl.yaml",), ["w::x.vtl.yaml::fine", "w::x.vtl.yaml::wrong"]),
        (("-n", "2", "sub/b.vtl.yaml::fine", "a.vtl.yaml::rows[1]"), ["a.vtl.yaml::rows[1]", "sub/b.vtl.yaml::fine"]),
        (("-k", "2", "a.vtl.yaml::rows"), ["a.vtl.yaml::rows[2]"]),
        (("-m", "smoke"), [f"a.vtl.yaml::{ODD}"]),
        (("-m", "SLOW or api-1"), [f"a.vtl.yaml::{ODD}", "a.vtl.yaml::fails"]),
        (("-m", "not slow and not api", "a.vtl.yaml::fails", f"a.vtl.yaml::{ODD}"), [f"a.vtl.yaml::{ODD}"]),
    ],
)
def test_selected_cases(run: Callable[..., list[str]], arguments: tuple[str, ...], found: list[str]) -> None:
    assert run(*arguments) == found


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("a.vtl.yaml::fials", "a.vtl.yaml has no case 'fials'\nhint: did you mean a.vtl.yaml::fails?\n"),
        ("a.vtl.yaml::zzz", "a.vtl.yaml has no case 'zzz'\nhint: `--collect-only` lists the cases\n"),
        ("a.vtl.yaml::row", "a.vtl.yaml has no case 'row'\nhint: did you mean a.vtl.yaml::rows?\n"),
        ("a.vtl.yml::fails", "a.vtl.yml does not exist\nhint: did you mean a.vtl.yaml::fails?\n"),
        ("a.vtl.yaml::", "a.vtl.yaml:: names no case\nhint: write FILE::CASE, or the file alone\n"),
    ],
)
def test_a_wrong_id(command: Command, argument: str, message: str) -> None:
    done = command("vtl-run", argument)
    assert (done.err, done.out, done.code) == (message, "", 4)


@pytest.mark.usefixtures("project")
def test_a_wrong_tag(command: Command) -> None:
    done = command("vtl-run", "-m", "smok")
    assert done.out == "no case matches -m 'smok' (8 cases left out). Did you mean -m smoke?\n"
    assert done.code == 5
    done = command("vtl-run", "-m", "a and")
    assert done.err.startswith("-m:1:6: expected a tag, found the end\n")
    assert done.code == 4


def test_last_failed(run: Callable[..., list[str]], project: Path) -> None:
    assert run("--lf", "a.vtl.yaml") == [
        f"a.vtl.yaml::{ODD}",
        "a.vtl.yaml::fails",
        "a.vtl.yaml::rows[1]",
        "a.vtl.yaml::rows[2]",
    ]
    run("a.vtl.yaml", "sub")
    assert run("--lf") == ["a.vtl.yaml::fails", "sub/b.vtl.yaml::wrong"]
    assert run("--lf", "-n", "2") == ["a.vtl.yaml::fails", "sub/b.vtl.yaml::wrong"]
    assert run("--lf", "sub") == ["sub/b.vtl.yaml::wrong"]
    assert run("--ff", "sub") == ["sub/b.vtl.yaml::wrong", "sub/b.vtl.yaml::fine"]
    assert run("--ff", "a.vtl.yaml", "sub", "-n", "2")[:2] == ["a.vtl.yaml::fails", "sub/b.vtl.yaml::wrong"]
    (project / "sub/b.vtl.yaml").write_text(B.replace("output: c", "output: b"))
    assert run("-k", "wrong", "sub") == ["sub/b.vtl.yaml::wrong"]
    assert run("--lf") == ["a.vtl.yaml::fails"]


def test_a_case_that_is_gone(run: Callable[..., list[str]], project: Path) -> None:
    run("sub")
    (project / "sub/b.vtl.yaml").write_text(B.replace("name: wrong", "name: other"))
    assert run("--lf", "sub") == []
    assert run("--lf", "sub") == ["sub/b.vtl.yaml::fine", "sub/b.vtl.yaml::other"]


def test_a_file_that_was_broken(run: Callable[..., list[str]], project: Path) -> None:
    (project / "sub/b.vtl.yaml").write_text("inlin: b\n")
    run("a.vtl.yaml", "sub")
    (project / "sub/b.vtl.yaml").write_text(B)
    assert run("--ff", "sub") == ["sub/b.vtl.yaml::fine", "sub/b.vtl.yaml::wrong"]
    assert run("--lf", "sub") == ["sub/b.vtl.yaml::wrong"]


def test_a_broken_file_is_told_once(command: Command, write: Write) -> None:
    write({"b.vtl.yaml": B})
    command("vtl-run")
    write({"b.vtl.yaml": "inlin: b\n"})
    assert command("vtl-run", "--ff").out.count("has no key `inlin`") == 1


def test_stepwise(run: Callable[..., list[str]], project: Path) -> None:
    assert run("--sw", "a.vtl.yaml", "sub") == [f"a.vtl.yaml::{ODD}", "a.vtl.yaml::fails"]
    assert run("--sw", "a.vtl.yaml", "sub") == ["a.vtl.yaml::fails"]
    (project / "a.vtl.yaml").write_text(A.replace("output: 2", "output: 1"))
    assert run("--sw", "a.vtl.yaml", "sub") == [
        "a.vtl.yaml::fails", "a.vtl.yaml::rows[1]", "a.vtl.yaml::rows[2]", "sub/b.vtl.yaml::fine",
        "sub/b.vtl.yaml::wrong",
    ]  # fmt: skip
    assert run("--sw", "a.vtl.yaml", "sub") == ["sub/b.vtl.yaml::wrong"]
    (project / "sub/b.vtl.yaml").write_text(B.replace("output: c", "output: b"))
    assert run("--sw", "a.vtl.yaml", "sub") == ["sub/b.vtl.yaml::wrong"]
    assert len(run("--sw", "a.vtl.yaml", "sub")) == 6


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--lf", "--no-cache"), "--lf, --ff and --sw need the cache, which --no-cache turns off."),
        (("--lf", "--ff"), "--lf and --ff exclude each other."),
        (("--sw", "--update"), "--update needs a whole run: leave out --sw."),
    ],
)
def test_options_that_do_not_go_together(command: Command, arguments: tuple[str, ...], message: str) -> None:
    done = command("vtl-run", *arguments)
    assert message in done.err
    assert done.code == 4


def test_a_checkout_cannot_bring_its_own_last_run(run: Callable[..., list[str]], project: Path) -> None:
    """What is kept stands outside of the working tree."""
    before = {path for path in project.rglob("*") if "__pycache__" not in path.parts}
    run("a.vtl.yaml")
    assert {path for path in project.rglob("*") if "__pycache__" not in path.parts} == before


@pytest.mark.usefixtures("project")
def test_durations(command: Command) -> None:
    lines = command("vtl-run", "--durations", "2", "a.vtl.yaml").out.splitlines()
    at = lines.index("slowest 2 cases")
    assert all(re.fullmatch(r" +\d+\.\d{4}s a\.vtl\.yaml::.*", line) for line in lines[at + 1 : at + 3])
    assert lines[at + 3].startswith("1 failed, 3 passed")
    assert "slowest 4 cases" in command("vtl-run", "--durations", "0", "a.vtl.yaml").out.splitlines()


@pytest.mark.usefixtures("project")
def test_python_m(command: Command, tmp_path: Path) -> None:
    import subprocess
    import sys

    from tests.commands import command_environment

    def start(*arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "vtlharness", *arguments],
            capture_output=True, cwd=tmp_path, env=command_environment(), timeout=60, check=False, text=True,
        )  # fmt: skip
        return done.returncode, done.stdout

    assert start("sub/b.vtl.yaml::fine")[1].startswith("1 passed")
    assert start("run", "sub/b.vtl.yaml::fine")[1].startswith("1 passed")
    for tool in ("run", "render", "call", "lint"):
        code, out = start(tool, "--help")
        assert (code, out.splitlines()[0].split(" [")[0]) == (0, f"Usage: python -m vtlharness {tool}")
