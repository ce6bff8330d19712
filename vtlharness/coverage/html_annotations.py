"""What coverage.py's HTML report says about a line with several branch arms that were not taken.

A line of Python has two arms at most, so coverage.py shows one missing arm of a line, or says that the line never
ended. A line of a template may have many arms. coverage.py has no hook for this: the function that makes the data of a
page is wrapped, where it is still the one that is known.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from coverage.plugin import FileReporter


def join_annotations(reporter: type[FileReporter]) -> None:
    """Makes the report name all missing arms of a line in one sentence, in files that `reporter` describes."""
    try:
        from coverage.html import HtmlDataGeneration
    except ImportError:
        return
    made: Callable[..., Any] | None = getattr(HtmlDataGeneration, "data_for_file", None)
    if made is None or hasattr(made, "joins_annotations"):
        return

    @wraps(made)
    def data_for_file(self: Any, fr: FileReporter, analysis: Any) -> Any:
        data = made(self, fr, analysis)
        if isinstance(fr, reporter):
            missing = analysis.missing_branch_arcs() if analysis.has_arcs else {}
            for line in data.lines:
                if line.long_annotations:
                    ends = missing.get(line.number, ())
                    line.long_annotations[:] = ["; ".join(fr.missing_arc_description(line.number, end) for end in ends)]
        return data

    data_for_file.joins_annotations = True  # type: ignore[attr-defined]
    HtmlDataGeneration.data_for_file = data_for_file  # type: ignore[method-assign]
