"""The interface through which functions find the outputs of nested stacks."""

from __future__ import annotations

from typing import Protocol


class NestedOutputs(Protocol):
    """The outputs of a template's nested stacks."""

    def output(self, logical_id: str, name: str) -> str | None:
        """The value of an output; None if it is not known. Raises DefinitionError."""
        ...
