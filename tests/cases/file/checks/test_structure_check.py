"""The structural check and the JSON Schema: each file of the table is right for both or wrong for both.

So is what becomes of a right file when it is changed somewhere at random.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.cases.file.checks.structures import BAD, BAD_BEYOND_SCHEMA, GOOD
from vtlharness.cases.file.checks.structure_check import check_case_file
from vtlharness.cases.file.format.sections import SUBJECTS, Section, Subject, sections_below
from vtlharness.cases.file.format.table import FILE
from vtlharness.cases.file.json_schema import schema_text
from vtlharness.cases.matchers.presence import WORDS
from vtlharness.cases.schema import SCHEMA_PATH
from vtlharness.documents.misfit import MisfitError

SCHEMA = json.loads(SCHEMA_PATH.read_text("utf-8"))
DEFS = SCHEMA["$defs"]
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def names(table: list[Any]) -> list[str]:
    return [row[0] for row in table]


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(("name", "data"), GOOD, ids=names(GOOD))
def test_a_right_file(name: str, data: Any) -> None:
    check_case_file(data)
    assert [error.message for error in VALIDATOR.iter_errors(data)] == []


@pytest.mark.parametrize(
    ("name", "data", "message", "hint"), BAD + BAD_BEYOND_SCHEMA, ids=names(BAD + BAD_BEYOND_SCHEMA)
)
def test_a_wrong_file(name: str, data: Any, message: str, hint: str | None) -> None:
    with pytest.raises(MisfitError) as caught:
        check_case_file(data)
    assert (caught.value.message, caught.value.hint) == (message, hint)


@pytest.mark.parametrize(("name", "data", "message", "hint"), BAD, ids=names(BAD))
def test_the_schema_refuses_it_too(name: str, data: Any, message: str, hint: str | None) -> None:
    assert not VALIDATOR.is_valid(data)


# The schema is made from the table of the format


def test_the_schema_is_current() -> None:
    assert SCHEMA_PATH.read_text("utf-8") == schema_text(), "run `python -m vtlharness.cases.schema --write`"


SECTIONS = [(subject, section) for subject in SUBJECTS for section in sections_below(FILE, subject)]


@pytest.mark.parametrize(("subject", "section"), SECTIONS, ids=lambda value: getattr(value, "name", value))
def test_same_keys(subject: Subject, section: Section) -> None:
    schema = schema_of(section, subject)
    assert list(schema["properties"]) == list(section.keys_of(subject))
    assert schema.get("additionalProperties") is (None if section.open else False)


def schema_of(section: Section, subject: Subject) -> dict[str, Any]:
    """The schema of a section, in files of a subject."""
    suffix = section.name[0].upper() + section.name[1:]
    own = [name for name in DEFS if name.endswith(suffix) and subject in name.removesuffix(suffix).lower().split("or")]
    (name,) = [section.name] if section.name in DEFS else own
    return DEFS[name]  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", DEFS)
def test_every_key_is_described(name: str) -> None:
    for key, schema in DEFS[name].get("properties", {}).items():
        assert "description" in schema or "description" in DEFS[schema["$ref"].rpartition("/")[2]], key


# Mutations: what becomes of a right file by small changes

KEYS = sorted({key.name for _, section in SECTIONS for key in section.keys} | {"base64", "file", "zzz"} | WORDS)
NOT_TEXT = st.sampled_from([None, True, False, 0, -1, 1, 99, 100, 200, 599, 600, 1.5])
TEXTS = st.sampled_from(["", " ", "x", "200", "a?b", "a\nb", "GET", "timeout", "split", "THROTTLED", "AAE=", "A", "("])
VALUES = st.recursive(
    NOT_TEXT | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=2),
    max_leaves=4,
)


Path = tuple[str | int, ...]


def places(data: Any, *path: str | int) -> Iterator[Path]:
    """The paths to all values but those inside an integration, which the definitions' reader checks."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield (*path, key)
        if (*path, key) != ("integration",):
            yield from places(value, *path, key)


FOUND = [(data, path) for _, data in GOOD for path in places(data)]
"""Every value of a right file, as the file and the path to it."""


def value_at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


@st.composite
def mutated_files(draw: st.DrawFn) -> Any:
    right, path = draw(st.sampled_from(FOUND))
    data = copy.deepcopy(right)
    home, last = value_at(data, path[:-1]), path[-1]
    change = draw(st.sampled_from(["replace", "replace", "wrap", "remove", "rename", "add", "copy", "copy"]))
    if change == "replace":
        home[last] = draw(VALUES)
    elif change == "wrap":
        home[last] = draw(st.sampled_from([[home[last]], {"a": home[last]}, {"file": home[last]}]))
    elif change == "remove":
        del home[last]
    elif change == "rename" and isinstance(home, dict):
        home[draw(st.sampled_from(KEYS))] = home.pop(last)
    elif change == "add":
        value = draw(VALUES)
        home.append(value) if isinstance(home, list) else home.update({draw(st.sampled_from(KEYS)): value})
    else:  # copy what another file has under the same key, and a neighbour of it
        other, found = draw(st.sampled_from([(data, path) for data, path in FOUND if path[-1] == last]))
        home[last] = copy.deepcopy(value_at(other, found))
        neighbours = value_at(other, found[:-1])
        if isinstance(home, dict) and isinstance(neighbours, dict):
            key = draw(st.sampled_from(sorted(neighbours)))
            home[key] = copy.deepcopy(neighbours[key])
    return data


def beyond_schema(message: str) -> bool:
    """Whether JSON Schema has no words for what is wrong."""
    words = ("two cases have the name", "is not a regular expression", "there is no rule", "the id of a rule")
    return any(word in message for word in words)


@given(mutated_files())
@settings(max_examples=600, deadline=None)
def test_a_changed_file_is_right_for_both_or_wrong_for_both(data: Any) -> None:
    fault = fault_of(data)
    event("right" if fault is None else "wrong")
    if fault is None and not is_open(data):
        assert [error.message for error in VALIDATOR.iter_errors(data)] == []
    if fault is not None and not beyond_schema(fault):
        assert not VALIDATOR.is_valid(data), fault


def fault_of(data: Any) -> str | None:
    """The message of the structural check."""
    try:
        check_case_file(data)
    except MisfitError as misfit:
        return misfit.message
    return None


def is_open(data: Any) -> bool:
    """Whether the file holds an integration of its own, of which the schema knows more than the check."""
    return isinstance(data.get("integration"), dict)
