"""A case that is being made: the call and the backend's answer, apart from how a case file writes them.

Comes in: values. Goes out: the data of a case without its expectation. A draft is changed at one place at a time.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from vtlharness.first_cases.reading.inputs import MISSING
from vtlharness.first_cases.values.payload import Change, parameter_text, with_change
from vtlharness.visible import one_line

Side: TypeAlias = Literal["request", "reply"]
_SECTIONS = {"querystring": "queryStringParameters", "header": "headers", "path": "pathParameters"}


@dataclass(frozen=True, slots=True)
class Reply:
    """The backend's answer: `kind` is that of a function that returns, of one that fails, or of HTTP."""

    kind: Literal["lambdaResult", "lambdaError", "http"]
    status: int = 200
    headers: dict[str, Any] = field(default_factory=dict)
    body: Any = MISSING

    def data(self) -> dict[str, Any]:
        """The value of a case's `backend` (of a template's `integrationResponse`)."""
        if self.kind == "lambdaResult":
            return {"lambdaResult": {} if self.body is MISSING else self.body}
        if self.kind == "lambdaError":
            return {"lambdaError": self.body}
        found: dict[str, Any] = {"statusCode": self.status}
        if self.headers:
            found["headers"] = dict(self.headers)
        if self.body is not MISSING:
            found["body"] = self.body
        return found


@dataclass(frozen=True, slots=True)
class Draft:
    """One call. `name` is that of the plain call, `differences` say how this one differs.

    `resource` is the path of a resource of an API, None for a template alone. `parameters` has the values by place
    (`path`, `querystring`, `header`); `given` are further keys of the case. A call of an integration alone is not
    `routed`: its case names the resource itself.
    """

    name: str
    http_method: str = "GET"
    resource: str | None = None
    parameters: dict[str, dict[str, Any]] = field(default_factory=dict)
    body: Any = MISSING
    context: dict[str, Any] = field(default_factory=dict)
    stage_variables: dict[str, str] = field(default_factory=dict)
    reply: Reply | None = None
    given: dict[str, Any] = field(default_factory=dict)
    routed: bool = True
    differences: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The name of the case: that of the call, and how it differs; of a template alone, how it differs."""
        words = ", ".join(self.differences)
        if not words:
            return self.name
        return f"{self.name}: {words}" if self.resource is not None else words

    def changed(self, side: Side, change: Change) -> Draft:
        """The draft with a change. Raises LookupError, TypeError or ValueError where it has no such place."""
        named = replace(self, differences=(*self.differences, change.words))
        place, steps, value = change.origin.place, change.origin.steps, change.value
        if place == "body" and side == "reply":
            if self.reply is None:
                raise LookupError
            return replace(named, reply=replace(self.reply, body=with_change(self.reply.body, steps, value)))
        if place == "body":
            return replace(named, body=with_change(self.body, steps, value))
        if place in ("path", "querystring", "header"):
            values = dict(self.parameters.get(place, {}))
            if not steps:
                values = {} if value is MISSING else dict(value)
            elif value is MISSING:
                if place == "path" and self.resource is not None:
                    raise LookupError
                del values[steps[0]]
            else:
                values[steps[0]] = parameter_text(value)
            return replace(named, parameters={**self.parameters, place: values})
        if place == "stageVariables":
            variables = {name: text for name, text in self.stage_variables.items() if steps and name != steps[0]}
            if not steps:
                variables = {} if value is MISSING else dict(value)
            elif value is not MISSING:
                variables[steps[0]] = parameter_text(value)
            return replace(named, stage_variables=variables)
        if place == "context" and steps[:1] == ("authorizer",) and self.resource is not None and self.routed:
            return replace(named, given=_with_authorizer(self.given, steps[1:], value))
        if place == "context" and value is MISSING:
            return replace(named, context=with_change(self.context, steps, MISSING))
        if place == "context":
            return replace(named, context=_put(self.context, steps, parameter_text(value)))
        raise LookupError

    def data(self) -> dict[str, Any]:
        """The data of the case, without its expectation."""
        case: dict[str, Any] = {"name": one_line(self.title), "methodRequest": self._method_request()}
        case.update(self.given)
        if self.reply is not None:
            case["backend" if self.resource is not None else "integrationResponse"] = self.reply.data()
        if self.context:
            case["context"] = self.context
        if self.stage_variables:
            case["stageVariables"] = self.stage_variables
        if not case["methodRequest"]:
            del case["methodRequest"]
        return case

    def _method_request(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self.resource is not None:
            found = {"httpMethod": self.http_method, "path": self._path(self.resource)}
            if not self.routed and "{" in self.resource:
                found["resourcePath"] = self.resource
        for place, key in _SECTIONS.items():
            values = self.parameters.get(place)
            if values and not (place == "path" and self.resource is not None):
                found[key] = dict(values)
        if self.body is not MISSING:
            found["body"] = self.body
        return found

    def _path(self, resource: str) -> str:
        values = self.parameters.get("path", {})
        steps = []
        for step in resource.split("/"):
            if step.startswith("{") and step.endswith("}"):
                name = step[1:-1].removesuffix("+")
                step = str(values.get(name, "a/b" if step.endswith("+}") else name))
            steps.append(step)
        return "/".join(steps)


def _put(data: dict[str, Any], steps: tuple[str, ...], value: Any) -> dict[str, Any]:
    first, rest = steps[0], steps[1:]
    inner = data.get(first)
    return {**data, first: _put(inner if isinstance(inner, dict) else {}, rest, value) if rest else value}


def _with_authorizer(given: dict[str, Any], steps: tuple[str, ...], value: Any) -> dict[str, Any]:
    answer = given.get("authorizer")
    if not isinstance(answer, dict) or not steps:
        raise LookupError
    if "claims" in answer:
        steps = steps if steps[0] == "claims" else ("claims", *steps)
    elif steps[0] not in ("principalId",):
        steps = ("context", *steps)
    made = _put(answer, steps, value) if value is not MISSING else with_change(answer, steps, MISSING)
    return {**given, "authorizer": made}
