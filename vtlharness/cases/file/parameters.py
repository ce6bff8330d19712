"""Cases with `parameters`: a table of values, and one case for each of its rows.

Comes in: the data of a case file. Goes out: its cases, with the values of each row put in where the case, or a default,
names them: `{parameter: id}` and the text `<<id>>` are the value, `order <<id>>` is a text that contains it. Values are
put in once: what looks like a parameter in a value of the table stays as it is. `loading` imports this module for
files that write `parameters`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from vtlharness.cases.file.row_ids import rows_of
from vtlharness.cases.model import ParameterRow
from vtlharness.documents.misfit import MisfitError
from vtlharness.gateway.codecs.json_body import json_body
from vtlharness.limits.budget import made, room_for, spend_items
from vtlharness.nearest import nearest_hint

KEY = "parameters"
_IN_TEXT = re.compile(r"<<([^\W\d][\w-]*)>>")

Step = str | int
_Fill = Callable[[Mapping[str, Any], dict[int, Any]], Any]
"""Makes a value for a row; the second argument holds what was made for this row, for values that aliases share."""


class WrittenCase(NamedTuple):
    """A case as the file writes it, or one row of it: its data and its defaults, with the values of the row put in.

    `number` is its place in the list of the file, `raw` and `raw_defaults` are what stands there.
    """

    own: dict[str, Any]
    defaults: dict[str, Any] | None
    number: int
    raw: dict[str, Any]
    raw_defaults: dict[str, Any] | None
    row: ParameterRow | None = None

    def place(self, path: Sequence[Step]) -> tuple[Step, ...]:
        """The path in the file of a path in the case: a value of the table stands in its row."""
        return _place(self.raw, path, ("cases", self.number), self._table)

    def default_place(self, path: Sequence[Step]) -> tuple[Step, ...]:
        """The path in the file of a path in the defaults."""
        return _place(self.raw_defaults, path, ("defaults",), self._table)

    @property
    def _table(self) -> tuple[Step, ...]:
        if self.row is None:
            return ()
        above: tuple[Step, ...] = ("cases", self.number) if KEY in self.raw else ("defaults",)
        return (*above, KEY, self.row.place)


def written_cases(data: dict[str, Any]) -> list[WrittenCase] | None:
    """The cases of a file, each row of a table as a case of its own; None for data whose shape is wrong.

    Raises MisfitError, with the path in the file, for a table that is wrong and for a parameter that it does not have.
    """
    defaults, cases = data.get("defaults"), data.get("cases")
    if type(cases) is not list or not (defaults is None or type(defaults) is dict):
        return None
    found: list[WrittenCase] = []
    for index, raw in enumerate(cases):
        if type(raw) is not dict:
            return None
        found.extend(_rows(raw, defaults, index))
    _check_names(found)
    return found


def parameter_of(value: object) -> str | None:
    """The parameter that a value is, None for a value that is not one parameter alone."""
    if type(value) is dict and len(value) == 1 and type(value.get("parameter")) is str:
        return str(value["parameter"])
    if type(value) is str:
        found = _IN_TEXT.fullmatch(value)
        return None if found is None else found[1]
    return None


def filled_text(text: str, row: Mapping[str, object]) -> str:
    """A text with the values of a row in it."""
    pieces = _IN_TEXT.split(text)  # text, name, text, name, text ...
    shown = [_as_text(row[piece]) if number % 2 else piece for number, piece in enumerate(pieces)]
    room_for(sum(map(len, shown)))
    return made("".join(shown))


def parameters_in(value: object) -> Iterator[str]:
    """The parameters that a value names."""
    name = parameter_of(value)
    if name is not None:
        yield name
    elif type(value) is str:
        yield from _IN_TEXT.findall(value)
    elif type(value) is dict:
        for item in value.values():
            yield from parameters_in(item)
    elif type(value) is list:
        for item in value:
            yield from parameters_in(item)


def _rows(raw: dict[str, Any], defaults: dict[str, Any] | None, index: int) -> Iterator[WrittenCase]:
    table = raw[KEY] if KEY in raw else (defaults or {}).get(KEY)
    at: tuple[Step, ...] = ("cases", index) if KEY in raw else ("defaults",)
    if table is None:
        yield WrittenCase(raw, defaults, index, raw, defaults)
        return
    try:
        rows = rows_of(table)
    except MisfitError as misfit:
        raise _inside(misfit, (*at, KEY)) from None
    own = {key: value for key, value in raw.items() if key != KEY}
    shared = None if defaults is None else {key: value for key, value in defaults.items() if key != KEY}
    names = _Names(rows[0].values)
    make_own = _filled_at(own, names, ("cases", index))
    make_shared = None if shared is None else _filled_at(shared, names, ("defaults",))
    unused = [name for name in rows[0].values if name not in names.used]
    if unused and (KEY in raw or len(unused) == len(rows[0].values)):
        raise MisfitError(
            f"the case does not use the parameter `{unused[0]}`",
            *(*at, KEY, rows[0].place, unused[0]),
            at_key=True,
            hint=f"write `{{parameter: {unused[0]}}}` where its value belongs, or `<<{unused[0]}>>` in a text",
        )
    for row in rows:
        spend_items(1)
        case = own if make_own is None else make_own(row.values, {})
        name = case.get("name")
        if type(name) is str:
            case = {**case, "name": f"{name}[{row.id}]"}
        yield WrittenCase(
            case, shared if make_shared is None else make_shared(row.values, {}), index, raw, defaults, row
        )


class _Names:
    """The parameters of a table, and those that were named so far."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        self._known = known
        self.used: set[str] = set()

    def use(self, name: str) -> str:
        if name not in self._known:
            raise MisfitError(f"the case has no parameter `{name}`", hint=nearest_hint(name, self._known))
        self.used.add(name)
        return name


