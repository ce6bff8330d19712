"""One measured run: it counts, writes coverage.py's data file, and reports.

Comes in: the paths of a run. Goes out: `.coverage`, coverage.py's reports, and lines of text.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import ExitStack
from types import TracebackType

from vtlharness.coverage.counting import counting
from vtlharness.coverage.reached import Reached, take
from vtlharness.coverage.section import coverage_section, missing_parts, missing_places, unreached_files
from vtlharness.errors import VtlHarnessError
from vtlharness.report.coverage_section import CoverageSection

try:
    from coverage import Coverage
    from coverage.exceptions import CoverageException, NoDataError
except ImportError:
    raise VtlHarnessError(
        "coverage.py is not installed", hint="install it with: pip install 'vtlharness[coverage]'"
    ) from None

_PLUGIN = "vtlharness.coverage"


class Measurement:
    """A run that is measured, as a context: templates that are compiled inside count."""

    def __init__(self, paths: Iterable[str]) -> None:
        """`paths` are what the user gave; a template or a definition among them counts even if no case reaches it."""
        self._paths = tuple(paths)
        self._stack = ExitStack()
        self._reached = Reached()
        self._coverage = self._new_coverage()
        self._table = ""

    def _new_coverage(self) -> Coverage:
        try:
            measuring = Coverage(branch=True)
            plugins = measuring.get_option("run:plugins")
            measuring.set_option("run:plugins", [*(plugins if isinstance(plugins, list) else []), _PLUGIN])
        except CoverageException as problem:
            raise VtlHarnessError(f"coverage.py cannot be configured: {problem}") from None
        return measuring

    def __enter__(self) -> Measurement:
        self._recorder = self._stack.enter_context(counting())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def fail_under(self) -> float:
        """The share in percent that coverage.py's configuration asks for."""
        least = self._coverage.get_option("report:fail_under")
        return float(least) if isinstance(least, (int, float)) else 0.0

    def shown(self, total: float) -> str:
        """A share in percent, as coverage.py shows it."""
        precision = self._coverage.get_option("report:precision")
        return f"{total:.{precision if isinstance(precision, int) else 0}f}"

    def write(self, reports: Iterable[tuple[str, str | None]]) -> float:
        """Writes the data file and some reports (kind and path). Returns the share that is covered, in percent.

        Raises VtlHarnessError for a file that cannot be written.
        """
        from vtlharness.coverage.plugin import write

        self._take()
        measuring = self._coverage
        try:
            measuring.erase()
            write(measuring.get_data(), measuring, self._reached, unreached=unreached_files(self._reached, self._paths))
            table = io.StringIO()
            total = measuring.report(file=table, show_missing=False)
            self._table = table.getvalue()
            for kind, path in reports:
                self._report(kind, path)
        except NoDataError:
            self._table = "no template was measured\n"
            return 100.0
        except (CoverageException, OSError) as problem:
            raise VtlHarnessError(f"the coverage report cannot be written: {problem}") from None
        return total

    def _report(self, kind: str, path: str | None) -> None:
        measuring = self._coverage
        if kind == "html":
            measuring.html_report(directory=path)
        elif kind == "lcov":
            measuring.lcov_report(outfile=path)
        elif kind == "xml":
            measuring.xml_report(outfile=path)
        else:
            measuring.json_report(outfile=path)

    def section(self) -> CoverageSection:
        """What the run reached so far, for its own reports."""
        self._take()
        return coverage_section(self._reached, self._paths)

    def _take(self) -> None:
        self._reached.add(take(self._recorder).plain())

    def text_lines(self) -> list[str]:
        """The report for people: coverage.py's table, then each line and each branch arm that was not reached."""
        lines = ["", *self._table.splitlines()]
        places = [
            place
            for path in sorted(self._coverage.get_data().measured_files())
            for place in missing_places(self._reached, path)
        ]
        if places:
            lines += ["", *places]
        parts = missing_parts(self._reached, self._paths)
        return [*lines, "", *map(str, parts)] if parts else lines
