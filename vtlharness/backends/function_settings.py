"""The functions of `backends`: what the user says of each, key by key over what its definition says.

Comes in: the mapping `functions`, and the functions of the definition. Goes out: a backend for each function by the
name in its ARN, and for the others the reason why they cannot run on this computer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from vtlharness.backends.functions.settings import FunctionSettings
from vtlharness.backends.given_values import mapping, text
from vtlharness.backends.lambda_function import LambdaFunction, running_here
from vtlharness.definitions.defined_function import DefinedFunction, DefinedFunctions
from vtlharness.documents.misfit import MisfitError
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.backend import Backend

_KEYS = ("handler", "runtime", "timeout", "environment")
_MOST_S = 900
_CODE_HINT = "such as `handler: src/orders/app.handler`"


@dataclass(frozen=True)
class FunctionBackends:
    """The backends of functions by name, and for the functions without one the reason."""

    backends: Mapping[str, Backend] = field(default_factory=dict)
    without: Mapping[str, str] = field(default_factory=dict)


def function_backends(data: object, folder: str, defined: DefinedFunctions | None) -> FunctionBackends:
    """The backends of the mapping `functions`, and of the functions that a definition has besides.

    Handlers are below `folder`. While `defined` is None, the functions of the definition are not known yet: one without
    a handler may then be theirs. Raises MisfitError.
    """
    backends: dict[str, Backend] = {}
    without: dict[str, str] = {}
    for key, value in mapping(data, (), "functions").items():
        known = None if defined is None else defined.called(key)
        name = key if known is None else known.name
        if type(value) is not dict:
            backends[name] = _endpoint(value, key)
            continue
        made = _given(value, key, folder, known, is_known=defined is not None)
        if made is not None:
            backends[name] = made
    for function in () if defined is None else defined.functions:
        if function.name in backends or function.name in without:
            continue
        if function.problem is None:
            backends[function.name] = running_here(_settings_of(function))
        else:
            without[function.name] = function.problem
    return FunctionBackends(backends, without)


def _endpoint(value: object, key: str) -> Backend:
    try:
        return LambdaFunction(text(value, "functions", key))
    except VtlHarnessError as problem:
        raise MisfitError(problem.message, "functions", key, hint=problem.hint) from None


def _settings_of(function: DefinedFunction) -> FunctionSettings:
    defaults = FunctionSettings(function.name, function.handler or "", function.folder or "")
    return replace(
        defaults,
        inline_code=function.inline_code,
        built_folder=function.built_folder,
        runtime=function.runtime,
        timeout=function.timeout or defaults.timeout,
        memory=function.memory or defaults.memory,
        region=function.region,
        environment=function.environment,
        unresolved=function.unresolved,
    )


def _given(
    value: dict[str, object], key: str, folder: str, known: DefinedFunction | None, *, is_known: bool
) -> LambdaFunction | None:
    """The function of a mapping with `handler`, `runtime`, `timeout` and `environment`, each over the definition's."""
    place = ("functions", key)
    given = mapping(value, _KEYS, *place)
    settings = FunctionSettings(key, "", folder) if known is None else _settings_of(known)
    if "runtime" in given:
        settings = replace(settings, runtime=text(given["runtime"], *place, "runtime"))
    if "timeout" in given:
        settings = replace(settings, timeout=_seconds(given["timeout"], *place, "timeout"))
    variables = {
        name: _variable(item, *place, "environment", name)
        for name, item in mapping(given.get("environment"), (), *place, "environment").items()
    }
    settings = replace(
        settings,
        environment={**settings.environment, **variables},
        unresolved=tuple(name for name in settings.unresolved if name not in variables),
    )
    if "handler" in given:
        handler = text(given["handler"], *place, "handler")
        settings = replace(settings, handler=handler, folder=folder, inline_code=None, built_folder=None)
    elif known is None:
        if is_known:
            raise MisfitError("{} needs a `handler`", *place, hint=_CODE_HINT)
        return None
    elif known.problem is not None:
        raise MisfitError(f"{{}} needs a `handler`: {known.problem}", *place, hint=_CODE_HINT)
    return running_here(settings)


def _seconds(value: object, *path: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= _MOST_S:
        raise MisfitError(f"{{}} must be a number of seconds, up to {_MOST_S}", *path)
    return float(value)


def _variable(value: object, *path: str) -> str:
    """The value of an environment variable. YAML's numbers and booleans are written as CloudFormation takes them."""
    if isinstance(value, bool):
        return str(value).lower()
    found = str(value) if isinstance(value, (int, float)) else text(value, *path)
    if "\0" in found or "\0" in path[-1] or "=" in path[-1] or not path[-1]:
        raise MisfitError("{} cannot be an environment variable", *path)
    return found
