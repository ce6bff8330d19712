"""Checks which resource paths one REST API can have side by side.

Comes in: the path of each method with its place. Goes out: nothing, or a DefinitionError where the service refuses.
"""

from __future__ import annotations

from vtlharness.definitions.reading.cursor import Cursor


def normal_path(path: str, cursor: Cursor, key: str | None = None) -> str:
    """A path without the slash at its end.

    Raises DefinitionError for an invalid resource path, at the cursor, or with `key` at that key of its mapping.
    """
    if not path.startswith("/"):
        raise cursor.error(f"the path {path!r} does not begin with `/`", key=key)
    path = path.rstrip("/") or "/"
    parts = path.split("/")[1:]
    for number, part in enumerate(parts, 1):
        if part.endswith("+}") and number < len(parts):
            raise cursor.error(f"the greedy parameter `{part}` is not the last part of the path {path!r}", key=key)
        if (part[:1] == "{") != (part[-1:] == "}") or "{" in part[1:] or "}" in part[:-1]:
            raise cursor.error(
                f"a path parameter fills a whole part between slashes, but `{part}` does not",
                key=key,
                hint="write {name}, or {name+} for the rest of the path",
            )
    return path


class ResourcePaths:
    """The paths so far; no two may name the same place differently."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._parameters: dict[str, str] = {}

    def add(self, path: str, cursor: Cursor, key: str | None = None) -> str:
        """Add a path and return its normal form. Raises DefinitionError, as `normal_path` does."""
        path = normal_path(path, cursor, key)
        if path in self._known:
            raise cursor.error(f"the path {path!r} is given twice", key=key)
        self._known.add(path)
        self.check_siblings(path, cursor, key)
        return path

    def check_siblings(self, path: str, cursor: Cursor, key: str | None = None) -> None:
        """Raises DefinitionError where a resource has a second variable path part below it.

        Evidence: docs/fidelity.md#refused-imports.
        """
        before = ""
        for part in path.split("/")[1:]:
            if part.startswith("{"):
                other = self._parameters.setdefault(before, part)
                if other != part:
                    raise cursor.error(_two_parameters(part, other, before), key=key, hint=_ONE_NAME)
            before = f"{before}/{part}"


_ONE_NAME = "a resource has one variable path part below it: use one name"


def _two_parameters(part: str, other: str, before: str) -> str:
    if part.endswith("+}") == other.endswith("+}"):
        return f"`{part}` and `{other}` are two names for one part of the path, below {before or '/'!r}"
    return f"A sibling ({other}) of this resource already has a variable path part -- only one is allowed"
