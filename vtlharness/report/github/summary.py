"""The summary of a job, in Markdown: counts, what failed, changes that no case notices, findings, coverage.

Comes in: a `RunRecord`. Goes out: the text. Names, outputs and payloads come from strangers: they stand only inside
blocks of HTML, in which Markdown means nothing, with HTML's own characters escaped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from html import escape
from typing import TypeAlias

from vtlharness.report.coverage_section import CoverageSection, TextCoverage
from vtlharness.report.mutations import MutationRecord
from vtlharness.report.places import of_finding, of_line
from vtlharness.report.record import PROBLEMS, CaseRecord
from vtlharness.report.run_findings import hostile_findings, run_findings
from vtlharness.report.run_record import RunRecord
from vtlharness.report.text.hostile import hostile_heading
from vtlharness.report.text.lines import first_reason, record_lines
from vtlharness.report.text.mutation import change_text, mutation_counts, place_text, unnoticed_hint
from vtlharness.report.text.visible import CUT, safe

BEGINNING = "## vtl-run: "
MOST_BYTES = 500_000
"""The size at which a summary ends. GitHub takes 1 MiB from all that a step writes."""

_LONGEST_BLOCK = 10_000
_Block: TypeAlias = Callable[[], str]  # made only while there is room


def summary(run: RunRecord) -> bytes:
    """The summary. It is cut, and says so, where it would be too large for GitHub."""
    parts = [f"{BEGINNING}{_counts(run)}\n\n"]
    if run.note:
        parts.append(_paragraph(f"<b>The run did not finish:</b> <code>{_text(run.note)}</code>"))
    room = MOST_BYTES - sum(map(_size, parts))
    for title, blocks in _sections(run):
        taken, room = _fitting(blocks, room)
        if taken:
            parts += [f"### {title}\n\n", *taken, "\n"]
    return "".join(parts).encode("utf-8", "backslashreplace")


def _counts(run: RunRecord) -> str:
    numbers = Counter(record.outcome for record in run.records)
    outcomes = dict.fromkeys((*PROBLEMS, "passed", *numbers))
    counts = [f"{numbers[outcome]} {outcome}" for outcome in outcomes if numbers[outcome]]
    if run.mutation is not None and run.mutation.unnoticed:
        number = len(run.mutation.unnoticed)
        counts.append(f"{number} change{'' if number == 1 else 's'} unnoticed")
    return f"{', '.join(counts) or 'no cases'} in {run.duration_s:.2f} s"


def _sections(run: RunRecord) -> Iterator[tuple[str, list[_Block]]]:
    yield "Problems", [partial(_problem, record) for record in run.records if record.outcome in PROBLEMS]
    if run.mutation is not None:
        yield "Mutation", list(_mutation(run.mutation))
    yield "Findings", list(_findings(run))
    if run.coverage is not None:
        yield "Coverage", list(_coverage(run.coverage))


def _fitting(blocks: list[_Block], room: int) -> tuple[list[str], int]:
    """As many blocks as there is room for, and the room that is left."""
    taken: list[str] = []
    for make in blocks:
        block = make()
        room -= _size(block)
        if room < 0:
            left = len(blocks) - len(taken)
            return [*taken, f"<p>{left} more, which would make this summary too large.</p>\n"], 0
        taken.append(block)
    return taken, room


def _problem(record: CaseRecord) -> str:
    text = "\n".join(record_lines(record, header=False))
    text = text if len(text) <= _LONGEST_BLOCK else text[:_LONGEST_BLOCK] + CUT
    heading = f"{record.outcome}: <code>{_text(record.id)}</code> <code>{_text(first_reason(record))}</code>"
    return f"<details><summary>{heading}</summary>\n\n<pre>{escape(text)}</pre>\n</details>\n\n"


def _findings(run: RunRecord) -> Iterator[_Block]:
    for finding, record in hostile_findings(run):
        place = of_line(finding.written_by, record)
        yield partial(_item, "hostile", f"{place.file}:{place.line}", hostile_heading(finding), finding.hint)
    for found in run_findings(run):
        place = of_finding(found.finding, found.record)
        where = ":".join(str(part) for part in place if part is not None)
        yield partial(_item, found.finding.rule, where, found.finding.message, found.finding.hint)


def _mutation(record: MutationRecord) -> Iterator[_Block]:
    yield partial(_paragraph, _text(mutation_counts(record)))
    for change in record.unnoticed:
        yield partial(_item, "unnoticed", place_text(change), change_text(change), unnoticed_hint(change))


def _item(rule: str, place: str, message: str, hint: str | None) -> str:
    hint = f"<br>hint: <code>{_text(hint)}</code>" if hint else ""
    bold = f"<b>{_text(rule)}</b> " if rule else ""
    return _paragraph(f"{bold}<code>{_text(place)}</code> <code>{_text(message)}</code>{hint}")


def _coverage(coverage: CoverageSection) -> Iterator[_Block]:
    yield partial(_paragraph, _shares(coverage))
    for text in coverage.texts:
        if text.missing:
            yield partial(_missing, text)
    for sentence in coverage.unreached:
        yield partial(_paragraph, f"<code>{_text(sentence)}</code>")


def _missing(text: TextCoverage) -> str:
    missing = "".join(f"<br><code>{_text(sentence)}</code>" for sentence in text.missing)
    return _paragraph(f"<code>{_text(text.file)}</code>: {_shares(text)}{missing}")


def _shares(covered: CoverageSection | TextCoverage) -> str:
    return f"lines {_share(*covered.lines)}, arms {_share(*covered.arms)}"


def _paragraph(html: str) -> str:
    return f"<p>{html}</p>\n\n"


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part * 1000 // whole / 10} %)" if whole else "none"


def _text(text: str) -> str:
    return escape(safe(text))


def _size(text: str) -> int:
    return len(text.encode("utf-8", "backslashreplace"))
