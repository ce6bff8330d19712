"""`--junitxml FILE`: the outcomes of a run as the XML that CI servers read.

Comes in: outcomes. Goes out: one file, written whole or not at all.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

from vtlharness.errors import VtlHarnessError

if TYPE_CHECKING:
    from vtlharness.cli.outcomes import Outcome

_COLOR = re.compile(r"\x1b\[[0-9;]*m")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAGS = {"failed": "failure", "error": "error", "broken file": "error"}


def write_junit(path: Path, outcomes: Sequence[Outcome], duration_s: float) -> None:
    """Writes the report. Raises OSError where the file cannot be written."""
    failures = sum(outcome.status == "failed" for outcome in outcomes)
    errors = sum(outcome.status in ("error", "broken file") for outcome in outcomes)
    suite = Element(
        "testsuite",
        name="vtl-run",
        tests=str(len(outcomes)),
        failures=str(failures),
        errors=str(errors),
        time=f"{duration_s:.3f}",
    )
    for outcome in outcomes:
        name = outcome.id.removeprefix(f"{outcome.file}::")
        case = SubElement(
            suite, "testcase", classname=_clean(outcome.file), name=_clean(name), time=f"{outcome.duration_s:.6f}"
        )
        if outcome.status in _TAGS:
            lines = [_clean(line) for line in outcome.lines]
            problem = SubElement(case, _TAGS[outcome.status], message=lines[0] if lines else outcome.status)
            problem.text = "\n".join(lines)
    document = Element("testsuites")
    document.append(suite)
    written = path.with_name(path.name + ".part")
    try:
        written.write_bytes(tostring(document, encoding="utf-8", xml_declaration=True))
        os.replace(written, path)
    except OSError as problem:
        raise VtlHarnessError(f"--junitxml: {path} cannot be written: {problem.strerror}") from None


def _clean(text: str) -> str:
    """Text that XML can hold: no colour, no control characters, no lone surrogates."""
    return _NOT_XML.sub("\ufffd", _COLOR.sub("", text))
