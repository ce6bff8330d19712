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
_FUNCTION_KEYS = ("handler", "runtime", "timeout", "environment")
_MOST_S = 900
_AWS_KEYS = ("endpoint", "region", "profile")


@dataclass(frozen=True)
class BackendSettings:
    """The backends of an API: functions by their names, AWS services (None: refused), and HTTP endpoints."""

    functions: Mapping[str, Backend] = field(default_factory=dict)
    aws: AwsService | None = None
    http: HttpEndpoint = field(default_factory=HttpEndpoint)


def backend_settings(data: object, folder: str, *, allow_aws: bool = False) -> BackendSettings:
    """The settings of a mapping with `functions`, `aws` and `http`.

    Handlers are below `folder`. `allow_aws` lets AWS itself be called. No process is started before a request comes.

    Raises MisfitError.
    """
    given = _mapping(data, _KEYS)
    return BackendSettings(
        {
            name: _function(value, name, folder)
            for name, value in _mapping(given.get("functions"), (), "functions").items()
        },
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
        _text(value, key, name)
    return values  # type: ignore[return-value]


def _text(value: object, *path: str) -> str:
    if not isinstance(value, str):
        raise MisfitError(f"{{}} must be text, but this is {kind_of(value)}", *path)
    return value


def _function(value: object, name: str, folder: str) -> Backend:
    if type(value) is dict:
        return _local_function(value, name, folder)
    try:
        return LambdaFunction(_text(value, "functions", name))
    except VtlHarnessError as problem:
        raise MisfitError(problem.message, "functions", name, hint=problem.hint) from None


def _local_function(value: object, name: str, folder: str) -> Backend:
    """The function of a mapping with `handler`, and maybe `runtime`, `timeout` and `environment`."""
    place = ("functions", name)
    given = _mapping(value, _FUNCTION_KEYS, *place)
    if "handler" not in given:
        raise MisfitError("{} needs a `handler`", *place, hint="such as `handler: src/orders/app.handler`")
    runtime = given.get("runtime")
    if runtime is not None and not _text(runtime, *place, "runtime").startswith("python"):
        raise MisfitError("{} must be a Python runtime: others cannot be run yet", *place, "runtime")
    timeout = given.get("timeout", 3)
    if isinstance(timeout, bool) or not isinstance(timeout, (int, float)) or not 0 < timeout <= _MOST_S:
        raise MisfitError(f"{{}} must be a number of seconds, up to {_MOST_S}", *place, "timeout")
    environment = {
        key: _variable(item, *place, "environment", key)
        for key, item in _mapping(given.get("environment"), (), *place, "environment").items()
    }
    handler = _text(given["handler"], *place, "handler")
    return LambdaFunction(name=name, handler=handler, folder=folder, timeout=float(timeout), environment=environment)


def _variable(value: object, *path: str) -> str:
    """The value of an environment variable. YAML's numbers and booleans are written as CloudFormation takes them."""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value) if isinstance(value, (int, float)) else _text(value, *path)
    if "\0" in text or "\0" in path[-1] or "=" in path[-1] or not path[-1]:
        raise MisfitError("{} cannot be an environment variable", *path)
    return text


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
