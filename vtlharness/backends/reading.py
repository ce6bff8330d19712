"""Reads a file of backends: the one that the user names, or `backends.yaml` beside a definition.

Comes in: a path. Goes out: `BackendSettings`, or a VtlHarnessError with file, line and column.
"""

from __future__ import annotations

import os

from vtlharness.backends.settings import BackendSettings, backend_settings
from vtlharness.definitions.defined_function import DefinedFunctions
from vtlharness.documents.misfit import MisfitError
from vtlharness.documents.positions import Positions
from vtlharness.documents.readable_files import ReadableFiles, ReadingRule
from vtlharness.documents.reading import UnreadableFileError, read_main_file, without_bom
from vtlharness.errors import VtlHarnessError
from vtlharness.source import Source
from vtlharness.visible import one_line

FILE_NAME = "backends.yaml"


def read_backends(path: str, *, allow_aws: bool = False, defined: DefinedFunctions | None = None) -> BackendSettings:
    """The settings of the file that a user names, over the `defined` functions. Raises VtlHarnessError."""
    return _settings(read_main_file(path, VtlHarnessError), allow_aws=allow_aws, defined=defined)


def backends_beside(
    definition: str,
    readable: ReadableFiles | None = None,
    *,
    allow_aws: bool = False,
    defined: DefinedFunctions | None = None,
) -> BackendSettings:
    """The settings of `backends.yaml` beside a definition, or none, over the `defined` functions.

    Raises VtlHarnessError for a file with a fault.
    """
    folder = definition if os.path.isdir(definition) else os.path.dirname(definition)
    path = os.path.join(folder, FILE_NAME)
    try:
        source = (readable or ReadingRule().beside(path)).read_source(path, VtlHarnessError)
    except UnreadableFileError as problem:
        if problem.missing:
            return backend_settings(None, folder, allow_aws=allow_aws, defined=defined)
        raise VtlHarnessError(f"{one_line(path)} {problem.reason}", hint=problem.hint) from None
    return _settings(source, allow_aws=allow_aws, defined=defined)


def _settings(source: Source, *, allow_aws: bool, defined: DefinedFunctions | None) -> BackendSettings:
    source = without_bom(source)
    is_json = source.name.endswith(".json")
    data: object
    if is_json:
        from vtlharness.documents.json.source import read_json

        data = read_json(source, VtlHarnessError)
    else:
        from vtlharness.documents.yaml.values import YamlText

        data = YamlText(source).value
    try:
        return backend_settings(data, os.path.dirname(source.name) or ".", allow_aws=allow_aws, defined=defined)
    except MisfitError as misfit:
        place = f"`{'.'.join(map(str, misfit.path))}`" if misfit.path else "a file of backends"
        message = misfit.sentence(place)
        positions = Positions(source, json=is_json)
        raise positions.error(VtlHarnessError, message, misfit.path, at_key=misfit.at_key, hint=misfit.hint) from None
