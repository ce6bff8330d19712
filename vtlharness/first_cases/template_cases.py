"""The first cases of a template alone, from what it reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vtlharness.first_cases.draft import Draft, Reply, Side
from vtlharness.first_cases.inputs import MISSING, Inputs, Origin
from vtlharness.first_cases.method_cases import Target
from vtlharness.first_cases.values import Change, Payload, at, changes, wished_value

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
    for origin in inputs.wishes:
        if origin.place in _OF_REQUESTS and not origin.steps:
            parameters.setdefault(_place(origin), {}).setdefault("name", "value")
    of_authorizer = {
        origin.steps: wish
        for origin, wish in inputs.wishes.items()
        if origin.place == "context" and origin.steps[:1] == ("authorizer",) and len(origin.steps) > 1
    }
    context = _texts(Payload(of_authorizer).data()) if of_authorizer else {}
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
        elif origin.place == "context":
            present = at(draft.context, origin.steps)
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


def _texts(data: Any) -> Any:
    """The data with texts in place of other values: `$context` has nothing else."""
    if isinstance(data, dict):
        return {name: _texts(value) for name, value in data.items()}
    return data if isinstance(data, str) else str(data).lower()
