"""Media types: the type that a header names, and which types are binary.

Comes in: a Content-Type or Accept header, and the API's `binaryMediaTypes`. Goes out: the type without its parameters;
whether it is binary. Next: `gateway.codecs.content_handling`, `gateway.templates.template_choice`. Evidence:
docs/fidelity.md#comparing-binary-types, docs/fidelity.md#content-type-of-a-template.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vtlharness.gateway.codecs.headers import header

DEFAULT_CONTENT_TYPE = "application/json"


def content_type(headers: Mapping[str, object]) -> str:
    """The Content-Type of a message, or application/json if it has none (docs/fidelity.md#default-content-type)."""
    return header(headers, "Content-Type") or DEFAULT_CONTENT_TYPE


def without_parameters(media_type: str) -> str:
    """A media type without its parameters, in its own casing: `text/csv` of `text/csv; header=present`."""
    return media_type.split(";", 1)[0].strip()


def key_of_type(by_type: Mapping[str, object], media_type: str) -> str | None:
    """The key of a map by media types that names a type, whatever parameters the type or the key has; None without one.

    A key without parameters comes first (docs/fidelity.md#content-type-of-a-template).
    """
    bare = without_parameters(media_type)
    if bare in by_type:
        return bare
    return next((key for key in by_type if without_parameters(key) == bare), None)


def accepted_type(headers: Mapping[str, object]) -> str:
    """The type that the client asks for, without parameters: the first in Accept, or application/json without Accept
    (docs/fidelity.md#type-in-accept).
    """
    return without_parameters((header(headers, "Accept") or DEFAULT_CONTENT_TYPE).split(",", 1)[0])


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
    return is_binary(accepted_type(headers), binary_media_types)


def _essence(media_type: str) -> str:
    return without_parameters(media_type).lower()
