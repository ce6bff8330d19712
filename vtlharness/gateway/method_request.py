"""A call as the client made it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from vtlharness.gateway.codecs.text_values import Scalar, check_body
from vtlharness.records import Record, field

ParameterValues: TypeAlias = Mapping[str, Scalar | Sequence[Scalar]]
"""Names with one value each, or a list where the name was sent several times."""


class MethodRequest(Record):
    """A call as the client made it.

    `path` is the concrete path without the stage, `resource_path` the resource that it met (`/orders/{id}`; None stands
    for the path itself). Query string values are given decoded, path parameters as they stand in the path. `body` is
    the payload as text; None and "" are the same: no payload. `raw_body` is the payload as bytes, for a payload that
    may not be text; it then replaces `body`. Templates that are rendered by themselves do not see it.
    """

    http_method: str = "GET"
    path: str = "/"
    resource_path: str | None = None
    path_parameters: Mapping[str, Scalar] = field(default_factory=dict)
    query_string: ParameterValues = field(default_factory=dict)
    headers: ParameterValues = field(default_factory=dict)
    body: str | None = None
    raw_body: bytes | None = None

    def __post_init__(self) -> None:
        """Raises TypeError for a body that is not a text."""
        check_body(self.body)
