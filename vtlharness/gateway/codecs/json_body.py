"""Data as the body of a message."""

from __future__ import annotations

import json

_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def json_body(data: object) -> str:
    """Data as it is sent: compact JSON, with characters outside ASCII unescaped."""
    return _written(data)
