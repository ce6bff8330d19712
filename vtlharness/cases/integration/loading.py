"""The cases of a whole integration, from checked data.

Comes in: the data of a case file, its cases one by one. Goes out: `IntegrationCase`s. Used by `cases.loading`.
`definitions` reads the definition files, once for all case files that name them.
"""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path
from typing import Any, Literal

from vtlharness.backends.canned import CannedBackend, SilentBackend
from vtlharness.backends.lambda_reply import lambda_error, lambda_failure, lambda_result
from vtlharness.cases.file.expected_content import expected_content, expected_names, expected_value
from vtlharness.cases.file.named_files import NamedFiles, file_name, json_data
from vtlharness.cases.file.request_values import request_values, without_nulls
from vtlharness.cases.integration.access import access_of
from vtlharness.cases.integration.access_log_format import check_access_log_format, with_access_log_format
from vtlharness.cases.integration.case import ExpectedBody, ExpectedBytes, ExpectedMessage, IntegrationCase, RealBackend
from vtlharness.cases.integration.case import IntegrationExpectation as Expected
from vtlharness.cases.matchers.presence import Matcher
from vtlharness.definitions.kept import KeptDefinitions, named_definition
from vtlharness.definitions.options import DefinitionOptions
from vtlharness.definitions.reading.wrong_option import WrongOptionError
from vtlharness.documents.misfit import MisfitError
from vtlharness.errors import CaseFileError, DefinitionError
from vtlharness.gateway.backend import Backend
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.codecs.json_body import json_body
from vtlharness.gateway.codecs.text_values import text_values
from vtlharness.gateway.codecs.utf8 import text_if_utf8
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import Integration, Method, RestApi
from vtlharness.gateway.stages.routing import Route, match_path
from vtlharness.source import Source

_API_KEYS = {"api": "logicalId", "base_path": "basePath"}
"""The keys of a case file for options of `load_definition` that have other names there."""


