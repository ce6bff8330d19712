"""TestInvokeMethod: a method called by the console, without a deployment.

Comes in: a method, a path with query string or none, headers, a body. Goes out: an `Invocation`; `logged_headers` are
the headers that the API answers with. Evidence: docs/fidelity.md#execution-log.
"""

from __future__ import annotations

from collections.abc import Mapping

from vtlharness.gateway.backend import Backend
from vtlharness.gateway.call import SAMPLE_CALL, Call
from vtlharness.gateway.invocation import Invocation, invoke_route
from vtlharness.gateway.method_request import MethodRequest, ParameterValues
from vtlharness.gateway.model import Method, RestApi
from vtlharness.gateway.stages.requests.integration_uri import split_query
from vtlharness.gateway.stages.routing import Route, match_path, path_parameter_names
from vtlharness.records import replace

_STAGE = "test-invoke-stage"


def invoke_method_alone(
    api: RestApi,
    method: Method,
    backend: Backend,
    call: Call = SAMPLE_CALL,
    *,
    path_with_query_string: str | None = None,
    headers: ParameterValues | None = None,
    body: str | None = None,
    stage_variables: Mapping[str, object] | None = None,
    http_method: str | None = None,
) -> Invocation:
    """Calls one method as TestInvokeMethod does.

    No authorizer is asked (docs/fidelity.md#test-invoke-asks-nobody). Without a path, the resource's path is used, and
    path parameters have their placeholders as values. A path that does not match the resource is accepted, and its
    parameters are then empty. `http_method` is the verb for a method `ANY`.
    """
    address, query = split_query(path_with_query_string or "")
    if path_with_query_string is None:
        address = method.resource_path
        values = {name: f"{{{name}}}" for name in path_parameter_names(method.resource_path)}
    else:
        values = match_path(method.resource_path, address) or {}
    request = MethodRequest(http_method or method.http_method, address, None, {}, query, headers or {}, body)
    return invoke_route(
        replace(api, stage=replace(api.stage, stage_name=_STAGE, access_log_format=None)),
        Route(method, values),
        request,
        backend,
        call,
        stage_variables=stage_variables,
        shown_path=address,
        access=None,
    )
