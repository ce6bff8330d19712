"""Where an integration comes from: a definition file to its `RestApi`, or an integration written in a case.

Comes in: a path, values for the template's parameters, the stage's and the API's names; or the data of a case. Goes
out: frozen records for `gateway`. A file is read once for as long as it, and every file that it names, stays as it is.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from vtlharness.definitions import exports, openapi
from vtlharness.definitions.cloudformation import rest_api as cloudformation
from vtlharness.definitions.cloudformation import sam, split_stack
from vtlharness.definitions.cloudformation.functions import Resolver
from vtlharness.definitions.cloudformation.given_values import fill_places, nothing_takes
from vtlharness.definitions.cloudformation.template import Resource, StackTemplate
from vtlharness.definitions.openapi import BASE_PATHS, BasePath
from vtlharness.definitions.parts.integration import HTTP_API, HTTP_API_HINT, integration
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.reading.document import Document, read_document
from vtlharness.definitions.reading.wrong_option import WrongOptionError
from vtlharness.errors import CaseFileError
from vtlharness.gateway.model import Integration, RestApi, Stage
from vtlharness.nearest import nearest_hint
from vtlharness.source import Source

MOST_KEPT = 64
"""How many definitions are kept; beyond it the oldest goes."""

_Stamps = tuple[tuple[str, int, int], ...]
_kept: dict[tuple[Any, ...], tuple[_Stamps, RestApi | CaseFileError]] = {}


def load_definition(
    path: str | os.PathLike[str],
    parameters: Mapping[str, str] | None = None,
    stage: str | None = None,
    *,
    api: str | None = None,
    base_path: BasePath = "ignore",
) -> RestApi:
    """The API of a definition file; its format is told from its content.

    OpenAPI 3 and Swagger 2.0 with API Gateway's extensions, CloudFormation and SAM templates, and what `aws apigateway`
    prints, each as JSON or YAML. `parameters` are the values of a template's parameters, pseudo parameters such as
    `AWS::Region` included, and of what only a deployed stack knows (`Nested.Outputs.Url`, an export's name); in an
    OpenAPI file they fill the `${name}` places of its texts. `stage` chooses or names the stage; `api` is the logical
    id of an API where a template makes several; `base_path` is what an import does with an OpenAPI file's base path.

    Raises CaseFileError, with file, line and column, for anything wrong with the file or with one that it names;
    WrongOptionError, which is one as well, for parameters that nothing uses, a stage or an API that a template does not
    have, and for a template of several APIs where none is named.
    """
    name = os.fspath(path)
    key = (name, os.getcwd(), tuple(sorted((parameters or {}).items())), stage, api, base_path)
    kept = _kept.get(key)
    if kept is None or _stamps([file for file, _, _ in kept[0]]) != kept[0]:
        _kept.pop(key, None)
        while len(_kept) >= MOST_KEPT:
            del _kept[next(iter(_kept))]
        kept = _kept[key] = _read(name, parameters or {}, stage, api, base_path)
    found = kept[1]
    if isinstance(found, CaseFileError):
        raise found.with_traceback(None)
    return found


def load_integration(path: str | os.PathLike[str]) -> Integration:
    """The integration of a file that holds one alone, as `aws apigateway get-integration` prints it.

    Raises CaseFileError.
    """
    document = read_document(os.fspath(path))
    return _lone_integration(Resolver(document, {}).root, "integration")


def integration_from_data(
    data: object, source: Source, path: Sequence[str | int] = (), *, where: str = "integration"
) -> Integration:
    """The integration that a case writes out: `data` stands at `path` in the case file `source`.

    Keys are those of `aws apigateway get-integration`, of OpenAPI's extension or of CloudFormation; a template may be
    `{file: path}`, relative to the file. `where` is what messages call a template that has no file of its own. Raises
    CaseFileError with the place in the file.
    """
    is_json = source.text.lstrip("\ufeff \t\r\n").startswith("{") and source.name.endswith(".json")
    document = Document(source, data, json=is_json)
    return _lone_integration(Cursor(document, data, tuple(path), Resolver(document, {})), where)


def _lone_integration(cursor: Cursor, where: str) -> Integration:
    is_template = type(cursor.mapping().value.get("Resources")) is dict
    if is_template or openapi.is_openapi(cursor) or exports.has_methods(cursor):
        raise cursor.error("this is the definition of an API, not an integration", hint="name its file with `api:`")
    return integration(cursor, where)


def _stamps(files: Sequence[str]) -> _Stamps:
    found = []
    for file in dict.fromkeys(files):
        try:
            state = os.stat(file)
            found.append((file, state.st_mtime_ns, state.st_size))
        except OSError:
            found.append((file, 0, -1))
    return tuple(found)


def _read(
    name: str, parameters: Mapping[str, str], stage: str | None, api: str | None, base_path: BasePath
) -> tuple[_Stamps, RestApi | CaseFileError]:
    """What a file says, or what is wrong with it, and the state of all files that were looked at for it."""
    before = _stamps([name])
    files: list[str] = []
    found: RestApi | CaseFileError
    try:
        resolver = Resolver(read_document(name), parameters, files)
        found = _load(resolver, stage, api, base_path, parameters)
        resolver.check_all_used()
    except RecursionError:
        found = CaseFileError(f"{name} nests its values too deep")
    except CaseFileError as error:
        found = error
    return tuple(dict.fromkeys((*before, *_stamps(files)))), found


def _load(
    resolver: Resolver, stage: str | None, api: str | None, base_path: BasePath, parameters: Mapping[str, str]
) -> RestApi:
    root = resolver.root.resolved()
    if type(root.value) is not dict:
        raise _no_definition(root)
    if base_path not in BASE_PATHS:
        error = root.error(f"there is no base path handling `{base_path}`", hint=nearest_hint(base_path, BASE_PATHS))
        raise WrongOptionError(error, "base_path")
    if base_path != "ignore" and not openapi.is_openapi(root):
        error = root.error("only an OpenAPI file has a base path, and this is none")
        raise WrongOptionError(error, "base_path", at_key=True)
    if type(root.value.get("Resources")) is dict:
        return _of_template(StackTemplate(root, resolver), stage, api)
    if api is not None:
        error = root.error("only APIs of a CloudFormation template have logical ids, and this is none")
        raise WrongOptionError(error, "api", at_key=True)
    if openapi.is_openapi(root):
        fill_places(root.document, parameters)
        found = openapi.rest_api(root, base_path=base_path)
        exported = openapi.exported_from(root)
        if exported is not None:
            found = replace(found, id=exported[0], stage=Stage(exported[1]))
    elif exports.is_export(root):
        for name in parameters:
            raise nothing_takes(root.document, name, (), "what the CLI prints has no parameters")
        found = exports.rest_api(root)
    else:
        raise _no_definition(root)
    if stage is not None:
        found = replace(found, stage=replace(found.stage, stage_name=stage))
    return found


def _no_definition(root: Cursor) -> CaseFileError:
    data = root.value
    if type(data) is dict and "service" in data and "provider" in data:
        hint = "name the CloudFormation template that `serverless package` writes into .serverless"
    elif type(data) is dict and ("RouteKey" in data or "ProtocolType" in data):
        return root.error(HTTP_API, hint=HTTP_API_HINT)
    else:
        hint = "OpenAPI, Swagger, CloudFormation, SAM, and what `aws apigateway get-integration` prints are read"
    return root.error("this is no definition of a REST API", hint=hint)


def _of_template(template: StackTemplate, stage: str | None, api: str | None) -> RestApi:
    candidates: dict[str, Resource | None] = {
        resource.logical_id: resource
        for kind in (cloudformation.REST_API, sam.API)
        for resource in template.of_kind(kind)
    }
    if sam.has_implicit_api(template):
        candidates.setdefault(sam.IMPLICIT_API, None)
    if api is None and not candidates and template.of_kind(split_stack.METHOD):
        foreign = split_stack.foreign_api(template)
        found = cloudformation.with_resources(RestApi(), template, *foreign)
        return replace(found, stage=cloudformation.declared_stage(template, foreign.api, stage))
    if api is None:
        api = _only(template, candidates)
    elif api not in candidates:
        error = template.root.error(f"the template has no REST API `{api}`", hint=nearest_hint(api, candidates))
        raise WrongOptionError(error, "api")
    resource = candidates[api]
    if resource is not None and resource.kind == cloudformation.REST_API:
        found = cloudformation.declared_api(template, resource)
        return replace(found, stage=cloudformation.declared_stage(template, template.physical_id(resource), stage))
    found = sam.serverless_api(template, resource)
    return replace(found, stage=sam.serverless_stage(template, resource, stage))


def _only(template: StackTemplate, candidates: Mapping[str, Resource | None]) -> str:
    if len(candidates) == 1:
        return next(iter(candidates))
    if candidates:
        error = template.root.error(
            f"the template makes {len(candidates)} REST APIs: {', '.join(candidates)}",
            key="Resources",
            hint="say which one: `logicalId` in a case file's `api`, `api=` in Python",
        )
        raise WrongOptionError(error, "api", at_key=True)
    if sam.has_http_api(template):
        raise template.root.error(HTTP_API, key="Resources", hint=HTTP_API_HINT)
    raise template.root.error("the template makes no REST API", key="Resources")
