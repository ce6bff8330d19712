"""An integration alone, with a method around it that has what the integration reads.

Comes in: an integration. Goes out: a `Method`, and a name for its cases.
"""

from __future__ import annotations

from collections.abc import Iterator

from vtlharness.first_cases.reading.inputs import Inputs
from vtlharness.first_cases.reading.template_inputs import template_inputs
from vtlharness.gateway.model import Integration, Method
from vtlharness.gateway.service_arn import ServiceArn, parse_service_arn

_PLACES = ("path", "querystring", "header")


def method_around(integration: Integration) -> Method:
    """A method whose resource has the path parameters that the integration reads."""
    inputs = Inputs()
    for source in integration.request_templates.values():
        inputs.add(template_inputs(source))
    places = [*_mapped(integration)]
    places += [(origin.place, origin.steps[0]) for origin in inputs.wishes if origin.steps and origin.place in _PLACES]
    resource = "".join(f"/{{{name}}}" for name in dict.fromkeys(name for place, name in places if place == "path"))
    parameters = {f"method.request.{place}.{name}": False for place, name in places}
    return Method(_verb(integration, inputs), resource or "/", integration, request_parameters=parameters)


def name_of_integration(integration: Integration) -> str:
    """What the integration calls, as its cases name it: `PutItem`, `function orders`, `GET https://example.com`."""
    kind, uri = integration.type, integration.uri or ""
    if kind == "MOCK":
        return "mock"
    arn = parse_service_arn(uri)
    if arn is not None:
        return _called(arn)
    return f"{integration.http_method or 'ANY'} {uri}".strip()


def _called(arn: ServiceArn) -> str:
    if arn.function is not None:
        parts = arn.function.split(":")
        name = parts[6] if len(parts) > 6 else parts[-1]
        return "the function" if "$" in name else f"function {name}"
    return arn.target.partition("&")[0] if arn.kind == "action" else f"{arn.service} /{arn.target.lstrip('/')}"


def _mapped(integration: Integration) -> Iterator[tuple[str, str]]:
    """The places and names of the request's values that the integration maps."""
    for source in integration.request_parameters.values():
        place, _, name = source.removeprefix("method.request.").removeprefix("multivalue").partition(".")
        if source.startswith("method.request.") and place in _PLACES and name:
            yield place, name


def _verb(integration: Integration, inputs: Inputs) -> str:
    """The client's verb, which such an integration does not say: the backend's own, else one that has a body."""
    verb = integration.http_method
    if integration.type in ("HTTP", "HTTP_PROXY") and verb not in (None, "ANY"):
        return str(verb)
    of_body = any(origin.place == "body" for origin in inputs.wishes)
    of_body |= any(source.startswith("method.request.body") for source in integration.request_parameters.values())
    return "POST" if of_body else "GET"
