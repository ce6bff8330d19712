"""The reports that are files: what kinds there are, and how one is written.

Comes in: a `RunRecord`. Goes out: a file that is whole or not there. A reporter is one function from a run to bytes; a
new one is one more row of `REPORTERS`.
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


REPORTERS: dict[str, Reporter] = {"json": _json, "junit": _junit}
"""The function of each kind of report. Each imports its own module, since most runs write none."""


def write_report(kind: str, path: str, run: RunRecord) -> None:
    """Makes a report and writes it to a file, whose folder is made, or to standard output (`-`).

    Whoever reads the file sees the old report or the whole new one. What is no ordinary file, such as a pipe, is
    written to as it stands. Raises VtlHarnessError where it cannot be written.
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
