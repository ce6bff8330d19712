"""Comments that ignore findings: `## vtl: ignore[VTL101]` for a line, `## vtl: ignore-file[VTL2]` for a template.

Comes in: a template's text and its findings. Goes out: the findings that no comment ignores. A comment names rules by
their ids or by how these begin, with commas between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from vtlharness.findings import Finding
from vtlharness.source import Source

# Compiled where a template has such a comment: most runs never do.
_COMMENT = r"##[ \t]*vtl[ \t]*:[ \t]*ignore(?P<file>-file)?[ \t]*\[(?P<rules>[^\]\r\n]*)\]"
_RULE = r"[^\s,][^,]*"
_WITHOUT_RULES = (
    r"##[ \t]*vtl[ \t]*:[ \t]*ignore(?:-file)?[ \t]*(?:\[[ \t,]*\]|\[[^\]\r\n]*(?=[\r\n]|\Z)|(?=[\r\n]|\Z))"
)


class IgnoreComment(NamedTuple):
    """A comment: the rules that it names, each with its offset, and its line (None if it is for the whole template)."""

    rules: tuple[tuple[str, int], ...]
    line: int | None


def ignore_comments(source: Source) -> Iterator[IgnoreComment]:
    """The comments of a template."""
    if "vtl" not in source.text:
        return
    for found in re.finditer(_COMMENT, source.text):
        begin = found.start("rules")
        rules = tuple((rule[0].strip(), begin + rule.start()) for rule in re.finditer(_RULE, found["rules"]))
        yield IgnoreComment(rules, None if found["file"] else source.position(found.start()).line)


def comment_without_rules(source: Source) -> tuple[int, int] | None:
    """Where the first comment begins and ends that names no rule, or does not close its list; None without one."""
    found = re.search(_WITHOUT_RULES, source.text)
    return None if found is None else found.span()


def kept_findings(source: Source, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of a template without those that its comments ignore."""
    comments = list(ignore_comments(source))
    if not comments:
        return tuple(findings)
    return tuple(finding for finding in findings if not any(_ignores(comment, finding) for comment in comments))


def _ignores(comment: IgnoreComment, finding: Finding) -> bool:
    if comment.line is not None and comment.line != finding.line:
        return False
    return any(finding.rule.startswith(rule) for rule, _ in comment.rules)
