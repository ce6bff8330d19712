"""Which cases of the files run: by an expression about ids, by one about tags, by their names, and by the last run.

Comes in: a `Selection`. Goes out: a function that says of each case whether it runs. Every process of a run makes its
own. A run that selects nothing does not import this module.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Literal, NamedTuple, TypeAlias

from vtlharness.cases.model import Case
from vtlharness.report.text.visible import safe

Names: TypeAlias = Mapping[str, Collection[str]]
"""Names of cases by the paths of their files, as they are given."""

Verdict: TypeAlias = Literal["runs", "deselected", "hidden"]
"""What becomes of a case: one that is `hidden` has no record, because another part of the run has it."""


class Selection(NamedTuple):
    """The selection of a run, and the part of it that runs now.

    `names` are the cases that the user named, in files of which not all cases run. `failed` are the only cases that
    run, as with `--lf`. `part` are those that run now, `rest` those that ran before, as with `--ff`. `begins` is the
    case at which the run begins: those before it in its file do not run.
    """

    keyword: str = ""
    tags: str = ""
    names: Names | None = None
    failed: Names | None = None
    part: Names | None = None
    rest: Names | None = None
    begins: tuple[str, str] | None = None


def selected_by(selection: Selection) -> Callable[[Case], Verdict]:
    """The function. It is asked about the cases of a file in their order. Raises VtlHarnessError for an expression."""
    matches = _expressions(selection)
    waiting = [selection.begins] if selection.begins is not None else []

    def verdict(case: Case) -> Verdict:
        file = case.file.as_posix()
        if selection.part is not None and not _among(case, selection.part.get(file, ())):
            return "hidden"
        if selection.rest is not None and _among(case, selection.rest.get(file, ())):
            return "hidden"
        if waiting and waiting[0][0] == file:
            if waiting[0][1] != case.name:
                return "deselected"
            waiting.clear()
        if selection.failed is not None and not _among(case, selection.failed.get(file, ())):
            return "deselected"
        named = (selection.names or {}).get(file)
        if named is not None and not is_named(case, named):
            return "deselected"
        return "runs" if matches(case) else "deselected"

    return verdict


def is_named(case: Case, names: Collection[str]) -> bool:
    """Whether one of the names is the case's, as it is or as a run prints it, or that of all rows of its table."""
    return any(name in names or safe(name) in names for name in names_of(case))


def names_of(case: Case) -> tuple[str, ...]:
    """The name of a case; of a row of a table, also the name that all rows share."""
    return (case.name,) if case.row is None else (case.name, case.name.removesuffix(f"[{case.row.id}]"))


def _among(case: Case, names: Collection[str]) -> bool:
    """Whether a case is among those of its file that failed; all are in a file that could not be read."""
    return case.name in names or "" in names


def _expressions(selection: Selection) -> Callable[[Case], bool]:
    if not (selection.keyword or selection.tags):
        return lambda _: True
    from vtlharness.running.keyword import compile_keyword, compile_tags

    in_id = compile_keyword(selection.keyword, "-k") if selection.keyword else lambda _: True
    in_tags = compile_tags(selection.tags, "-m") if selection.tags else lambda _: True
    return lambda case: in_id(case.id) and in_tags(case.marks.tags)
