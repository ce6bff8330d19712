"""Names of files in the folder of a definition, written without it: a run in another folder reads them as its own.

Comes in: names as messages show them, and the definition's folder. Goes out: plain data and back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

WrittenName: TypeAlias = "str | tuple[str]"
"""A name as it is, or a tuple of what comes behind the definition's folder."""

_UP = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)")


class NamesInFolder:
    """Writes the names of one definition.

    `hold_elsewhere`: every name is below the folder, and no other text names it, so that what is written holds for the
    same files under another path.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._named = re.compile(rf"(?<![\w/\\.-]){re.escape(folder)}(?![\w-])") if folder else None
        self.hold_elsewhere = bool(folder)

    def written(self, name: str) -> WrittenName:
        """A name, without the folder where it is below it."""
        if self._folder and name.startswith(self._folder):
            rest = name[len(self._folder) :]
            if rest[:1] in ("/", "\\") and not _UP.search(rest):
                return (rest,)
        self.hold_elsewhere = False
        return name

    def look_at_sentence(self, text: str | None) -> None:
        """Notes whether a sentence names the folder."""
        if text is not None and self._named is not None and self._named.search(text):
            self.hold_elsewhere = False

    def look_at(self, data: Any) -> None:
        """Notes whether a text of the data begins as a path in the folder does."""
        if type(data) is str:
            if self._named is not None and self._named.match(data):
                self.hold_elsewhere = False
        elif isinstance(data, Mapping):
            for key, value in data.items():
                self.look_at(key)
                self.look_at(value)
        elif isinstance(data, (list, tuple)):
            for item in data:
                self.look_at(item)


def name_of(written: WrittenName, folder: str) -> str:
    """The name, for a definition in `folder`; in the working directory itself, `folder` is empty."""
    if isinstance(written, str):
        return written
    return folder + written[0] if folder else written[0][1:]
