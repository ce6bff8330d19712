"""The Lambda functions that a definition has itself: their code on this computer, and their settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DefinedFunction:
    """A function of a definition.

    `logical_id` is that of its template, for a nested stack with the stack's before it (`Orders.Create`), or a
    Terraform address; `name` is the one in its ARN. `handler` is below the folder `folder`, or in `inline_code`.
    `problem` says why there is no such code on this computer. `built_folder` is where `sam build` has put the code.
    `timeout` is in seconds, `memory` in MB. `environment` has the variables whose values are known, `unresolved` the
    names of the others.
    """

    logical_id: str
    name: str
    handler: str | None = None
    folder: str | None = None
    inline_code: str | None = None
    problem: str | None = None
    runtime: str | None = None
    timeout: float | None = None
    memory: int | None = None
    region: str = "us-east-1"
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    unresolved: tuple[str, ...] = ()
    built_folder: str | None = None


@dataclass(frozen=True, slots=True)
class DefinedFunctions:
    """The functions of a definition."""

    functions: tuple[DefinedFunction, ...] = ()

    def called(self, key: str) -> DefinedFunction | None:
        """The function with a logical id or, if no function has it, with a name; None for any other text."""
        by_id = (one for one in self.functions if one.logical_id == key)
        by_name = (one for one in self.functions if one.name == key)
        return next(by_id, None) or next(by_name, None)

    def keys(self) -> tuple[str, ...]:
        """The logical ids and names that functions are called by."""
        return tuple(dict.fromkeys(key for one in self.functions for key in (one.logical_id, one.name)))
