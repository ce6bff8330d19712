"""Finds the definition in a folder that a tool writes, or in a project's folder.

Comes in: a folder, and the name of a stack where the user chooses one. Goes out: the path of a definition, and what the
tool knows about the stack's surroundings. Known are the CDK's `cdk.out`, `.serverless`, SAM's `.aws-sam/build`, and
files with the usual names.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from vtlharness.definitions.options import MANIFEST, DefinitionOptions
from vtlharness.definitions.reading.wrong_option import WrongOptionError
from vtlharness.documents.readable_files import ReadableFiles
from vtlharness.documents.reading import UnreadableFileError
from vtlharness.errors import DefinitionError
from vtlharness.nearest import nearest_hint
from vtlharness.visible import one_line

_SERVERLESS = "cloudformation-template-update-stack.json"
_SERVERLESS_STATE = "serverless-state.json"
_TEMPLATE = ".template.json"
_USUAL = tuple(f"{name}.{kind}" for name in ("template", "openapi", "swagger") for kind in ("yaml", "yml", "json"))
_ELSEWHERE = (
    os.path.join(".serverless", _SERVERLESS),
    _SERVERLESS,
    os.path.join(".aws-sam", "build", "template.yaml"),
    "terraform.tfstate",
    *_USUAL,
)
_LOOKED_FOR = (
    f"it looks for the CDK's {MANIFEST} (also in cdk.out) and *{_TEMPLATE}, .serverless/{_SERVERLESS}, "
    ".aws-sam/build/template.yaml, terraform.tfstate, and template, openapi or swagger with .yaml, .yml or .json"
)
_COMMANDS = (
    ("cdk.json", "run `cdk synth`, which writes cdk.out"),
    ("serverless.yml", "run `serverless package`, which writes .serverless"),
    ("serverless.ts", "run `serverless package`, which writes .serverless"),
    ("main.tf", "run `terraform show -json`, and name the file with its output"),
)
_DEFINES_AN_API = ("AWS::ApiGateway::RestApi", "AWS::ApiGateway::Method", "AWS::Serverless::")
_NESTS_STACKS = "AWS::CloudFormation::Stack"
_MOST_ASSEMBLIES = 100
_CHOICE = "name one: `stack` in a case file's `api`, `stack=` in Python"


@dataclass(frozen=True, slots=True)
class LocatedDefinition:
    """A definition's file; `parameters` are values that the tool knows, such as the region of the CDK's stack."""

    path: str
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Stack:
    """A stack of the CDK. `names` are the names that it may be chosen by, the one for messages first."""

    names: tuple[str, ...]
    definition: LocatedDefinition


def located(name: str, options: DefinitionOptions, readable: ReadableFiles) -> tuple[str, DefinitionOptions, bool]:
    """The file of a definition that may be named by its folder, the options for it, and whether it was found there.

    Raises WrongOptionError as `located_definition` does, and when a stack is named but the path is that of a file.
    """
    if not options.needs_search(name):
        return name, options, False
    found = located_definition(name, options.stack, readable)
    if found is not None:
        return found.path, replace(options, parameters={**found.parameters, **options.parameters}, stack=None), True
    if options.stack is not None:
        raise _wrong(f"only a folder has stacks to choose from, but {one_line(name)} is a file", None, "stack")
    return name, options, False


def located_definition(path: str, stack: str | None, readable: ReadableFiles) -> LocatedDefinition | None:
    """The definition in a folder, or in the one whose manifest the CDK wrote; None for a path to any other file.

    Raises WrongOptionError for a folder with no definition or with several, and for a stack that it does not have.
    """
    search = _Search(readable)
    if not os.path.isdir(path):
        is_manifest = os.path.basename(path) == MANIFEST and search.is_assembly(path)
        return search.chosen(os.path.dirname(path), stack) if is_manifest else None
    candidates = search.candidates(path)
    if len(candidates) > 1:
        names = [one_line(os.path.relpath(one, path)) for one in candidates]
        message = f"the folder {one_line(path)} has {len(names)} definitions: {', '.join(names)}"
        raise _wrong(message, "name the file of one of them", "file")
    if not candidates:
        commands = (advice for name, advice in _COMMANDS if search.has(os.path.join(path, name)))
        raise _wrong(f"the folder {one_line(path)} has no definition", next(commands, _LOOKED_FOR), "file")
    template = os.path.normpath(candidates[0])
    if os.path.basename(template) == MANIFEST:
        return search.chosen(os.path.dirname(template), stack)
    if stack is not None:
        message = f"only the CDK's folder has stacks to choose from, but the definition is {one_line(template)}"
        raise _wrong(message, None, "stack")
    return LocatedDefinition(template, search.region(template) if template.endswith(_SERVERLESS) else {})


class _Search:
    """The files of one folder that may be read."""

    def __init__(self, readable: ReadableFiles) -> None:
        self._readable = readable

    def candidates(self, folder: str) -> list[str]:
        """The definitions in a folder: manifests of the CDK, and files that may be definitions."""
        manifests = [os.path.join(folder, MANIFEST), os.path.join(folder, "cdk.out", MANIFEST)]
        of_cdk = [path for path in manifests if self.has(path)]
        inner = (os.path.join("build", "template.yaml"),) if _is_sam_folder(folder) else ()
        found = [path for name in (*inner, *_ELSEWHERE) if self.has(path := os.path.join(folder, name))]
        found.extend(() if of_cdk else self.templates(folder))
        if len(of_cdk) + len(found) > 1:  # a web page's manifest has the same name
            of_cdk = [path for path in of_cdk if self.is_assembly(path)]
        return [*of_cdk, *found]

    def is_assembly(self, path: str) -> bool:
        """Whether a manifest is one that the CDK wrote."""
        try:
            manifest = self._json(path)
        except WrongOptionError:
            return False
        return type(manifest) is dict and type(manifest.get("artifacts")) is dict

    def has(self, path: str) -> bool:
        """Whether there is such a file."""
        return os.path.isfile(path) and self._readable.contains(path)

    def templates(self, folder: str) -> Iterator[str]:
        """The CDK's templates in a folder without its manifest, other than those of nested stacks."""
        try:
            names = sorted(os.listdir(folder or "."))
        except OSError as problem:
            raise _wrong(f"the folder {one_line(folder)} cannot be read: {problem.strerror}", None, "file") from None
        for name in names:
            path = os.path.join(folder, name)
            if name.endswith(_TEMPLATE) and not name.endswith(f".nested{_TEMPLATE}") and self.has(path):
                yield path

    def chosen(self, folder: str, wanted: str | None) -> LocatedDefinition:
        """The definition of the stack with a name, or of the only one that may define an API."""
        stacks = list(self._stacks(folder, []))
        where = one_line(folder or ".")
        if not stacks:
            raise _wrong(f"{where} has no stack", _LOOKED_FOR, "file")
        if wanted is not None:
            for stack in stacks:
                if wanted in stack.names:
                    return stack.definition
            hint = nearest_hint(wanted, [name for stack in stacks for name in stack.names])
            raise _wrong(f"{where} has no stack `{wanted}`", hint, "stack")
        likely = stacks if len(stacks) == 1 else [stack for stack in stacks if self._may_define_an_api(stack)]
        if len(likely) == 1:
            return likely[0].definition
        what = "stacks that may define a REST API" if likely else "stacks, none of which defines a REST API"
        names = ", ".join(stack.names[0] for stack in likely or stacks)
        raise _wrong(f"{where} has {len(likely or stacks)} {what}: {names}", _CHOICE if likely else None, "file")

    def _stacks(self, folder: str, seen: list[str]) -> Iterator[_Stack]:
        """The stacks of an assembly and of the assemblies in it. Raises WrongOptionError for a damaged manifest."""
        path = os.path.join(folder, MANIFEST)
        manifest = self._json(path)
        real = os.path.realpath(folder)
        if real in seen or len(seen) >= _MOST_ASSEMBLIES:
            return
        seen.append(real)
        artifacts = manifest.get("artifacts") if type(manifest) is dict else None
        if type(artifacts) is not dict:
            raise _wrong(f"{one_line(path)} is not the manifest of a folder that the CDK wrote", None, "file")
        for name, artifact in artifacts.items():
            properties = artifact.get("properties") if type(artifact) is dict else None
            if type(properties) is not dict:
                continue
            file, inner = properties.get("templateFile"), properties.get("directoryName")
            if artifact.get("type") == "aws:cloudformation:stack" and type(file) is str:
                given = (artifact.get("displayName"), name, properties.get("stackName"))
                names = tuple(dict.fromkeys(one for one in given if type(one) is str))
                template = os.path.normpath(os.path.join(folder, file))
                yield _Stack(names, LocatedDefinition(template, _surroundings(artifact, properties)))
            elif artifact.get("type") == "cdk:cloud-assembly" and type(inner) is str and not os.path.isabs(inner):
                yield from self._stacks(os.path.join(folder, inner), seen)

    def _json(self, path: str) -> Any:
        try:
            return json.loads(self._readable.read_bytes(path))
        except UnreadableFileError as problem:
            raise _wrong(f"{one_line(path)} {problem.reason}", problem.hint, "file") from None
        except (ValueError, RecursionError):
            return None

    def region(self, template: str) -> dict[str, str]:
        """The region of the service whose template this is, as Serverless Framework notes it beside the template."""
        path = os.path.join(os.path.dirname(template), _SERVERLESS_STATE)
        found = self._json(path) if self.has(path) else None
        for key in ("service", "provider", "region"):
            found = found.get(key) if type(found) is dict else None
        return {"AWS::Region": found} if type(found) is str and found else {}

    def _may_define_an_api(self, stack: _Stack) -> bool:
        path = stack.definition.path
        try:
            text = self._readable.read_bytes(path).decode("utf-8", "replace")
        except UnreadableFileError:
            return False
        return any(kind in text for kind in (*_DEFINES_AN_API, _NESTS_STACKS))


def _surroundings(artifact: Mapping[str, Any], properties: Mapping[str, Any]) -> dict[str, str]:
    """The account, the region and the name of a stack, as far as the CDK knows them, and its parameters."""
    found: dict[str, str] = {}
    environment = artifact.get("environment")
    account, _, region = str(environment).removeprefix("aws://").partition("/") if environment else ("", "", "")
    if account.isdigit():
        found["AWS::AccountId"] = account
    if region and region != "unknown-region":
        found["AWS::Region"] = region
    if type(properties.get("stackName")) is str:
        found["AWS::StackName"] = properties["stackName"]
    parameters = properties.get("parameters")
    for name, value in parameters.items() if type(parameters) is dict else ():
        if type(value) is str:
            found[name] = value
    return found


def _is_sam_folder(path: str) -> bool:
    return os.path.basename(os.path.abspath(path)) == ".aws-sam"


def _wrong(message: str, hint: str | None, option: str) -> WrongOptionError:
    return WrongOptionError(DefinitionError(message, hint=hint), option)
