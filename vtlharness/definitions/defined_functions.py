"""Reads the functions of a definition, for calls that really invoke them.

Comes in: a path and the user's options, as `loading` takes them. Goes out: `DefinedFunctions`. Nothing of this is read
in a run without live calls; a file without functions, such as one of OpenAPI, is not parsed a second time.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from vtlharness.definitions.defined_function import DefinedFunction, DefinedFunctions
from vtlharness.definitions.options import MANIFEST, DefinitionOptions
from vtlharness.definitions.read_files import ReadFiles
from vtlharness.documents.readable_files import ReadableFiles, ReadingRule
from vtlharness.documents.reading import UnreadableFileError, read_source
from vtlharness.documents.utf8 import utf_text
from vtlharness.errors import DefinitionError
from vtlharness.limits.budget import current_budget
from vtlharness.limits.errors import under_limits
from vtlharness.source import Source

_SIGNS = (
    "AWS::Lambda::Function",
    "AWS::Serverless::Function",
    "AWS::Serverless::Application",
    "AWS::CloudFormation::Stack",
    "aws_lambda_function",
)
"""One of them is in the text of each definition that has functions, itself or in a nested stack."""


def defined_functions(
    path: str,
    options: DefinitionOptions | None = None,
    readable: ReadableFiles | None = None,
    *,
    allow_outside: Iterable[str | os.PathLike[str]] = (),
) -> DefinedFunctions:
    """The functions of a definition; none where there is no such file.

    `readable` are the files that may be read, for a definition that a case file names. Without it, the file itself may
    be anywhere; what it names is in its project or below `allow_outside`. Raises DefinitionError for a fault that
    leaves no functions to read, as `load_definition` does, and LimitError where a limit is exceeded.
    """
    inside = os.path.join(path, MANIFEST) if os.path.isdir(path) else path
    rule = readable or ReadingRule(allow_outside=allow_outside).beside(inside)
    return under_limits(None, _read, path, options or DefinitionOptions(), readable, rule)


def _read(
    path: str, options: DefinitionOptions, reader: ReadableFiles | None, readable: ReadableFiles
) -> DefinedFunctions:
    """The functions of a file that `reader` reads, which may name the `readable` files."""
    current_budget().begin_anew()
    if options.needs_search(path):
        from vtlharness.definitions.folders import located

        path, options, is_found = located(path, options, readable)
        reader = readable if is_found else reader
    source = _source(path, reader)
    if source is None or not any(sign in source.text for sign in _SIGNS):
        return DefinedFunctions()
    try:
        return DefinedFunctions(tuple(_functions(source, options, readable)))
    except RecursionError:  # `load_definition` says so
        return DefinedFunctions()


def _source(path: str, readable: ReadableFiles | None) -> Source | None:
    try:
        if readable is None:
            return read_source(path, DefinitionError, utf_text)
        return readable.read_source(path, DefinitionError, utf_text)
    except UnreadableFileError:
        return None


def _functions(source: Source, options: DefinitionOptions, readable: ReadableFiles) -> list[DefinedFunction]:
    from vtlharness.definitions.cloudformation.api_choice import CloudFormation
    from vtlharness.definitions.functions.resolver import Resolver
    from vtlharness.definitions.reading.document import parsed_document

    resolver = Resolver(parsed_document(source), options.parameters, ReadFiles(), readable)
    root = resolver.root.resolved()
    if type(root.value) is dict and CloudFormation().recognises(root):
        from vtlharness.definitions.cloudformation.lambda_functions import lambda_functions

        return lambda_functions(root, resolver)
    from vtlharness.definitions.terraform.source import Terraform

    if type(root.value) is dict and Terraform().recognises(root):
        from vtlharness.definitions.terraform import lambda_functions as of_terraform

        return of_terraform.lambda_functions(root, resolver)
    return []
