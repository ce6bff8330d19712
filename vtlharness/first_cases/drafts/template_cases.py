"""The first cases of a template alone, from what it reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vtlharness.first_cases.drafts.access_values import authorizer_context
from vtlharness.first_cases.drafts.draft import Draft, Reply, Side
from vtlharness.first_cases.drafts.method_cases import Target
from vtlharness.first_cases.drafts.parameters import add_wished_parameters, wished_stage_variables
from vtlharness.first_cases.reading.inputs import MISSING, Inputs, Origin
from vtlharness.first_cases.values.payload import Change, Payload, at, changes


def template_target(inputs: Inputs) -> Target:
    """A draft in which everything that the template reads is there, and the changes that are worth a try."""
    wishes = {origin.steps: wish for origin, wish in inputs.wishes.items() if origin.place == "body"}
    of_reply = inputs.answers
    body = Payload(wishes).data() if wishes else MISSING
    parameters: dict[str, dict[str, Any]] = {"path": {}, "querystring": {}, "header": {}}
    add_wished_parameters(parameters, inputs, _place)
    reply = Reply("http", body=body) if of_reply else None
    draft = Draft(
        _name(inputs),
        parameters={place: values for place, values in parameters.items() if values},
        body=MISSING if of_reply else body,
        context=authorizer_context(inputs),
        stage_variables=wished_stage_variables(inputs),
        reply=reply,
    )
    side: Side = "reply" if of_reply else "request"
    return Target(draft, None, tuple((side, change) for change in _changes(inputs, draft, body)))


def _name(inputs: Inputs) -> str:
    if not inputs.wishes:
        return "an empty answer" if inputs.answers else "any request"
    return "a full answer" if inputs.answers else "a full request"


def _changes(inputs: Inputs, draft: Draft, body: Any) -> Iterator[Change]:
    for origin, wish in inputs.wishes.items():
        place = Origin(_place(origin), origin.steps)  # type: ignore[arg-type]
        if origin.place == "body":
            present = at(body, origin.steps)
        elif origin.place == "context":
            present = at(draft.context, origin.steps)
        elif origin.place == "stageVariables":
            present = draft.stage_variables.get(origin.steps[0], MISSING) if origin.steps else draft.stage_variables
        else:
            values = draft.parameters.get(place.place, {})
            present = values.get(origin.steps[0], MISSING) if origin.steps else values
        yield from changes(place, wish, present)


def _place(origin: Origin) -> str:
    """A parameter by its name alone is looked for in all places: the query string stands for them."""
    return "querystring" if origin.place == "parameter" else origin.place
