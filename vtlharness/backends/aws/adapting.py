"""What an endpoint that stands in for AWS needs and AWS does not, and what its replies lack.

Comes in: a `WireRequest`, not yet signed, and later the reply. Goes out: the request that the endpoint understands, the
reply in the service's own form, and a note for the log on each change. Nothing is adapted for AWS itself. Evidence:
docs/fidelity.md#endpoints-instead-of-aws.
"""

from __future__ import annotations

import re
from dataclasses import replace

from vtlharness.backends.aws.botocore_session import service_metadata
from vtlharness.backends.aws.query_model import service_model
from vtlharness.backends.aws.query_parameters import json_parameters
from vtlharness.backends.aws.query_protocol import (
    FORM,
    has_query_protocol,
    header_of,
    media_type_of,
    query_action,
    query_text,
)
from vtlharness.backends.aws.query_reply import json_reply
from vtlharness.backends.wire.request import WireRequest
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.codecs.json_body import json_body
from vtlharness.gateway.service_arn import ServiceArn

_JSON = "application/json"
_BODILESS = ("GET", "HEAD")
_ACTION = re.compile(r"[A-Za-z0-9]+")  # a definition may put a line break where an action belongs
_NEEDS_TARGET = ("events",)  # AWS itself knows no action of theirs without the header


def adapted(request: WireRequest, service: ServiceArn) -> tuple[WireRequest, tuple[str, ...]]:
    """The request in the form of its service's protocol.

    The JSON protocol needs a media type of its own, and a header that names the action of an action integration. The
    query protocol needs a form; where botocore knows the JSON protocol alone, endpoints do so too.
    """
    action = query_action(request, service.service)
    if action is not None:
        return _as_json(request, service.service, action) or _as_form(request)
    targeted, notes = _with_target(request, service)
    typed, more = _with_media_type(targeted, service.service)
    return typed, (*notes, *more)


def adapted_reply(reply: BackendReply, request: WireRequest, service: ServiceArn) -> BackendReply:
    """The reply, in JSON if the request is one of the query protocol that accepts JSON."""
    action = query_action(request, service.service)
    accepted = header_of(request, "accept").partition(",")[0].partition(";")[0].strip().lower()
    if action is None or accepted != _JSON:
        return reply
    made = json_reply(reply, service.service, action)
    if made is None:
        return reply
    was = "XML" if (reply.raw_body or b"").lstrip().startswith(b"<") else "JSON without its wrapper"
    note = f"the endpoint is not AWS: it answered {was}, which becomes the service's JSON"
    return replace(made, notes=(*reply.notes, note))


def _as_json(request: WireRequest, service: str, action: str) -> tuple[WireRequest, tuple[str, ...]] | None:
    """The request in the JSON protocol; None for a service that botocore knows the query protocol of."""
    from botocore.model import OperationNotFoundError

    metadata = service_metadata(service) or {}
    if "targetPrefix" not in metadata or has_query_protocol(service):
        return None
    try:
        shape = service_model(service).operation_model(action).input_shape
        body = json_body(json_parameters(query_text(request), shape)).encode("utf-8", "surrogatepass")
    except (ValueError, RecursionError, OperationNotFoundError):
        return None
    media_type = f"application/x-amz-json-{metadata['jsonVersion']}"
    target = f"{metadata['targetPrefix']}.{action}"
    made = replace(request, method="POST", target=request.target.partition("?")[0], body=body)
    for name, value in (("Content-Type", media_type), ("X-Amz-Target", target), ("Content-Length", str(len(body)))):
        made = _with_header(made, name, value)
    return made, (f"the endpoint is not AWS: it is sent {target} in the JSON protocol",)


def _as_form(request: WireRequest) -> tuple[WireRequest, tuple[str, ...]]:
    """The request with its parameters in a form, where they stand in its query string and its body is not a form."""
    if media_type_of(request) == FORM:
        return request, ()
    target, _, query = request.target.partition("?")
    made = _with_header(request, "Content-Type", FORM)
    if request.method in _BODILESS:
        return made, (f"the endpoint is not AWS: it is sent Content-Type: {FORM}",)
    body = query.encode("ascii")
    made = _with_header(replace(made, target=target, body=body), "Content-Length", str(len(body)))
    return made, (f"the endpoint is not AWS: it is sent the query string as a body, with Content-Type: {FORM}",)


def _with_target(request: WireRequest, service: ServiceArn) -> tuple[WireRequest, tuple[str, ...]]:
    prefix = (service_metadata(service.service) or {}).get("targetPrefix")
    action = service.target.partition("&")[0]
    if service.kind != "action" or service.subdomain or service.service in _NEEDS_TARGET:
        return request, ()
    if prefix is None or header_of(request, "x-amz-target") or not _ACTION.fullmatch(action):
        return request, ()
    note = f"the endpoint is not AWS: it is sent X-Amz-Target: {prefix}.{action}"
    return _with_header(request, "X-Amz-Target", f"{prefix}.{action}"), (note,)


def _with_media_type(request: WireRequest, service: str) -> tuple[WireRequest, tuple[str, ...]]:
    version = (service_metadata(service) or {}).get("jsonVersion")
    if version is None or not header_of(request, "x-amz-target"):
        return request, ()
    if media_type_of(request) not in ("", _JSON):
        return request, ()
    wanted = f"application/x-amz-json-{version}"
    note = f"the endpoint is not AWS: it is sent Content-Type: {wanted}"
    return _with_header(request, "Content-Type", wanted), (note,)


def _with_header(request: WireRequest, name: str, value: str) -> WireRequest:
    """The request with a header, in the place of one of that name."""
    headers = tuple((found, value if found.lower() == name.lower() else old) for found, old in request.headers)
    if not any(found.lower() == name.lower() for found, _ in headers):
        headers = (*headers, (name, value))
    return replace(request, headers=headers)
