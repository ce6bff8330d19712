"""Where an integration request goes.

Comes in: the integration's `uri`, stage variables, mapped path parameters. Goes out: an address and the query string
that stands in it, or what an ARN names. Next: `gateway.integration_request`. Evidence: facts/gateway.md 10 and 16,
`ls-uri-*`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from vtlharness.gateway.gateway_failure import configuration_error
from vtlharness.gateway.header_values import Multi

_STAGE_VARIABLE = re.compile(r"\$\{stageVariables\.([A-Za-z0-9_]*)\}")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_UNFILLED = re.compile(r"(?:https?://)?(?:\$\{[^{}]+\}|<[^<>]+>)", re.IGNORECASE)
_HTTP = re.compile(r"https?://([^/?#]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ServiceArn:
    """`arn:{partition}:apigateway:{region}:{service}:{path|action}/{target}`.

    `subdomain` is what stands before the service's name, None where nothing does.
    """

    partition: str
    region: str
    service: str
    kind: str
    target: str
    subdomain: str | None = None

    @property
    def endpoint(self) -> str:
        """The host of the service."""
        suffix = "amazonaws.com.cn" if self.partition == "aws-cn" else "amazonaws.com"
        names = (self.subdomain, self.service, self.region, suffix)
        return ".".join(name for name in names if name)

    @property
    def function(self) -> str | None:
        """The name or ARN of the Lambda function that the ARN invokes; None where it is no such invocation."""
        found = re.fullmatch(r"/*[0-9-]+/functions/(.+)/(?:response-streaming-)?invocations", self.target)
        return found[1] if self.service == "lambda" and self.kind == "path" and found else None


def render_stage_variables(uri: str, stage_variables: Mapping[str, str]) -> str:
    """Puts in `${stageVariables.name}`; a variable that is missing is empty. Nothing else in braces is touched."""
    return _STAGE_VARIABLE.sub(lambda found: stage_variables.get(found[1], ""), uri)


def render_path_parameters(uri: str, parameters: Mapping[str, object]) -> str:
    """Puts in `{name}` where a path parameter is mapped; the others stay as they are."""

    def value(found: re.Match[str]) -> str:
        mapped = parameters.get(found[1].removesuffix("+"))
        return found[0] if mapped is None else str(mapped[-1] if isinstance(mapped, list) else mapped)

    return _PLACEHOLDER.sub(value, uri)


def split_query(uri: str) -> tuple[str, Multi]:
    """An address without its query string, and that decoded."""
    address, _, query = uri.partition("?")
    values: Multi = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        values.setdefault(name, []).append(value)
    return address, values


def check_endpoint(uri: str) -> str:
    """The host of an HTTP address. Raises GatewayFailure (500) where there is none."""
    found = _HTTP.match(uri)
    if found is None or not found[1].rpartition("@")[2].partition(":")[0]:
        raise configuration_error(f"Invalid endpoint address{unfilled(uri)}")
    return found[1]


def unfilled(uri: str) -> str:
    """What to do about a place that a definition left open at the front of an address; the service never sees one."""
    place = _UNFILLED.match(uri)
    return "" if place is None else f": nothing gives {place[0]} a value; `api.parameters` of a case file can"


def parse_service_arn(uri: str) -> ServiceArn | None:
    """What the ARN of an AWS integration names; None where it is none, or has neither path nor action."""
    parts = uri.split(":", 5)
    if len(parts) < 6 or parts[0] != "arn" or parts[2] != "apigateway":
        return None
    kind, slash, target = parts[5].partition("/")
    if not slash or kind not in ("path", "action"):
        return None
    subdomain, dot, service = parts[4].rpartition(".")
    return ServiceArn(parts[1], parts[3], service, kind, target, subdomain if dot else None)
