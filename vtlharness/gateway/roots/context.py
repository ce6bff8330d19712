"""The `$context` root.

Comes in: a `MethodRequest`, the service's data about the call, and the values that a test gives. Goes out: a
`ContextMap`, with one inside for every map in it. Next: `gateway.templates.rendering`. Evidence:
docs/fidelity.md#order-of-context.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from vtlharness.gateway.call import SAMPLE_CALL, Call
from vtlharness.gateway.codecs.dates import request_epoch, request_time
from vtlharness.gateway.codecs.text_values import text_value
from vtlharness.gateway.method_request import MethodRequest, ParameterValues
from vtlharness.java.values import ContextMap


def request_context(
    request: MethodRequest, given: Mapping[str, object] | None = None, call: Call = SAMPLE_CALL
) -> ContextMap:
    """`$context` as the request template sees it: every variable of a plain call, with the given ones merged over them.

    Given maps are merged deeply, other values replace. The path, the domain and the time follow from a given `stage`,
    `apiId`, `requestTimeEpoch` or `requestTime`. `authorizer` and `isCanaryRequest` are there only when given; what an
    authorizer returns arrives as text (docs/fidelity.md#optional-context).
    """
    given = given or {}
    context = ContextMap({name: value(request, given, call) for name, value in _VARIABLES.items()})
    for name, value in given.items():
        _merge_variable(context, name, value)
    return context


def context_part(
    request: MethodRequest, given: Mapping[str, object] | None, call: Call, names: Iterable[str]
) -> dict[str, object]:
    """The named variables of `request_context`, for a template that reads only these."""
    given = given or {}
    part: dict[str, object] = {}
    for name in names:
        if name in _VARIABLES:
            part[name] = _VARIABLES[name](request, given, call)
        if name in given:
            _merge_variable(part, name, given[name])
    return part


def exact_context(given: Mapping[str, object]) -> ContextMap:
    """`$context` with the given values and the maps for overrides, nothing else."""
    context = _context_map(given)
    request_override = _child(context, "requestOverride")
    for place in ("header", "path", "querystring"):
        _child(request_override, place)
    _child(_child(context, "responseOverride"), "header")
    return context


def continued(context: dict[str, object]) -> ContextMap:
    """`$context` as the response template sees it: the same values in new maps."""
    return ContextMap(
        {name: continued(value) if type(value) is ContextMap else value for name, value in dict.items(context)}
    )


def json_copy(value: object) -> object:
    """A copy of JSON data that a template may change: maps and lists are new."""
    if value is None or type(value) in (str, int, bool, float):
        return value
    if isinstance(value, Mapping):
        return {name: json_copy(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [json_copy(item) for item in value]
    return value


def _time(request: MethodRequest, given: Mapping[str, object], call: Call) -> object:
    """`requestTime`; if only one of `requestTime` and `requestTimeEpoch` is given, the other follows it."""
    epoch = given.get("requestTimeEpoch")
    if type(epoch) is int:
        return request_time(epoch)
    time = given.get("requestTime")
    return time if isinstance(time, str) else request_time(call.request_time_epoch)


def _time_epoch(request: MethodRequest, given: Mapping[str, object], call: Call) -> object:
    epoch = given.get("requestTimeEpoch")
    if type(epoch) is int:
        return epoch
    time = given.get("requestTime")
    return request_epoch(time, call.request_time_epoch) if isinstance(time, str) else call.request_time_epoch


def _user_agent(headers: ParameterValues) -> str | None:
    value: object = headers.get("User-Agent")
    if value is None and headers:
        value = next((headers[name] for name in headers if name.lower() == "user-agent"), None)
    if isinstance(value, (list, tuple)):
        value = value[-1] if value else None
    return None if value is None else text_value(value)


def _identity(request: MethodRequest, given: Mapping[str, object], call: Call) -> ContextMap:
    return ContextMap(
        {
            "cognitoIdentityPoolId": None,
            "accountId": None,
            "cognitoIdentityId": None,
            "caller": None,
            "sourceIp": call.source_ip,
            "principalOrgId": None,
            "accessKey": None,
            "cognitoAuthenticationType": None,
            "cognitoAuthenticationProvider": None,
            "userArn": None,
            "userAgent": _user_agent(request.headers),
            "user": None,
        }
    )


_Variable = Callable[[MethodRequest, Mapping[str, object], Call], object]
_VARIABLES: dict[str, _Variable] = {
    "resourceId": lambda request, given, call: call.resource_id,
    "resourcePath": lambda request, given, call: (
        request.path if request.resource_path is None else request.resource_path
    ),
    "httpMethod": lambda request, given, call: request.http_method,
    "extendedRequestId": lambda request, given, call: call.extended_request_id,
    "requestTime": _time,
    "path": lambda request, given, call: f"/{given.get('stage', call.stage)}{request.path}",
    "accountId": lambda request, given, call: call.account_id,
    "protocol": lambda request, given, call: "HTTP/1.1",
    "requestOverride": lambda request, given, call: ContextMap(
        {"path": ContextMap(), "header": ContextMap(), "querystring": ContextMap()}
    ),
    "stage": lambda request, given, call: given.get("stage", call.stage),
    "domainPrefix": lambda request, given, call: given.get("apiId", call.api_id),
    "requestTimeEpoch": _time_epoch,
    "requestId": lambda request, given, call: call.request_id,
    "identity": _identity,
    "domainName": lambda request, given, call: (
        f"{given.get('apiId', call.api_id)}.execute-api.{call.region}.amazonaws.com"
    ),
    "deploymentId": lambda request, given, call: call.deployment_id,
    "responseOverride": lambda request, given, call: ContextMap({"header": ContextMap()}),
    "apiId": lambda request, given, call: given.get("apiId", call.api_id),
}
"""Every variable of a plain call, made from the request, the values that a test gives, and the service's data."""


def _authorizer(given: Mapping[str, object]) -> dict[str, object]:
    """An authorizer's values: numbers and booleans become text, so `false` is a text and therefore true.

    Only the latency, which the service adds, stays a number.
    """
    return {
        name: _authorizer(value)
        if isinstance(value, Mapping)
        else text_value(value)
        if isinstance(value, (bool, int, float)) and name != "integrationLatency"
        else value
        for name, value in given.items()
    }


def _merge_variable(context: dict[str, object], name: str, value: object) -> None:
    _merge(context, name, _authorizer(value) if name == "authorizer" and isinstance(value, Mapping) else value)


def _merge(context: dict[str, object], name: str, value: object) -> None:
    if not isinstance(value, Mapping):
        context[name] = json_copy(value)
        return
    inner = context.get(name)
    if type(inner) is not ContextMap:
        context[name] = _context_map(value)
        return
    for key, item in value.items():
        _merge(inner, key, item)


def _context_map(given: Mapping[str, object]) -> ContextMap:
    """A map as a ContextMap all the way down; lists hold ordinary maps, as JSON does."""
    context = ContextMap()
    for name, value in given.items():
        context[name] = _context_map(value) if isinstance(value, Mapping) else json_copy(value)
    return context


def _child(context: ContextMap, name: str) -> ContextMap:
    """The map of that name, which is added if it is missing."""
    child = context.get(name)
    if type(child) is not ContextMap:
        child = context[name] = ContextMap()
    return child
