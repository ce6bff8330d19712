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

from vtlharness.first_cases.draft import Draft, Reply, Side
from vtlharness.first_cases.examples import Examples
from vtlharness.first_cases.inputs import JSON, MISSING, Inputs, Origin, Wish, inputs_of, path_steps
from vtlharness.first_cases.matching_text import matching_text
from vtlharness.first_cases.schema_values import schema_value
from vtlharness.first_cases.values import (
    Change,
    Payload,
    at,
    changes,
    parameter_text,
    plain_value,
    text_for,
    wished_value,
)
from vtlharness.gateway.codecs.json_body import json_body
from vtlharness.gateway.model import IntegrationResponse, Method, RestApi
from vtlharness.gateway.service_arn import parse_service_arn
from vtlharness.gateway.stages.routing import path_parameter_names
from vtlharness.java.regex.pattern import compile_java
from vtlharness.java.values import JavaError
from vtlharness.lint.parsing import parse
from vtlharness.source import Source

_STATUSES: tuple[int, ...] = (
    200,
    201,
    202,
    204,
    400,
    401,
    403,
    404,
    409,
    422,
    429,
    500,
    502,
    503,
    504,
    *range(100, 600),
)
_BODY_VERBS = frozenset({"POST", "PUT", "PATCH"})
_JSON_TYPE = "application/json"
_BASE64 = "dGV4dA=="
"""A body that can be converted to bytes."""
_STAGE_VARIABLE = re.compile(r"\$\{stageVariables\.(\w+)\}")


class Target(NamedTuple):
    """A draft, the integration response that it is to reach (None for a proxy), and the changes worth a try."""

    draft: Draft
    response: IntegrationResponse | None
    changes: tuple[tuple[Side, Change], ...]


def template_inputs(source: Source) -> Inputs:
    """What a template reads; nothing of one that does not parse."""
    block = parse(source).block
    return Inputs() if block is None else inputs_of(block)


