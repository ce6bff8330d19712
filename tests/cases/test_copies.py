"""A copy of a project finds what the project's runs have kept, and its messages tell its own files."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from vtlharness.cases.session import Session
from vtlharness.definitions import loading
from vtlharness.documents.yaml import values
from vtlharness.options import SessionOptions
from vtlharness.vtl import template

API = """openapi: "3.0.1"
info: {title: a, version: "1"}
paths:
  /a:
    get:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses: {default: {statusCode: "200", responseTemplates: {application/json: $x.y.z()}}}
"""
CASES = "api: api.yaml\ncases: [{name: a, methodRequest: {path: /a}, expect: {response: {body: other}}}]\n"
ODD = "inline: $stageVariables.a\ndefaults: {stageVariables: {a: 'x'}}\ncases: [{name: a, expect: {output: 12.50}}]\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "pyproject.toml").touch()
    (folder / "api.yaml").write_text(API)
    (folder / "a.vtl.yaml").write_text(CASES)
    return folder


def _run(folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(folder)
    session = Session(SessionOptions(cache_dir=str(cache)))
    (case,) = session.load(Path("a.vtl.yaml")).cases
    result = session.run(case)
    session.close()
    return result


def _refuse(*_: object, **__: object) -> None:
    raise AssertionError("it is kept")


def test_a_copy_reads_no_definition_again(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    cache.mkdir(mode=0o700)
    first = _run(project, cache, monkeypatch)
    copy = shutil.copytree(project, tmp_path / "two")
    monkeypatch.setattr(loading, "read_definition", _refuse)
    monkeypatch.setattr(values, "YamlText", _refuse)
    monkeypatch.setattr(template, "compile_template", _refuse, raising=False)
    again = _run(copy, cache, monkeypatch)
    assert again.differences == first.differences
    assert again.outcome == "failed"


def test_projects_with_the_same_names_do_not_share(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    cache.mkdir(mode=0o700)
    _run(project, cache, monkeypatch)
    copy = shutil.copytree(project, tmp_path / "two")
    (copy / "api.yaml").write_text(API.replace("$x.y.z()", "other"))
    assert _run(copy, cache, monkeypatch).outcome == "passed"
    monkeypatch.setattr(loading, "read_definition", _refuse)
    assert _run(project, cache, monkeypatch).outcome == "failed"
    assert _run(copy, cache, monkeypatch).outcome == "passed"


def test_numbers_written_otherwise_are_checked_once(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    cache.mkdir(mode=0o700)
    (project / "a.vtl.yaml").write_text(ODD)
    first = _run(project, cache, monkeypatch)
    monkeypatch.setattr(values, "YamlText", _refuse)
    monkeypatch.setattr("vtlharness.documents.yaml.node_parser.yaml_nodes", _refuse)
    assert _run(project, cache, monkeypatch).outcome == first.outcome


def test_a_wrong_number_is_told_in_every_run(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    cache.mkdir(mode=0o700)
    (project / "a.vtl.yaml").write_text(ODD.replace("'x'", "007"))
    for _ in range(2):
        with pytest.raises(Exception, match="the number 007 would become 7"):
            _run(project, cache, monkeypatch)
