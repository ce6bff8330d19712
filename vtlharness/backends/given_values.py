"""Values of the kind that a setting has, or a MisfitError with the path of keys to what is wrong."""

from __future__ import annotations

from vtlharness.documents.kinds import kind_of
from vtlharness.documents.misfit import MisfitError
from vtlharness.nearest import nearest_hint


def mapping(data: object, known: tuple[str, ...], *path: str) -> dict[str, object]:
    """A mapping that has known keys alone; nothing at all is an empty one. Raises MisfitError."""
    if data is None:
        return {}
    if type(data) is not dict:
        raise MisfitError(f"{{}} must be a mapping, but this is {kind_of(data)}", *path)
    for key in data:
        if known and key not in known:
            what = f"`{path[-1]}`" if path else "`backends`"
            raise MisfitError(
                f"{what} has no key `{key}`", *path, str(key), at_key=True, hint=nearest_hint(str(key), known)
            )
    return {str(key): value for key, value in data.items()}


def texts(given: dict[str, object], key: str) -> dict[str, str]:
    """The mapping of names to texts under a key. Raises MisfitError."""
    return {name: text(value, key, name) for name, value in mapping(given.get(key), (), key).items()}


def text(value: object, *path: str) -> str:
    """A text. Raises MisfitError."""
    if not isinstance(value, str):
        raise MisfitError(f"{{}} must be text, but this is {kind_of(value)}", *path)
    return value
