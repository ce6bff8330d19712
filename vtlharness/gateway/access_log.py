"""The access log: the line that a stage's format makes of a call.

Comes in: the format, and what the call came to. Goes out: one line. Formats are not mapping templates: they know only
`$context` variables, among them some that no template has, and an absent one is `-`. Evidence:
docs/fidelity.md#access-log.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.call import Call
from vtlharness.gateway.codecs.headers import header
from vtlharness.gateway.codecs.text_values import text_value
from vtlharness.gateway.mapping_expression import context_value
from vtlharness.gateway.model import IntegrationType, RestApi
from vtlharness.gateway.stages.responses.method_response import MethodResponseMessage
from vtlharness.limits.budget import room_for
from vtlharness.records import Record

ABSENT = "-"
"""What the service writes for a variable without a value, and for one that it does not know."""

_VARIABLE = r"\$context((?:\.[A-Za-z0-9_]+)+)"  # compiled when a log is written: most runs write none
_ESCAPED = str.maketrans({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_GATEWAY_LATENCY = 5  # milliseconds that the gateway itself takes; the same on every run, as all of `Call` is


class FinishedCall(Record):
    """A call that was answered, as the access log sees it.

    `context` is `$context` of the call. `reply` is None if no backend was asked or none answered; `asked` is true if
    one was asked. `error` has the variables of the gateway response, and is None for an ordinary answer.
    """

    api: RestApi
    call: Call
    context: Mapping[str, object]
    response: MethodResponseMessage
    integration: IntegrationType | None = None
    asked: bool = False
    reply: BackendReply | None = None
    error: Mapping[str, object] | None = None


def access_log_line(log_format: str, finished: FinishedCall) -> str:
    """The line of a call, without a line end.

    In a format that begins as JSON does, quotes and backslashes of values are escaped. Raises LimitExceeded for a line
    that is too long.
    """
    line = log_format.rstrip("\r\n")
    in_json = line.lstrip().startswith("{")

    pieces: list[str] = []
    length = end = 0
    for found in re.finditer(_VARIABLE, line):
        name = found[1][1:]
        value = _value(name, finished)
        if in_json and name != "error.messageString":
            value = value.translate(_ESCAPED)
        pieces += (line[end : found.start()], value)
        end = found.end()
        length += len(value)
        room_for(length + len(line))
    return "".join((*pieces, line[end:]))


def is_one_line(log_format: str) -> bool:
    """Whether the service takes the format: it may have a line end only at its end."""
    return "\n" not in log_format.rstrip("\r\n")


def _value(name: str, finished: FinishedCall) -> str:
    value = context_value(name.split("."), finished.context)
    if value is None and name in _FACTS:
        value = _FACTS[name](finished)
    if value is None or isinstance(value, (Mapping, list, tuple)):
        return ABSENT
    return text_value(value)


def _latency(finished: FinishedCall) -> int | None:
    return finished.call.integration_latency if finished.asked else None


def _integration_status(finished: FinishedCall) -> int | None:
    return None if finished.reply is None else finished.reply.status_code


def _backend_status(finished: FinishedCall) -> int | None:
    """The status that the backend gave: for a Lambda proxy the function's own, not that of Lambda."""
    if finished.integration == "AWS_PROXY":
        return None if finished.reply is None or finished.error else finished.response.status
    return _integration_status(finished)


def _endpoint_request_id(finished: FinishedCall) -> str | None:
    if finished.reply is None:
        return None
    return header(finished.reply.headers, "x-amz-request-id") or header(finished.reply.headers, "x-amzn-RequestId")


def _error(name: str) -> Callable[[FinishedCall], object]:
    return lambda finished: (finished.error or {}).get(name)


_FACTS: dict[str, Callable[[FinishedCall], object]] = {
    "awsEndpointRequestId": _endpoint_request_id,
    "awsEndpointRequestId2": lambda finished: finished.reply and header(finished.reply.headers, "x-amz-id-2"),
    "cipherSuite": lambda finished: "ECDHE-RSA-AES128-GCM-SHA256",
    "endpointType": lambda finished: finished.api.endpoint_type,
    "error.message": _error("message"),
    "error.messageString": _error("messageString"),
    "error.responseType": _error("responseType"),
    "error.validationErrorString": _error("validationErrorString"),
    "integration.integrationStatus": _integration_status,
    "integration.latency": _latency,
    "integration.requestId": _endpoint_request_id,
    "integration.status": _backend_status,
    "integrationLatency": _latency,
    "integrationStatus": _integration_status,
    "responseLatency": lambda finished: (_latency(finished) or 0) + _GATEWAY_LATENCY,
    "responseLength": lambda finished: len(finished.response.body_bytes),
    "status": lambda finished: finished.response.status,
    "tlsVersion": lambda finished: "TLSv1.2",
}
"""The variables that only access logs have, each made from the finished call."""
