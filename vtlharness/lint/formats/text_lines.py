"""Findings as lines for people, and their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from vtlharness.lint.linting import LintResult, PlacedFinding
from vtlharness.visible import one_line


def text_lines(result: LintResult) -> Iterator[str]:
    """Each finding with its hint, then a summary."""
    for placed in result.findings:
        finding = placed.finding
        yield one_line(str(finding))
        if finding.hint:
            yield f"  hint: {one_line(finding.hint)}"
    yield summary(result)


def summary(result: LintResult) -> str:
    """One line about the whole run."""
    templates = _counted(result.templates, "template")
    if not result.findings:
        return f"no findings in {templates}"
    files = len({placed.finding.file for placed in result.findings})
    return f"{_counted(len(result.findings), 'finding')} in {_counted(files, 'file')} ({templates} checked)"


def statistics_lines(findings: Iterable[PlacedFinding]) -> Iterator[str]:
    """How often each rule found something, the most frequent first."""
    from vtlharness.rules.registry import RULES

    counts = Counter(placed.finding.rule for placed in findings)
    for rule, count in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])):
        yield f"{count:5} {rule} {RULES[rule].name}"


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
