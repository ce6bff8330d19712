"""`API45x`: headers for browsers that a part of an API sends and another part forgets.

Comes in: an API. Goes out: findings. Only headers that mappings or templates set are known:
a Lambda proxy sets its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from vtlharness.gateway.model import GatewayResponse, Method, RestApi
from vtlharness.lint.definitions.definition_places import INTEGRATION, DefinitionPlaces
from vtlharness.source import Position

_ORIGIN = "access-control-allow-origin"
_PREFLIGHT = (_ORIGIN, "access-control-allow-methods", "access-control-allow-headers")
_RESPONSE_HEADER = "method.response.header."
_GATEWAY_HEADER = "gatewayresponse.header."
_PROXIES = ("AWS_PROXY", "HTTP_PROXY")
_TYPES = ("DEFAULT_4XX", "DEFAULT_5XX")
_Found = tuple[str, str, str | None, Position | None]


def cors_findings(api: RestApi, places: DefinitionPlaces) -> Iterator[_Found]:
    """The findings of an API."""
    sending = [method for method in api.methods if method.http_method != "OPTIONS" and _ORIGIN in _headers(method)]
    for method in api.methods:
        if method.http_method != "OPTIONS" or method.integration.type in _PROXIES:
            continue
        beside = [other for other in sending if other.resource_path == method.resource_path]
        mine = _headers(method)
        sent = {name for other in beside for name in _headers(other) if name.startswith("access-control-")}
        missing = sorted((sent | set(_PREFLIGHT)) - mine - {"access-control-expose-headers"}) if beside else []
        if missing and not _by_template(method):
            message = f"OPTIONS {method.resource_path}: the answer to a preflight lacks {', '.join(missing)}"
            hint = "map them in the integration's response, as the other methods of this path do"
            yield "API451", message, hint, places.method(method, INTEGRATION)
    if not any(_answers_browsers(method, api) for method in api.methods):
        return
    lacking = [kind for kind in _TYPES if not _has_origin(api.gateway_responses.get(kind))]
    if lacking:
        names = " and ".join(lacking)
        message = f"no Access-Control-Allow-Origin in {names}: a browser hides what such an error says"
        hint = f"give each of these gateway responses {_GATEWAY_HEADER}Access-Control-Allow-Origin"
        yield "API452", message, hint, places.gateway_responses(lacking)


def _has_origin(response: GatewayResponse | None) -> bool:
    names = () if response is None else response.response_parameters
    return any(name.lower() == f"{_GATEWAY_HEADER}{_ORIGIN}" for name in names)


def _answers_browsers(method: Method, api: RestApi) -> bool:
    """Whether a method sends the header, or allows what a function behind a proxy integration beside it answers."""
    if method.http_method != "OPTIONS":
        return _ORIGIN in _headers(method) or _sets_origin(method)
    if _ORIGIN not in _headers(method):
        return False
    beside = (other for other in api.methods if other.resource_path == method.resource_path and other != method)
    return any(other.integration.type == "AWS_PROXY" for other in beside)


def _sets_origin(method: Method) -> bool:
    """Whether a template of a method's responses sets the header."""
    templates = (one for found in method.integration.integration_responses for one in found.response_templates.values())
    return any("responseOverride" in template.text and _ORIGIN in template.text.lower() for template in templates)


def _headers(method: Method) -> set[str]:
    """The headers that the mappings of a method's responses set, in lower case."""
    return {
        name.removeprefix(_RESPONSE_HEADER).lower()
        for response in method.integration.integration_responses
        for name in response.response_parameters
    }


def _by_template(method: Method) -> bool:
    found = method.integration
    templates = [*found.request_templates.values()]
    templates += [one for response in found.integration_responses for one in response.response_templates.values()]
    return any("responseOverride" in template.text for template in templates)
