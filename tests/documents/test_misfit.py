"""A fault in data is called by its place, and only the place of the sentence is filled in."""

from __future__ import annotations

import pytest

from vtlharness.documents.misfit import MisfitError

PLACES: list[tuple[tuple[str | int, ...], str]] = [
    ((), "a case file"),
    ((3,), "`[3]`"),
    (("name",), "`name`"),
    (("cases", 0, "expect", "output"), "`expect.output`"),
    (("expect", "headers", "a", 1), "`headers.a[1]`"),
]


@pytest.mark.parametrize(("path", "name"), PLACES)
def test_a_place_is_called_by_its_last_two_keys(path: tuple[str | int, ...], name: str) -> None:
    misfit = MisfitError("{} must be text")
    for step in reversed(path):
        misfit = misfit.inside(step)
    assert misfit.path == list(path)
    assert misfit.message == f"{name} must be text"


def test_braces_inside_a_sentence_are_its_own() -> None:
    misfit = MisfitError("the name '{}' is given to two cases", "name")
    assert misfit.message == "the name '{}' is given to two cases"
    assert (
        MisfitError("{} is not a regular expression: {}", "a").sentence("`a`") == "`a` is not a regular expression: {}"
    )


def test_the_last_key() -> None:
    assert MisfitError("", "a", "b", 0).last_key == "b"
    assert MisfitError("", 0).last_key is None
