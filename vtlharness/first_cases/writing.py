"""The text of a case file with first cases, as a person would write it.

Comes in: the file, and the data of its cases. Goes out: text, which was read back: it holds this data, and every
case in it passes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from vtlharness.cases.compare.equality import json_equal
from vtlharness.cases.loading import file_data
from vtlharness.cases.saving.appending import block_case, pair
from vtlharness.errors import VtlHarnessError
from vtlharness.first_cases.unwritten import UnwrittenFile
from vtlharness.source import Source
from vtlharness.visible import one_line

NOT_REVIEWED = "# not reviewed"


def case_file_text(
    file: UnwrittenFile, title: str, cases: Sequence[dict[str, Any]], left_out: Sequence[str] = ()
) -> tuple[str, int]:
    """The text of the file with the cases that pass, and how many these are.

    `left_out` says what has no case; the file says so in comments.
    """
    texts: list[str] = []
    for case in cases:
        for text in (_case_text(case), _plain_case_text(case)):
            if _passes(file, case, text):
                texts.append(text)
                break
    notes = [f"  # {one_line(note)}; write this case yourself.\n" for note in left_out]
    return "".join([f"# {title}\n", _head(file.subject), "cases:\n", *texts, *notes]), len(texts)


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


def _passes(file: UnwrittenFile, case: dict[str, Any], text: str) -> bool:
    """Whether a text holds this case, and the case passes."""
    source = Source(f"{_head(file.subject)}cases:\n{text}", str(file.path))
    try:
        if not json_equal(file_data(source, json=False), {**file.subject, "cases": [case]}):
            return False
    except VtlHarnessError as problem:
        file.problem = problem
        return False
    except RecursionError:
        file.problem = VtlHarnessError("its data nests too deep")
        return False
    result = file.run(source)
    return result is not None and result.outcome == "passed"
