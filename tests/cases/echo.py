"""An engine without a language, so that cases can be tested without templates.

It prints the payload (the integration response's, else the request's, else the template); a text that begins with `!`
is an error; the overrides are what the case's `context` holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vtlharness.errors import VtlRenderError
from vtlharness.findings import Finding
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.templates.rendering import Rendering
from vtlharness.source import Source


class EchoEngine:
    name = "native"

    def traced(self) -> None:
        """It has no lines to tell."""

    def render(
        self,
        template: Source,
        request: MethodRequest,
        integration_response: BackendReply | None = None,
        *,
        context: Mapping[str, Any] | None = None,
        stage_variables: Mapping[str, str] | None = None,
    ) -> Rendering:
        text = request.body if integration_response is None else integration_response.body
        text = template.text if text is None else text
        if text.startswith("!"):
            raise VtlRenderError(text[1:], source=template, offset=0, hint="none")
        given = context or {}
        return Rendering(
            text,
            {"header": {}, "path": {}, "querystring": {}, **given.get("requestOverride", {})},
            {"header": {}, **given.get("responseOverride", {})},
            tuple(
                Finding(*finding)._replace(file=template.name)
                for finding in given.get("authorizer", {}).get("findings", ())
            ),
        )
