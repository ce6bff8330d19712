"""Recordings of the service and its libraries, which lie beside the repository where they may be had at all.

A test takes all rows of one subject and reports each row that disagrees: so a thousand recordings are some dozen tests,
and next to nothing is missing from the suite where they are not there.
"""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".." / "shared" / "observations"

Row = dict[str, Any]

needs_recordings = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no recordings at {FOLDER}")


def rows(name: str) -> list[Row]:
    """The rows of one file (`templates`, `integrations`, `jsonpath`); none without the file."""
    file = FOLDER / f"{name}.jsonl"
    if not file.is_file():
        return []
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def template_subject(row: Row) -> str:
    """The subject of a row of `templates`: `lang/error`, `payload/aws-docs`, `template/aws-input`."""
    kind, name = row["id"].split("/")[:2]
    return f"{kind}/{'-'.join(name.split('-')[:2])}"


def by_subject(rows: Iterable[Row], subject: Callable[[Row], str]) -> list[Any]:
    """The rows of each subject, as one parameter that has the subject for its id."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(subject(row), []).append(row)
    return [pytest.param(of_subject, id=name) for name, of_subject in found.items()]


def check_rows(rows: Sequence[Row], check: Callable[[Row], None], exceptions: Mapping[str, str] | None = None) -> None:
    """Runs `check` on every row and fails with all that disagree.

    Rows among the exceptions (id: reason) are left out; when none remain, the test is skipped.
    """
    exceptions = exceptions or {}
    checked, found = 0, []
    for row in rows:
        if row["id"] in exceptions:
            continue
        checked += 1
        try:
            check(row)
        except (Exception, pytest.fail.Exception) as problem:
            found.append(_report(row, problem))
    if found:
        pytest.fail(f"{len(found)} of {checked} rows disagree\n\n" + "\n\n".join(found), pytrace=False)
    if not checked:
        pytest.skip("; ".join(sorted({exceptions[row["id"]] for row in rows})) or "no rows")


def _report(row: Row, problem: BaseException) -> str:
    """The row's id, what was recorded, what differs, and the last places in this repository where it went through."""
    recorded = {key: row[key] for key in ("expect", "jayway_2_10") if key in row}
    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(problem.__traceback__)[1:]]
    places = [f"{file.relative_to(ROOT).as_posix()}:{line}" for file, line in frames if file.is_relative_to(ROOT)]
    said = str(problem) if isinstance(problem, (AssertionError, pytest.fail.Exception)) else ""
    lines = [
        f"{row['id']}",
        *(f"recorded: {json.dumps(value)}" for value in recorded.values()),
        *(said or f"{type(problem).__name__}: {problem}").splitlines(),
        f"at {' < '.join(reversed(places[-4:]))}",
    ]
    return re.sub(r"\n(?=.)", "\n  ", "\n".join(lines))
