"""Mends in files what is safe to mend: escaping, commas between items, hyphens.

Comes in: findings with changes. Goes out: the files, changed. A template is written only if it still parses and its
findings have become fewer, and a definition only if nothing but its templates changes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from vtlharness.lint.linting import PlacedFinding
from vtlharness.lint.mended_files import ChangedTemplate, applied, disjoint, file_name, mended_file
from vtlharness.lint.template_rules import TemplateSubject, lint_template
from vtlharness.source import Source
from vtlharness.vtl.syntax.parser import Parser


class Fixed(NamedTuple):
    """How many findings are mended, and those that have changes but could not be mended."""

    mended: int
    left: tuple[PlacedFinding, ...]


def fix(findings: Iterable[PlacedFinding]) -> Fixed:
    """Mends the findings that have changes. Raises OSError for a file that can't be written."""
    by_source: dict[int, list[PlacedFinding]] = {}
    for placed in findings:
        if placed.source is not None and placed.changes:
            by_source.setdefault(id(placed.source), []).append(placed)
    left: list[PlacedFinding] = []
    by_file: dict[str, list[ChangedTemplate]] = {}
    for some in by_source.values():
        source = some[0].source
        assert source is not None
        changes = disjoint(change for placed in some for change in placed.changes)
        name = file_name(source)
        if os.path.isfile(name) and _is_better(some[0], source, applied(source.text, changes)):
            template = ChangedTemplate(source, tuple(changes), applied(source.text, changes))
            by_file.setdefault(name, []).append(template)
        else:
            left += some
    mended = 0
    for name, templates in by_file.items():
        path = Path(os.path.realpath(name))
        data = path.read_bytes()
        text = data.decode("utf-8")
        after, refused = mended_file(text, templates)
        left += [placed for template in refused for placed in by_source[id(template.source)]]
        mended += sum(len(by_source[id(template.source)]) for template in templates if template not in refused)
        if after != text:
            path.write_bytes(after.encode("utf-8"))
    return Fixed(mended, tuple(left))


def _is_better(placed: PlacedFinding, source: Source, text: str) -> bool:
    """Whether the changed template parses, with fewer findings."""
    from vtlharness.errors import VtlSyntaxError

    after = Source(text, source.name)
    try:
        Parser(after).parse()
    except (VtlSyntaxError, RecursionError):
        return False
    role, content_type = placed.read_as
    before = Source(source.text, source.name)
    return len(lint_template(TemplateSubject(after, role, content_type))) < len(
        lint_template(TemplateSubject(before, role, content_type))
    )
