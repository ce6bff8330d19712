"""The backend of integrations with a Lambda function: an endpoint with Lambda's Invoke API, or a local handler."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from vtlharness.backends.functions.settings import FunctionSettings
from vtlharness.backends.wire.request import Endpoint, shown_address, split_address, wire_request
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.gateway_failure import GatewayFailure
from vtlharness.gateway.integration_request import IntegrationRequest

if TYPE_CHECKING:
    from vtlharness.backends.functions.local_function import LocalFunction

_NAME = re.compile(r"(?:.*:)?function:([^:]+)(?::([^:]+))?|([^:]+)(?::([^:]+))?")
_INVOCATIONS = re.compile(r"/2015-03-31/functions/[^/?#]+/invocations")


@dataclass(frozen=True)
class LambdaFunction:
    """Invokes a function at an endpoint, or runs its handler in a process of its own. One of the two is given.

    An endpoint is a container's runtime emulator, `sam local start-lambda`, or a simulator, such as
    http://127.0.0.1:9001. The function is invoked by `name`, by default by the name in the integration's ARN. An
    endpoint may also be the whole address of the Invoke API, `.../2015-03-31/functions/function/invocations` as the
    runtime emulator has it. `profile` names the credentials of the signature; without it they are samples.

    A `handler`, such as `src/orders/app.handler`, is a function below `folder`. `runtime` (`python3.12`, `nodejs20.x`,
    `provided`) or, without it, the file that exists says what runs it: Python, Node.js, or an executable `bootstrap`.
    `timeout` is in seconds, `environment` has its variables, to which none of the caller's are added. Its process
    starts with the first call and ends with this one, or with `close`.

    Raises VtlHarnessError for an endpoint that is not an address, and for both or neither.
    """

    endpoint: str | None = None
    name: str | None = None
    profile: str | None = None
    handler: str | None = None
    folder: str | os.PathLike[str] = "."
    timeout: float = 3.0
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    runtime: str | None = None
    _local: LocalFunction | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Reads the address, or makes the function of this computer, without a process yet."""
        if (self.endpoint is None) == (self.handler is None):
            raise VtlHarnessError("a Lambda function has either an `endpoint` or a `handler`")
        if self.handler is None:
            self._place()
            return
        name, folder = self.name or "function", os.fspath(self.folder)
        self._run_here(
            FunctionSettings(name, self.handler, folder, self.timeout, self.environment, runtime=self.runtime)
        )

    def _run_here(self, settings: FunctionSettings) -> None:
        from vtlharness.backends.functions.local_function import LocalFunction

        object.__setattr__(self, "_local", LocalFunction(settings))

    def close(self) -> None:
        """Ends the processes of a handler."""
        if self._local is not None:
            self._local.close()

    def __call__(self, request: IntegrationRequest, /) -> BackendReply:
        """The function's result, or its error with `X-Amz-Function-Error`.

        Raises as `backends.wire.sending.send` and `backends.wire.request.wire_request` do, and VtlHarnessError for a
        request to something other than a function.
        """
        service = request.service
        if service is None or service.function is None:
            raise VtlHarnessError("this integration invokes no Lambda function")
        if self._local is not None:
            return self._local(request)
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
        address = self.endpoint or ""
        try:
            endpoint, path = split_address(address)
        except GatewayFailure:
            endpoint, path = None, ""
        path = "" if path == "/" else path
        if endpoint is None or (path and not _INVOCATIONS.fullmatch(path)):
            raise VtlHarnessError(
                f"'{shown_address(address)}' is not the address of Lambda's Invoke API",
                hint="write a scheme and a host, such as http://127.0.0.1:9001",
            )
        return endpoint, path


def running_here(settings: FunctionSettings) -> LambdaFunction:
    """A function of this computer, with settings that only its definition has."""
    shown = ("name", "handler", "folder", "timeout", "environment", "runtime")
    made = LambdaFunction(**{name: getattr(settings, name) for name in shown})
    made._run_here(settings)
    return made


def function_name(function: str) -> tuple[str, str | None]:
    """The name and the qualifier (a version or an alias) of a function, from its name or ARN."""
    found = _NAME.fullmatch(function)
    if found is None:
        return function, None
    return found[1] or found[3], found[2] or found[4]
