"""`vtl`, the fixture: renders templates in tests that are written in Python."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import pytest

from vtlharness.documents.reading import UnreadableFileError, read_source
from vtlharness.engines import Engine
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.codecs.json_body import json_body
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.templates.rendering import Rendering
from vtlharness.limits.budget import Limits
from vtlharness.limits.errors import under_limits
from vtlharness.pytest_plugin.state import VtlTemplateWarning
from vtlharness.source import Source


class Vtl:
    """The value of the `vtl` fixture: renders templates in a Python test.

    A template is the path of a file, looked for beside the test's file and then from the folder where pytest was
    started, or `text`. A `body` that is not text is sent as JSON. Renderings are `vtlharness.Rendering`s: `.text`,
    `.request_override`, `.response_override`, `.warnings` (which pytest also shows). Raises VtlSyntaxError
    when the service would refuse the template, VtlRenderError when it would fail the request, LimitError when the
    template exceeds a limit (`--vtl-limit` sets them). With `--vtl-strict`, a finding fails the test.
    """

    def __init__(
        self,
        engine: Engine,
        folders: Sequence[Path],
        node: pytest.Item,
        limits: Limits,
        strict: tuple[str, ...] = (),
    ) -> None:
        self._engine = engine
        self._limits = limits
        self._strict = strict
        self._folders = folders
        self._node = node

    def render_request(
        self,
        template: str | os.PathLike[str] | None = None,
        *,
        text: str | None = None,
        body: object = None,
        http_method: str = "POST",
        path: str = "/",
        resource_path: str | None = None,
        path_parameters: Mapping[str, Any] | None = None,
        query_string: Mapping[str, Any] | None = None,
        headers: Mapping[str, Any] | None = None,
        context: Mapping[str, object] | None = None,
        stage_variables: Mapping[str, Any] | None = None,
    ) -> Rendering:
        """Renders a request template.

        def test_put(vtl):
            rendering = vtl.render_request("put.vtl", body={"id": 42}, stage_variables={"table": "orders"})
            assert json.loads(rendering.text)["TableName"] == "orders"
        """
        request = MethodRequest(
            http_method=http_method,
            path=path,
            resource_path=resource_path,
            path_parameters=path_parameters or {},
            query_string=query_string or {},
            headers=headers or {},
            body=_body_text(body),
        )
        return self._render(template, text, request, None, context, stage_variables)

    def render_response(
        self,
        template: str | os.PathLike[str] | None = None,
        *,
        text: str | None = None,
        body: object = None,
        status_code: int = 200,
        headers: Mapping[str, Any] | None = None,
        request: MethodRequest | None = None,
        context: Mapping[str, object] | None = None,
        stage_variables: Mapping[str, Any] | None = None,
    ) -> Rendering:
        """Renders a response template on a backend's reply: `body`, `status_code` and `headers` are the reply's."""
        response = BackendReply(status_code=status_code, headers=headers or {}, body=_body_text(body))
        return self._render(template, text, request or MethodRequest(), response, context, stage_variables)

    def _render(
        self,
        template: str | os.PathLike[str] | None,
        text: str | None,
        request: MethodRequest,
        response: BackendReply | None,
        context: Mapping[str, object] | None,
        stage_variables: Mapping[str, str] | None,
    ) -> Rendering:
        source = self._source(template, text)
        rendering = under_limits(
            self._limits,
            self._engine.render,
            source,
            request,
            response,
            context=context,
            stage_variables=stage_variables,
        )
        if rendering.findings:
            from vtlharness.report.text.lines import finding_lines

            fatal = [finding for finding in rendering.findings if finding.rule.startswith(self._strict)]
            if fatal:
                lines = [line for finding in fatal for line in finding_lines(finding)]
                pytest.fail("\n".join(["strict: the rendering has findings", *lines]), pytrace=False)
            for finding in rendering.findings:
                self._node.warn(VtlTemplateWarning("\n".join(finding_lines(finding))))
        return rendering

    def _source(self, template: str | os.PathLike[str] | None, text: str | None) -> Source:
        if (template is None) == (text is None):
            raise TypeError("give the path of a template, or text=")
        if text is not None:
            return Source(text)
        candidates = [folder / os.fspath(cast("str", template)) for folder in self._folders]
        path = next((path for path in candidates if path.is_file()), candidates[0])
        try:
            return read_source(path, VtlHarnessError)
        except UnreadableFileError as problem:
            raise VtlHarnessError(f"{path}: {problem.reason}", hint=problem.hint) from None


def _body_text(body: object) -> str | None:
    if body is None or isinstance(body, str):
        return body
    return json_body(body)
