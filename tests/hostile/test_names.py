"""Names of files and texts that begin with a command of a CI system: none begins a line of the output."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import Command, command, command_environment, plugin_installed

__all__ = ["command", "plugin_installed"]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="names have no line ends here")

E = "\n::error::"
B = "\\n::error::"
"""The same in a YAML text with double quotes."""

API = """\
openapi: 3.0.1
paths:
  /a:
    get:
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: {application/json: {file: "rt\\n::error::.vtl"}}
        responses:
          default: {statusCode: "200", responseTemplates: {application/json: "::error::out\\n ::error::more"}}
      responses: {"200": {description: ok}}
"""
BODY = "api: {}\ncases: [{{name: a, methodRequest: {{path: {}}}, expect: {{response: {{body: '::error::other'}}}}}}]"
FILES = {
    f"broken{E}.vtl.yaml": "inline: x\ncases: [{nam: 1}]",
    f"not yaml{E}.vtl.yaml": "inline: [x",
    f"not utf{E}.vtl.yaml": b"inline: \xff",
    f"not json{E}.vtl.json": "{",
    f"t{E}.vtl": "#if(",
    f"t{E}.json": "{",
    "parse.vtl.yaml": f'template: "t{B}.vtl"\ncases: [{{name: a}}]',
    "json.vtl.yaml": f'inline: x\ncases: [{{name: a, expect: {{output: {{file: "t{B}.json"}}}}}}]',
    "near.vtl.yaml": 'template: "t::error::.vtl"\ncases: [{name: a}]',
    "missing.vtl.yaml": f'template: "none{B}/t"\ncases: [{{name: a}}]',
    "expected.vtl.yaml": f'inline: x\ncases: [{{name: a, expect: {{output: {{file: "none{B}"}}}}}}]',
    "key.vtl.yaml": f'inline: x\n"k{B}": 1\ncases: [{{name: a}}]',
    "value.vtl.yaml": f'inline: x\ncases: [{{name: "n{B}"}}]',
    "path.vtl.yaml": "inline: x\ncases: [{name: a, methodRequest: {path: 7}}]",
    f"finding{E}.vtl": "#set($y = 1)#if($nothing)a#end",
    "finding.vtl.yaml": f'template: "finding{B}.vtl"\ncases: [{{name: a, expect: {{output: {{x: 1}}}}}}]',
    f"dir{E}/a{E}.vtl.yaml": "inline: x\ncases: [{name: a, expect: {output: y}}]",
    f"api{E}.yaml": API,
    f"rt{E}.vtl": '{"statusCode": 200 #if($nothing)#end}',
    "api.vtl.yaml": BODY.format(f'"api{B}.yaml"', "/a"),
    "nowhere.vtl.yaml": BODY.format(f'"api{B}.yaml"', f'"/b{B}"'),
    f"bad{E}.yaml": "openapi: 3.0.1\npaths: {/: 7}",
    "bad.vtl.yaml": BODY.format(f'"bad{B}.yaml"', "/a"),
    "output.vtl.yaml": (
        "inline: $input.body\n"
        'cases: [{name: a, methodRequest: {body: "::error::a\\nb"}, expect: {output: "::error::a\\nc"}}]'
    ),
}  # fmt: skip
COMMAND = re.compile(r"^\s*(\x1b\[[0-9;]*m\s*)*(::|##\[)", re.MULTILINE)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (tmp_path / ".git").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    "options",
    [
        "",
        "-vv --log",
        "-q",
        "--color=always -v",
        "--collect-only",
        "-n 2",
        "--update -v",
        "-k none::",
        "--report junit=-",
    ],
)
def test_the_command(project: Path, command: Command, options: str) -> None:
    done = command("vtl-run", *options.split())
    assert done.code in (4, 5)
    if "junit" not in options:  # a parser of XML reads that
        assert COMMAND.findall(done.out) == []
    assert COMMAND.findall(done.err) == []


@pytest.mark.parametrize(
    "arguments",
    [
        [f"none{E}.vtl.yaml"],
        [f"bad{E}.yaml"],
        [f"t{E}.json"],
        [f"not utf{E}.vtl.yaml"],
        [f"rt{E}.vtl", f"dir{E}"],
        [f"none{E}", "--allow-empty"],
        ["-k", f"none{E}", "parse.vtl.yaml"],
        ["-k", f"({E}"],
        ["--allow-outside", f"none{E}"],
    ],
)
def test_names_on_the_command_line(project: Path, command: Command, arguments: list[str]) -> None:
    done = command("vtl-run", *arguments)
    assert COMMAND.findall(done.out + done.err) == []
    assert done.code in (1, 4, 5)


@pytest.mark.parametrize("name", [f"t{E}.vtl", f"none{E}.vtl", f"dir{E}", f"finding{E}.vtl"])
def test_rendering(project: Path, command: Command, name: str) -> None:
    done = command("vtl-render", name)
    assert done.err
    assert COMMAND.findall(done.err) == []


@pytest.mark.usefixtures("plugin_installed")
@pytest.mark.parametrize("options", ["-vv", "-q -rA", "-n1 -v", "--vtl-update -v", "--collect-only -q", "--tb=line"])
def test_pytest(project: Path, options: str) -> None:
    if "-n" in options:
        pytest.importorskip("xdist")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--continue-on-collection-errors", *options.split()],
        cwd=project, env=command_environment(PYTHONPATH=os.environ["PYTHONPATH"]), capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert COMMAND.findall(done.stdout + done.stderr) == []
    assert "error" in done.stdout
