"""The rows of a table of `parameters`, and their ids, which stand in brackets behind the name of the case.

Comes in: the table, a list of rows, or a mapping in which each row has a name. Goes out: `ParameterRow`s. As in pytest,
the id of a row without a name consists of its values; a value that does not fit on a short line is called by its
parameter and the number of the row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from vtlharness.cases.model import ParameterRow
from vtlharness.documents.kinds import kind_of
from vtlharness.documents.misfit import MisfitError
from vtlharness.nearest import nearest_name

_NAME = re.compile(r"[^\W\d][\w-]*")
_SHORT = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]{0,60}")
_WRITE = "write a list of rows, such as `- {id: 1, total: 2}`, or a mapping in which each row has a name"


def rows_of(table: object) -> list[ParameterRow]:
    """The rows of a table. Raises MisfitError, with the path in the table."""
    rows: list[tuple[Any, Any]]
    if type(table) is list:
        rows = list(enumerate(table))
    elif type(table) is dict:
        rows = list(table.items())
    else:
        raise MisfitError(f"{{}} must be a table, but this is {kind_of(table)}", hint=_WRITE)
    if not rows:
        raise MisfitError("{} has no rows", hint=_WRITE)
    first: dict[str, Any] = {}
    for place, row in rows:
        try:
            first = first or _checked_first(row)
            _check_row(row, first)
        except MisfitError as misfit:
            raise misfit.inside(place) from None
    ids = [_row_name(place) for place, _ in rows] if type(table) is dict else _ids([row for _, row in rows])
    return [ParameterRow(place, one, row) for (place, row), one in zip(rows, ids, strict=True)]


def _checked_first(row: object) -> dict[str, Any]:
    if type(row) is not dict:
        raise MisfitError(f"{{}} must be a row, a mapping of parameters, but this is {kind_of(row)}", hint=_WRITE)
    if not row:
        raise MisfitError("{} has no parameters")
    for name in row:
        if not _NAME.fullmatch(name):
            raise MisfitError(
                f"{name!r} can't be the name of a parameter",
                name,
                at_key=True,
                hint="it begins with a letter or `_`, and has letters, digits, `_` and `-`",
            )
    return row


def _check_row(row: Any, first: Mapping[str, Any]) -> None:
    if row is first:
        return
    _checked_first(row)
    missing = [name for name in first if name not in row]
    for name in row:
        if name not in first:
            near = nearest_name(name, missing or first)
            hint = f"the first row has {', '.join(f'`{one}`' for one in first)}"
            hint = hint if near is None else f"did you mean `{near}`?"
            raise MisfitError(f"the first row has no parameter `{name}`", name, at_key=True, hint=hint)
    if missing:
        raise MisfitError(f"the row has no value for the parameter `{missing[0]}`", hint="null is a value, too")


def _row_name(place: str) -> str:
    if not place or not _SHORT.fullmatch(place):
        raise MisfitError(f"{place!r} can't be the name of a row: it is one short line of text", place, at_key=True)
    return place


def _ids(rows: list[dict[str, Any]]) -> list[str]:
    ids = ["-".join(_part(name, value, index) for name, value in row.items()) for index, row in enumerate(rows)]
    return list(_unlike(ids))


def _unlike(ids: list[str]) -> Iterable[str]:
    """The ids; those that occur several times get a number behind them."""
    count = Counter(ids)
    taken = set(ids)
    numbers: Counter[str] = Counter()
    for one in ids:
        if count[one] == 1:
            yield one
            continue
        between = "_" if one[-1:].isdigit() else ""
        while (found := f"{one}{between}{numbers[one]}") in taken:
            numbers[one] += 1
        taken.add(found)
        yield found


def _part(name: str, value: object, index: int) -> str:
    if type(value) is str and _SHORT.fullmatch(value):
        return value
    if value is None:
        return "null"
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) is float or (type(value) is int and abs(value) < 10**20):
        return repr(value)
    return f"{name}{index}"
