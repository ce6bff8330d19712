"""An error at a place in a file, for case files and definitions alike."""

from __future__ import annotations

import pytest

from vtlharness.documents.positions import Positions
from vtlharness.errors import CaseFileError, DefinitionError, VtlHarnessError
from vtlharness.source import Source

YAML = Source("a:\n  b: [one, two]\n  c: |\n    x ${y}\nd: !Sub [e, {}]\n", "x.yaml")
JSON = Source('{"a": {\n  "b": ["one", 2]}}', "x.json")

PLACES: list[tuple[Source, tuple[str | int, ...], bool, tuple[int, int, int]]] = [
    (YAML, (), False, (1, 1, 1)),
    (YAML, ("a", "b", 1), False, (2, 12, 3)),
    (YAML, ("a", "b"), True, (2, 3, 1)),
    (YAML, ("a", "b"), False, (2, 6, 1)),
    (YAML, ("a", "c"), False, (3, 6, 1)),
    (YAML, ("a", "z"), True, (2, 3, 1)),
    (YAML, ("a", "z", "y"), False, (2, 3, 1)),
    (YAML, ("a", "b", 9), False, (2, 6, 1)),
    (YAML, ("d", "Fn::Sub", 0), False, (5, 10, 1)),
    (JSON, ("a", "b", 0), False, (2, 9, 5)),
    (JSON, ("a", "b"), True, (2, 3, 3)),
]


@pytest.mark.parametrize(("source", "path", "at_key", "place"), PLACES)
@pytest.mark.parametrize("kind", [CaseFileError, DefinitionError])
def test_the_place_of_an_error(
    source: Source,
    path: tuple[str | int, ...],
    at_key: bool,
    place: tuple[int, int, int],
    kind: type[VtlHarnessError],
) -> None:
    positions = Positions(source, json=source is JSON, tags=("Fn::Sub",))
    error = positions.error(kind, "wrong", path, at_key=at_key, hint="mend it")
    assert type(error) is kind
    assert (error.line, error.column, error.length) == place
    assert (error.file, error.message, error.hint) == (source.name, "wrong", "mend it")


def test_characters_inside_a_text() -> None:
    error = Positions(YAML, json=False).error(DefinitionError, "wrong", ("a", "c"), inside="${y}")
    assert (error.line, error.column, error.length) == (4, 7, 4)
    error = Positions(YAML, json=False).error(DefinitionError, "wrong", ("a", "c"), inside="${z}")
    assert (error.line, error.column, error.length) == (3, 6, 1)


def test_without_tags_a_step_that_the_text_does_not_have_ends_the_way() -> None:
    error = Positions(YAML, json=False).error(CaseFileError, "wrong", ("d", "Fn::Sub", 0))
    assert (error.line, error.column) == (5, 4)
