"""Calls the functions of Lambda authorizers, and keeps their results as long as their TTL says.

Comes in: a request to the function, the authorizer, the identity of the caller. Goes out: its reply, maybe that of an
earlier call with the same identity. Evidence: docs/fidelity.md#cached-authorizers.
"""

from __future__ import annotations

from time import monotonic

from vtlharness.gateway.backend import Backend, function_failed
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.model import Authorizer


class CachedAuthorizers:
    """The authorizers of one API, called through `backend`."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._kept: dict[tuple[str, str | None, str], tuple[float, BackendReply]] = {}

    def __call__(self, request: IntegrationRequest, authorizer: Authorizer, identity: str, /) -> BackendReply:
        """The reply of the function; failures are not kept. Raises as the backend does."""
        name = (authorizer.name, authorizer.uri, identity)
        until, kept = self._kept.get(name, (0.0, None))
        if kept is not None and monotonic() < until:
            return kept
        reply = self._backend(request)
        if (
            identity
            and authorizer.result_ttl_in_seconds > 0
            and reply.status_code == 200
            and not function_failed(reply)
        ):
            self._kept[name] = (monotonic() + authorizer.result_ttl_in_seconds, reply)
        return reply
