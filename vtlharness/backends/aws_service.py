"""The backend of AWS integrations: the service that their ARN names, or an endpoint that stands in for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vtlharness.backends.aws.role_arn import check_role
from vtlharness.backends.wire.request import WireRequest, named_endpoint, wire_request
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.service_arn import ServiceArn
from vtlharness.visible import one_line

if TYPE_CHECKING:
    from vtlharness.backends.aws.credentials import SigningCredentials

INTEGRATIONS_ROLE = "credentials"
"""The `assume_role` that stands for the role that an integration names."""
_CALLER = "arn:aws:iam::*:user/*"  # the credentials of an integration that is called as its caller
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*")


@dataclass(frozen=True)
class AwsService:
    """Sends each request of an AWS integration, signed, as its template wrote it.

    `endpoint` is a server that stands in for AWS, such as http://127.0.0.1:5000; without it, AWS itself is called,
    which needs `allow_aws`. `region` counts instead of the region of the ARN, `profile` names the credentials; an
    endpoint without a profile gets sample credentials. `assume_role` is the ARN of a role whose credentials sign, or
    the word `credentials` for the role that each integration names; STS is asked where the services are. Raises
    VtlHarnessError for an endpoint that is not an address, for none without `allow_aws`, and for a role that is none.
    """

    endpoint: str | None = None
    region: str | None = None
    profile: str | None = None
    allow_aws: bool = False
    assume_role: str | None = None

    def __post_init__(self) -> None:
        """Checks that AWS itself may be called, if it would be."""
        if self.assume_role is not None:
            check_assumed(self.assume_role)
        if self.endpoint is not None:
            named_endpoint(self.endpoint)
        elif not self.allow_aws:
            raise VtlHarnessError(
                "without an endpoint, this backend would call AWS itself, with your credentials",
                hint="name an `endpoint`, or allow it: `--allow-aws`, in Python `allow_aws=True`",
            )

    def __call__(self, request: IntegrationRequest, /) -> BackendReply:
        """The service's reply.

        Raises as `backends.wire.sending.send` and `backends.wire.request.wire_request` do, and VtlHarnessError for a
        request to something other than an AWS service, or without credentials.
        """
        service = request.service
        if service is None:
            raise VtlHarnessError(
                f"an integration of the type {request.type} calls no AWS service",
                hint="HttpEndpoint calls HTTP backends",
            )
        from vtlharness.backends.aws.adapting import adapted, adapted_reply
        from vtlharness.backends.aws.signing import signed
        from vtlharness.backends.wire.sending import send

        if self.region is not None and self.region != service.region:
            moved = replace(service, region=self.region)
            address = request.uri.replace(f"https://{service.endpoint}/", f"https://{moved.endpoint}/", 1)
            request, service = replace(request, uri=address, service=moved), moved
        made = wire_request(request)
        _check_host(made, service)
        credentials = self._credentials(request, service)
        name = ".".join(part for part in (service.subdomain, service.service) if part)
        if self.endpoint is None:
            return send(signed(made, credentials, name, service.region), request.timeout_in_millis)
        sent, notes = adapted(made.sent_to(named_endpoint(self.endpoint)), service)
        reply = send(signed(sent, credentials, name, service.region), request.timeout_in_millis)
        return adapted_reply(replace(reply, notes=notes), made, service)

    def _credentials(self, request: IntegrationRequest, service: ServiceArn) -> SigningCredentials:
        """The keys that sign: the caller's or samples, or those of the role that the user wants."""
        from vtlharness.backends.aws.credentials import SAMPLE_CREDENTIALS, callers_credentials

        sample = self.endpoint is not None and self.profile is None
        caller = SAMPLE_CREDENTIALS if sample else callers_credentials(self.profile)
        role = request.credentials if self.assume_role == INTEGRATIONS_ROLE else self.assume_role
        if role is None or role == _CALLER:
            return caller
        from vtlharness.backends.aws.role_credentials import role_credentials

        return role_credentials(role, caller, service.region, self.endpoint)


def check_assumed(role: str) -> None:
    """Raises VtlHarnessError for a text that is neither the ARN of a role nor the word `credentials`."""
    if role != INTEGRATIONS_ROLE:
        check_role(role)


def _check_host(request: WireRequest, service: ServiceArn) -> None:
    """Raises VtlHarnessError for a request to another host than the service's.

    A definition may come from anyone: an ARN such as `arn:aws:apigateway:us-east-1:example.com/:path/x` must not send
    a signature, or a session's token, to a host of its choice.
    """
    host = service.endpoint
    if not _HOST.fullmatch(host) or (request.endpoint.host, request.endpoint.secure) != (host, True):
        raise VtlHarnessError(
            f"'{one_line(host)}' is not the host of an AWS service, so that nothing was sent to it",
            hint="the ARN of an AWS integration is arn:aws:apigateway:{region}:{service}:path/... or :action/...",
        )
