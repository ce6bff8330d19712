"""The canned forms of what a real backend answered, the plainest first.

Comes in: the `CaseResult` of a live case. Goes out: values for the key `backend` of the case. The first with which the
case has the same result offline is recorded. Next: `recording`.
"""

from __future__ import annotations

from collections.abc import Iterator

from vtlharness.cases.integration.comparing import as_base64
from vtlharness.cases.results import CaseResult
from vtlharness.cases.update.target import CannotUpdateError
from vtlharness.documents.json.values import JsonTextError, parse_json
from vtlharness.gateway.access import LambdaOutput
from vtlharness.gateway.backend import function_failed
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.codecs.headers import multi
from vtlharness.gateway.codecs.utf8 import text_if_utf8, utf8_bytes
from vtlharness.gateway.invocation import Invocation
from vtlharness.gateway.method_request import ParameterValues

_OF_THE_TRANSFER = frozenset(
    {"connection", "content-length", "date", "keep-alive", "server", "transfer-encoding"}
    | {"x-amzn-requestid", "x-amz-request-id", "x-amz-id-2"}
)
"""Headers that each answer has anew, in lower case: they are recorded only where the client's answer shows them."""


def canned_forms(result: CaseResult) -> Iterator[dict[str, object]]:
    """The values of `backend` that may stand for the answer. Raises CannotUpdateError where there was none."""
    made = result.invocation
    if made is None or result.outcome == "error":
        raise CannotUpdateError("the case could not be run")
    sent, reply = made.integration_request, made.backend_reply
    if reply is not None and sent is not None:
        yield from _reply_forms(reply, of_function=sent.service is not None and sent.service.function is not None)
    elif sent is None and made.authorizer_answer is not None:
        yield {}  # the authorizer stops the call
    elif sent is None or sent.type == "MOCK":
        raise CannotUpdateError("its backend was not called; leave `backend` out")
    elif result.outcome == "failed":
        raise CannotUpdateError(f"its backend gave no answer ({made.reason or made.gateway_response})")
    else:
        yield {"failure": "timeout" if made.gateway_response == "INTEGRATION_TIMEOUT" else "unreachable"}


def canned_authorizer(made: Invocation | None) -> object:
    """The value of `authorizer` for what the function of an authorizer answered; None where it was not called."""
    answer = None if made is None else made.authorizer_answer
    return dict(answer.output) if isinstance(answer, LambdaOutput) else answer


def _reply_forms(reply: BackendReply, *, of_function: bool) -> Iterator[dict[str, object]]:
    data = reply.raw_body if reply.raw_body is not None else utf8_bytes(reply.body or "")
    if of_function and reply.status_code == 200:
        yield from _function_forms(reply, data)
    telling = {name: value for name, value in reply.headers.items() if name.lower() not in _OF_THE_TRANSFER}
    for headers in (telling, reply.headers):
        for body in _bodies(data):
            yield {"statusCode": reply.status_code, **_headers(headers), **body}


def _headers(headers: ParameterValues) -> dict[str, object]:
    """The key `headers`; a name that came once has its value, another one a list. None where there are none."""
    found = {name: values[0] if len(values) == 1 else values for name, values in multi(headers).items()}
    return {"headers": found} if found else {}


def _function_forms(reply: BackendReply, data: bytes) -> Iterator[dict[str, object]]:
    found, result = _parsed(data)
    if not found:
        return
    if not function_failed(reply):
        if not _reads_as_file(result):
            yield {"lambdaResult": result}
    elif isinstance(result, dict):
        yield {"lambdaError": result}


def _bodies(data: bytes) -> Iterator[dict[str, object]]:
    """The forms of a body: data, text, bytes. None where it is empty."""
    if not data:
        yield {}
        return
    found, value = _parsed(data)
    if found and isinstance(value, (dict, list)) and not _reads_as_file(value):
        yield {"body": value}
    text = text_if_utf8(data)
    if text is not None:
        yield {"body": text}
    yield {"body": as_base64(data)}


def _parsed(data: bytes) -> tuple[bool, object]:
    """Whether bytes are JSON, and their value."""
    text = text_if_utf8(data)
    try:
        return (False, None) if text is None else (True, parse_json(text))
    except JsonTextError:
        return False, None


def _reads_as_file(value: object) -> bool:
    """Whether a case file would take data for `{file: path}` or `{base64: text}`."""
    return isinstance(value, dict) and set(value) in ({"file"}, {"base64"})
