"""The address of an integration request.

Comes in: the integration's `uri`, stage variables, mapped path parameters. Goes out: an address and its query string,
or the parts of an ARN. Next: `gateway.integration_request`. Evidence: docs/fidelity.md#stage-variables-in-addresses,
docs/fidelity.md#path-parameters-in-addresses, docs/fidelity.md#action-addresses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from vtlharness.gateway.codecs.headers import Multi
from vtlharness.gateway.gateway_failure import configuration_error
from vtlharness.gateway.service_arn import ServiceArn, parse_service_arn
from vtlharness.late_pattern import late_pattern

_STAGE_VARIABLE = late_pattern(r"\$\{stageVariables\.([A-Za-z0-9_]*)\}")
_PLACEHOLDER = late_pattern(r"\{([^{}]*)\}")
_UNFILLED = late_pattern(r"(?:https?://)?(?:\$\{[^{}]+\}|<[^<>]+>)", re.IGNORECASE)
_HTTP = late_pattern(r"https?://([^/?#]*)", re.IGNORECASE)


def render_stage_variables(uri: str, stage_variables: Mapping[str, str]) -> str:
    """Replaces `${stageVariables.name}`; a missing variable is empty. Other text in braces stays as it is."""
    if "${" not in uri:
        return uri
    return _STAGE_VARIABLE.sub(lambda found: stage_variables.get(found[1], ""), uri)


def render_path_parameters(uri: str, parameters: Mapping[str, object]) -> str:
    """Replaces `{name}` if a path parameter is mapped to it; others stay as they are."""

    def value(found: re.Match[str]) -> str:
        mapped = parameters.get(found[1].removesuffix("+"))
        return found[0] if mapped is None else str(mapped[-1] if isinstance(mapped, list) else mapped)

    return _PLACEHOLDER.sub(value, uri) if "{" in uri else uri


def split_query(uri: str) -> tuple[str, Multi]:
    """An address without its query string, and the query string, decoded."""
    address, _, query = uri.partition("?")
    values: Multi = {}
    if not query:
        return address, values
    for name, value in parse_qsl(query, keep_blank_values=True):
        values.setdefault(name, []).append(value)
    return address, values


def needed_service_arn(uri: str) -> ServiceArn:
    """The parts of the ARN of an AWS integration. Raises GatewayFailure (500) if it has neither path nor action."""
    service = parse_service_arn(uri)
    if service is None:
        raise configuration_error(f"AWS ARN for integration must contain path or action{unfilled(uri)}")
    return service


def check_endpoint(uri: str) -> str:
    """The host of an HTTP address. Raises GatewayFailure (500) if there is none."""
    found = _HTTP.match(uri)
    if found is None or not found[1].rpartition("@")[2].partition(":")[0]:
        raise configuration_error(f"Invalid endpoint address{unfilled(uri)}")
    return found[1]


def unfilled(uri: str) -> str:
    """The advice for a placeholder at the front of an address, which a definition left open; the service never sees
    one.
    """
    place = _UNFILLED.match(uri)
    return "" if place is None else f": {place[0]} has no value; set one in `api.parameters` of the case file"
