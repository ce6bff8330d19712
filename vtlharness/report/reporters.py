"""The kinds of report files, and how one is written.

Comes in: a `RunRecord`. Goes out: a whole file or none. A reporter is one function from a run to bytes; a
new one is one more row of `REPORTERS` and of `BEGINNINGS`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from vtlharness.errors import VtlHarnessError
from vtlharness.report.run_record import RunRecord

Reporter = Callable[[RunRecord], bytes]

STANDARD_OUTPUT = "-"


def _json(run: RunRecord) -> bytes:
    from vtlharness.report.json_report import json_report

    return json_report(run)


def _junit(run: RunRecord) -> bytes:
    from vtlharness.report.junit import junit_report

    return junit_report(run)


def _html(run: RunRecord) -> bytes:
    from vtlharness.report.html.page import html_report

    return html_report(run)


REPORTERS: dict[str, Reporter] = {"json": _json, "junit": _junit, "html": _html}
"""The function for each kind of report. Each imports its own module, because most runs write no reports."""

BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    "json": (b'{"format":',),
    "junit": (b"<?xml", b"<testsuite"),
    "html": (b'<!doctype html>\n<html lang="en" data-report="vtl-run">',),
}
"""How a file of each kind begins: an older report may be replaced, another file of the user's may not."""


def may_replace(kind: str, path: str) -> bool:
    """Whether a report may be written to a path: it is free, empty, a pipe or a device, or an older report."""
    if not os.path.isfile(path):
        return True
    try:
        with open(path, "rb") as file:
            start = file.read(max(map(len, BEGINNINGS[kind])))
    except OSError:
        return True  # whoever writes to it will hear why not
    return not start or start.startswith(BEGINNINGS[kind])


def write_report(kind: str, path: str, run: RunRecord) -> None:
    """Writes a report to a file, creating its folder, or to standard output (`-`).

    A reader of the file sees the old report or the whole new one. Anything other than a regular file, such as a pipe,
    is written to directly. Raises VtlHarnessError when the report cannot be written.
    """
    data = REPORTERS[kind](run)
    if path == STANDARD_OUTPUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from vtlharness.documents.writing import write_at_once

    real = os.path.realpath(path)
    try:
        if os.path.exists(real) and not os.path.isfile(real):
            with open(real, "wb") as file:
                file.write(data)
            return
        os.makedirs(os.path.dirname(real), exist_ok=True)
        mode = os.stat(real).st_mode & 0o7777 if os.path.exists(real) else None
        write_at_once(real, data, mode)
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        raise VtlHarnessError(f"the {kind} report {path} cannot be written: {reason}") from None
