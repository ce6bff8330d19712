"""The JUnit report: the records of a run as the XML that CI servers read.

Comes in: a `RunRecord`. Goes out: the bytes of one document.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, tostring

from vtlharness.report.mutations import MutationRecord
from vtlharness.report.run_record import RunRecord
from vtlharness.report.text.lines import first_reason, record_lines
from vtlharness.report.text.mutation import change_text, place_text, unnoticed_hint

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAGS = {"failed": "failure", "error": "error", "broken file": "error"}


def junit_report(run: RunRecord) -> bytes:
    """One test suite with a test case for each record. `message` is the first reason; the text is the whole block.

    A second one has a failing test case for each change that no case notices.
    """
    records = [record for record in run.records if record.outcome != "listed"]
    suite = Element(
        "testsuite",
        name="vtl-run",
        tests=str(len(records)),
        failures=str(run.count("failed")),
        errors=str(run.count("error") + run.count("broken file")),
        skipped=str(run.count("skipped") + run.count("xfailed")),
        time=f"{run.duration_s:.3f}",
    )
    for record in records:
        case = SubElement(
            suite,
            "testcase",
            classname=_clean(record.file),
            name=_clean(record.name or record.file),
            time=f"{record.duration_s:.6f}",
        )
        if record.outcome == "skipped":
            SubElement(case, "skipped", message=_clean(first_reason(record)))
        elif record.outcome == "xfailed":
            expected = SubElement(case, "skipped", type="xfail", message=_clean(first_reason(record)))
            expected.text = _clean("\n".join(record_lines(record)))
        elif record.outcome in _TAGS:
            message = _clean(first_reason(record)) or record.outcome
            problem = SubElement(case, _TAGS[record.outcome], message=message)
            problem.text = _clean("\n".join(record_lines(record)))
    document = Element("testsuites")
    document.append(suite)
    if run.mutation is not None and run.mutation.unnoticed:
        document.append(_unnoticed(run.mutation))
    found: bytes = tostring(document, encoding="utf-8", xml_declaration=True)
    return found


def _unnoticed(mutation: MutationRecord) -> Element:
    number = str(len(mutation.unnoticed))
    suite = Element(
        "testsuite",
        name="vtl-run --mutate",
        tests=number,
        failures=number,
        errors="0",
        skipped="0",
        time=f"{mutation.duration_s:.3f}",
    )
    for change in mutation.unnoticed:
        place, what = _clean(place_text(change)), _clean(change_text(change))
        case = SubElement(suite, "testcase", classname=_clean(change.file), name=f"{place}: {what}", time="0.000000")
        problem = SubElement(case, "failure", message=f"no case notices: {what}")
        problem.text = _clean(f"{place}: {what}\n{unnoticed_hint(change)}")
    return suite


def _clean(text: str) -> str:
    """Text without the control characters and lone surrogates that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
