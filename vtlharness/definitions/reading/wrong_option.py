"""Raised when the user names a parameter, stage or API that the definition does not have.

Comes in: from `loading` and what it calls. Goes out: to whoever gave the option; a case file shows its own line then.
"""

from __future__ import annotations

from collections.abc import Iterable

from vtlharness.definitions.reading.document import Document
from vtlharness.errors import DefinitionError
from vtlharness.nearest import nearest_hint


class WrongOptionError(DefinitionError):
    """An option of `load_definition` that does not fit the definition; as an error it stands in the definition.

    `option` leads to it: ("parameters", name), ("stage",), ("api",) or ("base_path",). With `at_key` the name itself is
    wrong (or not there), not what is given for it.
    """

    def __init__(self, error: DefinitionError, *option: str, at_key: bool = False) -> None:
        super().__init__(error.message, source=error.source, offset=error.offset, length=error.length, hint=error.hint)
        self.option = option
        self.at_key = at_key


def unused_parameter(document: Document, name: str, known: Iterable[str], reason: str, *path: str) -> WrongOptionError:
    """The error for a value that is given for nothing, at the key that `path` leads to; `reason` is half a sentence."""
    error = document.error(
        path,
        f"a value is given for the parameter `{name}`, but {reason}",
        at_key=bool(path),
        hint=nearest_hint(name, known),
    )
    return WrongOptionError(error, "parameters", name, at_key=True)
