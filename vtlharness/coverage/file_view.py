"""The places of a file that a run can reach, whether or not it has: read from the file alone.

Comes in: the path of a template or a definition. Goes out: its lines with statements and its branch arms.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from vtlharness.coverage.file_arms import Arc, FileArm, file_of, template_reach
from vtlharness.documents.readable_files import ReadingRule
from vtlharness.documents.reading import UnreadableFileError, read_source
from vtlharness.errors import VtlHarnessError, VtlSyntaxError
from vtlharness.lint.selection import LintedFile, may_define_api
from vtlharness.source import Source
from vtlharness.vtl.compile.counting import Counters, add_counters
from vtlharness.vtl.compile.usage import find_usage
from vtlharness.vtl.counts import TemplateCounts
from vtlharness.vtl.syntax.parser import Parser

TEMPLATE_SUFFIXES = (".vtl", ".vm")


class FileView(NamedTuple):
    """The lines of a file that have statements of a template, and its branch arms."""

    lines: frozenset[int]
    arms: dict[Arc, FileArm]


def file_view(path: str) -> FileView:
    """The places of a file; none of a file that is neither a template nor a definition."""
    lines: set[int] = set()
    arms: dict[Arc, FileArm] = {}
    for source in sources_in(path):
        if (counters := template_counters(source)) is None:
            continue
        reach = template_reach(TemplateCounts(source, counters))
        lines.update(reach.lines)
        arms.update((arm.arc, arm) for arm in reach.arms)
    return FileView(frozenset(lines), dict(sorted(arms.items(), key=lambda item: item[1].place)))


def template_counters(source: Source) -> Counters | None:
    """The counters of a template; None for one that does not parse."""
    try:
        block = Parser(source).parse()
        return add_counters(block, find_usage(block))
    except (VtlSyntaxError, RecursionError):
        return None


def sources_in(path: str) -> Iterator[Source]:
    """The templates whose places are those of a file."""
    real = os.path.realpath(path)
    if may_define_api(path) and not path.endswith(TEMPLATE_SUFFIXES):
        for source in templates_of_definition(path):
            if os.path.realpath(file_of(source) or "") == real:
                yield source
        return
    try:
        yield read_source(path, VtlHarnessError)
    except (UnreadableFileError, VtlHarnessError, OSError):
        return


def templates_of_definition(path: str) -> list[Source]:
    """The templates of a definition, also those in files of their own; none of a file that cannot be read."""
    from vtlharness.lint.subjects import read_definitions, templates_of

    try:
        definitions = list(read_definitions(LintedFile(path, "definition", True), ReadingRule((path,))))
    except VtlHarnessError:
        return []
    return list(dict.fromkeys(subject.source for found in definitions for subject in templates_of(found)))
