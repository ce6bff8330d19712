"""The backend of HTTP and HTTP_PROXY integrations: the endpoint that their address names, or another one instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vtlharness.backends.wire.request import Endpoint, named_endpoint, wire_request
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.integration_request import IntegrationRequest


@dataclass(frozen=True)
class HttpEndpoint:
    """Sends each request to the host of its address; `instead` names other hosts by scheme and host.

    `HttpEndpoint({"https://warehouse.example.com": "http://127.0.0.1:9100"})` sends to this computer what the
    integration sends to the warehouse. The Host header stays that of the integration's address. Raises VtlHarnessError
    for a key or value of `instead` that is not a scheme and a host.
    """

    instead: Mapping[str, str] = field(default_factory=dict)
    _redirected: Mapping[Endpoint, Endpoint] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Reads the addresses."""
        redirected = {named_endpoint(address): named_endpoint(other) for address, other in self.instead.items()}
        object.__setattr__(self, "_redirected", redirected)

    def __call__(self, request: IntegrationRequest, /) -> BackendReply:
        """The endpoint's reply. Raises as `backends.wire.sending.send` and `backends.wire.request.wire_request` do."""
        from vtlharness.backends.wire.sending import send

        made = wire_request(request)
        endpoint = self._redirected.get(made.endpoint, made.endpoint)
        return send(made.sent_to(endpoint), request.timeout_in_millis)
