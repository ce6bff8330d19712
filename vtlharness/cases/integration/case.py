"""Cases of a whole integration: the API, the call, the backend's answer, and what each side must receive.

Made by `integration.loading`, run by `integration.running`. Imported only for case files with such cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, TypeAlias

from vtlharness.backends.canned import CannedBackend
from vtlharness.cases.matchers.presence import Matcher
from vtlharness.cases.model import Case, ExpectedData, ExpectedText, MissingFile
from vtlharness.definitions.options import DefinitionOptions
from vtlharness.findings import Finding
from vtlharness.gateway.access import NOTHING_SAID, Access
from vtlharness.gateway.backend import Backend
from vtlharness.gateway.model import RestApi
from vtlharness.gateway.stages.routing import Route
from vtlharness.records import Record, field


class ExpectedBytes(Record):
    """A body that must be these bytes; `file` is the expected file that holds them, if any."""

    data: bytes
    file: Path | None = None


ExpectedBody: TypeAlias = ExpectedText | ExpectedData | ExpectedBytes | MissingFile


class ExpectedMessage(Record):
    """The expected content of an integration request or a response.

    `values` are the keys of the case file except the body: `httpMethod`, `uri`, `statusCode`, `headers`,
    `queryStringParameters`. Only the named headers are compared; null means that a header must be absent. A query
    string is compared as a whole. Each value may be a matcher. `body` None allows any body.
    """

    values: Mapping[str, object] = field(default_factory=dict)
    body: ExpectedBody | None = None


class IntegrationExpectation(Record):
    """What a case expects; None for each part that it does not mention, False for a part that must be absent."""

    integration_request: ExpectedMessage | Literal[False] | None = None
    response: ExpectedMessage | None = None
    gateway_response: str | Matcher | Literal[False] | None = None
    access_log: ExpectedText | ExpectedData | MissingFile | None = None

    @property
    def speaks_of_no_answer(self) -> bool:
        """Whether it expects nothing about the response and who gives it."""
        return self.response is None and self.gateway_response is None and self.integration_request is not False


NOTHING_IN_PARTICULAR = IntegrationExpectation()
"""The expectation of a case without `expect`."""


class RealBackend(Record):
    """The real backend of a case with `backend: live`, before a run looks for it.

    `settings` is the mapping `backends` of the case file, whose handlers are below `folder`; None where the file has
    none. `definition` is the file or folder of the API or the integration, read with `options`.
    """

    definition: str
    folder: str
    settings: Mapping[str, object] | None = None
    options: DefinitionOptions = field(default_factory=DefinitionOptions)


class IntegrationCase(Case, kw_only=True):
    """A call sent through an API.

    `route` is the method that it reaches, if that is known without routing: for an integration alone.
    `access` is what the case says about access to the API. `definition` is the file that the API or the integration
    comes from.
    """

    api: RestApi = field(repr=False)
    route: Route | None = None
    backend: Backend | RealBackend = field(default_factory=CannedBackend)
    access: Access = NOTHING_SAID
    expect: IntegrationExpectation = NOTHING_IN_PARTICULAR
    definition: Path | None = None

    @property
    def live(self) -> bool:
        """Whether the case calls its real backend."""
        return isinstance(self.backend, RealBackend)

    @property
    def definition_findings(self) -> tuple[Finding, ...]:
        """The findings of the API's definition."""
        return self.api.findings

    @property
    def subject_file(self) -> Path | None:
        """The definition's file."""
        return self.definition
