"""The SAM templates of the oracle: those written by hand in `templates/*.yaml`, and combinations.

A file maps a case's name to its parts, of which a whole template is made: `api` (properties of the resource `Api`;
without it the API is implicit), `events` (of the function `F`: name to properties), `function` (properties of `F`),
`machine` (events of the state machine `M`), `resources` (more of them), `globals`, `parameters`, `conditions`,
`mappings`, and `values`, which are given for parameters.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vtlharness.definitions.reading.document import read_document

TEMPLATES = Path(__file__).parent / "templates"
REFUSED = Path(__file__).parent / "refused.yaml"


@dataclass(frozen=True, slots=True)
class Case:
    """A template with the values of its parameters."""

    name: str
    template: dict[str, Any]
    values: dict[str, str]


def cases() -> list[Case]:
    """All cases; their names are distinct."""
    return [*_written(), *_combined()]


def refused() -> list[Case]:
    """The templates that the transform refuses."""
    return list(_of_file(REFUSED))


def _written() -> Iterator[Case]:
    for path in sorted(TEMPLATES.glob("*.yaml")):
        yield from _of_file(path)


def _of_file(path: Path) -> Iterator[Case]:
    for name, parts in read_document(str(path)).data.items():
        yield _case(f"{path.stem}-{name}", parts)


def _case(name: str, parts: dict[str, Any]) -> Case:
    parts = copy.deepcopy(parts)
    values = parts.pop("values", {})
    resources: dict[str, Any] = parts.pop("resources", {})
    api = parts.pop("api", None)
    events = parts.pop("events", {})
    machine = parts.pop("machine", {})
    function = parts.pop("function", {})
    sections = {
        key.capitalize(): parts[key] for key in ("globals", "parameters", "conditions", "mappings") if key in parts
    }
    unknown = set(parts) - {"globals", "parameters", "conditions", "mappings", "about"}
    assert not unknown, f"{name}: {unknown}"
    made: dict[str, Any] = {}
    if api is not None:
        made["Api"] = {"Type": "AWS::Serverless::Api", "Properties": {"StageName": "v1", **api}}
    if events or function:
        code = {"Handler": "a.b", "Runtime": "python3.12", "CodeUri": "s3://b/k"}
        made["F"] = {
            "Type": "AWS::Serverless::Function",
            "Properties": {**code, **function, "Events": _events(events, api)},
        }
    if machine:
        made["M"] = {
            "Type": "AWS::Serverless::StateMachine",
            "Properties": {
                "DefinitionUri": "s3://b/m",
                "Role": "arn:aws:iam::1:role/r",
                "Events": _events(machine, api),
            },
        }
    transform = {"Transform": "AWS::Serverless-2016-10-31"}
    return Case(name, {**transform, **sections, "Resources": {**made, **resources}}, values)


def _events(events: dict[str, Any], api: object) -> dict[str, Any]:
    own = {} if api is None else {"RestApiId": {"Ref": "Api"}}
    return {name: {"Type": "Api", "Properties": {**own, **properties}} for name, properties in events.items()}


# Combinations

_MOCK = {"type": "mock", "requestTemplates": {"application/json": '{"statusCode": 200}'}}
_OPERATION = {"responses": {"200": {"description": "ok"}}, "x-amazon-apigateway-integration": _MOCK}
_PATHS = {"/a": {"get": _OPERATION, "post": _OPERATION}, "/b/{id}": {"x-amazon-apigateway-any-method": _OPERATION}}
_INFO = {"info": {"title": "t", "version": "1"}, "paths": _PATHS}
_EVENTS = {
    "Get": {"Path": "/a", "Method": "get"},
    "Post": {"Path": "/a", "Method": "POST"},
    "Any": {"Path": "/b/{id}", "Method": "any"},
}
_USER_POOL = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a"
_FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:auth"
_POOL = {"Authorizers": {"Pool": {"UserPoolArn": _USER_POOL}}}
_TOKEN = {"Authorizers": {"Token": {"FunctionArn": _FUNCTION}}}
_REQUEST = {
    "Authorizers": {
        "Request": {
            "FunctionPayloadType": "REQUEST",
            "FunctionArn": _FUNCTION,
            "Identity": {"Headers": ["Authorization"], "QueryStrings": ["q"]},
        }
    }
}
_AUTHS: dict[str, dict[str, Any]] = {
    "open": {},
    "key": {"ApiKeyRequired": True},
    "key-no-preflight": {"ApiKeyRequired": True, "AddApiKeyRequiredToCorsPreflight": False},
    "pool": {**_POOL, "DefaultAuthorizer": "Pool"},
    "token-no-preflight": {**_TOKEN, "DefaultAuthorizer": "Token", "AddDefaultAuthorizerToCorsPreflight": False},
    "request": {**_REQUEST, "DefaultAuthorizer": "Request"},
    "iam": {"DefaultAuthorizer": "AWS_IAM"},
    "pool-and-key": {**_POOL, "DefaultAuthorizer": "Pool", "ApiKeyRequired": True},
}
_CORS: dict[str, Any] = {
    "": None,
    "cors": "'*'",
    "cors-map": {"AllowMethods": "'GET'", "AllowHeaders": "'X-A'", "AllowOrigin": "'https://a'", "MaxAge": "'600'"},
}
_KINDS: dict[str, dict[str, Any]] = {
    "implicit": {"events": _EVENTS},
    "explicit": {"api": {}, "events": _EVENTS},
    "explicit-3": {"api": {"OpenApiVersion": "3.0.1"}, "events": _EVENTS},
    "swagger": {"api": {"DefinitionBody": {"swagger": "2.0", **_INFO}}},
    "openapi": {"api": {"DefinitionBody": {"openapi": "3.0.1", **_INFO}}},
}


def _combined() -> Iterator[Case]:
    for (kind, parts), (auth, wanted), (cors, form) in itertools.product(_KINDS.items(), _AUTHS.items(), _CORS.items()):
        api = {**({"Auth": wanted} if wanted else {}), **({} if form is None else {"Cors": form})}
        if not api:
            continue  # `templates` has these
        implicit = "api" not in parts
        made = {"globals": {"Api": api}} if implicit else {"api": {**parts["api"], **api}}
        yield _case("-".join(filter(None, (kind, auth, cors))), {**parts, **made})
