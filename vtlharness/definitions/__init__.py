"""Reads integrations from case files, OpenAPI, CloudFormation, SAM and exports. See `loading` and `kept`.

Modules are imported at their first use: a run whose definitions are all kept needs none that reads them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vtlharness.definitions.kept import NamedDefinition, named_definition
    from vtlharness.definitions.loading import (
        integration_from_data,
        load_definition,
        load_integration,
        lone_integration,
        named_integration,
    )
    from vtlharness.definitions.options import DefinitionOptions
    from vtlharness.definitions.reading.wrong_option import WrongOptionError

_HOME = {
    "DefinitionOptions": "options",
    "NamedDefinition": "kept",
    "WrongOptionError": "reading.wrong_option",
    "integration_from_data": "loading",
    "load_definition": "loading",
    "load_integration": "loading",
    "lone_integration": "loading",
    "named_definition": "kept",
    "named_integration": "loading",
}
__all__ = [
    "DefinitionOptions",
    "NamedDefinition",
    "WrongOptionError",
    "integration_from_data",
    "load_definition",
    "load_integration",
    "lone_integration",
    "named_definition",
    "named_integration",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
