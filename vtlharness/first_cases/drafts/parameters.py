"""Values of the parameters that templates read.

Comes in: what templates read, parameters by place. Goes out: more parameters, each with a value.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from vtlharness.first_cases.reading.inputs import VALUE, Inputs, Origin, Wish
from vtlharness.first_cases.values.payload import parameter_text, wished_value
from vtlharness.first_cases.values.samples import header_for, plain_value

PLACES = ("parameter", "querystring", "header", "path")
_SAMPLES = {
    "header": {"X-First": "first", "X-Second": "second"},
    "querystring": {"first": "1", "second": "2"},
    "path": {"id": "id", "name": "name"},
    "stageVariables": {"first": "first", "second": "second"},
}
"""Parameters for a template that goes through all of a place."""


def add_wished_parameters(
    parameters: dict[str, dict[str, Any]], inputs: Inputs, place_of: Callable[[Origin], str]
) -> None:
    """Adds the parameters that templates read, to the places that `parameters` has."""
    for origin, wish in inputs.wishes.items():
        if origin.place in PLACES and place_of(origin) in parameters and _is_named(origin):
            _add(parameters, place_of(origin), origin.steps[0], wish)
    for origin, wish in inputs.wishes.items():
        if not origin.steps and not wish.values:
            continue
        if origin.place in PLACES and place_of(origin) in parameters and not _is_named(origin):
            values = parameters[place_of(origin)]
            for name, text in _SAMPLES[place_of(origin)].items():
                if len(values) < len(_SAMPLES[place_of(origin)]):
                    values[name] = text


def wished_stage_variables(inputs: Inputs, known: Collection[str] = ()) -> dict[str, str]:
    """The stage variables that templates read, but for those that the stage has (`known`)."""
    wishes = {origin: wish for origin, wish in inputs.wishes.items() if origin.place == "stageVariables"}
    found = {
        origin.steps[0]: parameter_text(wished_value(origin.steps[0], wish))
        for origin, wish in wishes.items()
        if _is_named(origin) and origin.steps[0] not in known
    }
    if any(not origin.steps and wish.values for origin, wish in wishes.items()):
        for name, text in _SAMPLES["stageVariables"].items():
            if len(found) + len(known) < len(_SAMPLES["stageVariables"]):
                found[name] = text
    return found


def parameter_value(place: str, name: str, wish: Wish) -> str:
    """A value that the wish allows."""
    return parameter_text(wished_value(name, wish, header_value if place == "header" else plain_value))


def header_value(name: str, _: str | None) -> str:
    """A header's value, of which the kind makes no difference."""
    return header_for(name)


def _is_named(origin: Origin) -> bool:
    return bool(origin.steps) and origin.steps[0] != VALUE


def _add(parameters: dict[str, dict[str, Any]], place: str, name: str, wish: Wish) -> None:
    values = parameters[place]
    known = {one.lower() for one in values} if place == "header" else {*values}
    if (name.lower() if place == "header" else name) not in known:
        values[name] = parameter_value(place, name, wish)
