"""The new values in a row of `parameters`, with which the case that is made from this row passes.

Comes in: the targets of such a case, and the case as its file writes it for all rows. Goes out: targets in the row.
What the file writes for all rows is not changed: where the new value differs there, the update is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from vtlharness.cases.compare.equality import json_equal
from vtlharness.cases.file.parameters import KEY, filled_text, parameter_of, parameters_in
from vtlharness.cases.model import ParameterRow
from vtlharness.cases.update.target import CannotUpdateError, Target

_SHARED = "the rows of `parameters` share this expectation; write it as a parameter, or edit it by hand"


def row_targets(data: Mapping[str, Any], index: int, row: ParameterRow, targets: Iterable[Target]) -> list[Target]:
    """The targets in the row of the case at an index of the file's data. Raises CannotUpdateError."""
    case: Mapping[str, Any] = data["cases"][index]
    if KEY not in case:
        raise CannotUpdateError("its table of `parameters` stands in `defaults`; please edit it by hand")
    values: dict[str, object] = {}
    for target in targets:
        if target.instead_of is not None:
            raise CannotUpdateError(_SHARED)
        _take(case.get("expect"), target.path, target.value, row, values)
    changed = {name: value for name, value in values.items() if not json_equal(row.values[name], value)}
    if not changed:
        raise CannotUpdateError(_SHARED)
    sent = {*parameters_in({key: item for key, item in case.items() if key != "expect"})}
    sent |= {*parameters_in(data.get("defaults") or {})}
    for name in changed:
        if name in sent:
            raise CannotUpdateError(f"the parameter `{name}` is expected, but the case also sends it; edit it by hand")
    return [Target((name,), value) for name, value in changed.items()]


def _take(written: Any, path: Sequence[str], value: object, row: ParameterRow, found: dict[str, object]) -> None:
    """Collects the values of parameters with which what is written at a path becomes the value."""
    for number, step in enumerate(path):
        name = parameter_of(written)
        if name is not None:
            _give(name, _with(found.get(name, row.values[name]), path[number:], value), found, again=True)
            return
        if type(written) is not dict or step not in written:
            raise CannotUpdateError(_SHARED)
        written = written[step]
    _match(written, value, row, found)


def _match(written: Any, value: Any, row: ParameterRow, found: dict[str, object]) -> None:
    name = parameter_of(written)
    if name is not None:
        _give(name, value, found)
    elif type(written) is str and type(value) is str:
        _match_text(written, value, row, found)
    elif type(written) is dict and type(value) is dict and written.keys() == value.keys():
        for key, item in written.items():
            _match(item, value[key], row, found)
    elif type(written) is list and type(value) is list and len(written) == len(value):
        for item, one in zip(written, value, strict=True):
            _match(item, one, row, found)
    elif not json_equal(written, value):
        raise CannotUpdateError(_SHARED)


def _match_text(written: str, value: str, row: ParameterRow, found: dict[str, object]) -> None:
    """A text with one parameter in it, whose value is a text, gives this a new value; any other must not change."""
    if filled_text(written, row.values) == value:
        return
    names = [*parameters_in(written)]
    if len(names) != 1 or type(row.values[names[0]]) is not str:
        raise CannotUpdateError(_SHARED)
    before, after = written.split(f"<<{names[0]}>>")
    between = re.fullmatch(f"{re.escape(before)}(.*){re.escape(after)}", value, re.DOTALL)
    if between is None:
        raise CannotUpdateError(_SHARED)
    _give(names[0], between[1], found)


def _give(name: str, value: object, found: dict[str, object], *, again: bool = False) -> None:
    if not again and name in found and not json_equal(found[name], value):
        raise CannotUpdateError(f"the parameter `{name}` would need two values")
    found[name] = value


def _with(held: Any, path: Sequence[str], value: object) -> object:
    """A value with another one at a path in it."""
    if not path:
        return value
    if type(held) is not dict:
        raise CannotUpdateError(_SHARED)
    first, *rest = path
    return {**held, first: _with(held.get(first), rest, value) if rest else value}
