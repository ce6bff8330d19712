"""A name that is not known: the known one that is meant, as a hint."""

from __future__ import annotations

from collections.abc import Iterable

_MOST_LISTED = 25


def nearest_hint(name: str, known: Iterable[str]) -> str | None:
    """`did you mean X?`, or the names that are known where none is near; None where there are none."""
    from difflib import get_close_matches

    names = {_folded(one): one for one in known}
    near = get_close_matches(_folded(name), names, n=1)
    if near:
        return f"did you mean `{names[near[0]]}`?"
    listed = list(names.values())
    others = f", … ({len(listed)} in all)" if len(listed) > _MOST_LISTED else ""
    return f"known here: {', '.join(listed[:_MOST_LISTED])}{others}" if listed else None


def _folded(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")
