"""Data as the body of a message."""

from __future__ import annotations

import json


def json_body(data: object) -> str:
    """Data as it is sent: compact JSON, with characters outside ASCII unescaped."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
