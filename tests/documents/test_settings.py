"""The project's settings: which file has them, what a table may hold, and the lines of its keys."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from vtlharness import VtlHarnessError
from vtlharness.documents.settings import project_settings
from vtlharness.documents.settings_table import Settings

if sys.version_info < (3, 11):
    pytest.importorskip("tomli", reason="needs a reader of TOML")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _settings(project: Path, text: str, *within: str, name: str = "pyproject.toml") -> Settings | None:
    (project / name).write_text(text, encoding="utf-8")
    return project_settings(str(project / "deep" / "er"), *within)


@pytest.mark.parametrize(
    ("text", "within", "table"),
    [
        ("[tool.vtlharness]\na = 1", (), {"a": 1}),
        ("[tool.vtlharness]", (), {}),
        ('[ tool . "vtlharness" ]\na = 1', (), {"a": 1}),
        ("[tool]\nvtlharness = {a = 1}", (), {"a": 1}),
        ("tool = {vtlharness = {a = 1}}", (), {"a": 1}),
        ("x = 1\ntool = {vtlharness = {a = 1}}", (), {"a": 1}),
        ("[tool.vtlharness.lint]\na = 1", (), None),
        ("[tool.vtlharness.lint]\na = 1", ("lint",), {"a": 1}),
        ("[tool.vtlharness]\nlint = {a = 1}", ("lint",), {"a": 1}),
        ("[tool.vtlharness]\na = 1", ("lint",), None),
        ("[tool.other]\nvtlharness = 1", (), None),
        ("[tool.vtlharness.lint]\na = 1\n[tool.vtlharness]\nb = 2", (), {"b": 2, "lint": {"a": 1}}),
        ("", (), None),
        ("= not TOML at all", (), None),
    ],
)
def test_in_pyproject(project: Path, text: str, within: tuple[str, ...], table: dict[str, Any] | None) -> None:
    found = _settings(project, text, *within)
    assert (found and found.table) == table
    if found is not None:
        assert (found.file, found.folder, found.within) == ("pyproject.toml", str(project), within)


@pytest.mark.parametrize(
    ("text", "within", "table"),
    [
        ("a = 1", (), {"a": 1}),
        ("", (), {}),
        ("[tool.vtlharness]\na = 1\nb = 2", (), {"a": 1, "b": 2}),
        ("a = 3\n[tool.vtlharness]\na = 1\nb = 2", (), {"a": 3, "b": 2}),
        ("[tool]\nvtlharness = 5", (), {}),
        ("[lint]\na = 1", ("lint",), {"a": 1}),
        ("[tool.vtlharness.lint]\na = 1", ("lint",), {"a": 1}),
        ("[tool.vtlharness.lint]\na = 1\n[lint]\na = 2", ("lint",), {"a": 2}),
        ("a = 1", ("lint",), "of pyproject.toml"),
        ("a = 'lint'", ("lint",), "of pyproject.toml"),
    ],
)
def test_in_a_file_of_its_own(project: Path, text: str, within: tuple[str, ...], table: Any) -> None:
    """It goes before pyproject.toml where it has the table."""
    (project / "pyproject.toml").write_text("[tool.vtlharness]\np = 1\n[tool.vtlharness.lint]\np = 1", encoding="utf-8")
    found = _settings(project, text, *within, name="vtlharness.toml")
    assert found is not None
    assert found.table == ({"p": 1} if table == "of pyproject.toml" else table)
    assert found.file == ("pyproject.toml" if table == "of pyproject.toml" else "vtlharness.toml")


@pytest.mark.parametrize(
    ("text", "within", "message"),
    [
        ("[tool.vtlharness\na = 1", (), "pyproject.toml:1:17: this is not TOML: "),
        ("[tool.vtlharness]\na = 1\na = 2\n", (), "pyproject.toml:3:6: this is not TOML: Cannot overwrite a value"),
        ("[tool.vtlharness]\na = " + "[" * 5000, (), "pyproject.toml"),
        ("[tool]\nvtlharness = 5", (), "pyproject.toml:2: vtlharness must be a table"),
        ("[tool.vtlharness]\nb = 1\nlint = []", ("lint",), "pyproject.toml:3: vtlharness.lint must be a table"),
    ],
)
def test_files_with_faults(project: Path, text: str, within: tuple[str, ...], message: str) -> None:
    with pytest.raises(VtlHarnessError) as raised:
        _settings(project, text, *within)
    assert raised.value.message.startswith(message)
    hint = f"write [{'.'.join(('tool', 'vtlharness', *within))}]" if "a table" in message else None
    assert raised.value.hint == hint


def test_a_file_that_is_not_utf8(project: Path) -> None:
    (project / "vtlharness.toml").write_bytes(b"a = '\xff'")
    with pytest.raises(VtlHarnessError, match=r"^vtlharness\.toml: this is not UTF-8$"):
        project_settings(str(project / "deep"))


def test_a_file_without_permission(project: Path) -> None:
    (project / "vtlharness.toml").write_text("a = 1", encoding="utf-8")
    (project / "vtlharness.toml").chmod(0)
    if os.access(project / "vtlharness.toml", os.R_OK):
        pytest.skip("nothing is unreadable for this user")
    with pytest.raises(VtlHarnessError, match=r"^vtlharness\.toml cannot be read: Permission denied$"):
        project_settings(str(project / "deep"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[tool.vtlharness]\nb = 1\na = 2", 3),
        ("[tool.vtlharness]\n# a = 1\n'a' = 2", 3),
        ("x = 1\n[tool.vtlharness.a]\nb = 1", 2),
        ("[tool]\n[tool.vtlharness]\na.b = 2", 2),
        ("[tool.other]\na = 1\n\n[tool.vtlharness]\na = 2", 5),
        ("[tool]\nx = 1\nvtlharness = {a = 1}", 1),
        ("[[tool.vtlharness.a]]\nb = 1", 1),
        ("x = 1\ntool = {vtlharness = {a = 1}}", 1),
    ],
)
def test_the_line_of_a_key(project: Path, text: str, line: int) -> None:
    found = _settings(project, text)
    assert found is not None
    assert found.line("a") == line
    assert found.error("a", "no", "yes").message == f"pyproject.toml:{line}: no"


def test_keys_that_are_not_known(project: Path) -> None:
    found = _settings(project, "[tool.vtlharness]\nknown = 1\nknwon = 2")
    assert found is not None
    found.check_keys(["knwon", "known"])
    with pytest.raises(VtlHarnessError) as raised:
        found.check_keys(["known"])
    assert raised.value.message == "pyproject.toml:3: there is no setting knwon"
    assert raised.value.hint == "did you mean `known`?"
    with pytest.raises(VtlHarnessError) as raised:
        found.check_keys(["known"], {"knwon": "it is a word"})
    assert (raised.value.message, raised.value.hint) == (
        "pyproject.toml:3: knwon can't be a setting: it is a word",
        None,
    )
    lint = _settings(project, "[tool.vtlharness.lint]\nx = 2", "lint")
    assert lint is not None
    with pytest.raises(VtlHarnessError, match=r"pyproject\.toml:2: there is no setting lint\.x\b"):
        lint.check_keys(["abcdef"], {"y": "no"})


@pytest.mark.parametrize(
    ("value", "texts"), [("'x'", ("x",)), ("['x', 'y']", ("x", "y")), ("[]", ()), ("5", None), ("['x', 5]", None)]
)
def test_texts(project: Path, value: str, texts: tuple[str, ...] | None) -> None:
    found = _settings(project, f"[tool.vtlharness.lint]\na = {value}", "lint")
    assert found is not None
    assert found.texts("b", "...") is None
    if texts is not None:
        assert found.texts("a", "...") == texts
        return
    with pytest.raises(VtlHarnessError) as raised:
        found.texts("a", "['one']")
    assert raised.value.message == "pyproject.toml:2: lint.a must be a list of texts"
    assert raised.value.hint == "write a = ['one']"
