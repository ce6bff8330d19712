"""`python -m vtlharness.cases.schema`."""

from __future__ import annotations

from pathlib import Path

import pytest

from vtlharness.cases import schema
from vtlharness.cases.file.json_schema import schema_text


def test_prints_the_path(capsys: pytest.CaptureFixture[str]) -> None:
    assert schema.main([]) == 0
    assert capsys.readouterr().out == f"{schema.SCHEMA_PATH}\n"
    assert schema.SCHEMA_PATH.name == "schema.json"


def test_writes_the_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "SCHEMA_PATH", tmp_path / "schema.json")
    assert schema.main(["--write"]) == 0
    assert (tmp_path / "schema.json").read_bytes() == schema_text().encode()


def test_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert schema.main(["--wriet"]) == 2
    assert capsys.readouterr().out == "usage: python -m vtlharness.cases.schema [--write]\n"
