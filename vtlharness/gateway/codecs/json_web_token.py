"""The claims of a JSON Web Token.

Comes in: the value of a header. Goes out: the claims as data. The signature and the time are not verified
(docs/fidelity.md#tokens-are-not-verified).
"""

from __future__ import annotations

import json
from binascii import Error as Base64Error
from binascii import a2b_base64

_BEARER = "bearer "


def token_claims(header: str) -> dict[str, object] | None:
    """The claims of the token in a header, with or without `Bearer` before it; None for any other text."""
    token = header.strip()
    if token[: len(_BEARER)].lower() == _BEARER:
        token = token[len(_BEARER) :].strip()
    parts = token.split(".")
    if len(parts) != 3:
        return None
    payload = parts[1].replace("-", "+").replace("_", "/")
    try:
        claims = json.loads(a2b_base64(payload + "=" * (-len(payload) % 4)))
    except (Base64Error, ValueError, RecursionError):
        return None
    return claims if isinstance(claims, dict) else None
