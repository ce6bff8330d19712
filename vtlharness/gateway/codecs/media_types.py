"""Which media types are binary.

Comes in: a Content-Type or Accept header, and the API's `binaryMediaTypes`. Goes out: whether it names a binary type.
Next: `gateway.codecs.content_handling`. Evidence: docs/fidelity.md#comparing-binary-types.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vtlharness.gateway.codecs.headers import header

DEFAULT_CONTENT_TYPE = "application/json"


def content_type(headers: Mapping[str, object]) -> str:
    """The Content-Type of a message, or application/json if it has none (docs/fidelity.md#default-content-type)."""
    return header(headers, "Content-Type") or DEFAULT_CONTENT_TYPE


def is_binary(media_type: str, binary_media_types: Sequence[str]) -> bool:
    """Whether the list contains a media type: itself, as `type/*`, or as `*/*`. `*/type` matches only itself."""
    wanted = _essence(media_type)
    main, slash, _ = wanted.partition("/")
    for listed in map(_essence, binary_media_types):
        if listed == "*/*" or (listed == wanted and not listed.startswith("*/")):
            return True
        if slash and main != "*" and listed == f"{main}/*":
            return True
    return False


def accepts_binary(headers: Mapping[str, object], binary_media_types: Sequence[str]) -> bool:
    """Whether the client asks for a binary type: only the first media type of Accept counts."""
    first = (header(headers, "Accept") or DEFAULT_CONTENT_TYPE).split(",", 1)[0]
    return is_binary(first, binary_media_types)


def _essence(media_type: str) -> str:
    return media_type.split(";", 1)[0].strip().lower()
