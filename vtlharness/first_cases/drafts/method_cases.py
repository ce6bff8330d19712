"""The first cases of a method: one for each of its integration responses, and for each content type of its requests.

Comes in: an API, a method, the examples of its definition. Goes out: `MethodDrafts`: calls that pass its validators
and its authorizer, with the answers of the backend by which each integration response is chosen, and changes that may
make a difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from vtlharness.first_cases.drafts.access_values import access_values, authorizer_context, identifying_variables
from vtlharness.first_cases.drafts.bodies import Bodies, NoBodyError
from vtlharness.first_cases.drafts.draft import Draft, Reply, Side
from vtlharness.first_cases.drafts.parameters import PLACES, add_wished_parameters, wished_stage_variables
from vtlharness.first_cases.drafts.replies import Replies
from vtlharness.first_cases.reading.inputs import MISSING, Inputs, Origin, path_steps
from vtlharness.first_cases.reading.template_inputs import template_inputs
from vtlharness.first_cases.values.examples import Examples
from vtlharness.first_cases.values.payload import Change, at, changes, shown
from vtlharness.first_cases.values.samples import header_for, plain_value, text_for
from vtlharness.gateway.model import IntegrationResponse, Method, RestApi
from vtlharness.gateway.stages.exchange import stage_values
from vtlharness.gateway.stages.routing import path_parameter_names
from vtlharness.visible import one_line

_BODY_VERBS = frozenset({"POST", "PUT", "PATCH"})
_JSON_TYPE = "application/json"
_CANARY = "isCanaryRequest"
_STAGE_VARIABLE = re.compile(r"\$\{stageVariables\.(\w+)\}")


class Target(NamedTuple):
    """A draft, the integration response that it is to reach (None for a proxy), and the changes worth a try.

    `unlike` is the draft that this one has to differ from in what comes out, None if it counts in any case. `others`
    are drafts for the same, if the gateway itself answers this one.
    """

    draft: Draft
    response: IntegrationResponse | None
    changes: tuple[tuple[Side, Change], ...]
    unlike: Draft | None = None
    others: tuple[Draft, ...] = ()


class MethodDrafts:
    """Makes the drafts of one method."""

    def __init__(self, api: RestApi, method: Method, examples: Examples, alone: str | None = None) -> None:
        """`alone` is the name of an integration of which a case file has no API around it."""
        self._api = api
        self._method = method
        self._alone = alone
        self._examples = examples
        self._bodies = Bodies(api, method, examples)
        self.left_out: list[str] = []
        """What has no case, and why."""
        self._replies = Replies(method)

    def targets(self) -> Iterator[Target]:
        """The drafts, the plainest first."""
        templates = self._method.integration.request_templates
        kinds: list[str | None] = list(templates) or [None]
        if _JSON_TYPE in kinds:
            kinds.sort(key=lambda kind: kind != _JSON_TYPE)
        first = True
        for kind in kinds:
            for target in self._targets_of(kind, all_responses=first):
                yield target
                if first and self._api.stage.canary_settings is not None:
                    yield self._by_canary(target.draft)
                first = False

    def _by_canary(self, draft: Draft) -> Target:
        """The same call, taken by the canary, which counts where its stage variables make a difference."""
        overrides = () if (settings := self._api.stage.canary_settings) is None else settings.stage_variable_overrides
        variables = {name: text for name, text in draft.stage_variables.items() if name not in overrides}
        named = replace(
            draft,
            name=f"{draft.name} by the canary",
            context={**draft.context, _CANARY: True},
            stage_variables=variables,
        )
        return Target(named, None, (), unlike=draft)

    def _targets_of(self, kind: str | None, *, all_responses: bool) -> Iterator[Target]:
        source = self._method.integration.request_templates.get(kind) if kind is not None else None
        inputs = Inputs() if source is None else template_inputs(source)
        self._mapped(inputs, self._method.integration.request_parameters, reply=False)
        for name in _STAGE_VARIABLE.findall(self._method.integration.uri or ""):
            inputs.wish(Origin("stageVariables", (name,)))
        for response in self._method.integration.integration_responses:
            for one in response.response_templates.values():
                for origin, wish in template_inputs(one).wishes.items():
                    if origin.place != "body":
                        inputs.wish(origin).take(wish)
        try:
            draft = self._draft(kind, inputs)
        except NoBodyError as none:
            self.left_out.append(f"{self._name(kind)}: no body was found that the model {none.model} allows")
            return
        request_changes = tuple(("request", change) for change in self._changes(inputs, draft))
        responses = sorted(self._method.integration.integration_responses, key=lambda one: bool(one.selection_pattern))
        if self._method.integration.type in ("AWS_PROXY", "HTTP_PROXY", "MOCK") or not responses:
            yield Target(replace(draft, reply=self._replies.proxied()), None, request_changes)  # type: ignore[arg-type]
            if self._method.integration.type == "MOCK":
                for response in responses:
                    found = Inputs()
                    for one in response.response_templates.values():
                        found.add(template_inputs(one))
                    more = tuple(("request", change) for change in self._changes(found, draft, of_reply=True))
                    if more:
                        yield Target(draft, response, more)  # type: ignore[arg-type]
            return
        for response in responses if all_responses else responses[:1]:
            target = self._target(draft, response, request_changes)  # type: ignore[arg-type]
            yield target
            kinds = [*response.response_templates]
            for accepted in [one for one in kinds if len(kinds) > 1 and one != _JSON_TYPE]:
                headers = {**target.draft.parameters.get("header", {}), "Accept": accepted}
                parameters = {**target.draft.parameters, "header": headers}
                named = replace(target.draft, name=f"{target.draft.name} accepts {accepted}", parameters=parameters)
                yield Target(named, response, tuple(one for one in target.changes if one[0] == "reply"))

    def _target(
        self, draft: Draft, response: IntegrationResponse, request_changes: tuple[tuple[Side, Change], ...]
    ) -> Target:
        inputs = Inputs()
        for source in response.response_templates.values():
            inputs.add(template_inputs(source))
        self._mapped(inputs, response.response_parameters, reply=True)
        reply = self._replies.choosing(response, inputs)
        named = replace(draft, name=f"{draft.name}{self._words(response, reply)}", reply=reply)
        found: list[tuple[Side, Change]] = [("reply", one) for one in _reply_changes(inputs, reply)]
        if not response.selection_pattern:
            found += request_changes
        others = tuple(replace(named, reply=other) for other in self._replies.others(response, reply))
        return Target(named, response, tuple(found), others=others)

    def _words(self, response: IntegrationResponse, reply: Reply) -> str:
        """What a case's name says of the response; of one with the status of another, to which error."""
        if not response.selection_pattern:
            return ""
        statuses = [one.status_code for one in self._method.integration.integration_responses]
        words = f" answers {response.status_code}"
        if statuses.count(response.status_code) == 1:
            return words
        answered = reply.body["errorMessage"] if reply.kind == "lambdaError" else str(reply.status)
        return words if answered.startswith("{") else f"{words} to {one_line(shown(answered))}"

    # The request

    def _draft(self, kind: str | None, inputs: Inputs) -> Draft:
        method = self._method
        verb = "POST" if method.http_method == "ANY" else method.http_method
        parameters: dict[str, dict[str, Any]] = {"path": {}, "querystring": {}, "header": {}}
        for name in path_parameter_names(method.resource_path):
            parameters["path"][name] = self._examples.parameter(method, "path", name, text_for(name))
        for parameter, needed in method.request_parameters.items():
            place, name = parameter.split(".", 3)[2:]
            if place in parameters and (needed or place != "header" or name.lower() != "content-type"):
                sample = header_for(name) if place == "header" else str(plain_value(name, None))
                value = self._examples.parameter(method, place, name, sample)
                parameters[place].setdefault(name, value)
        given = access_values(self._api, method, inputs, parameters)
        add_wished_parameters({**parameters, "path": {}}, inputs, self._place)
        if (
            kind is not None
            and kind != _JSON_TYPE
            and not any(name.lower() == "content-type" for name in parameters["header"])
        ):
            parameters["header"]["Content-Type"] = kind
        variables = wished_stage_variables(inputs, self._api.stage.variables)
        for variable in identifying_variables(self._api, method):
            variables.setdefault(variable, "token")
        return Draft(
            self._name(kind),
            verb,
            method.resource_path,
            {place: values for place, values in parameters.items() if values},
            self._bodies.body(kind, inputs, verb),
            self._context(inputs),
            variables,
            None,
            given,
            routed=self._alone is None,
        )

    def _name(self, kind: str | None) -> str:
        name = self._alone or f"{self._method.http_method} {self._method.resource_path}"
        return name if kind in (None, _JSON_TYPE) else f"{name} with {kind}"

    def _context(self, inputs: Inputs) -> dict[str, Any]:
        found = {} if self._alone is None else authorizer_context(inputs)
        return {**found, _CANARY: False} if stage_values(self._api.stage)[1] else found

    def _place(self, origin: Origin) -> str:
        if origin.place != "parameter":
            return origin.place
        name = origin.steps[0]
        if name in path_parameter_names(self._method.resource_path):
            return "path"
        declared = {
            parameter.split(".", 3)[3].lower(): parameter.split(".", 3)[2]
            for parameter in self._method.request_parameters
        }
        found = declared.get(name.lower(), "header" if "-" in name or name[:1].isupper() else "querystring")
        return found if found in ("querystring", "header", "path") else "querystring"

    def _changes(self, inputs: Inputs, draft: Draft, *, of_reply: bool = False) -> Iterator[Change]:
        for origin, wish in inputs.wishes.items():
            if (of_reply and origin.place == "body") or origin == Origin("context", (_CANARY,)):
                continue
            if origin.place == "parameter":
                origin = Origin(self._place(origin), origin.steps)  # type: ignore[arg-type]
            present = self._present(origin, draft)
            yield from changes(origin, wish, present)

    def _present(self, origin: Origin, draft: Draft) -> Any:
        if origin.place == "body":
            return at(draft.body, origin.steps)
        if origin.place in PLACES:
            values = draft.parameters.get(origin.place, {})
            return values.get(origin.steps[0], MISSING) if origin.steps else values
        if origin.place == "stageVariables":
            return draft.stage_variables.get(origin.steps[0], MISSING) if origin.steps else draft.stage_variables
        if origin.place == "context" and self._alone is not None:
            return at(draft.context, origin.steps)
        if origin.place == "context" and origin.steps[:1] == ("authorizer",):
            answer = draft.given.get("authorizer")
            found = at(answer, origin.steps[1:])
            return at(answer, ("context", *origin.steps[1:])) if found is MISSING else found
        return MISSING

    def _mapped(self, inputs: Inputs, parameters: Mapping[str, str], *, reply: bool) -> None:
        """Adds what mappings of parameters read."""
        front = "integration.response." if reply else "method.request."
        for source in parameters.values():
            if not source.startswith(front):
                continue
            place, _, name = source.removeprefix(front).partition(".")
            place = place.removeprefix("multivalue")
            if place == "body":
                steps = path_steps(f"$.{name}" if name else "$")
                if steps is not None:
                    inputs.wish(Origin("body", steps))
            elif place in ("header", "querystring") and name:
                inputs.wish(Origin(place, (name,)))  # type: ignore[arg-type]


def _reply_changes(inputs: Inputs, reply: Reply) -> Iterator[Change]:
    for origin, wish in inputs.wishes.items():
        if origin.place == "body":
            yield from changes(origin, wish, at(reply.body, origin.steps))
