"""Raised when the user names a parameter, stage or API that the definition does not have.

`loading` and its sources raise it. A case file then shows its own line, which has the option.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from vtlharness.errors import DefinitionError
from vtlharness.nearest import nearest_hint

if TYPE_CHECKING:
    from vtlharness.definitions.reading.document import Document


class WrongOptionError(DefinitionError):
    """Raised for an option of `load_definition` that does not fit the definition; its place is in the definition.

    `option` leads to it: ("parameters", name), ("stage",), ("api",) or ("base_path",). With `at_key` the name itself is
    wrong (or missing), not its value.
    """

    def __init__(self, error: DefinitionError, *option: str, at_key: bool = False) -> None:
        super().__init__(error.message, source=error.source, offset=error.offset, length=error.length, hint=error.hint)
        self.option = option
        self.at_key = at_key


def unused_parameter(document: Document, name: str, known: Iterable[str], reason: str, *path: str) -> WrongOptionError:
    """The error for a value that nothing uses, at the key that `path` leads to; `reason` ends its sentence."""
    error = document.error(
        path,
        f"a value is given for the parameter `{name}`, but {reason}",
        at_key=bool(path),
        hint=nearest_hint(name, known),
    )
    return WrongOptionError(error, "parameters", name, at_key=True)