class MethodDrafts:
    """Makes the drafts of one method."""

    def __init__(self, api: RestApi, method: Method, examples: Examples) -> None:
        self._api = api
        self._method = method
        self._examples = examples
        self._of_function = self._calls_function()

    def targets(self) -> Iterator[Target]:
        """The drafts, the plainest first."""
        templates = self._method.integration.request_templates
        kinds: list[str | None] = list(templates) or [None]
        if _JSON_TYPE in kinds:
            kinds.sort(key=lambda kind: kind != _JSON_TYPE)
        first = True
        for kind in kinds:
            yield from self._targets_of(kind, all_responses=first)
            first = False

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
        draft = self._draft(kind, inputs)
        request_changes = tuple(("request", change) for change in self._changes(inputs, draft))
        responses = self._method.integration.integration_responses
        if self._method.integration.type in ("AWS_PROXY", "HTTP_PROXY", "MOCK") or not responses:
            yield Target(replace(draft, reply=self._proxy_reply()), None, request_changes)  # type: ignore[arg-type]
            if self._method.integration.type == "MOCK":
                for response in responses:
                    found = Inputs()
                    for one in response.response_templates.values():
                        found.add(template_inputs(one))
                    more = tuple(("request", change) for change in self._changes(found, draft, of_reply=True))
                    if more:
                        yield Target(draft, response, more)  # type: ignore[arg-type]
            return
        for response in responses if all_responses else self._default(responses):
            target = self._target(draft, response, request_changes)  # type: ignore[arg-type]
            yield target
            kinds = [*response.response_templates]
            for accepted in [one for one in kinds if len(kinds) > 1 and one != _JSON_TYPE]:
                headers = {**target.draft.parameters.get("header", {}), "Accept": accepted}
                parameters = {**target.draft.parameters, "header": headers}
                named = replace(target.draft, name=f"{target.draft.name} accepts {accepted}", parameters=parameters)
                yield Target(named, response, tuple(one for one in target.changes if one[0] == "reply"))

    def _default(self, responses: tuple[IntegrationResponse, ...]) -> tuple[IntegrationResponse, ...]:
        return tuple(one for one in responses if not one.selection_pattern)[:1] or responses[:1]

    def _target(
        self, draft: Draft, response: IntegrationResponse, request_changes: tuple[tuple[Side, Change], ...]
    ) -> Target:
        inputs = Inputs()
        for source in response.response_templates.values():
            inputs.add(template_inputs(source))
        self._mapped(inputs, response.response_parameters, reply=True)
        reply = self._reply(response, inputs)
        words = "" if not response.selection_pattern else f" answers {response.status_code}"
        named = replace(draft, name=f"{draft.name}{words}", reply=reply)
        found: list[tuple[Side, Change]] = [("reply", one) for one in self._reply_changes(inputs, reply)]
        if not response.selection_pattern:
            found += request_changes
        return Target(named, response, tuple(found))

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
                value = self._examples.parameter(method, place, name, str(plain_value(name, None)))
                parameters[place].setdefault(name, value)
        for origin, wish in inputs.wishes.items():
            if origin.place in ("parameter", "querystring", "header", "path") and origin.steps:
                place = self._place(origin)
                value = parameter_text(wished_value(origin.steps[0], wish))
                known = {name.lower() for name in parameters[place]} if place == "header" else set(parameters[place])
                name = origin.steps[0]
                if (name.lower() if place == "header" else name) not in known and place != "path":
                    parameters[place][name] = value
        if (
            kind is not None
            and kind != _JSON_TYPE
            and not any(name.lower() == "content-type" for name in parameters["header"])
        ):
            parameters["header"]["Content-Type"] = kind
        given = self._access(parameters, inputs)
        variables = {
            origin.steps[0]: parameter_text(wished_value(origin.steps[0], wish))
            for origin, wish in inputs.wishes.items()
            if origin.place == "stageVariables" and origin.steps and origin.steps[0] not in self._api.stage.variables
        }
        for variable in self._identifying_variables():
            variables.setdefault(variable, "token")
        name = f"{method.http_method} {method.resource_path}"
        if kind is not None and kind != _JSON_TYPE:
            name = f"{name} with {kind}"
        return Draft(
            name,
            verb,
            method.resource_path,
            {place: values for place, values in parameters.items() if values},
            self._body(kind, inputs, verb),
            {},
            variables,
            None,
            given,
        )

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

    def _body(self, kind: str | None, inputs: Inputs, verb: str) -> Any:
        wishes = {origin.steps: wish for origin, wish in inputs.wishes.items() if origin.place == "body"}
        base = self._examples.body(self._method, kind or _JSON_TYPE)
        model = self._method.request_models.get(kind or _JSON_TYPE) or self._method.request_models.get("$default")
        if base is MISSING and model is not None and model in self._api.models and model != "Empty":
            base = schema_value({"$ref": model}, self._api.models)
        if base is MISSING and not wishes:
            return {} if verb in _BODY_VERBS and (kind or _JSON_TYPE) == _JSON_TYPE else MISSING
        if kind is not None and "json" not in kind:
            return "a=1&b=2" if "form" in kind else "<a>text</a>" if "xml" in kind else "text"
        if isinstance(base, str) and wishes:
            return base
        return Payload(wishes, base).data()

    def _changes(self, inputs: Inputs, draft: Draft, *, of_reply: bool = False) -> Iterator[Change]:
        for origin, wish in inputs.wishes.items():
            if of_reply and origin.place == "body":
                continue
            if origin.place == "parameter":
                origin = Origin(self._place(origin), origin.steps)  # type: ignore[arg-type]
            present = self._present(origin, draft)
            yield from changes(origin, wish, present)

    def _present(self, origin: Origin, draft: Draft) -> Any:
        if origin.place == "body":
            return at(draft.body, origin.steps)
        if origin.place in ("path", "querystring", "header") and origin.steps:
            return draft.parameters.get(origin.place, {}).get(origin.steps[0], MISSING)
        if origin.place == "stageVariables":
            return draft.stage_variables.get(origin.steps[0], MISSING)
        if origin.place == "context" and origin.steps[:1] == ("authorizer",):
            answer = draft.given.get("authorizer")
            found = at(answer, origin.steps[1:])
            return at(answer, ("context", *origin.steps[1:])) if found is MISSING else found
        return MISSING

    # Access

    def _access(self, parameters: dict[str, dict[str, Any]], inputs: Inputs) -> dict[str, Any]:
        method = self._method
        given: dict[str, Any] = {}
        wanted = [
            origin.steps[1:]
            for origin in inputs.wishes
            if origin.place == "context" and origin.steps[:1] == ("authorizer",)
        ]
        if method.api_key_required and self._api.api_key_source == "HEADER":
            parameters["header"].setdefault("x-api-key", "sample-key")
        if method.authorization_type == "AWS_IAM":
            given["authorizer"] = {"iam": {"userArn": "arn:aws:iam::123456789012:user/sample"}}
        elif method.authorization_type == "COGNITO_USER_POOLS":
            claims: dict[str, Any] = {"sub": "11111111-2222-4333-8444-555555555555"}
            if method.authorization_scopes:
                claims["scope"] = " ".join(method.authorization_scopes)
            for steps in wanted:
                if steps[:1] == ("claims",) and len(steps) > 1:
                    wish = inputs.wishes[Origin("context", ("authorizer", *steps))]
                    claims.setdefault(steps[1], parameter_text(wished_value(steps[1], wish)))
            given["authorizer"] = {"claims": claims}
            self._identity(parameters, {"header": "Authorization"})
        elif method.authorization_type == "CUSTOM":
            answer: dict[str, Any] = {"principalId": "user"}
            values = {
                steps[0]: text_for(steps[0]) for steps in wanted if steps and steps[0] not in ("principalId", "claims")
            }
            if values:
                answer["context"] = values
            if method.api_key_required and self._api.api_key_source == "AUTHORIZER":
                answer["usageIdentifierKey"] = "sample-key"
            given["authorizer"] = answer
            self._identity(parameters, {})
        return given

    def _identity(self, parameters: dict[str, dict[str, Any]], default: Mapping[str, str]) -> None:
        authorizer = self._method.authorizer
        sources = () if authorizer is None else authorizer.identity_sources
        pattern = None if authorizer is None else authorizer.identity_validation_expression
        for source in sources or [f"method.request.{place}.{name}" for place, name in default.items()]:
            parts = source.split(".", 3)
            if len(parts) == 4 and parts[2] in parameters:
                text = matching_text(pattern, "token") if pattern else "token"
                parameters[parts[2]].setdefault(parts[3], text or "token")

    def _identifying_variables(self) -> list[str]:
        """The stage variables by which the authorizer knows the caller, as far as the stage does not have them."""
        authorizer = self._method.authorizer
        sources = () if authorizer is None else authorizer.identity_sources
        names = [source.removeprefix("stageVariables.") for source in sources if source.startswith("stageVariables.")]
        return [name for name in names if name not in self._api.stage.variables]

    # The answer

    def _calls_function(self) -> bool:
        uri = self._method.integration.uri
        arn = parse_service_arn(uri) if uri else None
        return self._method.integration.type in ("AWS", "AWS_PROXY") and arn is not None and arn.function is not None

    def _proxy_reply(self) -> Reply | None:
        kind = self._method.integration.type
        if kind == "AWS_PROXY" and self._of_function:
            return Reply("lambdaResult", body={"statusCode": 200, "body": json_body({"message": "ok"})})
        if kind in ("HTTP_PROXY", "AWS_PROXY"):
            return Reply("http", 200, {"Content-Type": _JSON_TYPE}, {"message": "ok"})
        return None if kind == "MOCK" else Reply("lambdaResult" if self._of_function else "http", body={})

    def _reply(self, response: IntegrationResponse, inputs: Inputs) -> Reply:
        wishes = {origin.steps: wish for origin, wish in inputs.wishes.items() if origin.place == "body"}
        headers = {
            origin.steps[0]: text_for(origin.steps[0])
            for origin in inputs.wishes
            if origin.place == "header" and origin.steps
        }
        pattern = response.selection_pattern
        if self._of_function and pattern:
            return Reply("lambdaError", body=self._function_error(pattern, wishes))
        body = Payload(wishes).data() if wishes else {"message": "ok"} if not self._of_function else {}
        if response.content_handling == "CONVERT_TO_BINARY" and not wishes and not self._of_function:
            body = _BASE64
        if self._of_function:
            return Reply("lambdaResult", body=body)
        return Reply("http", self._status(response), headers, body)

    def _function_error(self, pattern: str, wishes: dict[tuple[str, ...], Wish]) -> dict[str, Any]:
        body = Payload(wishes).data() if wishes else {}
        body = body if isinstance(body, dict) else {}
        known = body.get("errorMessage")
        message = matching_text(pattern, known if isinstance(known, str) else "")
        if ("errorMessage", JSON) in {steps[:2] for steps in wishes} and isinstance(known, str) and message != known:
            message = _json_that_matches(pattern, known) or message
        return {**body, "errorMessage": message or "error", "errorType": body.get("errorType", "Error")}

    def _status(self, response: IntegrationResponse) -> int:
        others = [
            one.selection_pattern for one in self._method.integration.integration_responses if one.selection_pattern
        ]
        mine = response.selection_pattern
        declared = int(response.status_code) if response.status_code.isdigit() else 200
        for status in (declared, *_STATUSES):
            if (
                mine
                and _matches(mine, str(status))
                and not any(_matches(other, str(status)) for other in others[: others.index(mine)])
            ):
                return status
            if not mine and not any(_matches(other, str(status)) for other in others):
                return status
        return declared

    def _reply_changes(self, inputs: Inputs, reply: Reply) -> Iterator[Change]:
        for origin, wish in inputs.wishes.items():
            if origin.place == "body":
                yield from changes(origin, wish, at(reply.body, origin.steps))

    def _mapped(self, inputs: Inputs, parameters: Mapping[str, str], *, reply: bool) -> None:
        """Adds what mappings of parameters read."""
        front = "integration.response." if reply else "method.request."
        for source in parameters.values():
            if not source.startswith(front):
                continue
            place, _, name = source.removeprefix(front).partition(".")
            if place == "body":
                steps = path_steps(f"$.{name}" if name else "$")
                if steps is not None:
                    inputs.wish(Origin("body", steps))
            elif place in ("header", "querystring") and name:
                inputs.wish(Origin(place, (name,)))  # type: ignore[arg-type]


def _matches(pattern: str, text: str) -> bool:
    try:
        return compile_java(pattern, 0).engine.fullmatch(text) is not None
    except JavaError:
        return False


def _json_that_matches(pattern: str, text: str) -> str | None:
    """JSON with a member that makes it match the pattern."""
    found = matching_text(pattern)
    for made in [] if found is None else [f"{text[:-1]}, {found.strip('{} ,')}}}", f'{text[:-1]}, "note": "{found}"}}']:
        if _matches(pattern, made):
            return made
    return None
