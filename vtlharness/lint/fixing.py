"""Mends in files what is safe to mend: escaping, commas between items, hyphens.

Comes in: findings with changes. Goes out: the files, changed. A template is written only if it still parses and its
findings have become fewer.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from vtlharness.lint.findings_list import Change
from vtlharness.lint.linting import PlacedFinding
from vtlharness.lint.places import file_offset
from vtlharness.lint.template_rules import TemplateSubject, lint_template
from vtlharness.source import Source
from vtlharness.vtl.syntax.parser import Parser


def fix(findings: Iterable[PlacedFinding]) -> int:
    """Mends the findings that have changes; how many it has mended. Raises OSError for a file that can't be written."""
    by_source: dict[int, tuple[Source, list[PlacedFinding]]] = {}
    for placed in findings:
        if placed.source is not None and placed.changes and _is_file(placed.source):
            by_source.setdefault(id(placed.source), (placed.source, []))[1].append(placed)
    by_file: dict[str, list[Change]] = {}
    mended = 0
    for source, some in by_source.values():
        changes = _disjoint(change for placed in some for change in placed.changes)
        if not _is_better(source, changes):
            continue
        mended += len(some)
        for change in changes:
            start = file_offset(source, change.start)
            if start is not None:
                end = start + change.end - change.start
                by_file.setdefault(source.name, []).append(Change(start, end, change.text))
    for name, changes in by_file.items():
        path = Path(os.path.realpath(name))
        text = path.read_bytes().decode("utf-8")
        path.write_bytes(applied(text, _disjoint(changes)).encode("utf-8"))
    return mended


def applied(text: str, changes: Iterable[Change]) -> str:
    """The text with changes that do not overlap."""
    for change in sorted(changes, reverse=True):
        text = f"{text[: change.start]}{change.text}{text[change.end :]}"
    return text


def _is_file(source: Source) -> bool:
    return os.path.isfile(source.name) and file_offset(source, 0) is not None


def _disjoint(changes: Iterable[Change]) -> list[Change]:
    kept: list[Change] = []
    for change in sorted(set(changes)):
        if not kept or change.start >= kept[-1].end:
            kept.append(change)
    return kept


def _is_better(source: Source, changes: list[Change]) -> bool:
    """Whether the changed template parses, with fewer findings."""
    from vtlharness.errors import VtlSyntaxError

    after = Source(applied(source.text, changes), source.name)
    try:
        Parser(after).parse()
    except (VtlSyntaxError, RecursionError):
        return False
    before = Source(source.text, source.name)
    return len(lint_template(TemplateSubject(after))) < len(lint_template(TemplateSubject(before)))
