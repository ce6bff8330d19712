"""Terraform as a source of definitions, without its reader: that is imported when a file needs it."""

from __future__ import annotations

from vtlharness.definitions.functions.resolver import Resolver
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.source import DefinitionOptions, Option
from vtlharness.definitions.terraform.file_kinds import kind_of_file
from vtlharness.gateway.model import RestApi


class Terraform:
    """What `terraform show -json` prints of a plan or a state, and raw states of version 4."""

    name = "a Terraform plan or state"
    formats = "Terraform (what `terraform show -json` prints)"
    options: frozenset[Option] = frozenset(("parameters", "stage", "api"))

    def recognises(self, root: Cursor) -> bool:
        """Whether the file is a plan or a state, of whatever version."""
        return kind_of_file(root.value) is not None

    def read(self, root: Cursor, resolver: Resolver, options: DefinitionOptions) -> RestApi:
        """The API that `options.api` names, or the only one. Raises DefinitionError."""
        from vtlharness.definitions.terraform.api_choice import read_terraform

        kind = kind_of_file(root.value)
        assert kind is not None
        root.check_keys(last_key_counts=False)
        return read_terraform(root, kind, resolver, options)
