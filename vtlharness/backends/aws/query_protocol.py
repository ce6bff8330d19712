"""Services that take an action and its parameters as a query string or a form, and answer JSON or XML as Accept says.

Comes in: the name of a service, or a `WireRequest` to it. Goes out: whether it is such a service, and the action.
Evidence: docs/fidelity.md#query-services-elsewhere.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import parse_qs

from vtlharness.backends.aws.botocore_session import service_metadata
from vtlharness.backends.wire.request import WireRequest

FORM = "application/x-www-form-urlencoded"
_MOST = 10_000  # parameters
_RECORDED = ("ssm",)  # botocore describes its JSON protocol alone; a recording shows the other one


@lru_cache(maxsize=256)
def has_query_protocol(service: str) -> bool:
    """Whether botocore knows the query protocol of a service, named as its host is."""
    found = service_metadata(service) or {}
    return "awsQueryCompatible" in found or "query" in (found.get("protocol"), *found.get("protocols", ()))


def query_action(request: WireRequest, service: str) -> str | None:
    """The action of a request of the query protocol; None for any other request.

    X-Amz-Target and the media types of JSON protocols belong to the JSON protocol, which such a service may have too.
    """
    if not (has_query_protocol(service) or service in _RECORDED) or header_of(request, "x-amz-target"):
        return None
    if media_type_of(request).startswith("application/x-amz-"):
        return None
    text = query_text(request)
    try:
        found = parse_qs(text, keep_blank_values=True, max_num_fields=_MOST) if "Action=" in text else {}
    except ValueError:  # more parameters than any service takes
        return None
    return next(iter(found.get("Action", ())), None)


def query_text(request: WireRequest) -> str:
    """The parameters of a request: its query string, and its body if that is a form."""
    query = request.target.partition("?")[2]
    if media_type_of(request) != FORM:
        return query
    return "&".join(part for part in (query, request.body.decode("utf-8", "replace")) if part)


def media_type_of(request: WireRequest) -> str:
    """The type of Content-Type, in lower case, without parameters; empty where there is none."""
    return header_of(request, "content-type").partition(";")[0].strip().lower()


def header_of(request: WireRequest, name: str) -> str:
    """The value of a header, named in lower case; empty where there is none."""
    return next((value for found, value in request.headers if found.lower() == name), "")
