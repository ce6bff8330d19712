"""Checks the matchers in the bodies that cases expect, where they may stand at any depth.

Comes in: the data of a case file whose structure is right. Goes out: nothing, or a MisfitError for a wrong matcher.
Only for files whose text may have matchers, because it looks at all expected data.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vtlharness.cases.file.format.expected_kinds import EXPECTED_BODY, EXPECTED_BODY_OR_BYTES
from vtlharness.cases.file.format.sections import Section, Subject, section_in
from vtlharness.cases.file.format.table import EXPECT
from vtlharness.cases.matchers.presence import writes_matchers
from vtlharness.documents.misfit import MisfitError


def check_expected_bodies(data: dict[str, Any], subject: Subject) -> None:
    """Check the matchers in all expected bodies. Raises MisfitError."""
    places = tuple(_places(EXPECT, subject))
    for index, case in enumerate(data["cases"]):
        for place in places:
            value: Any = case.get("expect")
            for key in place:
                value = value.get(key) if value is not None else None
            if writes_matchers(value):
                _check(value, ("cases", index, "expect", *place))


def _places(section: Section, subject: Subject) -> Iterator[tuple[str, ...]]:
    """The paths of the bodies below a section."""
    for key in section.keys_of(subject).values():
        below = section_in(key.kind)
        if key.kind is EXPECTED_BODY or key.kind is EXPECTED_BODY_OR_BYTES:
            yield (key.name,)
        elif below is not None:
            yield from ((key.name, *place) for place in _places(below, subject))


def _check(value: object, place: tuple[str | int, ...]) -> None:
    from vtlharness.cases.matchers.reading import with_matchers

    try:
        with_matchers(value)
    except MisfitError as misfit:
        for step in reversed(place):
            misfit.inside(step)
        raise
