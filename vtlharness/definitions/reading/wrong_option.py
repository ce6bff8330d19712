"""What the user says about a definition: parameters, stage, API. One that the definition does not have.

Comes in: from `loading` and what it calls. Goes out: to whoever gave the option; a case file shows its own line then.
"""

from __future__ import annotations

from vtlharness.errors import CaseFileError


class WrongOptionError(CaseFileError):
    """An option of `load_definition` that does not fit the definition; as an error it stands in the definition.

    `option` leads to it: ("parameters", name), ("stage",), ("api",) or ("base_path",). With `at_key` the name itself is
    wrong (or not there), not what is given for it.
    """

    def __init__(self, error: CaseFileError, *option: str, at_key: bool = False) -> None:
        super().__init__(error.message, source=error.source, offset=error.offset, length=error.length, hint=error.hint)
        self.option = option
        self.at_key = at_key
