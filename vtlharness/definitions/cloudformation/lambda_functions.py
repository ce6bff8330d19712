"""The Lambda functions of a template and the stacks nested in it, with their code on this computer.

Comes in: the root of a template. Goes out: `DefinedFunction`s. Properties decide nothing in the API, so what is not
known there leaves out a setting, and is not an error. Evidence: docs/fidelity.md#local-functions.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from vtlharness.definitions.cloudformation.api_choice import all_stacks
from vtlharness.definitions.cloudformation.local_files import local_folder
from vtlharness.definitions.cloudformation.sam.merged_properties import merged_properties
from vtlharness.definitions.cloudformation.template import FUNCTION, Resource, StackTemplate
from vtlharness.definitions.defined_function import DefinedFunction
from vtlharness.definitions.functions.resolver import Resolver
from vtlharness.definitions.functions.sample_values import is_placeholder
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.documents.reading import UnreadableFileError
from vtlharness.errors import DefinitionError
from vtlharness.limits.budget import spend_items
from vtlharness.visible import one_line

_OF_CLOUDFORMATION = "AWS::Lambda::Function"
_DYNAMIC = "{{resolve:"
_OF_SERVERLESS = ".serverless"
_BUILT = (".aws-sam", "build")


def lambda_functions(root: Cursor, resolver: Resolver) -> list[DefinedFunction]:
    """The functions of all stacks, those of the template itself first. Raises DefinitionError."""
    template = all_stacks(StackTemplate(root, resolver))
    return [
        _function(stack, resource)
        for stack in template.stacks
        for kind in (FUNCTION, _OF_CLOUDFORMATION)
        for resource in stack.of_kind(kind)
    ]


def _function(stack: StackTemplate, resource: Resource) -> DefinedFunction:
    spend_items(1)
    resolver = resource.resolver.lenient
    is_sam = resource.kind == FUNCTION
    properties = (merged_properties(stack, resource) if is_sam else resource.properties).leniently()
    folder, inline_code, problem = None, None, None
    try:
        inline_code, folder = _inline_code(properties), None
        if inline_code is None:
            folder = _folder(resource, properties, "CodeUri" if is_sam else "Code")
    except UnreadableFileError as found:
        problem = found.reason
    except DefinitionError as error:
        problem = error.message
    handler = _text(properties, "Handler")
    if handler is None and problem is None and not (_text(properties, "Runtime") or "").startswith("provided"):
        problem = "it has no `Handler`"
    memory = _number(properties, "MemorySize")
    known, unresolved = _environment(properties)
    return DefinedFunction(
        f"{stack.name}{resource.logical_id}",
        _name(resolver.attribute_of(f"{resource.logical_id}.Arn")),
        handler or "bootstrap",
        folder,
        inline_code,
        problem,
        _text(properties, "Runtime"),
        _number(properties, "Timeout"),
        None if memory is None else int(memory),
        resolver.place()["region"],
        known,
        unresolved,
        _built_folder(stack, resource) if is_sam and problem is None else None,
    )


def _name(arn: str) -> str:
    return arn.rpartition(":function:")[2].partition(":")[0]


# Code


def _inline_code(properties: Cursor) -> str | None:
    """The code in the template itself. Raises UnreadableFileError for a container's image, and DefinitionError."""
    code = properties.at("Code", "ZipFile") or properties.at("InlineCode")
    if _text(properties, "PackageType") == "Image" or properties.at("Code", "ImageUri") or properties.at("ImageUri"):
        raise UnreadableFileError("it is a container's image")
    return None if code is None else code.text()


def _folder(resource: Resource, properties: Cursor, name: str) -> str:
    """The folder with the code. Raises UnreadableFileError for code that is elsewhere."""
    if properties.get(name) is None:
        raise UnreadableFileError(f"it has no `{name}`")
    document = resource.cursor.document
    found = local_folder(resource, name, properties)
    if found is None and os.path.basename(os.path.abspath(document.folder)) == _OF_SERVERLESS:
        found = os.path.normpath(os.path.join(document.folder, os.pardir))  # handlers are below the service's folder
    if found is None:
        raise UnreadableFileError(f"its `{name}` does not name a local folder")
    resource.resolver.readable.check(found)
    if not os.path.isdir(found):
        what = "is a file, not a folder" if os.path.exists(found) else "does not exist"
        raise UnreadableFileError(f"its `{name}` {one_line(found)} {what}")
    return found


def _built_folder(stack: StackTemplate, resource: Resource) -> str | None:
    """Where `sam build` has put the code of a function; None if it has not."""
    root = stack.stacks[0].root.document.folder
    path = os.path.normpath(os.path.join(root, *_BUILT, *stack.name.split("."), resource.logical_id))
    return path if resource.resolver.readable.contains(path) and os.path.isdir(path) else None


# Settings


def _text(properties: Cursor, name: str) -> str | None:
    """The text of a property; None where it is absent or not known."""
    try:
        found = properties.text_at(name)
    except DefinitionError:
        return None
    return None if found is None or is_placeholder(found) else found


def _number(properties: Cursor, name: str) -> float | None:
    try:
        found = properties.get(name)
        return None if found is None else found.number()
    except DefinitionError:
        return None


def _environment(properties: Cursor) -> tuple[dict[str, str], tuple[str, ...]]:
    """The variables with known values, and the names of the others."""
    known: dict[str, str] = {}
    unresolved: list[str] = []
    for name, text in _variables(properties):
        if text is None:
            unresolved.append(name)
        else:
            known[name] = text
    return known, tuple(unresolved)


def _variables(properties: Cursor) -> Iterator[tuple[str, str | None]]:
    try:
        variables = properties.at("Environment", "Variables")
        names = () if variables is None else variables.mapping().value
    except DefinitionError:
        return
    for name in names:
        assert variables is not None
        spend_items(1)
        yield str(name), _value(variables, name)


def _value(variables: Cursor, name: str) -> str | None:
    """The value of a variable; None for one that only a deployed stack knows."""
    try:
        found = variables.get(name)
        text = None if found is None else found.text()
    except DefinitionError:
        return None
    if text is None or _DYNAMIC in text or "\0" in text or "\0" in name or "=" in name or not name:
        return None
    is_literal = type(variables.raw(name).value) is str
    return text if is_literal or not is_placeholder(text) else None
