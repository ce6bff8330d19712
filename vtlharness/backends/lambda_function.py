"""The backend of integrations with a Lambda function: an endpoint that has Lambda's Invoke API."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import quote

from vtlharness.backends.wire.request import Endpoint, shown_address, split_address, wire_request
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.gateway_failure import GatewayFailure
from vtlharness.gateway.integration_request import IntegrationRequest

_NAME = re.compile(r"(?:.*:)?function:([^:]+)(?::([^:]+))?|([^:]+)(?::([^:]+))?")
_INVOCATIONS = re.compile(r"/2015-03-31/functions/[^/?#]+/invocations")


@dataclass(frozen=True)
class LambdaFunction:
    """Invokes a function at an endpoint, such as http://127.0.0.1:9001: a container's runtime emulator, `sam local
    start-lambda`, or a simulator.

    The function is invoked by `name`, by default by the name in the integration's ARN. An endpoint may also be the
    whole address of the Invoke API, `.../2015-03-31/functions/function/invocations` as the runtime emulator has it.
    `profile` names the credentials of the signature; without it they are samples. Raises VtlHarnessError for an
    endpoint that is not an address.
    """

    endpoint: str
    name: str | None = None
    profile: str | None = None

    def __post_init__(self) -> None:
        """Reads the address."""
        self._place()

    def __call__(self, request: IntegrationRequest, /) -> BackendReply:
        """The function's result, or its error with `X-Amz-Function-Error`.

        Raises as `backends.wire.sending.send` and `backends.wire.request.wire_request` do, and VtlHarnessError for a
        request to something other than a function.
        """
        service = request.service
        if service is None or service.function is None:
            raise VtlHarnessError("this integration invokes no Lambda function")
        from vtlharness.backends.aws.credentials import SAMPLE_CREDENTIALS, callers_credentials
        from vtlharness.backends.aws.signing import signed
        from vtlharness.backends.wire.sending import send

        endpoint, path = self._place()
        name, qualifier = function_name(service.function)
        made = wire_request(replace(request, body=request.body or request.lambda_event))
        target = path or f"/2015-03-31/functions/{quote(self.name or name, safe='')}/invocations"
        if qualifier is not None and not path:
            target += f"?Qualifier={quote(qualifier, safe='')}"
        made = replace(made.sent_to(endpoint), target=target)
        credentials = SAMPLE_CREDENTIALS if self.profile is None else callers_credentials(self.profile)
        return send(signed(made, credentials, "lambda", service.region), request.timeout_in_millis)

    def _place(self) -> tuple[Endpoint, str]:
        """The endpoint, and the path of the Invoke API, empty where the function's name makes it."""
        try:
            endpoint, path = split_address(self.endpoint)
        except GatewayFailure:
            endpoint, path = None, ""
        path = "" if path == "/" else path
        if endpoint is None or (path and not _INVOCATIONS.fullmatch(path)):
            raise VtlHarnessError(
                f"'{shown_address(self.endpoint)}' is not the address of Lambda's Invoke API",
                hint="write a scheme and a host, such as http://127.0.0.1:9001",
            )
        return endpoint, path


def function_name(function: str) -> tuple[str, str | None]:
    """The name and the qualifier (a version or an alias) of a function, from its name or ARN."""
    found = _NAME.fullmatch(function)
    if found is None:
        return function, None
    return found[1] or found[3], found[2] or found[4]
