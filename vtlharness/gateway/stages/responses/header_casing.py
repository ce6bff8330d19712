"""Finds the headers that parameter mapping reads in another casing than the message has them in.

Comes in: parsed mappings, and the headers that they read. Goes out: findings. Evidence:
docs/fidelity.md#mapping-sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from vtlharness.findings import Finding
from vtlharness.gateway.mapping_expression import ParameterMapping

_SENDERS = {
    "method.request.header": "the client",
    "method.request.multivalueheader": "the client",
    "integration.response.header": "the backend",
    "integration.response.multivalueheader": "the backend",
}


def casing_findings(mappings: Iterable[ParameterMapping], headers: Mapping[str, object]) -> Iterator[Finding]:
    """The findings of mappings whose header is there, but in another casing."""
    sent: dict[str, str] | None = None
    for mapping in mappings:
        source = mapping.source
        sender = None if source is None else _SENDERS.get(source.origin)
        if source is None or sender is None or source.name in headers:
            continue
        if sent is None:
            sent = {name.lower(): name for name in headers}
        name = sent.get(source.name.lower())
        if name is not None:
            expression = f"{source.origin}.{source.name}"
            yield Finding(
                "API421",
                f"{expression} maps nothing: {sender} sends this header as {name}, and its casing counts",
                hint=f"write `{source.origin}.{name}`, as {sender} does",
            )
