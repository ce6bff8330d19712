"""The cases of a template, from checked data.

Comes in: the data of a case file, its cases one by one. Goes out: `TemplateCase`s. Used by `loading`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from vtlharness.cases.file.expected_content import expected_content, expected_override, expected_value
from vtlharness.cases.file.named_files import NamedFiles, file_name
from vtlharness.cases.file.request_values import request_values, without_nulls
from vtlharness.cases.model import INLINE, CaseTemplate, Expectation, TemplateCase
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.codecs.json_body import json_body
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.source import Source


class TemplateCases:
    """Makes the cases of one template."""

    def __init__(self, data: dict[str, Any], source: Source, files: NamedFiles) -> None:
        """Raises MisfitError when the template's file cannot be read."""
        self._files = files
        if "inline" in data:
            self.template = CaseTemplate(Source(data["inline"], source.name + INLINE))
        else:
            template = files.source(data["template"], "the template", "template")
            self.template = CaseTemplate(template, Path(template.name))

    def case(self, data: dict[str, Any], shared: dict[str, Any]) -> TemplateCase:
        """One case. Raises MisfitError where a body or an expected file cannot be read."""
        response = data.get("integrationResponse")
        return TemplateCase(
            **shared,
            files=self._files.of_cases,
            template=self.template,
            method_request=self._method_request(data.get("methodRequest") or {}),
            integration_response=None if response is None else self._integration_response(response),
            expect=self._expectation(data.get("expect") or {}),
        )

    def _method_request(self, data: dict[str, Any]) -> MethodRequest:
        return MethodRequest(
            **request_values(data),
            resource_path=data.get("resourcePath"),
            path_parameters=without_nulls(data.get("pathParameters")),
            body=self._body(data.get("body"), "methodRequest"),
        )

    def _integration_response(self, data: dict[str, Any]) -> BackendReply:
        status = data.get("statusCode")
        return BackendReply(
            status_code=200 if status is None else status,
            headers=without_nulls(data.get("headers")),
            body=self._body(data.get("body"), "integrationResponse"),
        )

    def _body(self, body: Any, section: str) -> str | None:
        if body is None or type(body) is str:
            return body
        name = file_name(body)
        if name is not None:
            return self._files.source(name, "the body file", section, "body", "file").text
        return json_body(body)

    def _expectation(self, data: dict[str, Any]) -> Expectation:
        if not data:
            return Expectation()
        return Expectation(
            output=expected_content(data["output"], self._files, "expect", "output") if "output" in data else None,
            request_override=expected_override(data.get("requestOverride")),
            response_override=expected_override(data.get("responseOverride")),
            error=expected_value(data.get("error")),
        )
