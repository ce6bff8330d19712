"""The interface of a source of definitions, and the user's options for a definition.

A source reads one kind of file: it recognises its files, names the options it takes, and reads a file as a `RestApi`.
`loading` has the list of sources; to add one, write its class and put it in that list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol, TypeAlias

from vtlharness.definitions.functions.resolver import Resolver
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.gateway.model import RestApi

BasePath: TypeAlias = Literal["ignore", "prepend", "split"]
"""What an import can do with the base path of an OpenAPI file, the service's default first."""
BASE_PATHS: tuple[BasePath, ...] = ("ignore", "prepend", "split")

Option: TypeAlias = Literal["parameters", "stage", "api", "base_path"]


@dataclass(frozen=True, slots=True)
class DefinitionOptions:
    """The user's options for a definition; `load_definition` explains each."""

    parameters: Mapping[str, str] = field(default_factory=dict)
    stage: str | None = None
    api: str | None = None
    base_path: BasePath = "ignore"
    stack: str | None = None

    def given(self) -> list[Option]:
        """The options that differ from their defaults."""
        unset = DefinitionOptions()
        names: tuple[Option, ...] = ("base_path", "api", "stage", "parameters")
        return [name for name in names if getattr(self, name) != getattr(unset, name)]


class DefinitionSource(Protocol):
    """One kind of definition file."""

    name: str
    """The name of such a file in messages, as in `an OpenAPI file`."""

    formats: str
    """The formats for the hint about a file that no source recognises, as in `OpenAPI, Swagger`."""

    options: frozenset[Option]
    """The options that it takes; others are refused before `read`."""

    def recognises(self, root: Cursor) -> bool:
        """Whether the file with its root mapping at the cursor is of this kind, valid or not."""
        ...

    def read(self, root: Cursor, resolver: Resolver, options: DefinitionOptions) -> RestApi:
        """The API of a recognised file; `resolver` resolves the functions in it. Raises DefinitionError."""
        ...


def with_stage_name(api: RestApi, name: str | None) -> RestApi:
    """The API with a stage of this name, for a file that defines no stages."""
    return api if name is None else replace(api, stage=replace(api.stage, stage_name=name))
