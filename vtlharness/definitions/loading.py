"""Loads the `RestApi` of a definition file, or the integration inside a case file.

Comes in: a path and the user's options, or the data of a case. Goes out: frozen records for `gateway`. The content of a
file decides which source reads it. A file is read again only when it, or a file that it names, has changed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from vtlharness.definitions.cli_output import CliOutput, is_lone_integration
from vtlharness.definitions.cloudformation.api_choice import CloudFormation
from vtlharness.definitions.folders import located
from vtlharness.definitions.functions.resolver import Resolver
from vtlharness.definitions.openapi import INTEGRATION, OpenApi
from vtlharness.definitions.options import MANIFEST
from vtlharness.definitions.parts.integration import HTTP_API, HTTP_API_HINT, integration
from vtlharness.definitions.read_files import ReadFiles, Stamps, is_unchanged, stamps
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.reading.definition_findings import NO_METHOD
from vtlharness.definitions.reading.document import Document, read_document
from vtlharness.definitions.reading.wrong_option import WrongOptionError, unused_parameter
from vtlharness.definitions.source import BASE_PATHS, BasePath, DefinitionOptions, DefinitionSource, Option
from vtlharness.definitions.terraform.file_kinds import sentence_about, without_values
from vtlharness.definitions.terraform.source import Terraform
from vtlharness.documents.readable_files import ReadableFiles, ReadingRule
from vtlharness.errors import DefinitionError
from vtlharness.gateway.model import Integration, RestApi
from vtlharness.limits.budget import Limits, current_budget
from vtlharness.limits.errors import under_limits
from vtlharness.nearest import nearest_hint
from vtlharness.source import Source
from vtlharness.visible import one_line

SOURCES: tuple[DefinitionSource, ...] = (OpenApi(), CloudFormation(), Terraform(), CliOutput())
"""The sources of definitions; the first that recognises a file reads it."""

_KEPT_ON_DISK = (OpenApi, CloudFormation, CliOutput)
"""The sources of which a reading may be kept on disk: only they say what is secret in their values."""

MOST_KEPT = 64
"""The number of definitions that are kept; beyond it, the oldest goes."""

_NOT_ALONE = "name its file with `api:` in a case file, and read it with `load_definition` in Python"


class Reading(NamedTuple):
    """The API of a definition or its error, and the files that were read for it with their states."""

    stamps: Stamps
    found: RestApi | DefinitionError
    may_be_kept: bool


_kept: dict[tuple[Any, ...], Reading] = {}


def load_definition(
    path: str | os.PathLike[str],
    parameters: Mapping[str, str] | None = None,
    stage: str | None = None,
    *,
    api: str | None = None,
    base_path: BasePath = "ignore",
    stack: str | None = None,
    allow_outside: Iterable[str | os.PathLike[str]] = (),
    limits: Limits | None = None,
) -> RestApi:
    """Loads the API of a definition file, or of a folder with one; the content decides which format it is.

    Formats are OpenAPI 3 and Swagger 2.0 with API Gateway's extensions, CloudFormation and SAM templates, the output of
    `aws apigateway`, each as JSON or YAML, and what `terraform show -json` prints of a plan or a state. `parameters`
    are values of a template's parameters, of pseudo parameters such as `AWS::Region`, and of names that only a deployed
    stack knows (`Nested.Outputs.Url`, the name of an export); in an OpenAPI file they fill the `${name}` places of its
    texts, in a plan the arguments that are known only after apply (`aws_api_gateway_integration.get.uri`). `stage`
    chooses or names the stage; `api` is the logical id of an API when a template defines several, for Terraform its
    address; `base_path` says what an import does with the base path of an OpenAPI file.

    A folder may be the CDK's `cdk.out`, `.serverless`, SAM's `.aws-sam/build`, or a project's; `stack` chooses among
    the stacks of the CDK's folder.

    The file itself may be anywhere. What it names is read only below its project's root: the nearest folder above it
    with `.git`, `pyproject.toml` or `vtlharness.toml`, else its own folder. `allow_outside` are more folders to read
    from. `limits` bound the texts and lists that the file's functions make, and the time; without them, the defaults
    hold, except for the time.

    What the service drops of a definition without an error is in the API's `findings`, each with its place.

    Raises DefinitionError, with file, line and column, for a fault in the file or in one that it names. Raises its
    subclass WrongOptionError for parameters that nothing uses, a stage or an API that a template does not have, a
    template of several APIs when none is named, and a folder without a definition or with several. Raises LimitError
    where a limit is exceeded.
    """
    options = DefinitionOptions(parameters or {}, stage, api, base_path, stack)
    name = os.fspath(path)
    inside = os.path.join(name, MANIFEST) if os.path.isdir(name) else name
    readable = ReadingRule(allow_outside=allow_outside).beside(inside)
    return under_limits(limits, _definition, name, options, readable)


def read_definition(name: str, options: DefinitionOptions, readable: ReadableFiles) -> Reading:
    """The reading of a file that a case file names; it and what it names must be `readable`."""
    return _kept_reading(name, options, readable, named_by_user=False)


def _definition(name: str, options: DefinitionOptions, readable: ReadableFiles) -> RestApi:
    name, options, is_found = located(name, options, readable)
    reading = _kept_reading(name, options, readable, named_by_user=not is_found)
    if isinstance(reading.found, DefinitionError):
        raise reading.found.with_traceback(None)
    return reading.found


def _kept_reading(name: str, options: DefinitionOptions, readable: ReadableFiles, *, named_by_user: bool) -> Reading:
    given = tuple(sorted(options.parameters.items()))
    key = (name, os.getcwd(), readable, named_by_user, given, options.stage, options.api, options.base_path)
    kept = _kept.get(key)
    if kept is None or not is_unchanged(kept.stamps):
        _kept.pop(key, None)
        while len(_kept) >= MOST_KEPT:
            del _kept[next(iter(_kept))]
        kept = _kept[key] = _read(name, options, readable, None if named_by_user else readable)
    return kept


def load_integration(
    path: str | os.PathLike[str],
    *,
    allow_outside: Iterable[str | os.PathLike[str]] = (),
    limits: Limits | None = None,
) -> Integration:
    """Loads the integration of a file with one alone, as `aws apigateway get-integration` prints it.

    What the file names is read as `load_definition` reads it, `limits` and errors are as there.
    """
    return under_limits(limits, _read_integration, path, ReadingRule(allow_outside=allow_outside).beside(path))


def _read_integration(path: str | os.PathLike[str], readable: ReadableFiles) -> Integration:
    current_budget().begin_anew()
    return _integration_of(read_document(os.fspath(path)), readable)


def named_integration(path: str, readable: ReadableFiles) -> Integration:
    """The integration of a file that a case file names, as `named_definition` reads one. Raises DefinitionError."""
    return _integration_of(read_document(path, readable), readable)


def _integration_of(document: Document, readable: ReadableFiles) -> Integration:
    root = Resolver(document, {}, readable=readable).root
    root.check_keys(last_key_counts=False)
    return _lone_integration(root, "integration")


def lone_integration(path: str | os.PathLike[str]) -> Integration | None:
    """As `load_integration`; None for a file that holds anything else, or that cannot be parsed."""

    def found() -> Integration | None:
        current_budget().begin_anew()
        try:
            document = read_document(os.fspath(path))
        except DefinitionError:
            return None
        readable = ReadingRule().beside(path)
        return (
            _integration_of(document, readable) if _is_alone(Resolver(document, {}, readable=readable).root) else None
        )

    return under_limits(None, found)


def integration_from_data(
    data: object,
    source: Source,
    path: Sequence[str | int] = (),
    *,
    where: str = "integration",
    readable: ReadableFiles | None = None,
) -> Integration:
    """Reads the integration inside a case file: `data` is at `path` in the case file `source`.

    Keys are those of `aws apigateway get-integration`, of OpenAPI's extension or of CloudFormation; a template may be
    `{file: path}`, relative to the file. `where` names a template without a file of its own in messages. `readable` are
    the files that it may name, by default those of the case file's project. Raises DefinitionError with the place in
    the file.
    """
    is_json = source.text.lstrip("\ufeff \t\r\n").startswith("{") and source.name.endswith(".json")
    document = Document(source, data, json=is_json)
    scope = Resolver(document, {}, readable=readable)
    return _lone_integration(Cursor(document, data, tuple(path), scope), where)


def _is_alone(root: Cursor) -> bool:
    if type(root.value) is not dict:
        return False
    return [*root.value] == [INTEGRATION] or (isinstance(_source_of(root), CliOutput) and is_lone_integration(root))


def _lone_integration(cursor: Cursor, where: str) -> Integration:
    if [*cursor.mapping().value] == [INTEGRATION]:  # with the key that it has in an OpenAPI document
        cursor = cursor.need(INTEGRATION, of="the file")
    source = _source_of(cursor.mapping())
    if source is not None and not is_lone_integration(cursor):
        raise cursor.error("this is the definition of an API, not an integration", hint=_NOT_ALONE)
    return integration(cursor, where)


def _read(name: str, options: DefinitionOptions, readable: ReadableFiles, reader: ReadableFiles | None) -> Reading:
    """Reads a file: `reader` reads the file itself, unless the user named it; `readable` are those that it may name."""
    current_budget().begin_anew()
    before = stamps([name])
    files = ReadFiles()
    found: RestApi | DefinitionError
    try:
        found = _load(Resolver(_document(name, reader), options.parameters, files, readable), options)
    except RecursionError:
        found = DefinitionError(f"{one_line(name)} nests its values too deep")
    except DefinitionError as error:
        found = error
    return Reading(tuple(dict.fromkeys((*before, *stamps(files)))), found, files.may_be_kept)


def _document(name: str, reader: ReadableFiles | None) -> Document:
    """The file, if it can be parsed. Raises DefinitionError, which says what the file is if Terraform made it."""
    try:
        return read_document(name, reader)
    except DefinitionError as error:
        about = None if error.source is None else sentence_about(error.source)
        if about is None:
            raise without_values(error) from None
        message, hint = about
        raise DefinitionError(f"{one_line(name)}: {message}", hint=hint) from None


def _load(resolver: Resolver, options: DefinitionOptions) -> RestApi:
    root = resolver.root.resolved()
    source = _source_of(root)
    if source is None:
        raise _not_recognised(root)
    _check_options(source, root, options)
    if isinstance(resolver.files, ReadFiles) and not isinstance(source, _KEPT_ON_DISK):
        resolver.files.may_be_kept = False
    found = source.read(root, resolver, options)
    if not found.methods and not resolver.findings.has(NO_METHOD):
        root.found(NO_METHOD, "the API has no method", hint="write operations such as `get` under each path")
    return replace(found, findings=resolver.findings.all())


def _source_of(root: Cursor) -> DefinitionSource | None:
    """The source that recognises the file, None when none does."""
    if type(root.value) is not dict:
        return None
    return next((source for source in SOURCES if source.recognises(root)), None)


def _not_recognised(root: Cursor) -> DefinitionError:
    data = root.value
    *others, last = (source.formats for source in SOURCES)
    hint = f"name a file of one of these kinds: {', '.join(others)}, {last}"
    about = sentence_about(root.document.source, data)
    if about is not None:
        message, hint = about
        return DefinitionError(f"{one_line(root.document.source.name)}: {message}", hint=hint)
    if type(data) is dict and "service" in data and "provider" in data:
        hint = "name the CloudFormation template that `serverless package` writes into .serverless"
    elif type(data) is dict and ("RouteKey" in data or "ProtocolType" in data):
        return root.error(HTTP_API, hint=HTTP_API_HINT)
    elif type(data) is dict and "endpointConfiguration" in data:
        hint = "this is what `get-rest-api` prints; add its keys to the output of `get-resources --embed methods`"
    return root.error("this is not the definition of a REST API", hint=hint)


_WHAT_TAKES_IT: dict[Option, str] = {
    "api": "has APIs to choose from",
    "base_path": "has a base path",
    "stage": "has stages",
}


def _check_options(source: DefinitionSource, root: Cursor, options: DefinitionOptions) -> None:
    """Raises WrongOptionError for an option that this kind of file does not take, or an unknown value."""
    if options.base_path not in BASE_PATHS:
        hint = nearest_hint(options.base_path, BASE_PATHS)
        raise WrongOptionError(root.error(f"`{options.base_path}` is not a base path option", hint=hint), "base_path")
    for option in options.given():
        if option in source.options:
            continue
        if option == "parameters":
            name = next(iter(options.parameters))
            raise unused_parameter(root.document, name, (), f"{source.name} has no parameters")
        takers = " or ".join(one.name for one in SOURCES if option in one.options)
        error = root.error(f"only {takers} {_WHAT_TAKES_IT[option]}, but this is {source.name}")
        raise WrongOptionError(error, option, at_key=True)
