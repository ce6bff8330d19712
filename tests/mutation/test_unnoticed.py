"""The changes of templates that cases do not notice: the entries of unnoticed.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.mutation.searches import searched, shown, written

ENTRIES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("unnoticed.yaml").read_text("utf-8"))
_HEAD = ("compare", "limits", "strict")


def _file(entry: dict[str, Any], folder: Path) -> Path:
    head = {key: entry[key] for key in _HEAD if key in entry}
    return written(folder, {"inline": entry["template"], **head, "cases": entry["cases"]})


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["name"])
def test_unnoticed(entry: dict[str, Any], tmp_path: Path) -> None:
    record = searched(_file(entry, tmp_path))
    assert [shown(change) for change in record.unnoticed] == entry["unnoticed"]
    assert record.not_covered == entry.get("notCovered", 0)
    assert record.not_tried == 0


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["name"])
def test_a_search_gives_the_same_twice(entry: dict[str, Any], tmp_path: Path) -> None:
    file = _file(entry, tmp_path)
    assert searched(file)._replace(duration_s=0) == searched(file)._replace(duration_s=0)
