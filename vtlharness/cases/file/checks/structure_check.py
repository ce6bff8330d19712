"""The quick check of a case file's structure, made from the table in `format`.

Comes in: the data of a case file. Goes out: nothing, or a `MisfitError` with the path of keys to what is wrong;
`loading` gives it its line and column. The JSON Schema accepts the same data, as tests check.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import islice
from typing import Any

from vtlharness.cases.file.format.sections import (
    AnyKind,
    CasesOf,
    EntriesOf,
    Key,
    ListOf,
    NamesOf,
    Need,
    PathOr,
    Section,
    Subject,
    WordOr,
)
from vtlharness.cases.file.format.table import FILE, SUBJECT_KEYS
from vtlharness.cases.file.format.value_kinds import TEXT, Check, Kind
from vtlharness.documents.kinds import kind_of
from vtlharness.documents.misfit import MisfitError
from vtlharness.nearest import nearest_name

MOST_WRONG_KEYS = 20
"""The number of further wrong keys that an error names."""


def check_case_file(data: object, *, matchers: bool = True) -> None:
    """Check the data of a whole case file; `matchers` says that expected bodies may have matchers.

    Raises MisfitError for the first thing that is wrong; its `others` are further keys that no section has, all of them
    if they are at most MOST_WRONG_KEYS.
    """
    if data is None:
        raise MisfitError(
            "the file is empty", hint="a case file has `template:`, `inline:`, `api:` or `integration:`, and `cases:`"
        )
    given = [key for key in SUBJECT_KEYS if type(data) is dict and key in data]
    if len(given) > 1:
        raise MisfitError(f"a case file has `{given[0]}` or `{given[1]}`, not both", given[1], at_key=True)
    subject_key = given[0] if given else "template"
    subject = SUBJECT_KEYS[subject_key]
    try:
        _file_check(subject)(data)
    except MisfitError as misfit:
        from vtlharness.cases.file.checks.wrong_keys import wrong_keys

        wrong = tuple(islice(wrong_keys(data, subject, subject_key), MOST_WRONG_KEYS + 2))
        first, others = (wrong[0], wrong[1:]) if isinstance(misfit, _WrongKeyError) else (misfit, wrong)
        first.others = others
        raise first from None
    if matchers:
        from vtlharness.cases.file.checks.expected_bodies import check_expected_bodies

        assert isinstance(data, dict)
        check_expected_bodies(data, subject)


@cache
def _file_check(subject: Subject) -> Check:
    return section_check(FILE, subject)


def section_check(section: Section, subject: Subject) -> Check:
    """The check of a section, in files of a subject."""
    if section.open:
        return _check_open
    keys = section.keys_of(subject)
    checks = {name: _check_of(key.kind, subject) for name, key in keys.items()}
    nulls = frozenset(name for name, key in keys.items() if section.takes_null(key))
    rules = [*map(_need_check, section.needs_of(subject))]
    if any(key.alone for key in keys.values()):
        rules.append(_alone_check(section, keys))
    return _keys_check(checks, nulls, tuple(rules))


class _WrongKeyError(MisfitError):
    """Raised for a key that a section does not have; `wrong_keys` finds the words."""


def _keys_check(checks: dict[str, Check], nulls: frozenset[str], rules: tuple[Check, ...]) -> Check:
    def check(value: object) -> None:
        if type(value) is not dict:
            raise MisfitError(f"{{}} must be a mapping, but this is {kind_of(value)}")
        for key, item in value.items():
            check_item = checks.get(key)
            if check_item is None:
                raise _WrongKeyError(key)
            if item is None and key in nulls:
                continue
            try:
                check_item(item)
            except MisfitError as misfit:
                raise misfit.inside(key) from None
        for rule in rules:
            rule(value)

    return check


def _check_of(kind: AnyKind, subject: Subject) -> Check:
    if isinstance(kind, Kind):
        return kind.check
    if isinstance(kind, PathOr):
        return _path_or_check(section_check(kind.section, subject), kind.words)
    if isinstance(kind, WordOr):
        return _word_or_check(section_check(kind.section, subject), kind.words)
    if isinstance(kind, NamesOf):
        return _names_check(_path_or_check(section_check(kind.section, subject), f"{kind.words}, or a mapping"))
    if isinstance(kind, CasesOf):
        return _cases_check(section_check(kind.section, subject))
    if isinstance(kind, ListOf):
        return _list_check(section_check(kind.section, subject))
    if isinstance(kind, EntriesOf):  # occurs only in open sections
        return _check_open
    return section_check(kind, subject)


def _check_open(value: Any) -> None:
    if set(value) == {"file"}:
        TEXT.check(value["file"])


def _path_or_check(check_section: Check, words: str) -> Check:
    def check(value: object) -> None:
        if type(value) is dict:
            check_section(value)
        elif type(value) is not str:
            raise MisfitError(f"{{}} must be {words}, but this is {kind_of(value)}")

    return check


def _word_or_check(check_section: Check, words: tuple[str, ...]) -> Check:
    def check(value: object) -> None:
        if type(value) is dict:
            check_section(value)
        elif value not in words:
            shown = repr(value) if type(value) is str else kind_of(value)
            near = nearest_name(value, words) if type(value) is str else None
            hint = None if near is None else f"did you mean `{near}`?"
            wanted = f"one of {', '.join(words)}" if len(words) > 1 else f"`{words[0]}`"
            raise MisfitError(f"{{}} must be a mapping or {wanted}, but this is {shown}", hint=hint)

    return check


def _names_check(check_item: Check) -> Check:
    def check(value: object) -> None:
        if type(value) is not dict:
            raise MisfitError(f"{{}} must be a mapping of names, but this is {kind_of(value)}")
        _check_each(check_item, value.items())

    return check


def _list_check(check_item: Check) -> Check:
    def check(value: object) -> None:
        if type(value) is not list:
            raise MisfitError(f"{{}} must be a list, but this is {kind_of(value)}")
        _check_each(check_item, enumerate(value))

    return check


def _check_each(check_item: Check, items: Iterable[tuple[str | int, object]]) -> None:
    """Checks values; the path of a misfit begins with the key or the index of its value."""
    for key, item in items:
        try:
            check_item(item)
        except MisfitError as misfit:
            raise misfit.inside(key) from None


def _cases_check(check_case: Check) -> Check:
    def check(value: object) -> None:
        if type(value) is not list:
            raise MisfitError(f"{{}} must be a list of cases, but this is {kind_of(value)}")
        if not value:
            raise MisfitError("{} has no cases")
        numbers: dict[str, int] = {}
        for index, case in enumerate(value):
            try:
                check_case(case)
                name = case["name"]
                if name in numbers:
                    message = f"two cases have the name {name!r} (the other is number {numbers[name] + 1})"
                    raise MisfitError(message, "name")
                numbers[name] = index
            except MisfitError as misfit:
                raise misfit.inside(index) from None

    return check


def _need_check(need: Need) -> Check:
    keys, message, hint = need.keys, need.message, need.hint

    def check(value: Any) -> None:
        for key in keys:
            if key in value:
                return
        raise MisfitError(message, hint=hint)

    return check


def _alone_check(section: Section, keys: dict[str, Key]) -> Check:
    """Checks that a key that must be alone is the only one."""
    alone = [key for key in keys.values() if key.alone]
    counts_null = {key.name for key in keys.values() if key.null_counts or not section.nulls}

    def check(value: Any) -> None:
        if len(value) == 1:
            return
        given = [name for name in value if value[name] is not None or name in counts_null]
        if len(given) > 1:
            for key in alone:
                if key.name in given and (key.null_counts or value[key.name] is not None):
                    raise MisfitError(f"`{key.name}` must be the only key: {key.alone}", key.name, at_key=True)

    return check