class IntegrationCases:
    """Makes the cases of one API, or of one integration alone."""

    def __init__(
        self, data: dict[str, Any], source: Source, files: NamedFiles, kept: KeptDefinitions | None = None
    ) -> None:
        """`kept` are the definitions that earlier runs have read.

        Raises MisfitError when a definition cannot be read, DefinitionError for a fault inside it.
        """
        self._files = files
        self._kept = kept
        self._definition: Path | None = None
        self._given_definition = source.name
        self._options = DefinitionOptions()
        self._backends: dict[str, Any] | None = data.get("backends")
        self._integration: Integration | None = None
        self._api_keys: dict[str, Any] | None = data.get("apiKeys")
        if "api" in data:
            self._api = self._load_api(data["api"])
        else:
            self._api = RestApi()
            self._integration = self._load_integration(data["integration"], source)

    def _load_api(self, given_api: Any) -> RestApi:
        options = given_api if type(given_api) is dict else {"file": given_api}
        place = ("api", "file") if options is given_api else ("api",)
        path = self._files.definition_or_folder(options["file"], "the API definition", *place)
        self._given_definition = path
        try:
            wanted = DefinitionOptions(
                text_values(options.get("parameters")),
                options.get("stage"),
                options.get("logicalId"),
                options.get("basePath", "ignore"),
                options.get("stack"),
            )
            self._options = wanted
            api, file = named_definition(path, wanted, self._files.readable, self._kept)
        except WrongOptionError as wrong:
            option = [_API_KEYS.get(key, key) for key in wrong.option]
            raise MisfitError(wrong.message, "api", *option, at_key=wrong.at_key, hint=wrong.hint) from None
        self._definition = Path(file)
        return api

    def _load_integration(self, data: Any, source: Source) -> Integration:
        from vtlharness.definitions.loading import integration_from_data, named_integration

        if type(data) is str:
            path = self._existing(data, "the integration", "integration")
            return named_integration(path, self._files.readable)
        name = file_name(data)
        if name is not None:
            path = self._existing(name, "the integration", "integration", "file")
            return named_integration(path, self._files.readable)
        try:
            return integration_from_data(data, source, ("integration",), readable=self._files.readable)
        except DefinitionError as error:  # the fault is in the case file, or in a text that it names
            raise error.as_kind(CaseFileError) from None

    def _existing(self, name: str, what: str, *place: str) -> str:
        """The path of an integration. Raises MisfitError when the file does not exist."""
        path = self._files.definition(name, what, *place)
        self._given_definition = path
        self._definition = Path(path)
        return path

    def case(self, data: dict[str, Any], shared: dict[str, Any]) -> IntegrationCase:
        """One case. Raises MisfitError where a body or an expected file cannot be read."""
        request = data.get("methodRequest") or {}
        text, raw = self._payload(request.get("body"), "methodRequest")
        call = request_values(request)
        api = with_access_log_format(self._api, data.get("accessLogFormat"), self._files)
        expect = self._expectation(data.get("expect") or {})
        if expect.access_log is not None:
            check_access_log_format(api)
        return IntegrationCase(
            **shared,
            files=self._files.of_cases,
            api=api,
            route=self._route(request, call["path"]),
            method_request=MethodRequest(
                **call, path_parameters=without_nulls(request.get("pathParameters")), body=text, raw_body=raw
            ),
            backend=self._backend(data.get("backend") or {}),
            access=access_of(data, self._api_keys),
            expect=expect,
            definition=self._definition,
        )

    def _route(self, request: dict[str, Any], path: str) -> Route | None:
        """The method around an integration alone; None when routing finds the method."""
        if self._integration is None:
            return None
        resource = request.get("resourcePath") or path
        values = match_path(resource, path)
        if values is None:
            message = f"the resource {resource} does not match the path {path}"
            raise MisfitError(message, "methodRequest", "resourcePath")
        return Route(Method("ANY", resource, self._integration), values)

    def _payload(self, body: Any, section: str) -> tuple[str | None, bytes | None]:
        """A body as text, or as bytes if it may be binary."""
        if body is None or type(body) is str:
            return body, None
        name = file_name(body)
        if name is None:
            data = _bytes_of(body)
            return (json_body(body), None) if data is None else (None, data)
        return None, self._files.data(name, "the body file", section, "body", "file")

    def _backend(self, data: Any) -> Backend | RealBackend:
        if data == "live":
            return RealBackend(self._given_definition, self._files.path(""), self._backends, self._options)
        failure = data.get("failure")
        if failure is not None:
            return SilentBackend(failure)
        if "lambdaResult" in data:
            return CannedBackend(lambda_result(self._lambda_result(data["lambdaResult"])))
        error = data.get("lambdaError")
        if error is not None:
            return CannedBackend(_lambda_error(error))
        text, raw = self._payload(data.get("body"), "backend")
        status = data.get("statusCode")
        return CannedBackend(
            BackendReply(200 if status is None else status, without_nulls(data.get("headers")), text, raw),
        )

    def _lambda_result(self, result: Any) -> object:
        name = file_name(result)
        if name is None:
            return result
        source = self._files.source(name, "the file of the result", "backend", "lambdaResult", "file")
        return json_data(source, "this result")

    def _expectation(self, data: dict[str, Any]) -> Expected:
        sent: ExpectedMessage | Literal[False] | None = None
        if "integrationRequest" in data:
            sent = self._message(data["integrationRequest"], "integrationRequest")
        response = self._message(data["response"], "response") if data.get("response") else None
        answer: str | Matcher | Literal[False] | None = None
        if "gatewayResponse" in data:
            answer = expected_value(data["gatewayResponse"]) or False
        access_log = (
            expected_content(data["accessLog"], self._files, "expect", "accessLog") if "accessLog" in data else None
        )
        return Expected(sent, response or None, answer, access_log)

    def _message(self, data: dict[str, Any] | None, part: str) -> ExpectedMessage | Literal[False]:
        if data is None:
            return False
        body = self._expected_body(data["body"], part) if "body" in data else None
        return ExpectedMessage({key: _values_of(key, data[key]) for key in data if key != "body"}, body)

    def _expected_body(self, body: Any, part: str) -> ExpectedBody:
        data = _bytes_of(body)
        if data is not None:
            return ExpectedBytes(data)
        name = file_name(body)
        if name is not None and self._files.missing(name, "expect", part, "body", "file") is None:
            held = self._files.expected_data(name, "expect", part, "body", "file")
            if text_if_utf8(held) is None:
                return ExpectedBytes(held, Path(self._files.path(name)))
        return expected_content(body, self._files, "expect", part, "body")


def _values_of(key: str, value: Any) -> Any:
    return expected_names(value) if key in ("headers", "queryStringParameters") else expected_value(value)


def _bytes_of(body: Any) -> bytes | None:
    """The bytes of `{base64: text}`, None for anything else."""
    if type(body) is dict and len(body) == 1 and "base64" in body:
        return b64decode(body["base64"])
    return None


def _lambda_error(error: Any) -> BackendReply:
    """The reply for an error: its message, or its whole data."""
    return lambda_error(error) if type(error) is str else lambda_failure(error)
