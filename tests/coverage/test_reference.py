"""What templates count equals what a slow interpreter counts that shares no code with them."""

from __future__ import annotations

import json

from tests.batches import batch
from tests.coverage.reference.interpreter import Reference
from tests.coverage.reference.writer import FIRST_LINE, write_template
from vtlharness.coverage import TemplateCounts, counting
from vtlharness.coverage.file_arms import template_reach
from vtlharness.errors import VtlRenderError
from vtlharness.gateway.templates.evaluation import Evaluation
from vtlharness.gateway.templates.mapping_template import specialize
from vtlharness.gateway.templates.render import render_evaluation
from vtlharness.source import Source
from vtlharness.vtl.compile.forms import Form
from vtlharness.vtl.template import Template

FORMS: tuple[Form, ...] = ("short", "inlined")
"""The forms of the renderings of a template: one with each of its data."""


def rendered(template: Template, data: dict[str, object]) -> str | None:
    """The text of a rendering; None where it fails."""
    try:
        return render_evaluation(template, Evaluation(body=json.dumps(data))).text
    except VtlRenderError:
        return None


def without_blanks(text: str | None) -> str | None:
    """What is printed, without blanks: directives swallow some."""
    return None if text is None else "".join(text.split())


def arms_of(counts: TemplateCounts) -> dict[tuple[str, str, int], int]:
    """The arms as the reference names them: by their offsets behind the first line."""
    return {(arm.kind, arm.word, arm.offset - len(FIRST_LINE)): times for arm, times in counts.arms()}


@batch(300, 3_000)
def test_counts_are_those_of_a_slow_interpreter(count: int) -> None:
    for number in range(count):
        written = write_template(f"coverage {number}")
        reference = Reference(written)
        source = Source(FIRST_LINE + written.text, "t.vtl")
        with counting() as recorder:
            for data, form in zip(written.data, FORMS, strict=True):
                text = rendered(Template(source, specialize, form=form), data)
                assert without_blanks(text) == without_blanks(reference.render(data)), (source.text, data)
        counts = recorder.templates[source]
        lines = {1: len(FORMS)} | {line + 1: times for line, times in reference.lines().items()}
        assert counts.lines() == lines, source.text
        assert arms_of(counts) == dict(reference.arms), source.text
        assert len({arm.arc for arm in template_reach(counts).arms}) == len(reference.arms), source.text


def test_written_templates_reach_all_kinds_of_arms_and_ends() -> None:
    reached: set[tuple[str, str]] = set()
    failed = 0
    for number in range(300):
        written = write_template(f"coverage {number}")
        reference = Reference(written)
        failed += [reference.render(data) for data in written.data].count(None)
        reached |= {(kind, word) for (kind, word, _), times in reference.arms.items() if times}
        assert written == write_template(f"coverage {number}")
    kinds = {("#if", "true false"), ("#elseif", "true false"), ("#foreach", "zero one more")}
    kinds |= {("&&", "evaluated skipped"), ("||", "evaluated skipped")}
    assert reached == {(kind, word) for word, of in kinds for kind in of.split()}
    assert 20 < failed < 300
