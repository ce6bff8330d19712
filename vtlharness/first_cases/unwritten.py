"""A case file that is not written yet, whose cases run all the same.

Comes in: where the file will be, and what it is about. Goes out: results of cases in texts of it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from vtlharness.cases.loading import parse_case_file
from vtlharness.cases.results import CaseResult
from vtlharness.cases.running import run_case
from vtlharness.documents.readable_files import ReadableFiles
from vtlharness.engines.native import NativeEngine
from vtlharness.errors import VtlHarnessError
from vtlharness.source import Source


class UnwrittenFile:
    """The file at `path`; `subject` are its keys beside `cases`, `readable` the files that its cases may name."""

    def __init__(self, path: Path, subject: dict[str, Any], readable: ReadableFiles) -> None:
        self.path = path
        self.subject = subject
        self.problem: VtlHarnessError | None = None
        """Why the newest case that could not be run could not."""
        self._readable = readable
        self._engine = NativeEngine()

    def run_data(self, case: dict[str, Any]) -> CaseResult | None:
        """The result of a case; None for data that is not one."""
        try:
            text = json.dumps({**self.subject, "cases": [case]}, ensure_ascii=False)
        except RecursionError:
            self.problem = VtlHarnessError("its data nests too deep")
            return None
        return self.run(Source(text, str(self.path.with_suffix(".json"))))

    def run(self, source: Source) -> CaseResult | None:
        """The result of the only case in a text of the file; None for a text that has none."""
        try:
            (parsed,) = parse_case_file(Path(source.name), source, readable=self._readable).cases
        except VtlHarnessError as error:
            self.problem = error
            return None
        except RecursionError:
            self.problem = VtlHarnessError("its data nests too deep")
            return None
        result = run_case(parsed, self._engine)
        self.problem = result.error or self.problem
        return result
