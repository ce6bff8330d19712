"""The templates of a definition or a case file, with what stands around each.

Comes in: a path. Goes out: `TemplateSubject`s, and the API of a definition for the rules of definitions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from vtlharness.definitions.functions.resolver import Resolver
from vtlharness.definitions.loading import SOURCES, load_definition, load_integration
from vtlharness.definitions.parts.integration import integration
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.reading.document import Document, read_document
from vtlharness.definitions.reading.embedded_template import template_source
from vtlharness.documents.kinds import kind_of
from vtlharness.documents.readable_files import ReadingRule
from vtlharness.errors import CaseFileError, DefinitionError
from vtlharness.gateway.model import Integration, Method, RestApi
from vtlharness.lint.case_templates import template_beside
from vtlharness.lint.selection import CONFIGURATION_SUFFIXES, LintedFile
from vtlharness.lint.stack_templates import makes_rest_api, missing_parameters, rest_apis
from vtlharness.lint.template_rules import Role, TemplateSubject


class Definition(NamedTuple):
    """A definition: its API, or one method with the integration that it is, and whether that is all of the API."""

    path: str
    api: RestApi
    whole: bool
    document: Document


def read_definitions(file: LintedFile, rule: ReadingRule) -> Iterator[Definition]:
    """The APIs of a definition; none for a file that was found in a folder and is not a definition.

    Parameters of a stack that have no value get one that stands for any. Raises DefinitionError.
    """
    path = file.path
    if path.endswith(CONFIGURATION_SUFFIXES):
        load_definition(path)  # which says what to name in its place
    document = read_document(path, None if file.named else rule.beside(path))
    data = document.data
    if isinstance(data, dict) and _is_lone_integration(data):
        found = load_integration(path)
        yield Definition(path, RestApi(methods=(Method("ANY", "/", found),)), False, document)
        return
    if not file.named and not _is_definition(document):
        return
    parameters = missing_parameters(data) if isinstance(data, dict) and "Resources" in data else {}
    apis = rest_apis(data) if isinstance(data, dict) else []
    if len(apis) < 2:
        yield Definition(path, load_definition(path, parameters), True, document)
        return
    for name in apis:
        yield Definition(path, load_definition(path, parameters, api=name), True, document)


def _is_definition(document: Document) -> bool:
    if not isinstance(document.data, dict):
        return False
    root = Resolver(document, {}).root
    source = next((source for source in SOURCES if source.recognises(root)), None)
    return source is not None and ("Resources" not in document.data or makes_rest_api(document.data))


def _is_lone_integration(data: Mapping[str, Any]) -> bool:
    names = {str(key)[:1].lower() + str(key)[1:] for key in data}
    return (
        "type" in names
        and bool(names & {"requestTemplates", "integrationResponses", "responses"})
        and not (names & {"openapi", "swagger", "resources", "items"})
    )


def templates_of(definition: Definition) -> Iterator[TemplateSubject]:
    """The templates of a definition, in its order."""
    variables = definition.api.stage.variables or None
    for method in definition.api.methods:
        yield from _of_integration(method.integration, variables)


def _of_integration(found: Integration, variables: Mapping[str, str] | None) -> Iterator[TemplateSubject]:
    for content_type, source in found.request_templates.items():
        yield TemplateSubject(source, "request", content_type, variables)
    for response in found.integration_responses:
        for content_type, source in response.response_templates.items():
            yield TemplateSubject(source, "response", content_type, variables)


def templates_of_cases(path: str, rule: ReadingRule) -> Iterator[TemplateSubject]:
    """The templates that stand in a case file, and the one that it is about. Raises CaseFileError."""
    try:
        document = read_document(path)
    except DefinitionError as error:
        raise error.as_kind(CaseFileError) from None
    data = document.data
    if not isinstance(data, dict):
        message = f"a case file must be a mapping, but this is {kind_of(data)}"
        raise CaseFileError(message, source=document.source, offset=0)
    readable = rule.beside(path)
    root = Resolver(document, {}, readable=readable).root
    if isinstance(data.get("inline"), str):
        yield TemplateSubject(template_source(_at(document, root, "inline"), "inline"), _role(data))
    elif isinstance(data.get("template"), str):
        yield template_beside(path, data["template"], rule, responses=_role(data) == "response")
    elif isinstance(data.get("integration"), dict) and set(data["integration"]) != {"file"}:
        try:
            found = integration(_at(document, root, "integration"), "integration")
        except DefinitionError as error:
            raise error.as_kind(CaseFileError) from None
        yield from _of_integration(found, None)


def _at(document: Document, root: Cursor, key: str) -> Cursor:
    return Cursor(document, document.data[key], (key,), root.scope)


def _role(data: Mapping[str, Any]) -> Role:
    """A template is one for responses if a case gives it the backend's response."""
    cases = [data.get("defaults"), *(data.get("cases") or ())] if isinstance(data.get("cases"), list) else []
    given = [case for case in cases if isinstance(case, dict)]
    if any("integrationResponse" in case for case in given):
        return "response"
    return "request" if given else "unknown"
