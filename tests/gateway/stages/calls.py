"""Small APIs and calls for the tests of the stages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from vtlharness.backends.canned import CannedBackend
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.invocation import Invocation, invoke
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import Integration, IntegrationResponse, Method, RestApi
from vtlharness.source import Source

LAMBDA = (
    "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
    "arn:aws:lambda:us-east-1:123456789012:function:fn/invocations"
)
URIS = {"HTTP": "https://example.com", "HTTP_PROXY": "https://example.com", "AWS": LAMBDA, "AWS_PROXY": LAMBDA}


def templates(**named: str) -> dict[str, Source]:
    """Templates by content type; `json` and `xml` are short for application/..."""
    return {f"application/{name}": Source(text, f"{name}.vtl") for name, text in named.items()}


def integration(kind: str, **more: Any) -> Integration:
    """An integration of a type with a default response."""
    given: dict[str, Any] = {
        "http_method": None if kind == "MOCK" else "POST",
        "uri": URIS.get(kind),
        "integration_responses": (IntegrationResponse("200"),),
        **more,
    }
    return Integration(kind, **given)  # type: ignore[arg-type]


def api(of: Integration, method: dict[str, Any] | None = None, **more: Any) -> RestApi:
    """An API with one resource that answers to every verb."""
    given: dict[str, Any] = {"http_method": "ANY", "resource_path": "/{proxy+}", **(method or {})}
    return RestApi((Method(integration=of, **given),), **more)


class Spy(CannedBackend):
    """Answers with one reply and keeps the requests."""

    __slots__ = ("asked",)
    asked: list[IntegrationRequest]

    def __init__(self, reply: BackendReply) -> None:
        super().__init__(reply)
        object.__setattr__(self, "asked", [])

    def __call__(self, request: IntegrationRequest, /) -> BackendReply:
        self.asked.append(request)
        return CannedBackend.__call__(self, request)


def run(
    of: Integration,
    request: MethodRequest | None = None,
    reply: BackendReply | None = None,
    **more: Any,
) -> Invocation:
    """One call of `/here`, or of the request's own path."""
    sent = request or MethodRequest()
    if sent.path == "/":
        sent = replace(sent, path="/here")
    return invoke(api(of, **more), sent, CannedBackend(reply or BackendReply()))
