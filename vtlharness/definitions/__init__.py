"""Reads integrations from case files, OpenAPI, CloudFormation, SAM and exports. See `loading`."""

from vtlharness.definitions.loading import (
    integration_from_data,
    load_definition,
    load_integration,
    named_definition,
    named_integration,
)
from vtlharness.definitions.reading.wrong_option import WrongOptionError
from vtlharness.definitions.source import DefinitionOptions

__all__ = [
    "DefinitionOptions",
    "WrongOptionError",
    "integration_from_data",
    "load_definition",
    "load_integration",
    "named_definition",
    "named_integration",
]
