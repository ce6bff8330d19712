"""The X-Ray trace header.

Comes in: the client's header, and the call. Goes out: the `X-Amzn-Trace-Id` that the backend and the client get.
Evidence: docs/fidelity.md#trace-ids. New ids are made from the call's id, so all runs give the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from vtlharness.gateway.call import Call
from vtlharness.gateway.codecs.headers import header

TRACE_HEADER = "X-Amzn-Trace-Id"


def trace_id(headers: Mapping[str, object], call: Call) -> str:
    """The trace id of a call: the client's, completed, or a new root if the client sent none."""
    given = header(headers, TRACE_HEADER)
    fields = dict(part.strip().split("=", 1) for part in (given or "").split(";") if "=" in part)
    if given and {"Root", "Parent", "Sampled"} <= fields.keys():
        return given
    digest = sha256(call.request_id.encode()).hexdigest()
    root = fields.get("Root") or f"1-{call.request_time_epoch // 1000:08x}-{digest[:24]}"
    parent = fields.get("Parent")
    sampled = fields.get("Sampled") or ("1" if parent else "0")
    return f"Root={root};Parent={parent or digest[24:40]};Sampled={sampled}"
