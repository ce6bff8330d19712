"""What a user says about real backends: the mapping `backends` of a case file, or the content of a `backends.yaml`.

Comes in: data of YAML or JSON, and the functions of the definition. Goes out: `BackendSettings`, or a MisfitError with
the path of keys to what is wrong. Next: `live`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vtlharness.backends.aws_service import AwsService
from vtlharness.backends.function_settings import function_backends
from vtlharness.backends.given_values import mapping, text, texts
from vtlharness.backends.http_endpoint import HttpEndpoint
from vtlharness.definitions.defined_function import DefinedFunctions
from vtlharness.documents.misfit import MisfitError
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.backend import Backend

_KEYS = ("functions", "aws", "http")
_AWS_KEYS = ("endpoint", "region", "profile")


@dataclass(frozen=True)
class BackendSettings:
    """The backends of an API: functions by their names, AWS services (None: refused), and HTTP endpoints.

    `without_backend` says of functions of the definition why they cannot run on this computer.
    """

    functions: Mapping[str, Backend] = field(default_factory=dict)
    aws: AwsService | None = None
    http: HttpEndpoint = field(default_factory=HttpEndpoint)
    without_backend: Mapping[str, str] = field(default_factory=dict)


def backend_settings(
    data: object, folder: str, *, allow_aws: bool = False, defined: DefinedFunctions | None = None
) -> BackendSettings:
    """The settings of a mapping with `functions`, `aws` and `http`.

    Handlers are below `folder`. `allow_aws` lets AWS itself be called. `defined` has the functions of the definition,
    which run without being named; None says that they are not known yet. No process is started before a request comes.

    Raises MisfitError.
    """
    given = mapping(data, _KEYS)
    functions = function_backends(given.get("functions"), folder, defined)
    aws, http = _aws(given, allow_aws=allow_aws), _http(given)
    return BackendSettings(functions.backends, aws, http, functions.without)


def _aws(given: dict[str, object], *, allow_aws: bool) -> AwsService | None:
    if "aws" not in given:
        return AwsService(allow_aws=True) if allow_aws else None
    values = {
        name: None if value is None else text(value, "aws", name)
        for name, value in mapping(given["aws"], _AWS_KEYS, "aws").items()
    }
    try:
        return AwsService(values.get("endpoint"), values.get("region"), values.get("profile"), allow_aws)
    except VtlHarnessError as problem:
        path = ("aws", "endpoint") if "endpoint" in values else ("aws",)
        raise MisfitError(problem.message, *path, hint=problem.hint) from None


def _http(given: dict[str, object]) -> HttpEndpoint:
    instead = texts(given, "http")
    for address, other in instead.items():
        try:
            HttpEndpoint({address: other})
        except VtlHarnessError as problem:
            raise MisfitError(problem.message, "http", address, hint=problem.hint) from None
    return HttpEndpoint(instead)
