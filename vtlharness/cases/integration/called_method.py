"""The method that the call of a case meets.

Comes in: an `IntegrationCase`. Goes out: a `Method`. Used where a run is measured or its definitions are changed.
"""

from __future__ import annotations

from vtlharness.cases.integration.case import IntegrationCase
from vtlharness.gateway.gateway_failure import GatewayFailure
from vtlharness.gateway.model import Method
from vtlharness.gateway.stages.edge import arriving
from vtlharness.gateway.stages.routing import find_route


def called_method(case: IntegrationCase) -> Method | None:
    """The method; None where the API has none for the call."""
    if case.route is not None:
        return case.route.method
    arrived = arriving(case.api, case.method_request)
    try:
        route = find_route(case.api.methods, arrived.http_method, arrived.path)
    except GatewayFailure:
        return None
    return None if route is None else route.method
