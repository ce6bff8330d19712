"""One measured run: it counts, writes coverage.py's data file, and reports.

Comes in: the paths of a run. Goes out: `.coverage`, coverage.py's reports, and lines of text.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from types import TracebackType

from vtlharness.coverage.counting import counting
from vtlharness.coverage.definition_parts import unreached_parts
from vtlharness.coverage.file_arms import file_of
from vtlharness.coverage.file_view import FileView, file_view, templates_of_definition
from vtlharness.coverage.reached import Reached, take
from vtlharness.errors import VtlHarnessError
from vtlharness.lint.selection import files_to_lint, may_define_api
from vtlharness.report.coverage_section import CoverageSection, TextCoverage, UnreachedPart

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
            write(measuring.get_data(), measuring, self._reached, unreached=self._unreached())
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

    def _unreached(self) -> Iterator[str]:
        """The files of templates that no case reached: those that were given, or stand in a definition that was given
        or used."""
        given = [file.path for file in files_to_lint(self._paths) if file.kind != "case file"]
        for path in dict.fromkeys([*given, *self._reached.files]):
            if path.endswith((".vtl", ".vm")):
                yield path
            elif may_define_api(path):
                yield path
                for source in templates_of_definition(path):
                    template = file_of(source)
                    if template is not None:
                        yield template

    def section(self) -> CoverageSection:
        """What the run reached so far, for its own reports."""
        self._take()
        paths = dict.fromkeys(map(os.path.realpath, (*self._reached.files, *self._unreached())))
        texts = tuple(text for path in sorted(paths) if (text := self._text(path)).lines[1])
        parts = self._parts()
        return CoverageSection(texts, tuple(map(str, parts)), parts)

    def _parts(self) -> tuple[UnreachedPart, ...]:
        """The parts of definitions that no case reached."""
        given = [file.path for file in files_to_lint(self._paths) if file.kind != "case file"]
        return unreached_parts(self._reached, [path for path in given if not path.endswith((".vtl", ".vm"))])

    def _take(self) -> None:
        self._reached.add(take(self._recorder).plain())

    def _text(self, real: str) -> TextCoverage:
        view, reach = file_view(real), self._reached.file(real)
        lines = len(view.lines & reach.lines.keys()), len(view.lines)
        arms = len(view.arms.keys() & reach.arcs.keys()), len(view.arms)
        return TextCoverage(os.path.relpath(real), lines, arms, tuple(self._missing(real)))

    def text_lines(self) -> list[str]:
        """The report for people: coverage.py's table, then each line and each branch arm that was not reached."""
        lines = ["", *self._table.splitlines()]
        places = [place for path in sorted(self._coverage.get_data().measured_files()) for place in self._missing(path)]
        if places:
            lines += ["", *places]
        parts = self._parts()
        return [*lines, "", *map(str, parts)] if parts else lines

    def _missing(self, path: str) -> Iterator[str]:
        """The places of a file that were not reached; an arm of a line that was not reached is not named."""
        real = os.path.realpath(path)
        view: FileView = file_view(real)
        reach = self._reached.file(real)
        name = os.path.relpath(real)
        found: list[tuple[int, int, str]] = []
        for first, last in _runs(sorted(view.lines), reach.lines):
            lines = f"line {first} is" if first == last else f"lines {first} to {last} are"
            found.append((first, 0, f"{name}:{first}: {lines} never reached"))
        for arm in view.arms.values():
            if arm.place.line in reach.lines and arm.arc not in reach.arcs:
                found.append((*arm.place, f"{name}:{arm.place.line}:{arm.place.column}: {arm.missing}"))
        return (line for _, _, line in sorted(found))


def _runs(lines: list[int], reached: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first and the last line of each row of lines that were not reached, with no line between that was."""
    first = last = 0
    known = set(reached)
    for line in lines:
        if line not in known:
            first, last = first or line, line
        elif first:
            yield first, last
            first = 0
    if first:
        yield first, last
