"""What a user says about real backends: the mapping `backends` of a case file, or the content of a `backends.yaml`.

Comes in: data of YAML or JSON. Goes out: `BackendSettings`, or a MisfitError with the path of keys to what is wrong.
Next: `live`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vtlharness.backends.aws_service import AwsService
from vtlharness.backends.http_endpoint import HttpEndpoint
from vtlharness.backends.lambda_function import LambdaFunction
from vtlharness.documents.kinds import kind_of
from vtlharness.documents.misfit import MisfitError
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.backend import Backend
from vtlharness.nearest import nearest_hint

_KEYS = ("functions", "aws", "http")
_AWS_KEYS = ("endpoint", "region", "profile")


@dataclass(frozen=True)
class BackendSettings:
    """The backends of an API: functions by their names, AWS services (None: refused), and HTTP endpoints."""

    functions: Mapping[str, Backend] = field(default_factory=dict)
    aws: AwsService | None = None
    http: HttpEndpoint = field(default_factory=HttpEndpoint)


def backend_settings(data: object, *, allow_aws: bool = False) -> BackendSettings:
    """The settings of a mapping with `functions`, `aws` and `http`. `allow_aws` lets AWS itself be called.

    Raises MisfitError.
    """
    given = _mapping(data, _KEYS)
    return BackendSettings(
        {name: _function(value, name) for name, value in _texts_of(given, "functions").items()},
        _aws(given, allow_aws=allow_aws),
        _http(given),
    )


def _mapping(data: object, known: tuple[str, ...], *path: str) -> dict[str, object]:
    """A mapping that has known keys alone; nothing at all is an empty one."""
    if data is None:
        return {}
    if type(data) is not dict:
        raise MisfitError(f"{{}} must be a mapping, but this is {kind_of(data)}", *path)
    for key in data:
        if known and key not in known:
            what = f"`{path[-1]}`" if path else "`backends`"
            raise MisfitError(
                f"{what} has no key `{key}`", *path, str(key), at_key=True, hint=nearest_hint(str(key), known)
            )
    return {str(key): value for key, value in data.items()}


def _texts_of(given: dict[str, object], key: str) -> dict[str, str]:
    values = _mapping(given.get(key), (), key)
    for name, value in values.items():
        if type(value) is dict and key == "functions":
            raise MisfitError("{} cannot be a local handler yet", key, name, hint="write the address of an Invoke API")
        _text(value, key, name)
    return values  # type: ignore[return-value]


def _text(value: object, *path: str) -> str:
    if not isinstance(value, str):
        raise MisfitError(f"{{}} must be text, but this is {kind_of(value)}", *path)
    return value


def _function(address: str, name: str) -> LambdaFunction:
    try:
        return LambdaFunction(address)
    except VtlHarnessError as problem:
        raise MisfitError(problem.message, "functions", name, hint=problem.hint) from None


def _aws(given: dict[str, object], *, allow_aws: bool) -> AwsService | None:
    if "aws" not in given:
        return AwsService(allow_aws=True) if allow_aws else None
    values = {
        name: None if value is None else _text(value, "aws", name)
        for name, value in _mapping(given["aws"], _AWS_KEYS, "aws").items()
    }
    try:
        return AwsService(values.get("endpoint"), values.get("region"), values.get("profile"), allow_aws)
    except VtlHarnessError as problem:
        path = ("aws", "endpoint") if "endpoint" in values else ("aws",)
        raise MisfitError(problem.message, *path, hint=problem.hint) from None


def _http(given: dict[str, object]) -> HttpEndpoint:
    instead = _texts_of(given, "http")
    for address, other in instead.items():
        try:
            HttpEndpoint({address: other})
        except VtlHarnessError as problem:
            raise MisfitError(problem.message, "http", address, hint=problem.hint) from None
    return HttpEndpoint(instead)
