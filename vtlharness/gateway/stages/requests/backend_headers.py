"""The headers that a backend receives.

Comes in: the client's headers, mapped ones and overrides. Goes out: the headers of the integration request. Next:
`gateway.stages.custom_request`, `gateway.stages.http_proxy`, `gateway.stages.lambda_proxy_event`. Evidence:
docs/fidelity.md#headers-to-the-backend.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vtlharness.gateway.codecs.headers import Multi, drop_headers, header, multi, override_values, replace_header
from vtlharness.gateway.codecs.media_types import DEFAULT_CONTENT_TYPE
from vtlharness.gateway.codecs.trace_header import TRACE_HEADER
from vtlharness.gateway.gateway_failure import configuration_error
from vtlharness.gateway.mapping_expression import ParameterMapping
from vtlharness.gateway.model import IntegrationType
from vtlharness.gateway.roots.params import HIDDEN_HEADERS
from vtlharness.gateway.stages.exchange import Exchange

_REFUSED = frozenset({"content-length", "transfer-encoding"})
_REFUSED_BY_AWS = _REFUSED | {"authorization", "connection", "expect", "proxy-authenticate", "te"}
# They are mapped, and the backend does not see them; Via and Connection on weak evidence
# (docs/fidelity.md#hop-by-hop-headers).
_LOST = ("connection", "expect", "proxy-authenticate", "te", "via")
_NOT_PROXIED = frozenset(HIDDEN_HEADERS | {"host", "content-encoding", "via", TRACE_HEADER.lower()})
_BODILESS = ("GET", "HEAD", "OPTIONS")


def refuse_headers(integration_type: IntegrationType, names: Iterable[str]) -> None:
    """Raises GatewayFailure (500) where one of these headers must not be mapped (docs/fidelity.md#illegal-headers)."""
    refused = _REFUSED_BY_AWS if integration_type in ("AWS", "AWS_PROXY") else _REFUSED
    for name in names:
        if name.lower() in refused:
            raise configuration_error(f"Illegal header mapping: {name}")


def mapped_header_names(mappings: Iterable[ParameterMapping]) -> list[str]:
    """The headers that `requestParameters` maps, with a value or without."""
    return [mapping.target.name for mapping in mappings if mapping.target.place == "header"]


def custom_headers(exchange: Exchange, mapped: Mapping[str, object], override: object) -> Multi:
    """The headers of an HTTP or AWS integration: the service's own, then mapped ones, then overrides.

    Of the client's headers only Content-Type is sent, and not with GET, HEAD or OPTIONS. An override replaces a mapped
    header of exactly its name, and stands beside one of another casing (docs/fidelity.md#casing-of-overridden-headers).
    """
    own: Multi = {"Accept": [DEFAULT_CONTENT_TYPE], "User-Agent": [f"AmazonAPIGateway_{exchange.call.api_id}"]}
    own[_api_id_header(exchange)] = [exchange.call.api_id]
    own[TRACE_HEADER] = [exchange.trace_id]
    sent_type = header(exchange.request.headers, "Content-Type")
    if sent_type is not None and exchange.request.http_method not in _BODILESS:
        own["Content-Type"] = [sent_type]
    wanted = multi(mapped)
    casings = {name.lower(): name for name in wanted}
    for name, value in override_values(override).items():
        if name in wanted or name.lower() not in casings:
            wanted[name] = value
        else:
            wanted[casings[name.lower()]].extend(value)
    for name, values in wanted.items():
        replace_header(own, name, values)
    if exchange.integration.type == "HTTP":
        drop_headers(own, _LOST)
    return own


def proxied_headers(exchange: Exchange, mapped: Mapping[str, object]) -> Multi:
    """The headers of an HTTP_PROXY integration: the client's headers, with mapped ones replacing those of the same
    name.
    """
    headers = multi(exchange.request.headers)
    drop_headers(headers, _NOT_PROXIED)
    wanted = multi(mapped)
    drop_headers(wanted, _LOST)
    for name, values in wanted.items():
        replace_header(headers, name, values)
    headers["X-Amzn-Apigateway-Api-Id"] = [exchange.call.api_id]
    headers[TRACE_HEADER] = [exchange.trace_id]
    return headers


def _api_id_header(exchange: Exchange) -> str:
    return "x-amzn-apigateway-api-id" if exchange.integration.type == "AWS" else "X-Amzn-Apigateway-Api-Id"
