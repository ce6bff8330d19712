"""`pytest put.vtl` and `pytest openapi.yaml` run the cases that use the file, as `vtl-run` does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.pytest_plugin.test_pytest_plugin import mode, run, write

__all__ = ["mode", "run"]

pytest_plugins = ["pytester"]
pytestmark = pytest.mark.usefixtures("plugin_installed")

Run = Callable[..., pytest.RunResult]

API = """\
openapi: 3.0.1
info: {title: a, version: "1"}
paths:
  /orders/{id}:
    get:
      responses: {"200": {description: a}}
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses: {default: {statusCode: "200", responseTemplates: {application/json: '{"a": 1}'}}}
"""
FILES = {
    "templates/put.vtl": "a",
    "templates/other.vtl": "b",
    "cases/put.vtl.yaml": "template: ../templates/put.vtl\ncases:\n"
    "- {name: one, expect: {output: a}}\n- {name: two, expect: {output: a}}\n",
    "cases/again.vtl.yaml": "template: ../templates/put.vtl\ncases:\n- {name: three, expect: {output: a}}\n",
    "cases/api.vtl.yaml": "api: ../openapi.yaml\ncases:\n"
    "- name: get\n  methodRequest: {httpMethod: GET, path: /orders/1}\n  expect: {response: {body: {a: 1}}}\n",
    "cases/test_a.py": "def test_a():\n    pass\n",
    "cases/conftest.py": "import pytest\n@pytest.fixture(autouse=True)\ndef note():\n    print('made by conftest')\n",
    "openapi.yaml": API,
}


def test_a_template(pytester: pytest.Pytester, run: Run, mode: tuple[str, ...]) -> None:
    write(pytester, FILES)
    run(*mode, "templates/put.vtl").assert_outcomes(passed=3)


def test_its_conftest(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, FILES)
    result = run("-rP", "-v", "templates/put.vtl")
    result.stdout.fnmatch_lines(["cases/put.vtl.yaml::one PASSED*"])
    assert result.stdout.str().count("made by conftest") == 3


def test_a_definition(pytester: pytest.Pytester, run: Run, mode: tuple[str, ...]) -> None:
    write(pytester, FILES)
    run(*mode, "openapi.yaml").assert_outcomes(passed=1)


def test_each_case_once(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, FILES)
    run("templates/put.vtl", "openapi.yaml", "cases/put.vtl.yaml").assert_outcomes(passed=4)
    run("templates/put.vtl", "cases/test_a.py").assert_outcomes(passed=4)


def test_one_case(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, FILES)
    run("openapi.yaml::get").assert_outcomes(passed=1)
    result = run("templates/put.vtl::one")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: several case files use templates/put.vtl*cases/put.vtl.yaml::one*"])


def test_a_template_outside(
    pytester: pytest.Pytester, run: Run, mode: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given from another folder, the file's own folder is searched, and may be read."""
    write(pytester, {"here/pytest.ini": "[pytest]\n", "there/a.vtl": "a", "there/sub/a.vtl.yaml": CASE})
    monkeypatch.chdir(pytester.path / "here")
    run(*mode, "../there/a.vtl").assert_outcomes(passed=1)


CASE = "template: ../a.vtl\ncases: [{name: a, expect: {output: a}}]\n"


def test_a_template_without_cases(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, FILES)
    result = run("templates/other.vtl")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: no case file uses templates/other.vtl", "hint: `vtl-init *"])
    assert "Traceback" not in result.stderr.str()


def test_files_of_others(pytester: pytest.Pytester, run: Run) -> None:
    """A file that no case file uses may be another plugin's."""
    conftest = """\
import pytest


class Own(pytest.File):
    def collect(self):
        yield OwnItem.from_parent(self, name="own")


class OwnItem(pytest.Item):
    def runtest(self):
        pass


def pytest_collect_file(file_path, parent):
    if file_path.name == "own.yaml":
        return Own.from_parent(parent, path=file_path)
"""
    write(pytester, {"own.yaml": "a: 1\n", "test_it.txt": ">>> 1\n1\n", "conftest.py": conftest})
    run("own.yaml").assert_outcomes(passed=1)
    run("--doctest-glob=*.txt", "test_it.txt").assert_outcomes(passed=1)
    assert run("missing.vtl").ret == pytest.ExitCode.USAGE_ERROR
