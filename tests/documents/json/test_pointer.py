"""JSON pointers: escapes, and whether one leads anywhere."""

from __future__ import annotations

import pytest

from vtlharness.documents.json.pointer import last_name, leads_somewhere, pointer_step, step_name

STEPS = [("a", "a"), ("a/b", "a~1b"), ("a~b", "a~0b"), ("~1", "~01"), ("a%b", "a%25b"), ("", "")]


@pytest.mark.parametrize(("name", "step"), STEPS)
def test_a_step_stands_for_a_name(name: str, step: str) -> None:
    assert pointer_step(name) == step
    assert step_name(step).replace("%25", "%") == name


@pytest.mark.parametrize(
    ("reference", "name"),
    [("#/definitions/Order", "Order"), ("#/a/b~1c", "b/c"), ("Order", "Order"), ("#/a/", ""), ("", "")],
)
def test_the_last_name(reference: str, name: str) -> None:
    assert last_name(reference) == name


ROOT = {"a": {"b/c": [1, {"d": None}]}, "": 1, "~": (2,)}


@pytest.mark.parametrize("pointer", ["", "/", "/a", "/a/b~1c", "/a/b~1c/0", "/a/b~1c/1/d", "/~0/0"])
def test_leads_somewhere(pointer: str) -> None:
    assert leads_somewhere(pointer, ROOT)


@pytest.mark.parametrize("pointer", ["/b", "/a/b", "/a/b~1c/2", "/a/b~1c/-1", "/a/b~1c/x", "/a/b~1c/0/0", "//x"])
def test_leads_nowhere(pointer: str) -> None:
    assert not leads_somewhere(pointer, ROOT)
