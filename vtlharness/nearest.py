"""Suggests the known name closest to an unknown one.

Comes in: an unknown name, and the known names. Goes out: the closest one, or a hint for a message.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping

_MOST_LISTED = 25


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """The closest of the known names, None if none is close. Case, `-` and `_` do not count."""
    return _nearest(name, {_folded(one): one for one in known})


def nearest_hint(name: str, known: Iterable[str]) -> str | None:
    """`did you mean X?`, or a list of the known names if none is close; None without known names."""
    names = {_folded(one): one for one in known}
    near = _nearest(name, names)
    if near is not None:
        return f"did you mean `{near}`?"
    listed = list(names.values())
    others = f", … ({len(listed)} in all)" if len(listed) > _MOST_LISTED else ""
    return f"known here: {', '.join(listed[:_MOST_LISTED])}{others}" if listed else None


def nearest_file(path: str, accepted: Callable[[str], bool] = os.path.exists) -> str | None:
    """The name in the path's folder that is closest to the path's own; None if none is close.

    Hidden files do not count, nor does the path itself, which may be a link to nowhere. `accepted` says of each path
    whether it may be suggested. Raises OSError if the folder cannot be read.
    """
    folder, name = os.path.split(path)
    entries = [entry for entry in os.listdir(folder or ".") if not entry.startswith(".") and entry != name]
    return nearest_name(name, sorted(entry for entry in entries if accepted(os.path.join(folder, entry))))


def _nearest(name: str, by_folded: Mapping[str, str]) -> str | None:
    from difflib import get_close_matches  # imported only for a mistake

    near = get_close_matches(_folded(name), by_folded, n=1)
    return by_folded[near[0]] if near else None


def _folded(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")
