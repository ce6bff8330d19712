"""The parts of an address as they stand on the wire.

Comes in: the path of an integration request as its template and mappings wrote it, and its query string, decoded. Goes
out: ASCII text for the request line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote_from_bytes, unquote_to_bytes

from vtlharness.gateway.codecs.utf8 import utf8_bytes

_NOT_SENDABLE = re.compile(r"[^!-~]+")
_UNRESERVED = "-_.~"


def wire_path(path: str) -> str:
    """A path whose blanks, control characters and non-ASCII characters are percent-encoded.

    All else stays byte for byte: dot segments, doubled slashes, and a `%` that begins no escape.
    """
    return _NOT_SENDABLE.sub(lambda found: quote_from_bytes(utf8_bytes(found[0]), safe=""), path)


def canonical_path(path: str) -> str:
    """A path as S3 signs it: escapes are decoded, then all but letters, digits and `-_.~/` is percent-encoded."""
    return quote_from_bytes(unquote_to_bytes(utf8_bytes(path)), safe=f"{_UNRESERVED}/")


def wire_query(query: Mapping[str, list[str]]) -> str:
    """A query string in the canonical encoding of signatures: only letters, digits and `-_.~` stay as they are."""
    return "&".join(f"{_encoded(name)}={_encoded(value)}" for name, values in query.items() for value in values)


def _encoded(text: str) -> str:
    return quote_from_bytes(utf8_bytes(text), safe=_UNRESERVED)
