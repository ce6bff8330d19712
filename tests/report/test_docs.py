"""The page on reports: its example fits the schema, and its tables name what there is."""

from __future__ import annotations

import json
import re

import jsonschema

from tests.commands import ROOT
from vtlharness.report.json_report import SCHEMA_PATH
from vtlharness.report.record import DIFFERENCE_KINDS
from vtlharness.report.reporters import REPORTERS

PAGE = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")
SCHEMA = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))


def first_column(heading: str) -> list[str]:
    """The names in the first column of the table that follows."""
    table = PAGE.split(heading, 1)[1].split("| --- ", 1)[1].split("\n\n")[0]
    return [name for row in table.split("\n")[1:] for name in re.findall("`([^`]+)`", row.split("|")[1])]


def test_the_example_fits_the_schema() -> None:
    example = PAGE.split("```json\n")[1].split("```")[0]
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(example))


def test_all_kinds_of_reports() -> None:
    assert first_column("| kind | for |") == list(REPORTERS)


def test_all_keys_of_a_case() -> None:
    assert sorted(first_column("### A case")) == sorted(SCHEMA["$defs"]["case"]["properties"])


def test_all_kinds_of_differences() -> None:
    assert first_column("### A difference") == list(DIFFERENCE_KINDS.values())
