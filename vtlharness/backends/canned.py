"""Backends that answer with the reply of a test case, or not at all."""

from __future__ import annotations

from typing import Literal

from vtlharness.gateway.backend import BackendTimeout, BackendUnreachable
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.records import Record, field


class CannedBackend(Record):
    """Answers every request with the same reply."""

    reply: BackendReply = field(default_factory=BackendReply)

    def __call__(self, request: IntegrationRequest, /) -> BackendReply:
        """The reply to any request."""
        return self.reply


class SilentBackend(Record):
    """Gives no answer at all."""

    failure: Literal["timeout", "unreachable"]

    def __call__(self, request: IntegrationRequest, /) -> BackendReply:
        """Raises BackendTimeout or BackendUnreachable."""
        raise BackendTimeout if self.failure == "timeout" else BackendUnreachable
