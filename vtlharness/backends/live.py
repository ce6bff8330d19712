"""The real backend of an API: each integration request goes to the function, service or endpoint that it is for.

Comes in: `BackendSettings`, or the data from which they are made. Goes out: a `Backend`. Nothing is connected to, and
nothing started, before a request comes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from vtlharness.backends.aws_service import check_assumed
from vtlharness.backends.lambda_function import LambdaFunction, function_name
from vtlharness.backends.reading import backends_beside
from vtlharness.backends.settings import BackendSettings, backend_settings
from vtlharness.definitions.defined_function import DefinedFunctions
from vtlharness.definitions.defined_functions import defined_functions
from vtlharness.definitions.options import DefinitionOptions
from vtlharness.documents.misfit import MisfitError
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.backend import Backend
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.nearest import nearest_hint
from vtlharness.visible import one_line


@dataclass(frozen=True)
class LiveBackend:
    """Sends each request to its backend."""

    settings: BackendSettings = field(default_factory=BackendSettings)

    def __call__(self, request: IntegrationRequest, /) -> BackendReply:
        """The reply of the function, service or endpoint that the request is for.

        Raises as the backends do, and VtlHarnessError for a request that has no backend.
        """
        return self._backend(request)(request)

    def assuming(self, role: str) -> LiveBackend:
        """This backend, whose requests to AWS services are signed as `AwsService.assume_role` says.

        Without a backend for AWS services it is the same. Raises VtlHarnessError for a text that is not a role.
        """
        check_assumed(role)
        aws = self.settings.aws
        if aws is None:
            return self
        return replace(self, settings=replace(self.settings, aws=replace(aws, assume_role=role)))

    def close(self) -> None:
        """Ends the processes of functions of this computer; the next call starts them again."""
        for function in self.settings.functions.values():
            if isinstance(function, LambdaFunction):
                function.close()

    def _backend(self, request: IntegrationRequest) -> Backend:
        service = request.service
        if service is None:
            return self.settings.http
        if service.function is not None:
            name, _ = function_name(service.function)
            found = self.settings.functions.get(name)
            if found is not None:
                return found
            if self.settings.aws is None:
                why = self.settings.without_backend.get(name)
                near = nearest_hint(name, self.settings.functions) if why is None else None
                raise VtlHarnessError(
                    f"the function {one_line(name)} has no backend{'' if why is None else f': {why}'}",
                    hint=near or f"name it under `functions`, such as `{one_line(name)}: http://127.0.0.1:9001`",
                )
        if self.settings.aws is None:
            raise VtlHarnessError(
                f"the AWS service {one_line(service.service)} has no backend",
                hint="name an endpoint, `aws: {endpoint: ...}`, or let AWS itself be called: `--allow-aws`",
            )
        return self.settings.aws


def live_backend(
    definition: str | os.PathLike[str],
    backends: Mapping[str, object] | None = None,
    *,
    allow_aws: bool = False,
    assume_role: str | None = None,
    parameters: Mapping[str, str] | None = None,
    stack: str | None = None,
    allow_outside: Iterable[str | os.PathLike[str]] = (),
) -> LiveBackend:
    """The real backend of a definition's API.

    `backends` is a mapping with `functions`, `aws` and `http`, whose handlers are below the definition's folder;
    without it, `backends.yaml` beside the definition is read, if there is one. The functions that the definition itself
    has with their code run on this computer without being named; what is said of one under its logical id counts, key
    by key. `parameters`, `stack` and `allow_outside` are those of `load_definition`. AWS itself is called only with
    `allow_aws`. `assume_role` is that of `AwsService`. Raises VtlHarnessError for a fault in any of them.
    """
    path = os.fspath(definition)
    defined = defined_functions(path, DefinitionOptions(parameters or {}, stack=stack), allow_outside=allow_outside)
    made = _backend_of(path, backends, defined, allow_aws=allow_aws)
    return made if assume_role is None else made.assuming(assume_role)


def _backend_of(
    path: str, backends: Mapping[str, object] | None, defined: DefinedFunctions, *, allow_aws: bool
) -> LiveBackend:
    if backends is None:
        return LiveBackend(backends_beside(path, allow_aws=allow_aws, defined=defined))
    folder = path if os.path.isdir(path) else os.path.dirname(path) or "."
    try:
        return LiveBackend(backend_settings(dict(backends), folder, allow_aws=allow_aws, defined=defined))
    except MisfitError as misfit:
        place = ".".join(map(str, misfit.path))
        raise VtlHarnessError(misfit.sentence(f"`{place}`"), hint=misfit.hint) from None
