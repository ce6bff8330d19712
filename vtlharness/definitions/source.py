"""The interface of a source of definitions.

A source reads one kind of file: it recognises its files, names the options it takes, and reads a file as a `RestApi`.
`loading` has the list of sources; to add one, write its class and put it in that list.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from vtlharness.definitions.functions.resolver import Resolver
from vtlharness.definitions.options import BASE_PATHS, BasePath, DefinitionOptions, Option
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.gateway.model import RestApi

__all__ = ["BASE_PATHS", "BasePath", "DefinitionOptions", "DefinitionSource", "Option", "with_stage_name"]


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
