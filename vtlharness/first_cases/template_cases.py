"""The first cases of a template alone, from what it reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vtlharness.first_cases.draft import Draft, Reply, Side
from vtlharness.first_cases.inputs import MISSING, Inputs, Origin
from vtlharness.first_cases.method_cases import Target
from vtlharness.first_cases.values import Change, Payload, at, changes, text_for, wished_value

_OF_REQUESTS = ("parameter", "querystring", "header", "path")


def template_target(inputs: Inputs) -> Target:
    """A draft in which everything that the template reads is there, and the changes that are worth a try."""
    wishes = {origin.steps: wish for origin, wish in inputs.wishes.items() if origin.place == "body"}
    of_reply = inputs.answers
    body = Payload(wishes).data() if wishes else MISSING
    parameters: dict[str, dict[str, Any]] = {}
    for origin, wish in inputs.wishes.items():
        if origin.place in _OF_REQUESTS and origin.steps:
            parameters.setdefault(_place(origin), {})[origin.steps[0]] = str(wished_value(origin.steps[0], wish))
    context: dict[str, Any] = {}
    for origin in inputs.wishes:
        if origin.place == "context" and origin.steps[:1] == ("authorizer",) and len(origin.steps) > 1:
            _put(context, origin.steps, text_for(origin.steps[-1]))
    variables = {
        origin.steps[0]: str(wished_value(origin.steps[0], wish))
        for origin, wish in inputs.wishes.items()
        if origin.place == "stageVariables" and origin.steps
    }
    reply = Reply("http", body=body) if of_reply else None
    draft = Draft(
        "everything is there",
        parameters=parameters,
        body=MISSING if of_reply else body,
        context=context,
        stage_variables=variables,
        reply=reply,
    )
    side: Side = "reply" if of_reply else "request"
    return Target(draft, None, tuple((side, change) for change in _changes(inputs, draft, body)))


def _changes(inputs: Inputs, draft: Draft, body: Any) -> Iterator[Change]:
    for origin, wish in inputs.wishes.items():
        place = Origin(_place(origin), origin.steps)  # type: ignore[arg-type]
        if origin.place == "body":
            present = at(body, origin.steps)
        elif origin.place == "stageVariables" and origin.steps:
            present = draft.stage_variables.get(origin.steps[0], MISSING)
        elif origin.steps:
            present = draft.parameters.get(place.place, {}).get(origin.steps[0], MISSING)
        else:
            continue
        yield from changes(place, wish, present)


def _place(origin: Origin) -> str:
    """A parameter by its name alone is looked for in all places: the query string stands for them."""
    return "querystring" if origin.place == "parameter" else origin.place


def _put(data: dict[str, Any], steps: tuple[str, ...], value: Any) -> None:
    for step in steps[:-1]:
        inner = data.setdefault(step, {})
        if not isinstance(inner, dict):
            return
        data = inner
    data.setdefault(steps[-1], value)
