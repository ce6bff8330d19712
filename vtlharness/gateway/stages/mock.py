"""The MOCK integration: answers with the status code that its request template writes.

Comes in: the rendered request template. Goes out: a status for the selection of the integration response; the body is
empty. Evidence: docs/fidelity.md#mock-answer, docs/fidelity.md#mock-status-code.
"""

from __future__ import annotations

from vtlharness import json_smart
from vtlharness.gateway.gateway_failure import configuration_error
from vtlharness.java.scalars import LONG_MAX, LONG_MIN

_MISSING = "statusCode should be an integer which defined in request template"
_UNREADABLE = "Unable to parse statusCode. It should be an integer that is defined in the request template."


def mock_status(text: str) -> int:
    """The integer `statusCode` of a rendered request template, read as leniently as json-smart reads.

    Raises GatewayFailure (500) if there is none; the text `"200"` does not count. The service has a text for a template
    without the key, and another for anything else (docs/fidelity.md#words-of-mocks).
    """
    if not text.strip():
        raise configuration_error(_MISSING)
    try:
        document = json_smart.parse(text)
    except json_smart.JsonError:
        document = None
    status = document.get("statusCode") if isinstance(document, dict) else ""
    if status is None:
        raise configuration_error(_MISSING)
    if not isinstance(status, int) or isinstance(status, bool) or not LONG_MIN <= status <= LONG_MAX:
        raise configuration_error(_UNREADABLE)
    return int(status)
