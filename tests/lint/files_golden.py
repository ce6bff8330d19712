"""The golden text of findings in definitions and case files: what is found where, and what `--fix` makes of it.

files.yaml has the files: each row is one of its bases with texts exchanged, or files of its own. `files.txt` is the
golden text; `python -m tests.lint --write` writes it again.
"""

from __future__ import annotations

import difflib
import os
import tempfile
from pathlib import Path
from typing import Any

import yaml

from vtlharness.documents.readable_files import ReadingRule
from vtlharness.errors import VtlHarnessError
from vtlharness.lint.fixing import fix
from vtlharness.lint.linting import LintResult, RuleChoice, lint
from vtlharness.lint.selection import files_to_lint

HERE = Path(__file__).parent
GOLDEN = HERE / "files.txt"
_DATA: dict[str, Any] = yaml.safe_load((HERE / "files.yaml").read_text(encoding="utf-8"))
ROWS: list[dict[str, Any]] = _DATA["rows"]


def golden_text_of_files() -> str:
    """The text that stands in the golden file when no place and no word has changed."""
    return "\n\n".join(map(block, ROWS)) + "\n"


def block(row: dict[str, Any]) -> str:
    """The part of the golden text for one row."""
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "vtlharness.toml").touch()
        for name, text in files_of(row).items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
        os.chdir(folder)
        try:
            lines = _looked_at(row)
        finally:
            os.chdir(before)
    return "\n".join((row["name"], *lines))


def files_of(row: dict[str, Any]) -> dict[str, str]:
    """The files of a row."""
    if "files" in row:
        files: dict[str, str] = row["files"]
        return files
    base = _DATA["bases"][row["base"]]
    text: str = base["text"]
    for old, new in row.get("with", ()):
        assert text.count(old) == 1, (row["name"], old)
        text = text.replace(old, new)
    return {row.get("file", base["file"]): text + row.get("more", "")}


def _looked_at(row: dict[str, Any]) -> list[str]:
    paths = row.get("paths") or ["."]
    try:
        files = files_to_lint(paths, row.get("exclude", ()))
        choice = RuleChoice(tuple(row.get("select", ("",))), tuple(row.get("ignore", ())))
        result = lint(files, ReadingRule(paths), choice)
    except VtlHarnessError as error:
        return ["  refused", *(f"    {line}" for line in str(error).splitlines())]
    lines = [f"  {result.templates} templates"]
    for one in result.findings:
        found = one.finding
        lines.append(f"  {found.file}:{found.line}:{found.column} {found.rule} {found.message}")
        lines += [f"    hint: {found.hint}"] if found.hint else []
    for error in result.unreadable:
        lines += ["  unreadable", *(f"    {line}" for line in str(error).splitlines())]
    return lines + (_mended(row, result) if row.get("fix") else [])


def _mended(row: dict[str, Any], result: LintResult) -> list[str]:
    fixed = fix(result.findings)
    lines = [f"  mended: {fixed.mended}, left: {len(fixed.left)}"]
    for name, text in files_of(row).items():
        after = Path(name).read_bytes().decode("utf-8")
        changed = difflib.unified_diff(text.split("\n"), after.split("\n"), n=0, lineterm="")
        lines += ["    " + line.replace("\r", "\\r") for line in changed if not line.startswith(("---", "+++", "@@"))]
    return lines
