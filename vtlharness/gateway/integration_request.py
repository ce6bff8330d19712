"""The record of the request that a backend receives.

Made by `gateway.stages.custom_request`, `gateway.stages.http_proxy` and `gateway.stages.lambda_proxy_event`. Read by
the backend, the log, and test cases. Next: the backend, then `gateway.stages.integration_response`.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from vtlharness.gateway.codecs.content_handling import Payload, WithPayload
from vtlharness.gateway.codecs.headers import Multi, header
from vtlharness.gateway.model import IntegrationType
from vtlharness.gateway.service_arn import ServiceArn
from vtlharness.records import Record, field


class IntegrationRequest(WithPayload, Record):
    """A request to a backend.

    `uri` is the address without query string, `query_string` decoded; `body` is text, or bytes if it is not text.
    `service` is the service that the ARN of an AWS integration names. `timeout_in_millis` is the time that the backend
    has for its answer. `credentials` is the ARN of the role that the integration names. For MOCK only `body` has a
    meaning.
    """

    type: IntegrationType
    http_method: str
    uri: str
    headers: Mapping[str, list[str]] = field(default_factory=dict)
    query_string: Mapping[str, list[str]] = field(default_factory=dict)
    body: Payload = ""
    service: ServiceArn | None = None
    timeout_in_millis: int = field(default=29000, compare=False)
    credentials: str | None = field(default=None, compare=False)

    @property
    def url(self) -> str:
        """The address with the query string, encoded."""
        pairs = [(name, value) for name, values in self.query_string.items() for value in values]
        return f"{self.uri}?{urlencode(pairs, quote_via=quote, safe=':/,')}" if pairs else self.uri

    @property
    def lambda_event(self) -> str:
        """The event of a Lambda function, as JSON: an empty body arrives as `{}` (docs/fidelity.md#lambda)."""
        return self.body_text or "{}"

    @property
    def wire_headers(self) -> Multi:
        """The headers, and Host and Content-Length, which follow from the address and the body."""
        headers = {name: list(values) for name, values in self.headers.items()}
        if header(headers, "Host") is None:
            headers["Host"] = [self.uri.partition("://")[2].partition("/")[0].rpartition("@")[2]]
        headers["Content-Length"] = [str(len(self.body_bytes))]
        return headers
