"""Limits as they are written on a command line: `rounds=20000000`."""

from __future__ import annotations

from collections.abc import Iterable

from vtlharness.errors import VtlHarnessError
from vtlharness.limits.budget import Limits
from vtlharness.nearest import nearest_name


def written_limits(texts: Iterable[str]) -> dict[str, float]:
    """The limits by name. Raises VtlHarnessError for a name that is not a limit, and for a value that is not more
    than 0.
    """
    return dict(map(_limit, texts))


def _limit(text: str) -> tuple[str, float]:
    name, equals, written = text.partition("=")
    name = name.strip()
    if name not in Limits._fields:
        near = nearest_name(name, Limits._fields)
        hint = f"did you mean {near}?" if near else f"use one of {', '.join(Limits._fields)}"
        raise VtlHarnessError(f"{name!r} is not a limit", hint=hint)
    try:
        value = float(written) if name == "seconds" else int(written)
    except ValueError:
        value = 0
    if not equals or not 0 < value < float("inf"):
        what = "a number of seconds" if name == "seconds" else "a whole number"
        raise VtlHarnessError(
            f"the limit of {name} must be {what} above 0, but this is {written.strip()!r}",
            hint=f"write {name}={Limits._field_defaults[name]:.0f}, for example",
        )
    return name, value
