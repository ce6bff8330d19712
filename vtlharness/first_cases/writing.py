"""The text of a case file with first cases, as a person would write it.

Comes in: the subject of the file, and cases. Goes out: text, which was read back: it holds this data, and every case in
it passes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from vtlharness.cases.compare.equality import json_equal
from vtlharness.cases.loading import file_data, parse_case_file
from vtlharness.cases.running import run_case
from vtlharness.cases.saving.appending import block_case, pair
from vtlharness.documents.readable_files import ReadableFiles
from vtlharness.engines.native import NativeEngine
from vtlharness.errors import VtlHarnessError
from vtlharness.source import Source

NOT_REVIEWED = "# not reviewed"


def case_file_text(
    path: Path, title: str, subject: dict[str, Any], cases: Sequence[dict[str, Any]], readable: ReadableFiles
) -> tuple[str, int]:
    """The text of the file with the cases that pass, and how many these are."""
    texts: list[str] = []
    engine = NativeEngine()
    for case in cases:
        for text in (_case_text(case), _plain_case_text(case)):
            if _passes(path, subject, case, text, readable, engine):
                texts.append(text)
                break
    return "".join([f"# {title}\n", _head(subject), "cases:\n", *texts]), len(texts)


def _head(subject: dict[str, Any]) -> str:
    return "".join(f"{pair(key, value, 0)}\n" for key, value in subject.items())


def _case_text(case: dict[str, Any]) -> str:
    call = {key: value for key, value in case.items() if key != "expect"}
    lines = [f"  - {block_case(call, 4)}", f"    expect: {NOT_REVIEWED}"]
    lines += [f"      {pair(key, value, 6)}" for key, value in case["expect"].items()]
    return "\n".join(lines) + "\n"


def _plain_case_text(case: dict[str, Any]) -> str:
    """A case as JSON, which YAML reads as well."""
    return f"  - {json.dumps(case)} {NOT_REVIEWED}\n"


def _passes(
    path: Path, subject: dict[str, Any], case: dict[str, Any], text: str, readable: ReadableFiles, engine: NativeEngine
) -> bool:
    source = Source(f"{_head(subject)}cases:\n{text}", str(path))
    try:
        if not json_equal(file_data(source, json=False), {**subject, "cases": [case]}):
            return False
        (parsed,) = parse_case_file(path, source, readable=readable).cases
    except (VtlHarnessError, RecursionError):
        return False
    return run_case(parsed, engine).outcome == "passed"