def _filled_at(value: Any, names: _Names, at: tuple[Step, ...]) -> _Fill | None:
    try:
        return _fill(value, names, {})
    except MisfitError as misfit:
        raise _inside(misfit, at) from None


def _fill(value: Any, names: _Names, known: dict[int, _Fill | None]) -> _Fill | None:
    """How to make a value for each row; None for a value without parameters, which the rows share."""
    if type(value) is str:
        return _fill_text(value, names) if "<<" in value else None
    if type(value) not in (dict, list):
        return None
    if id(value) in known:
        return known[id(value)]
    made_by: _Fill | None
    name = parameter_of(value)
    if name is not None:
        try:
            made_by = _fill_whole(names.use(name))
        except MisfitError as misfit:
            raise misfit.inside("parameter") from None
    else:
        made_by = _fill_items(value, names, known)
    known[id(value)] = made_by
    return made_by


def _fill_whole(name: str) -> _Fill:
    return lambda row, _: row[name]


def _fill_text(text: str, names: _Names) -> _Fill | None:
    alone = parameter_of(text)
    if alone is not None:
        return _fill_whole(names.use(alone))
    found = _IN_TEXT.findall(text)
    for name in found:
        names.use(name)
    return (lambda row, _: filled_text(text, row)) if found else None


def _fill_items(value: Any, names: _Names, known: dict[int, _Fill | None]) -> _Fill | None:
    changes: list[tuple[Step, _Fill]] = []
    for key, item in value.items() if type(value) is dict else enumerate(value):
        try:
            if type(key) is str and _IN_TEXT.search(key):
                raise MisfitError("a parameter is put into a value, not into a key", at_key=True)
            one = _fill(item, names, known)
        except MisfitError as misfit:
            raise misfit.inside(key) from None
        if one is not None:
            changes.append((key, one))
    if not changes:
        return None

    def make(row: Mapping[str, Any], done: dict[int, Any]) -> Any:
        if id(value) not in done:
            spend_items(len(value))
            filled = value.copy()
            for key, one in changes:
                filled[key] = one(row, done)
            done[id(value)] = filled
        return done[id(value)]

    return make


def _as_text(value: object) -> str:
    return value if type(value) is str else json_body(value)


def _place(raw: Any, path: Sequence[Step], at: tuple[Step, ...], table: tuple[Step, ...]) -> tuple[Step, ...]:
    """The place of a path in the data, which goes on in the table where the data names a parameter."""
    value = raw
    for number, step in enumerate(path):
        if table and (name := parameter_of(value)) is not None:
            return (*table, name, *path[number:])
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return (*at, *path)
    name = parameter_of(value) if table else None
    return (*at, *path) if name is None else (*table, name)


def _inside(misfit: MisfitError, path: tuple[Step, ...]) -> MisfitError:
    for step in reversed(path):
        misfit.inside(step)
    return misfit


def _check_names(found: list[WrittenCase]) -> None:
    """Two rows, or a row and another case, may not have the same name."""
    seen: dict[object, WrittenCase] = {}
    for one in found:
        name = one.own.get("name")
        other = seen.setdefault(name, one) if type(name) is str else one
        if other is not one and (one.row is not None or other.row is not None):
            here = one if one.row is None or other.row is not None else other
            raise MisfitError(f"two cases have the name {name!r}", "cases", here.number, "name")
