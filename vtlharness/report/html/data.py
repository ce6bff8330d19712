"""The data of the HTML report: what the page's script shows.

Comes in: a `RunRecord`. Goes out: plain data, as in the JSON report, but for two things. A template stands in it only
once, however many cases it wrote. Values stand in it as text, because numbers of JavaScript hold fewer digits.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from vtlharness.cases.results import DataDifference, Difference
from vtlharness.documents.json.writing import json_line
from vtlharness.report.coverage_section import CoverageSection
from vtlharness.report.json_report import case_data, head_data
from vtlharness.report.record import CaseRecord, TemplateText
from vtlharness.report.run_record import RunRecord
from vtlharness.report.text.selection import selection_lines


def page_data(run: RunRecord) -> Iterator[tuple[str, object]]:
    """The parts of the data by their names."""
    templates: dict[TemplateText, int] = {}
    cases = [_case(record, templates) for record in run.records]
    yield "run", head_data(run)
    yield "coverage", run.coverage and _coverage(run.coverage)
    yield "templates", [template._asdict() for template in templates]
    yield "cases", cases


def _case(record: CaseRecord, templates: dict[TemplateText, int]) -> dict[str, Any]:
    found = case_data(record)
    if record.differences:
        _put_texts(found["differences"], record.differences)
    if record.service_differences:
        _put_texts(found["serviceDifferences"], record.service_differences)
    if record.selection is not None:
        found["selection"] = selection_lines(record.selection)
    if record.templates:
        found["templates"] = [templates.setdefault(one, len(templates)) for one in record.templates]
    return found


def _put_texts(shown: Iterable[dict[str, Any]], differences: Iterable[Difference]) -> None:
    for data, difference in zip(shown, differences, strict=True):
        if isinstance(difference, DataDifference):
            for change in data["changes"]:
                for side in {"expected", "actual"} & change.keys():
                    change[side] = _text(change[side])


def _text(value: object) -> str:
    """A value of JSON as text with line ends."""
    if isinstance(value, (dict, list)):
        try:
            return json.dumps(value, indent=2, ensure_ascii=False)
        except ValueError:  # a number with too many digits for `json`
            pass
    return json_line(value).decode("utf-8").rstrip("\n")


def _coverage(coverage: CoverageSection) -> dict[str, object]:
    return {
        "lines": coverage.lines,
        "arms": coverage.arms,
        "texts": [text._asdict() for text in coverage.texts],
        "unreached": coverage.unreached,
    }
