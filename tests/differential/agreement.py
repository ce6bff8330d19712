"""This renderer's answer beside the oracle's, and the smallest template on which they differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.oracle.recording import without_addresses
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.templates.evaluation import Evaluation
from vtlharness.gateway.templates.mapping_template import specialize
from vtlharness.gateway.templates.render import render_evaluation
from vtlharness.source import Source
from vtlharness.vtl.compile.forms import FORMS, Form
from vtlharness.vtl.template import Template

FAILED = "(fails)"
AT_ONCE = 2000


@dataclass(frozen=True)
class Disagreement:
    """A request on which this renderer and the oracle differ, with both answers."""

    request: dict[str, Any]
    ours: str
    theirs: str


def our_answer(request: dict[str, Any]) -> str:
    """This renderer's text, or FAILED. Exceptions of other kinds pass through: they are defects.

    If the forms of a template disagree, all answers.
    """
    evaluation = Evaluation(
        body=request.get("body"),
        params=request.get("params", {}),
        context=request.get("context", {}),
        stage_variables=request.get("stageVariables", {}),
        variables=request.get("vars", {}),
    )
    first, *others = (_printed(request["template"], evaluation, form) for form in FORMS)
    return first if others == [first] * len(others) else " | ".join([first, *others])


def _printed(template: str, evaluation: Evaluation, form: Form) -> str:
    try:
        return render_evaluation(Template(Source(template), specialize, form=form), evaluation).text
    except VtlHarnessError:
        return FAILED


def their_answer(answer: dict[str, Any]) -> str:
    """The oracle's text, or FAILED."""
    return str(answer["output"]) if "output" in answer else FAILED


def same(ours: str, theirs: str) -> bool:
    """Whether two answers agree; the address of a Java object may be any."""
    return ours == theirs or without_addresses(ours) == without_addresses(theirs)


def differences(requests: Sequence[dict[str, Any]], ask: Callable[[Any], list[dict[str, Any]]]) -> list[Disagreement]:
    """The requests on which this renderer and the oracle differ."""
    # In parts, because the oracle has a time limit for each batch.
    parts = (requests[start : start + AT_ONCE] for start in range(0, len(requests), AT_ONCE))
    return [disagreement for part in parts for disagreement in _differences(part, ask)]


def _differences(requests: Sequence[dict[str, Any]], ask: Callable[[Any], list[dict[str, Any]]]) -> list[Disagreement]:
    found = []
    for request, answer in zip(requests, ask(requests), strict=True):
        try:
            ours = our_answer(request)
        except Exception as problem:
            ours = f"({type(problem).__name__}: {problem})"
        theirs = their_answer(answer)
        if not same(ours, theirs):
            found.append(Disagreement(request, ours, theirs))
    return found


def minimised(found: Disagreement, ask: Callable[[Any], list[dict[str, Any]]]) -> Disagreement:
    """The disagreement with as many pieces of its template removed as possible."""
    best = found
    size = max(1, len(best.request["template"]) // 2)
    while True:
        template = best.request["template"]
        cuts = [
            {**best.request, "template": template[:start] + template[start + size :]}
            for start in range(0, len(template), max(1, size // 2))
        ]
        smaller = next(iter(differences(cuts, ask)), None) if cuts else None
        if smaller is not None:
            best = smaller
        elif size == 1:
            return best
        else:
            size //= 2
