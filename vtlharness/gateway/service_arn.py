"""The ARN of an AWS integration: it names a service and a path or an action."""

from __future__ import annotations

from functools import lru_cache

from vtlharness.late_pattern import late_pattern
from vtlharness.records import Record

_INVOCATIONS = late_pattern(r"/*[0-9-]+/functions/(.+)/(?:response-streaming-)?invocations")


class ServiceArn(Record):
    """`arn:{partition}:apigateway:{region}:{service}:{path|action}/{target}`.

    `subdomain` is the text before the service's name, None if there is none.
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
        """The name or ARN of the Lambda function that the ARN invokes; None for any other ARN."""
        if self.service != "lambda" or self.kind != "path":
            return None
        found = _INVOCATIONS.fullmatch(self.target)
        return found[1] if found else None


@lru_cache(maxsize=1024)
def parse_service_arn(uri: str) -> ServiceArn | None:
    """The parts of the ARN of an AWS integration; None for another text, and for one with neither path nor action."""
    parts = uri.split(":", 5)
    if len(parts) < 6 or parts[0] != "arn" or parts[2] != "apigateway":
        return None
    kind, slash, target = parts[5].partition("/")
    if not slash or kind not in ("path", "action"):
        return None
    subdomain, dot, service = parts[4].rpartition(".")
    return ServiceArn(parts[1], parts[3], service, kind, target, subdomain if dot else None)
