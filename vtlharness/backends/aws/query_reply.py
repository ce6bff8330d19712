"""The replies of services with the query protocol, in JSON, as the services themselves give it.

Comes in: the reply of an endpoint that stands in for AWS: XML, or JSON without its wrapper. Goes out: the reply in the
service's JSON. botocore reads the XML. Evidence: docs/fidelity.md#query-services-elsewhere.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from vtlharness.backends.aws.query_model import service_model
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.codecs.json_body import json_body

if TYPE_CHECKING:
    from botocore.model import Shape

# Members that the query protocol of SQS names otherwise than botocore does.
_NAMES = {("sqs", "Messages"): "messages", ("sqs", "QueueUrls"): "queueUrls"}
_ERROR_MEMBERS = ("Code", "Message", "Type")
_REQUEST_ID = "x-amzn-requestid"


def json_reply(reply: BackendReply, service: str, action: str) -> BackendReply | None:
    """The reply in the service's JSON; None where it cannot be read, or is in that form."""
    from botocore.model import OperationNotFoundError
    from botocore.parsers import ResponseParserError

    unreadable = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
    body = reply.raw_body or b""
    try:
        if body.lstrip().startswith(b"<"):
            data = _of_xml(body, service, reply.status_code)
        else:
            data = _of_json(json.loads(body or b"{}"), reply, service, action)
    except (*unreadable, ResponseParserError, OperationNotFoundError):
        return None
    if data is None:
        return None
    made = json_body(data).encode("utf-8", "surrogatepass")
    lengths = {"content-type": "application/json", "content-length": str(len(made))}
    headers = {name: lengths.get(name.lower(), value) for name, value in reply.headers.items()}
    return replace(reply, headers=headers, raw_body=made)


def _of_xml(body: bytes, service: str, status: int) -> dict[str, Any] | None:
    from botocore.parsers import QueryParser

    if b"<!" in body.partition(b"Response")[0]:
        return None  # a document type, or HTML: no service sends one
    parser = QueryParser()
    received = {"status_code": status, "headers": {}, "body": body}
    if status >= 300:
        found = parser.parse(received, None)
        about = found.get("Error", {})
        error = {name: about.get(name) for name in _ERROR_MEMBERS}
        return {"Error": error, "RequestId": found.get("ResponseMetadata", {}).get("RequestId")}
    action = body.partition(b"Response")[0].rpartition(b"<")[2].decode("ascii")
    shape = service_model(service).operation_model(action).output_shape
    found = parser.parse(received, shape)
    metadata = {"RequestId": found.pop("ResponseMetadata", {}).get("RequestId")}
    return _wrapped(action, shape, found, metadata, service)


def _of_json(data: object, reply: BackendReply, service: str, action: str) -> dict[str, Any] | None:
    if not isinstance(data, dict) or f"{action}Response" in data or "Error" in data:
        return None
    request_id = next((value for name, value in reply.headers.items() if name.lower() == _REQUEST_ID), None)
    if isinstance(request_id, list):
        request_id = request_id[0]
    if reply.status_code >= 300:
        if "__type" not in data:
            return None
        code = str(data["__type"]).rpartition("#")[2]
        error = {
            "Code": code,
            "Message": data.get("message", data.get("Message")),
            "Type": "Sender" if reply.status_code < 500 else "Receiver",
        }
        return {"Error": error, "RequestId": request_id}
    shape = service_model(service).operation_model(action).output_shape
    return _wrapped(action, shape, data, {"RequestId": request_id}, service)


def _wrapped(
    action: str, shape: Shape | None, result: Mapping[str, Any], metadata: Mapping[str, Any], service: str
) -> dict[str, Any]:
    inside: dict[str, Any] = {"ResponseMetadata": metadata}
    if shape is not None and shape.members:
        inside[f"{action}Result"] = _complete(shape, result, service)
    return {f"{action}Response": dict(sorted(inside.items()))}


def _complete(shape: Shape, value: Any, service: str) -> Any:
    """A value with null for each member that it lacks, in the order of their names."""
    if value is None:
        return None
    if shape.type_name == "structure" and isinstance(value, Mapping):
        members = {
            _NAMES.get((service, name), name): _complete(member, value.get(name), service)
            for name, member in shape.members.items()
        }
        return dict(sorted(members.items()))
    if shape.type_name == "list" and isinstance(value, list):
        return [_complete(shape.member, item, service) for item in value]
    if shape.type_name == "map" and isinstance(value, Mapping):
        items = {str(key): _complete(shape.value, item, service) for key, item in value.items()}
        if service == "sqs":
            return [{"Name": key, "Value": item} for key, item in items.items()]
        return items
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value.timestamp() if isinstance(value, datetime) else value
