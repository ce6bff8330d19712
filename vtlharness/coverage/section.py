"""What a run reached, for its own reports: the coverage of each file, and what no case reached.

Comes in: `Reached`, and the paths of a run. Goes out: a `CoverageSection`. Used by `vtl-run --cov` and by the pytest
plugin beside coverage.py's own reports.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from vtlharness.coverage.definition_parts import unreached_parts
from vtlharness.coverage.file_arms import file_of
from vtlharness.coverage.file_view import FileView, file_view, templates_of_definition
from vtlharness.coverage.reached import Reached
from vtlharness.lint.selection import files_to_lint, may_define_api
from vtlharness.report.coverage_section import CoverageSection, TextCoverage, UnreachedPart


def coverage_section(reached: Reached, given: Sequence[str]) -> CoverageSection:
    """What was reached of the files that cases use, and of those that were given, also if no case uses them."""
    paths = dict.fromkeys(map(os.path.realpath, (*reached.files, *unreached_files(reached, given))))
    texts = tuple(text for path in sorted(paths) if (text := _text(reached, path)).lines[1])
    parts = missing_parts(reached, given)
    return CoverageSection(texts, tuple(map(str, parts)), parts)


def unreached_files(reached: Reached, given: Iterable[str]) -> Iterator[str]:
    """The files of templates that no case reached: those that were given, or stand in a definition that was given
    or used.
    """
    for path in dict.fromkeys([*_given_files(given), *reached.files]):
        if path.endswith((".vtl", ".vm")):
            yield path
        elif may_define_api(path):
            yield path
            for source in templates_of_definition(path):
                template = file_of(source)
                if template is not None:
                    yield template


def missing_parts(reached: Reached, given: Iterable[str]) -> tuple[UnreachedPart, ...]:
    """The parts of definitions that no case reached."""
    return unreached_parts(reached, [path for path in _given_files(given) if not path.endswith((".vtl", ".vm"))])


def missing_places(reached: Reached, path: str) -> Iterator[str]:
    """The places of a file that were not reached; an arm of a line that was not reached is not named."""
    real = os.path.realpath(path)
    view: FileView = file_view(real)
    reach = reached.file(real)
    name = os.path.relpath(real)
    found: list[tuple[int, int, str]] = []
    for first, last in _runs(sorted(view.lines), reach.lines):
        lines = f"line {first} is" if first == last else f"lines {first} to {last} are"
        found.append((first, 0, f"{name}:{first}: {lines} never reached"))
    for arm in view.arms.values():
        if arm.place.line in reach.lines and arm.arc not in reach.arcs:
            found.append((*arm.place, f"{name}:{arm.place.line}:{arm.place.column}: {arm.missing}"))
    return (line for _, _, line in sorted(found))


def _text(reached: Reached, real: str) -> TextCoverage:
    view, reach = file_view(real), reached.file(real)
    lines = len(view.lines & reach.lines.keys()), len(view.lines)
    arms = len(view.arms.keys() & reach.arcs.keys()), len(view.arms)
    return TextCoverage(os.path.relpath(real), lines, arms, tuple(missing_places(reached, real)))


def _given_files(given: Iterable[str]) -> list[str]:
    """The templates and definitions among the paths of a run, and in its folders."""
    return [file.path for file in files_to_lint(tuple(given)) if file.kind != "case file"]


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
