"""`vtl`, the fixture: renders templates, and calls APIs, in tests that are written in Python."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from vtlharness.documents.reading import UnreadableFileError, read_source
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.templates.rendering import Rendering
from vtlharness.limits.errors import under_limits
from vtlharness.pytest_plugin.arguments import body_text, check_arguments
from vtlharness.pytest_plugin.state import VtlTemplateWarning
from vtlharness.pytest_plugin.tracebacks import without_our_frames
from vtlharness.source import Source

if TYPE_CHECKING:
    from vtlharness.cases.session import Session
    from vtlharness.findings import Finding
    from vtlharness.gateway.access import Access
    from vtlharness.gateway.backend import Backend
    from vtlharness.gateway.invocation import Invocation


class Vtl:
    """The value of the `vtl` fixture: renders templates and calls APIs in a Python test.

    A template or a definition is the path of a file, looked for beside the test's file and then from the folder where
    pytest was started; a template may be `text`. A `body` that is not text is sent as JSON. Renderings are
    `vtlharness.Rendering`s: `.text`, `.request_override`, `.response_override`, `.warnings` (which pytest also shows);
    calls are `vtlharness.Invocation`s. Raises VtlSyntaxError when the service would refuse the template, VtlRenderError
    when it would fail the request, LimitError when the template exceeds a limit (`--vtl-limit` sets them). With
    `--vtl-strict`, a finding fails the test.
    """

    def __init__(self, session: Session, folders: Sequence[Path], node: pytest.Item) -> None:
        self._session = session
        self._folders = folders
        self._node = node

    @without_our_frames
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
        check_arguments(http_method=http_method, path=path, resource_path=resource_path)
        check_arguments(path_parameters=path_parameters, query_string=query_string, headers=headers)
        request = MethodRequest(
            http_method=http_method,
            path=path,
            resource_path=resource_path,
            path_parameters=path_parameters or {},
            query_string=query_string or {},
            headers=headers or {},
            body=body_text(body),
        )
        return self._render(template, text, request, None, context, stage_variables)

    @without_our_frames
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
        check_arguments(headers=headers)
        response = BackendReply(status_code=status_code, headers=headers or {}, body=body_text(body))
        return self._render(template, text, request or MethodRequest(), response, context, stage_variables)

    @without_our_frames
    def invoke(
        self,
        definition: str | os.PathLike[str],
        http_method: str,
        path: str,
        *,
        body: object = None,
        query_string: Mapping[str, Any] | None = None,
        headers: Mapping[str, Any] | None = None,
        backend: Backend | BackendReply | None = None,
        context: Mapping[str, object] | None = None,
        stage_variables: Mapping[str, Any] | None = None,
        stage: str | None = None,
        parameters: Mapping[str, str] | None = None,
        api: str | None = None,
        access: Access | None = None,
    ) -> Invocation:
        """Calls a method of a definition's API, and returns the `Invocation`.

        `path` may have a query string. `backend` is what the backend answers, a `BackendReply` (by default 200 without
        a body), or a backend to call. `stage`, `parameters` and `api` are those of `load_definition`, `access` is that
        of `vtlharness.invoke`. Raises DefinitionError and AccessError as they do, too; a template that fails while it
        renders ends in a gateway response, with the failure in `error`.

        def test_get(vtl):
            found = vtl.invoke("openapi.yaml", "GET", "/orders/42", backend=BackendReply(404, {}, "{}"))
            assert found.response.status == 404
        """
        from vtlharness.pytest_plugin.calls import DefinitionCall

        check_arguments(definition=definition, http_method=http_method, path=path, backend=backend, stage=stage)
        check_arguments(query_string=query_string, headers=headers, context=context, parameters=parameters, api=api)
        check_arguments(stage_variables=stage_variables)
        if http_method != http_method.upper():
            raise ValueError(f"HTTP methods have upper-case letters: write {http_method.upper()!r}")
        call = DefinitionCall(os.fspath(self._path(definition, Path.exists)), stage, parameters or {}, api)
        request = call.request(http_method, path, query_string, headers, body_text(body))
        invocation = call.made(self._session, request, backend, access, context, stage_variables)
        self._tell(invocation.findings, "call")
        return invocation

    def _render(
        self,
        template: str | os.PathLike[str] | None,
        text: str | None,
        request: MethodRequest,
        response: BackendReply | None,
        context: Mapping[str, object] | None,
        stage_variables: Mapping[str, str] | None,
    ) -> Rendering:
        __tracebackhide__ = True
        check_arguments(template=template, text=text, context=context, stage_variables=stage_variables)
        source = self._source(template, text)
        rendering = under_limits(
            self._session.limits,
            self._session.engine.render,
            source,
            request,
            response,
            context=context,
            stage_variables=stage_variables,
        )
        self._tell(rendering.findings, "rendering")
        return rendering

    def _tell(self, findings: Sequence[Finding], of: str) -> None:
        """Shows findings as warnings of the test, and fails it for those of a strict run."""
        __tracebackhide__ = True
        if not findings:
            return
        from vtlharness.report.text.lines import finding_lines

        fatal = [finding for finding in findings if finding.rule.startswith(self._session.strict)]
        if fatal:
            lines = [line for finding in fatal for line in finding_lines(finding)]
            pytest.fail("\n".join([f"strict: the {of} has findings", *lines]))
        for finding in findings:
            self._node.warn(VtlTemplateWarning("\n".join(finding_lines(finding))))

    def _source(self, template: str | os.PathLike[str] | None, text: str | None) -> Source:
        if text is not None and template is None:
            return Source(text)
        if template is None or text is not None:
            raise TypeError("give the path of a template, or text=")
        path = self._path(template, Path.is_file)
        try:
            return read_source(path, VtlHarnessError)
        except UnreadableFileError as problem:
            raise VtlHarnessError(f"{path}: {problem.reason}", hint=problem.hint) from None

    def _path(self, name: str | os.PathLike[str], fits: Callable[[Path], bool]) -> Path:
        """The path of a file or folder, beside the test's file if it is there."""
        candidates = [folder / os.fspath(name) for folder in self._folders]
        return next((path for path in candidates if fits(path)), candidates[0])
