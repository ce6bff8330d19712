"""`vtl-run --update --diff --dry-run`, and the words for a template without cases."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.commands import Command

pytest_plugins = ["pytester"]
FILES = {
    "t.vtl": '{"greeting": "Hello $input.path("$.name")"}\n',
    "a.vtl.yaml": "template: t.vtl\ncases:\n- name: a\n  methodRequest: {body: {name: Ada}}  # her\n",
}


@pytest.fixture
def written(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "a.vtl.yaml"


def test_a_dry_run(command: Command, written: Path) -> None:
    done = command("vtl-run", "--update", "--dry-run", "--diff", "--no-cache")
    assert done.code == 0
    assert re.sub(r" in \S+$", "", done.out.strip()) == (
        "would update a.vtl.yaml::a: expect\n"
        "--- a.vtl.yaml\n+++ a.vtl.yaml\n@@ -2,3 +2,6 @@\n cases:\n - name: a\n"
        "   methodRequest: {body: {name: Ada}}  # her\n+  expect:\n+    output:\n+      greeting: Hello Ada\n1 passed"
    )
    assert written.read_text(encoding="utf-8") == FILES["a.vtl.yaml"]


def test_a_dry_run_of_a_failing_case_fails(command: Command, written: Path) -> None:
    text = FILES["a.vtl.yaml"] + "  expect: {output: {greeting: x}}\n"
    written.write_text(text, encoding="utf-8")
    done = command("vtl-run", "--update", "--dry-run", "--no-cache")
    assert (done.code, "would update a.vtl.yaml::a: output" in done.out, "+++" in done.out) == (1, True, False)
    assert written.read_text(encoding="utf-8") == text


def test_a_diff_of_what_is_written(command: Command, written: Path) -> None:
    done = command("vtl-run", "--update", "--diff", "--no-cache")
    assert (done.code, "+      greeting: Hello Ada\n" in done.out, "1 updated in" in done.out) == (0, True, True)
    again = command("vtl-run", "--update", "--diff", "--no-cache")
    assert re.fullmatch(r"1 passed in \S+\n", again.out)
    assert command("vtl-run", "--update", "-qq", "--diff", "--no-cache").out == ""


def test_a_file_that_can_be_no_text(command: Command, written: Path) -> None:
    written.write_text(FILES["a.vtl.yaml"] + "  expect: {output: {file: new.txt}}\n", encoding="utf-8")
    done = command("vtl-run", "--update", "--diff", "--no-cache")
    assert '--- /dev/null\n+++ new.txt\n@@ -0,0 +1 @@\n+{"greeting": "Hello Ada"}\n' in done.out


@pytest.mark.parametrize("option", ["--diff", "--dry-run"])
def test_without_update(command: Command, option: str) -> None:
    done = command("vtl-run", option)
    assert done.code == 4
    assert f"{option} is for --update: without it, nothing is written." in done.err


def test_pytest_fills_too(pytester: pytest.Pytester) -> None:
    for name, text in FILES.items():
        (pytester.path / name).write_text(text, encoding="utf-8")
    result = pytester.runpytest("--vtl-update", "--vtl-no-cache")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["updated a.vtl.yaml::a: expect"])
    assert "greeting: Hello Ada" in (pytester.path / "a.vtl.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [["alone.vtl"], ["alone.vtl", "other.vm"]])
def test_a_template_without_cases_names_vtl_init(command: Command, tmp_path: Path, arguments: list[str]) -> None:
    for name in arguments:
        (tmp_path / name).write_text("a", encoding="utf-8")
    done = command("vtl-run", *arguments)
    assert done.code == 5
    assert [f"hint: `vtl-init {name}` writes first cases" for name in arguments] == done.out.splitlines()[1:]
