"""The Lambda functions of a plan or a state, with their code where `archive_file` packs it from this computer.

Comes in: a `TerraformFile`. Goes out: `DefinedFunction`s. What is unknown until apply, or sensitive, leaves out a
setting. Evidence: docs/fidelity.md#local-functions.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from vtlharness.definitions.defined_function import DefinedFunction
from vtlharness.definitions.functions.resolver import Resolver
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.terraform.file_kinds import kind_of_file, unsupported_version
from vtlharness.definitions.terraform.reading.resources import Resource, masked
from vtlharness.definitions.terraform.reading.terraform_file import TerraformFile
from vtlharness.documents.reading import UnreadableFileError
from vtlharness.errors import DefinitionError
from vtlharness.visible import one_line

_FUNCTION = "aws_lambda_function"
_ARCHIVE = "archive_file"


def lambda_functions(root: Cursor, resolver: Resolver) -> list[DefinedFunction]:
    """The functions of a file. Raises DefinitionError."""
    kind = kind_of_file(root.value)
    if kind is None or unsupported_version(root.value, kind) is not None:
        return []
    file = TerraformFile(root, kind, resolver, {})
    archives = dict(_archives(file))
    functions = [one for one in file.all_of_type(_FUNCTION) if not one.is_data]
    return [made for made in (_function(one, archives, resolver) for one in functions) if made is not None]


def _archives(file: TerraformFile) -> Iterator[tuple[str, str]]:
    """The archives that are packed, and the folder of each."""
    for resource in file.all_of_type(_ARCHIVE):
        packed, folder, one_file = (_text(resource, name) for name in ("output_path", "source_dir", "source_file"))
        if packed is not None and folder is not None:
            yield packed, folder
        elif packed is not None and one_file is not None:
            yield packed, os.path.dirname(one_file)


def _function(resource: Resource, archives: dict[str, str], resolver: Resolver) -> DefinedFunction | None:
    name = _text(resource, "function_name")
    if name is None:
        return None
    folder, problem = None, None
    try:
        folder = _folder(resource, archives, resolver)
    except UnreadableFileError as found:
        problem = found.reason
    known, unresolved = _environment(resource)
    memory = _number(resource, "memory_size")
    return DefinedFunction(
        resource.address,
        name.rpartition(":")[2],
        _text(resource, "handler") or "bootstrap",
        folder,
        None,
        problem,
        _text(resource, "runtime"),
        _number(resource, "timeout"),
        None if memory is None else int(memory),
        environment=known,
        unresolved=unresolved,
    )


def _folder(resource: Resource, archives: dict[str, str], resolver: Resolver) -> str:
    """The folder with the code. Raises UnreadableFileError for code that is elsewhere."""
    if _text(resource, "package_type") == "Image":
        raise UnreadableFileError("it is a container's image")
    packed = _text(resource, "filename")
    if packed is None:
        raise UnreadableFileError("its code is not a file of this computer")
    folder = archives.get(packed)
    if folder is None:
        raise UnreadableFileError(f"its code is the archive {one_line(packed)}, which no `archive_file` packs")
    path = os.path.normpath(os.path.join(resource.cursor.document.folder, folder))
    resolver.readable.check(path)
    if not os.path.isdir(path):
        raise UnreadableFileError(f"its code {one_line(path)} is not a folder")
    return path


# Values


def _value(resource: Resource, *path: str | int) -> Any:
    """A value of a resource; None if it is absent, unknown until apply or sensitive."""
    try:
        found = resource.values.at(*path)
    except DefinitionError:
        return None
    unknown, sensitive = resource.unknown, resource.sensitive
    for step in path:
        unknown, sensitive = masked(unknown, step), masked(sensitive, step)
    return None if found is None or unknown is True or sensitive is True else found.value


def _text(resource: Resource, name: str) -> str | None:
    found = _value(resource, name)
    return found if type(found) is str else None


def _number(resource: Resource, name: str) -> float | None:
    found = _value(resource, name)
    return float(found) if type(found) in (int, float) and 0 < found < 1e6 else None


def _environment(resource: Resource) -> tuple[dict[str, str], tuple[str, ...]]:
    """The variables with known values, and the names of the others."""
    path = ("environment", 0, "variables")
    try:
        variables = resource.values.at(*path)
    except DefinitionError:
        return {}, ()
    written = variables.value if variables is not None and type(variables.value) is dict else {}
    unknown = resource.unknown
    for step in path:
        unknown = masked(unknown, step)
    names = dict.fromkeys((*written, *(unknown if type(unknown) is dict else ())))
    values = {name: _value(resource, *path, name) for name in names}
    known = {name: value for name, value in values.items() if type(value) is str and "\0" not in name + value}
    return known, tuple(name for name in values if name not in known)
