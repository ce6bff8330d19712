"""What a source of definitions is, and what a user may say about a definition.

A source reads one kind of file: it says which files are its own and which options it takes, and reads one to a
`RestApi`. `loading` keeps the list of sources; to add one, write its class and put it in that list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol, TypeAlias

from vtlharness.definitions.functions.resolver import Resolver
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.gateway.model import RestApi

BasePath: TypeAlias = Literal["ignore", "prepend", "split"]
"""What becomes of an OpenAPI file's base path: the choices of an import, the service's default first."""
BASE_PATHS: tuple[BasePath, ...] = ("ignore", "prepend", "split")

Option: TypeAlias = Literal["parameters", "stage", "api", "base_path"]


@dataclass(frozen=True, slots=True)
class DefinitionOptions:
    """What the user says about a definition; `load_definition` tells what each means."""

    parameters: Mapping[str, str] = field(default_factory=dict)
    stage: str | None = None
    api: str | None = None
    base_path: BasePath = "ignore"

    def given(self) -> list[Option]:
        """The options that are not left at their defaults."""
        unset = DefinitionOptions()
        names: tuple[Option, ...] = ("base_path", "api", "stage", "parameters")
        return [name for name in names if getattr(self, name) != getattr(unset, name)]


class DefinitionSource(Protocol):
    """One kind of definition file."""

    name: str
    """What a message calls such a file, as in `an OpenAPI file`."""

    formats: str
    """What the hint lists for a file that no source recognises, as in `OpenAPI, Swagger`."""

    options: frozenset[Option]
    """The options that it takes; any other is refused before `read`."""

    def recognises(self, root: Cursor) -> bool:
        """Whether the file whose root, a mapping, is at the cursor is of this kind, be it right or wrong."""
        ...

    def read(self, root: Cursor, resolver: Resolver, options: DefinitionOptions) -> RestApi:
        """The API of a file that it recognises; `resolver` knows the functions in it. Raises DefinitionError."""
        ...


def with_stage_name(api: RestApi, name: str | None) -> RestApi:
    """The API with its stage called by a name, for a file that defines no stages."""
    return api if name is None else replace(api, stage=replace(api.stage, stage_name=name))
