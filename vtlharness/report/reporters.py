"""The kinds of report files, and how one is written.

Comes in: a `RunRecord`. Goes out: a whole file or none. A reporter is one function from a run to bytes; a
new one is one more row of `REPORTERS` and of `BEGINNINGS`. Annotations go to standard output beside the file.
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


def _sarif(run: RunRecord) -> bytes:
    from vtlharness.report.sarif_report import sarif_report

    return sarif_report(run)


def _github(run: RunRecord) -> bytes:
    from vtlharness.report.github.summary import summary

    return summary(run)


def _github_annotations(run: RunRecord) -> bytes:
    from vtlharness.report.github.annotations import github_annotations

    return github_annotations(run)


REPORTERS: dict[str, Reporter] = {"html": _html, "json": _json, "junit": _junit, "sarif": _sarif, "github": _github}
"""The function for each kind of report. Each imports its own module, because most runs write no reports."""

_SARIF = (
    b'{"$schema":"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",'
    b'"version":"2.1.0","runs":[{"tool":{"driver":{"name":"vtl-run",'
)
BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    "json": (b'{"format":',),
    "junit": (b"<?xml", b"<testsuite"),
    "github": (b"## vtl-run: ",),
    "sarif": (_SARIF,),
    "html": (b'<!doctype html>\n<html lang="en" data-report="vtl-run">',),
}
"""How a file of each kind begins: an older report may be replaced, another file of the user's may not."""


ANNOTATIONS: dict[str, Reporter] = {"github": _github_annotations}
"""What a report of some kinds writes to standard output, whatever its file."""

STEP_FILES = {"github": "GITHUB_STEP_SUMMARY"}
"""The kinds that need no file: the variable of the environment that names the file to which such a report is added."""


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
    """Writes a report to a file, creating its folder, or to standard output (`-`), and its annotations if it has any.

    The path of a kind in STEP_FILES may be empty.

    A reader of the file sees the old report or the whole new one. Anything other than a regular file, such as a pipe,
    is written to directly. Raises VtlHarnessError when the report cannot be written.
    """
    if kind in ANNOTATIONS:
        _print(ANNOTATIONS[kind](run))
    if kind in STEP_FILES and path in ("", STANDARD_OUTPUT):
        _add_to_step(kind, run)
        return
    data = REPORTERS[kind](run)
    if path == STANDARD_OUTPUT:
        _print(data)
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
        raise _not_written(kind, path, problem) from None


def _print(data: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _add_to_step(kind: str, run: RunRecord) -> None:
    """Adds a report to the file that the environment names, if it names one. Other steps' programs add to it, too."""
    path = os.environ.get(STEP_FILES[kind])
    if not path:
        return
    try:
        with open(path, "ab+") as file:
            if file.tell():
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":
                    file.write(b"\n")
            file.write(REPORTERS[kind](run))
    except (OSError, ValueError) as problem:
        raise _not_written(kind, path, problem) from None


def _not_written(kind: str, path: str, problem: OSError | ValueError) -> VtlHarnessError:
    reason = getattr(problem, "strerror", None) or problem
    return VtlHarnessError(f"the {kind} report {path} cannot be written: {reason}")
