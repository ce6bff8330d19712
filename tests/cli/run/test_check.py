"""`vtl-run --check`: templates that no case reaches have to compile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.commands import Command
from tests.lint.test_command import API
from tests.projects import FAILING, PASSING

Write = Callable[[Mapping[str, "str | bytes"]], Path]


def test_templates_without_cases_are_compiled(command: Command, write: Write) -> None:
    write({"a.vtl": "$input.body", "b.vm": "{}"})
    done = command("vtl-run", "--check")
    assert (done.code, done.out, done.err) == (0, "2 templates checked\n", "")


def test_all_faults_are_told_at_once(command: Command, write: Write) -> None:
    write({"a.vtl": "#set($x == 1)\n{}\n#set(y = 2)\n", "b.vtl": "#if(true)"})
    done = command("vtl-run", "--check")
    assert done.code == 1
    assert "a.vtl:1:9: expected '=', found '=='\n1 | #set($x == 1)\n" in done.out
    assert "a.vtl:3:6: expected a reference to assign to, found 'y'" in done.out
    assert "b.vtl:1:1: #if is never closed" in done.out
    assert done.out.endswith("2 templates checked, 3 faults\n")


def test_cases_run_too(command: Command, write: Write) -> None:
    write({**PASSING, "wrong.vtl": "#end"})
    done = command("vtl-run", "--check")
    assert done.code == 1
    assert "2 passed" in done.out
    assert command("vtl-run").code == 0


def test_failing_cases_fail(command: Command, write: Write) -> None:
    write(FAILING)
    assert command("vtl-run", "--check").code == 1


def test_a_definition_that_no_case_uses(command: Command, write: Write) -> None:
    write({"openapi.yaml": API.replace('{"name": "$order.name"}', "#if($order.name)")})
    done = command("vtl-run", "--check", "openapi.yaml")
    assert done.code == 1
    assert "openapi.yaml:15:13: #if is never closed" in done.out
    write({"openapi.yaml": API})
    assert command("vtl-run", "--check", "openapi.yaml").code == 0


@pytest.mark.parametrize("name", ["data.json", "notes.yaml"])
def test_other_data_is_left_alone(command: Command, write: Write, name: str) -> None:
    write({name: '{"a": 1}'})
    assert command("vtl-run", "--check", name).code == 0


@pytest.mark.parametrize("quiet", ["-q", "-qq"])
def test_quiet(command: Command, write: Write, quiet: str) -> None:
    write({"a.vtl": "#end"})
    done = command("vtl-run", "--check", quiet)
    assert done.code == 1
    assert bool(done.out) is (quiet == "-q")


def test_a_path_that_does_not_exist(command: Command) -> None:
    done = command("vtl-run", "--check", "none.vtl")
    assert (done.code, done.out) == (4, "")
    assert "none.vtl does not exist" in done.err
