"""The headers that CloudFront adds to the calls of an edge-optimized API.

Comes in: a request on its way to an API, or the client's answer. Goes out: the same with the headers, which have sample
values. Next: `gateway.stages.routing`, or the client. Evidence: docs/fidelity.md#edge-headers.
"""

from __future__ import annotations

from collections.abc import Mapping

from vtlharness.gateway.codecs.headers import Multi
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import RestApi
from vtlharness.records import replace

_VIA = "1.1 3b2cd5fe4a17d6c0b8e9f1a2c3d4e5f6.cloudfront.net (CloudFront)"
_ID = "dGhpcy1pcy1hLXNhbXBsZS1pZC1vZi1hLWNhbGwtdG8tYW4tZWRnZQ=="
_OF_REQUESTS = {
    "CloudFront-Forwarded-Proto": "https",
    "CloudFront-Is-Desktop-Viewer": "true",
    "CloudFront-Is-Mobile-Viewer": "false",
    "CloudFront-Is-SmartTV-Viewer": "false",
    "CloudFront-Is-Tablet-Viewer": "false",
    "CloudFront-Viewer-ASN": "64496",
    "CloudFront-Viewer-Country": "US",
    "Via": _VIA,
    "X-Amz-Cf-Id": _ID,
}


def arriving(api: RestApi, request: MethodRequest) -> MethodRequest:
    """The request as it reaches the API; a header that the test gives stays as it is given."""
    if api.endpoint_type != "EDGE":
        return request
    return replace(request, headers={**request.headers, **_missing(_OF_REQUESTS, request.headers)})


def leaving(api: RestApi, status: int, headers: Multi) -> Multi:
    """The headers of an answer as they reach the client."""
    if api.endpoint_type != "EDGE":
        return headers
    cache = "Miss from cloudfront" if status < 400 else "Error from cloudfront"
    added = {"Via": _VIA, "X-Cache": cache, "X-Amz-Cf-Pop": "IAD89-C1", "X-Amz-Cf-Id": _ID}
    return {**headers, **{name: [value] for name, value in _missing(added, headers).items()}}


def _missing(added: Mapping[str, str], present: Mapping[str, object]) -> dict[str, str]:
    lower = {name.lower() for name in present}
    return {name: value for name, value in added.items() if name.lower() not in lower}
