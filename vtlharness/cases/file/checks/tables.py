"""Checks the cases of a file in which some have `parameters`: each row as the case that it becomes.

Comes in: the data of the file, not yet checked. Goes out: its `WrittenCase`s, or a `MisfitError` at the place in the
file: a value that does not fit stands in its row of the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vtlharness.cases.file.checks.structure_check import check_case_file
from vtlharness.cases.file.checks.written_numbers import odd_number
from vtlharness.cases.file.parameters import KEY, WrittenCase, written_cases
from vtlharness.documents.misfit import MisfitError
from vtlharness.documents.nodes import Node
from vtlharness.documents.positions import Positions


def checked_cases(
    data: dict[str, Any], positions: Positions, *, matchers: bool, odd_numbers: bool
) -> list[WrittenCase] | None:
    """The cases; None for data whose shape is wrong, which the check of the whole file tells. Raises MisfitError."""
    written = written_cases(data)
    if written is None:
        return None
    groups: dict[int, list[WrittenCase]] = {}
    for one in written:
        groups.setdefault(id(one.defaults), []).append(one)
    for group in groups.values():
        _check(data, group, matchers=matchers)
    if odd_numbers:
        _check_numbers(data, positions)
    return written


def _check(data: dict[str, Any], group: Sequence[WrittenCase], *, matchers: bool) -> None:
    """Checks cases that have the same defaults."""
    file = {**data, "cases": [one.own for one in group]}
    if group[0].defaults is not None:
        file["defaults"] = group[0].defaults
    try:
        check_case_file(file, matchers=matchers)
    except MisfitError as misfit:
        for one in (misfit, *misfit.others):
            one.path = [*_place(one.path, group)]
        raise


def _place(path: Sequence[str | int], group: Sequence[WrittenCase]) -> Sequence[str | int]:
    first, *rest = path or [""]
    if first == "cases" and rest and isinstance(rest[0], int):
        return group[rest[0]].place(rest[1:])
    return group[0].default_place(rest) if first == "defaults" else path


def _check_numbers(data: dict[str, Any], positions: Positions) -> None:
    """Refuses numbers in tables that lose their written form: they may be put into a text."""
    above = [("defaults",), *(("cases", index) for index in range(len(data["cases"])))]
    for place in above:
        table = positions.node((*place, KEY))
        if table is None:
            continue
        rows: list[tuple[str | int, Node]] = [*enumerate(table.items), *((key.text, row) for key, row in table.pairs)]
        for row_place, row in rows:
            for key, value in row.pairs:
                found = odd_number(value)
                if found is not None:
                    raise MisfitError(
                        f"the number {value.text} would become {found}",
                        *(*place, KEY, row_place, key.text),
                        hint=f'write "{value.text}"',
                    )
