"""The records that go from stage to stage.

`MethodRequest` (what the client sent) → request template → `Rendering` → backend → `BackendReply` → response
template → `Rendering`. All are frozen; what templates write is in `Rendering`'s overrides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from vtlharness.gateway.text_values import Scalar
from vtlharness.java.values import ContextMap
from vtlharness.source import Source
from vtlharness.vtl.render_warning import RenderWarning

Values: TypeAlias = Mapping[str, Scalar | Sequence[Scalar]]
"""Names with one value each, or a list where the name was sent several times."""


@dataclass(frozen=True, slots=True)
class MethodRequest:
    """A call as the client made it.

    `path` is the concrete path without the stage, `resource_path` the resource that it met (`/orders/{id}`; the path
    itself when None). Query string values are given decoded, path parameters as they stand in the path. `body` is the
    payload as text; None and "" are the same: no payload. `raw_body` is the payload as bytes where it may be no text,
    and then counts instead of `body`; templates that are rendered by themselves do not see it.
    """

    http_method: str = "GET"
    path: str = "/"
    resource_path: str | None = None
    path_parameters: Mapping[str, Scalar] = field(default_factory=dict)
    query_string: Values = field(default_factory=dict)
    headers: Values = field(default_factory=dict)
    body: str | None = None
    raw_body: bytes | None = None

    def __post_init__(self) -> None:
        """Raises TypeError for a body that is no text."""
        _check_text(self.body)


@dataclass(frozen=True, slots=True)
class BackendReply:
    """What the backend answered; a MOCK integration answers with no body (facts/gateway.md 2.12).

    `raw_body` counts instead of `body` where it is given. The header `X-Amz-Function-Error` says that a Lambda function
    failed, and that the body is its error.
    """

    status_code: int = 200
    headers: Values = field(default_factory=dict)
    body: str | None = None
    raw_body: bytes | None = None

    def __post_init__(self) -> None:
        """Raises TypeError for a body that is no text."""
        _check_text(self.body)


def _check_text(body: object) -> None:
    if body is not None and not isinstance(body, str):
        raise TypeError(f"a body is text, not {type(body).__name__}: write data with json.dumps, bytes as raw_body")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one template sees, given piece by piece: no defaults, nothing left out.

    `params` holds up to three maps, `path`, `querystring` and `header`; `variables` are more root variables. All are
    JSON data, and are copied before a template can change them.
    """

    body: str | None = None
    params: Mapping[str, object] = field(default_factory=dict)
    context: Mapping[str, object] = field(default_factory=dict)
    stage_variables: Mapping[str, object] = field(default_factory=dict)
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rendering:
    """A rendered template.

    `text` is the exact output. The overrides are what `$context.requestOverride` and `$context.responseOverride` hold
    afterwards, as JSON data: always with `header` (a request's also with `path` and `querystring`), with `status` only
    where it was set. `context` is the `$context` that the next template goes on with; None when this one had none.
    `origins` is what a traced template tells: where in the text each piece begins, and the template's line that wrote
    it.
    """

    text: str
    request_override: dict[str, object]
    response_override: dict[str, object]
    warnings: tuple[RenderWarning, ...] = ()
    context: ContextMap | None = field(default=None, repr=False, compare=False)
    origins: tuple[tuple[int, int], ...] = field(default=(), repr=False, compare=False)


class TemplateRun(NamedTuple):
    """A template that ran, and what it gave."""

    template: Source
    rendering: Rendering
