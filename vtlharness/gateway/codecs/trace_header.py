"""The X-Ray trace header.

Comes in: the client's header, and the call. Goes out: the `X-Amzn-Trace-Id` that the backend and the client get.
Evidence: docs/fidelity.md#trace-ids. New ids are made from the call's id, so all runs give the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from vtlharness.gateway.call import Call
from vtlharness.gateway.codecs.headers import header

try:  # `hashlib` loads OpenSSL, which takes ten times as long
    from _sha2 import sha256  # type: ignore[import-not-found,unused-ignore]  # from Python 3.12
except ImportError:
    try:
        from _sha256 import sha256  # type: ignore[import-not-found,unused-ignore]
    except ImportError:  # a Python that was built without it
        from hashlib import sha256

TRACE_HEADER = "X-Amzn-Trace-Id"


@lru_cache(maxsize=64)
def _digest(request_id: str) -> str:
    digest: str = sha256(request_id.encode()).hexdigest()
    return digest


def trace_id(headers: Mapping[str, object], call: Call) -> str:
    """The trace id of a call: the client's, completed, or a new root if the client sent none."""
    given = header(headers, TRACE_HEADER)
    digest = _digest(call.request_id)
    if not given:
        return f"Root=1-{call.request_time_epoch // 1000:08x}-{digest[:24]};Parent={digest[24:40]};Sampled=0"
    fields = dict(part.strip().split("=", 1) for part in given.split(";") if "=" in part)
    if {"Root", "Parent", "Sampled"} <= fields.keys():
        return given
    root = fields.get("Root") or f"1-{call.request_time_epoch // 1000:08x}-{digest[:24]}"
    parent = fields.get("Parent")
    sampled = fields.get("Sampled") or ("1" if parent else "0")
    return f"Root={root};Parent={parent or digest[24:40]};Sampled={sampled}"
