"""What an endpoint that stands in for AWS needs and AWS does not: the media type of a service's JSON protocol.

Comes in: a `WireRequest`, not yet signed. Goes out: the request that the endpoint understands, and a note for the log
on each change. Nothing is adapted for AWS itself. Evidence: docs/fidelity.md#endpoints-instead-of-aws.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from vtlharness.backends.aws.botocore_session import service_metadata
from vtlharness.backends.wire.request import WireRequest

_JSON = "application/json"


def adapted(request: WireRequest, service: str) -> tuple[WireRequest, tuple[str, ...]]:
    """The request with the Content-Type of the service's JSON protocol, if it names an action in X-Amz-Target."""
    names = {name.lower() for name, _ in request.headers}
    wanted = _media_type(service)
    if wanted is None or "x-amz-target" not in names:
        return request, ()
    headers = tuple(
        (name, wanted if name.lower() == "content-type" and _is_json(value) else value)
        for name, value in request.headers
    )
    if "content-type" not in names:
        headers = (*headers, ("Content-Type", wanted))
    if headers == request.headers:
        return request, ()
    return replace(request, headers=headers), (f"the endpoint is not AWS: it is sent Content-Type: {wanted}",)


def _is_json(value: str) -> bool:
    return value.partition(";")[0].strip().lower() == _JSON


@lru_cache(maxsize=256)
def _media_type(service: str) -> str | None:
    """The media type of a service's JSON protocol; None for a service that has none."""
    found = service_metadata(service) or {}
    version = found.get("jsonVersion")
    return None if version is None else f"application/x-amz-json-{version}"
