"""The user's options for a definition."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Literal, TypeAlias

from vtlharness.records import Record, field

BasePath: TypeAlias = Literal["ignore", "prepend", "split"]
"""What an import can do with the base path of an OpenAPI file, the service's default first."""
BASE_PATHS: tuple[BasePath, ...] = ("ignore", "prepend", "split")

MANIFEST = "manifest.json"
"""The name of the CDK's manifest, which stands for the folder that it is in."""

Option: TypeAlias = Literal["parameters", "stage", "api", "base_path"]


class DefinitionOptions(Record):
    """The user's options for a definition; `load_definition` explains each."""

    parameters: Mapping[str, str] = field(default_factory=dict)
    stage: str | None = None
    api: str | None = None
    base_path: BasePath = "ignore"
    stack: str | None = None

    def given(self) -> list[Option]:
        """The options that differ from their defaults, other than the stack, which only a folder has."""
        unset = DefinitionOptions()
        names: tuple[Option, ...] = ("base_path", "api", "stage", "parameters")
        return [name for name in names if getattr(self, name) != getattr(unset, name)]

    def needs_search(self, path: str) -> bool:
        """Whether the definition is to be found in a folder: the path names one, or the user names a stack in it."""
        return self.stack is not None or os.path.basename(path) == MANIFEST or os.path.isdir(path)
