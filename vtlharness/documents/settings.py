"""The project's settings: `[tool.vtlharness]` in pyproject.toml, or vtlharness.toml.

Comes in: the folder in which a command runs. Goes out: the table of settings of the project around it, which
`settings_table` reads. Every run looks here, and most projects have no settings: then nothing is parsed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from vtlharness.errors import VtlHarnessError
from vtlharness.project_root import marked_folder

if TYPE_CHECKING:
    from vtlharness.documents.settings_table import Settings

OWN_FILE = "vtlharness.toml"


def project_settings(folder: str, *within: str) -> Settings | None:
    """The settings of the project that a folder is in; with `within` those in a table inside, such as `lint`.

    vtlharness.toml goes before pyproject.toml. Raises VtlHarnessError for a file that cannot be read.
    """
    root = marked_folder(os.path.abspath(folder))
    if root is None:
        return None
    for name in (OWN_FILE, "pyproject.toml"):
        path = os.path.join(root, name)
        if os.path.isfile(path):
            found = _read(path, name, within)
            if found is not None:
                return found
    return None


def _read(path: str, name: str, within: tuple[str, ...]) -> Settings | None:
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as problem:
        raise VtlHarnessError(f"{os.path.relpath(path)} cannot be read: {problem.strerror}") from None
    if not _may_hold(data, name, within):
        return None
    from vtlharness.documents.settings_table import settings_in

    return settings_in(data, path, within, own_file=name == OWN_FILE)


def _may_hold(data: bytes, name: str, within: tuple[str, ...]) -> bool:
    """Whether a file may have such a table: a quick look, because parsing takes as long as a small run."""
    bare = data.translate(None, b" \t\"'")
    if name == OWN_FILE:
        return all(key.encode() in bare for key in within)
    if within:
        return b"vtlharness" in bare and all(key.encode() in bare for key in within)
    lint = bare.count(b"tool.vtlharness.lint")
    return bare.count(b"tool.vtlharness") > lint or (
        b"vtlharness" in bare and (b"[tool]" in bare or b"\ntool=" in bare or bare.startswith(b"tool="))
    )
