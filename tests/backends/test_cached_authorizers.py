"""Results of authorizers are kept as their TTL says."""

from __future__ import annotations

import pytest

from vtlharness.backends import cached_authorizers
from vtlharness.backends.cached_authorizers import CachedAuthorizers
from vtlharness.backends.lambda_reply import lambda_error, lambda_result
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.model import Authorizer

_REQUEST = IntegrationRequest("AWS", "POST", "https://lambda.example.com/")


class _Counting:
    def __init__(self, reply: BackendReply) -> None:
        self.calls = 0
        self._reply = reply

    def __call__(self, request: IntegrationRequest, /) -> BackendReply:
        self.calls += 1
        return self._reply


def test_a_result_ends_with_its_ttl(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(cached_authorizers, "monotonic", lambda: now)
    backend = _Counting(lambda_result({}))
    ask = CachedAuthorizers(backend)
    authorizer = Authorizer("guard", "TOKEN", result_ttl_in_seconds=10)
    ask(_REQUEST, authorizer, "me")
    now = 109.9
    ask(_REQUEST, authorizer, "me")
    assert backend.calls == 1
    now = 110.0
    ask(_REQUEST, authorizer, "me")
    assert backend.calls == 2


@pytest.mark.parametrize(
    ("reply", "ttl", "identities", "calls"),
    [
        (lambda_result({}), 300, ("me", "me", "you"), 2),
        (lambda_result({}), 0, ("me", "me"), 2),
        (lambda_result({}), 300, ("", ""), 2),
        (lambda_error("Unauthorized"), 300, ("me", "me"), 2),
        (BackendReply(500), 300, ("me", "me"), 2),
    ],
)
def test_calls(reply: BackendReply, ttl: int, identities: tuple[str, ...], calls: int) -> None:
    backend = _Counting(reply)
    ask = CachedAuthorizers(backend)
    for identity in identities:
        ask(_REQUEST, Authorizer("guard", "TOKEN", result_ttl_in_seconds=ttl), identity)
    assert backend.calls == calls


def test_authorizers_are_apart() -> None:
    backend = _Counting(lambda_result({}))
    ask = CachedAuthorizers(backend)
    for name in ("a", "b"):
        ask(_REQUEST, Authorizer(name, "TOKEN"), "me")
    assert backend.calls == 2
