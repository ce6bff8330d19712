"""The result of a rendering.

Comes in: the text, and `$context` as the template left it. Goes out: a `Rendering`, which is frozen. Next: the caller
sends the text on, or compares it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from vtlharness.findings import Finding
from vtlharness.gateway.roots.overrides import request_override, response_override
from vtlharness.source import Source


class Rendering:
    """A rendered template; it does not change.

    The overrides are read from `$context` when they are first asked for: most callers want only the text.
    """

    __slots__ = ("_context", "_findings", "_origins", "_request_override", "_response_override", "_text")

    def __init__(
        self,
        text: str,
        request_override: dict[str, object] | None = None,
        response_override: dict[str, object] | None = None,
        findings: tuple[Finding, ...] = (),
        context: dict[str, object] | Callable[[], dict[str, object]] | None = None,
        origins: tuple[tuple[int, int], ...] = (),
    ) -> None:
        """Without given overrides, those of `context` count; `context` may be a function that makes it."""
        self._text = text
        self._request_override = request_override
        self._response_override = response_override
        self._findings = findings
        self._context = context
        self._origins = origins

    @property
    def text(self) -> str:
        """The exact output."""
        return self._text

    @property
    def request_override(self) -> dict[str, object]:
        """`$context.requestOverride` after the template, as JSON data: with `header`, `path` and `querystring`."""
        if self._request_override is None:
            self._request_override = request_override(self.context)
        return self._request_override

    @property
    def response_override(self) -> dict[str, object]:
        """`$context.responseOverride` after the template: with `header`, and with `status` only if it was set."""
        if self._response_override is None:
            self._response_override = response_override(self.context)
        return self._response_override

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The places where the service may do something unexpected, in the order of the template."""
        return self._findings

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The same as `findings`."""
        return self._findings

    @property
    def context(self) -> dict[str, object] | None:
        """The `$context` that the next template continues; None if this one had none."""
        context = self._context
        if callable(context):
            context = self._context = context()
        return context

    @property
    def origins(self) -> tuple[tuple[int, int], ...]:
        """For a traced template: where each piece of the text begins, and the offset in the template that wrote it."""
        return self._origins

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rendering):
            return NotImplemented
        return (
            self._text == other._text
            and self.request_override == other.request_override
            and self.response_override == other.response_override
            and self._findings == other._findings
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return (
            f"Rendering(text={self._text!r}, request_override={self.request_override!r}, "
            f"response_override={self.response_override!r}, findings={self._findings!r})"
        )


class TemplateRun(NamedTuple):
    """A template that ran, and its rendering."""

    template: Source
    rendering: Rendering
