"""airspeed, to compare: shows what a simulator that renders with it would print (`vtlharness[airspeed]`).

airspeed gets the roots as its users build them: plain dicts, lists and text, and objects for `$input` and `$util` that
compute as the native engine does. So every difference is airspeed's reading of the language. airspeed is not a sandbox:
it looks up attributes by names from the template, so render only templates that you trust.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from vtlharness.errors import VtlHarnessError, VtlRenderError, VtlSyntaxError
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.codecs.base64 import base64_decode, base64_encode
from vtlharness.gateway.codecs.percent import url_decode, url_encode
from vtlharness.gateway.codecs.text_values import text_values
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.roots.context import json_copy, request_context
from vtlharness.gateway.roots.input import Input
from vtlharness.gateway.roots.overrides import request_override, response_override
from vtlharness.gateway.roots.params import params_map
from vtlharness.gateway.roots.payload import parse_payload
from vtlharness.gateway.roots.util import escape_java_script
from vtlharness.gateway.templates.rendering import Rendering
from vtlharness.java.values import ContextMap
from vtlharness.source import Source

_TOLD_TWICE = re.compile(r"^line \d+, column \d+: ")


class AirspeedEngine:
    """Renders with airspeed. Each of its exceptions becomes a VtlSyntaxError or a VtlRenderError."""

    name = "airspeed"

    def __init__(self) -> None:
        """Raises VtlHarnessError when airspeed is not installed."""
        try:
            import airspeed
        except ImportError:
            raise VtlHarnessError("the engine airspeed is not installed", hint="pip install airspeed") from None
        self._airspeed: Any = airspeed
        self._compiled: dict[Source, Any] = {}

    def render(
        self,
        template: Source,
        request: MethodRequest,
        integration_response: BackendReply | None = None,
        *,
        context: Mapping[str, object] | None = None,
        stage_variables: Mapping[str, str] | None = None,
    ) -> Rendering:
        """Evaluate a template. Raises VtlSyntaxError and VtlRenderError."""
        payload = request.body if integration_response is None else integration_response.body
        context_root = json_copy(request_context(request, context))
        assert isinstance(context_root, dict)
        roots = {
            "input": AirspeedInput(Input(payload, request), request),
            "util": AirspeedUtil(),
            "context": context_root,
            "stageVariables": text_values(stage_variables),
        }
        text = self._merge(template, roots)
        written = ContextMap(context_root)
        return Rendering(text, request_override(written), response_override(written))

    def traced(self) -> None:
        """None: airspeed cannot say where output comes from."""

    def _merge(self, template: Source, roots: dict[str, object]) -> str:
        airspeed = self._airspeed
        try:
            compiled = self._compiled.get(template)
            if compiled is None:
                compiled = airspeed.Template(template.text, template.name)
                compiled.ensure_compiled()
                self._compiled[template] = compiled
            text: str = compiled.merge(roots)
            return text
        except airspeed.TemplateSyntaxError as error:
            message = _TOLD_TWICE.sub("", str(error))
            raise VtlSyntaxError(f"airspeed: {message}", source=template, offset=error.element.end) from error
        except airspeed.TemplateExecutionError as error:
            cause = error.__cause__
            raise VtlRenderError(
                f"airspeed: {type(cause).__name__}: {cause}",
                source=template,
                offset=error.start,
                length=error.end - error.start,
            ) from error
        except Exception as error:  # any exception is airspeed's answer to this template
            raise VtlRenderError(f"airspeed: {type(error).__name__}: {error}", source=template) from error


class AirspeedInput:
    """`$input` as Python methods and an attribute, where airspeed looks for them."""

    def __init__(self, root: Input, request: MethodRequest) -> None:
        self.body = root.body
        self._root = root
        self._request = request

    def path(self, path: str) -> object:
        """`$input.path`: plain data."""
        return self._root.path(path)

    def json(self, path: str) -> str | None:
        """`$input.json`: compact JSON."""
        return self._root.json(path)

    def params(self, name: str | None = None) -> object:
        """`$input.params()` and `$input.params(name)`."""
        return params_map(self._request) if name is None else self._root.param(name)


class AirspeedUtil:
    """`$util` as Python methods under their Java names."""

    def escapeJavaScript(self, text: object) -> str:  # noqa: N802
        """`$util.escapeJavaScript`."""
        return escape_java_script(str(text))

    def parseJson(self, text: str) -> object:  # noqa: N802
        """`$util.parseJson`."""
        return parse_payload(text)

    def urlEncode(self, text: str) -> str:  # noqa: N802
        """`$util.urlEncode`."""
        return url_encode(text)

    def urlDecode(self, text: str) -> str:  # noqa: N802
        """`$util.urlDecode`."""
        return url_decode(text)

    def base64Encode(self, text: str) -> str:  # noqa: N802
        """`$util.base64Encode`."""
        return base64_encode(text)

    def base64Decode(self, text: str) -> str:  # noqa: N802
        """`$util.base64Decode`."""
        return base64_decode(text)
