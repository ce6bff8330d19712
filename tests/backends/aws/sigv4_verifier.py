"""Verifies Signature Version 4 as AWS's documentation describes it, from the bytes on the wire and the secret key.

It shares no code with the signer: S3 decodes a path and encodes it anew; other services normalize it and encode it once
more.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from urllib.parse import unquote_to_bytes

_KEPT = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~")


def agrees(wire: bytes, secret_key: str, service: str, region: str) -> bool:
    """Whether a request's signature is that of its own bytes."""
    head, _, body = wire.partition(b"\r\n\r\n")
    first, *lines = head.decode("utf-8").split("\r\n")
    method, target, _ = first.split(" ")
    headers: dict[str, list[str]] = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers.setdefault(name.lower(), []).append(re.sub(r"\s+", " ", value.strip()))
    given = re.fullmatch(
        r"AWS4-HMAC-SHA256 Credential=([^/]+)/([0-9]{8})/([^/]+)/([^/]+)/aws4_request, SignedHeaders=([^,]+), "
        r"Signature=([0-9a-f]{64})",
        headers["authorization"][0],
    )
    if not given or (given[3], given[4]) != (region, service):
        return False
    signed = given[5].split(";")
    if "host" not in signed or signed != sorted(signed):
        return False
    path, _, query = target.partition("?")
    canonical = "\n".join(
        [
            method,
            _s3_path(path) if service == "s3" else _path(path),
            _query(query),
            *(f"{name}:{','.join(headers[name])}" for name in signed),
            "",
            given[5],
            headers.get("x-amz-content-sha256", [hashlib.sha256(body).hexdigest()])[0],
        ]
    )
    if service == "s3" and headers["x-amz-content-sha256"] != [hashlib.sha256(body).hexdigest()]:
        return False
    when = headers["x-amz-date"][0] if "x-amz-date" in headers else ""
    scope = f"{given[2]}/{region}/{service}/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", when, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = f"AWS4{secret_key}".encode()
    for part in (given[2], region, service, "aws4_request", text):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key.hex() == given[6] and when.startswith(given[2])


def _encoded(data: bytes, also: bytes = b"") -> str:
    return "".join(chr(byte) if byte in _KEPT or byte in also else f"%{byte:02X}" for byte in data)


def _s3_path(path: str) -> str:
    return _encoded(unquote_to_bytes(path), b"/")


def _path(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    ends = path.endswith("/") and bool(parts)
    return _encoded(("/" + "/".join(parts) + ("/" if ends else "")).encode(), b"/")


def _query(query: str) -> str:
    pairs = [pair.partition("=")[::2] for pair in query.split("&") if pair]
    decoded = [(unquote_to_bytes(name), unquote_to_bytes(value)) for name, value in pairs]
    return "&".join(f"{name}={value}" for name, value in sorted((_encoded(a), _encoded(b)) for a, b in decoded))
