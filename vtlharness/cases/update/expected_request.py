"""What a case expects of the request to the backend, where it expects all that its run made.

Comes in: an `IntegrationRequest`. Goes out: the data of `expect.integrationRequest`. What the gateway adds to each
request (docs/fidelity.md#headers-to-the-backend), and what follows from the rest, is not expected.
"""

from __future__ import annotations

from collections.abc import Iterator

from vtlharness.cases.update.expected_body import expected_body, one_or_several
from vtlharness.gateway.integration_request import IntegrationRequest

_OF_EACH_REQUEST = frozenset(
    {"content-length", "host", "x-amz-cf-id", "x-amz-target", "x-amzn-apigateway-api-id", "x-amzn-trace-id"}
    | {"x-amzn-lambda-integration-tag", "via"}
)
"""Headers that the gateway or CloudFront writes, in lower case; `X-Amz-Target` says what `Action` says."""
_OF_CLOUDFRONT = "cloudfront-"
_DEFAULTS = {"accept": "application/json", "user-agent": "AmazonAPIGateway_"}
"""Headers that a definition may map, and how the gateway's own value of each begins."""


def expected_request(sent: IntegrationRequest | None) -> dict[str, object]:
    """The key `integrationRequest` with its value: null without a request; no key for a mock, which sends none.

    The event of a proxy integration's function, and the body that an HTTP proxy passes on, are not expected.
    """
    if sent is None:
        return {"integrationRequest": None}
    if sent.type == "MOCK":
        return {}
    found: dict[str, object] = {}
    if sent.type != "AWS":
        found = {"httpMethod": sent.http_method, "uri": sent.uri}
    if sent.type != "AWS_PROXY":
        if sent.query_string:
            found["queryStringParameters"] = one_or_several(
                {name: list(values) for name, values in sent.query_string.items()}
            )
        headers = {name: list(values) for name, values in _own_headers(sent)}
        if headers:
            found["headers"] = one_or_several(headers)
    if sent.type == "AWS" or (sent.type == "HTTP" and sent.body_bytes):
        found["body"] = expected_body(sent.body_bytes)
    return {"integrationRequest": found}


def _own_headers(sent: IntegrationRequest) -> Iterator[tuple[str, list[str]]]:
    """The headers that come from the client or the definition."""
    of_gateway = _DEFAULTS if sent.type in ("AWS", "HTTP") else {}
    for name, values in sent.headers.items():
        lower = name.lower()
        if lower in _OF_EACH_REQUEST or lower.startswith(_OF_CLOUDFRONT) or not values:
            continue
        if lower not in of_gateway or not values[0].startswith(of_gateway[lower]) or len(values) > 1:
            yield name, values
