"""Regular expressions that are compiled at their first use."""

from __future__ import annotations

import copy
import pickle
import re

import pytest

from vtlharness.late_pattern import late_pattern


def test_it_is_the_compiled_expression() -> None:
    pattern = late_pattern("a(b+)", re.IGNORECASE)
    found = pattern.search("xABBy")
    assert found is not None
    assert found[1] == "BB"
    assert pattern.sub("-", "abAB") == "--"
    assert (pattern.pattern, pattern.groups) == ("a(b+)", 1)


def test_it_is_compiled_at_its_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_ = re.compile
    monkeypatch.setattr(re, "compile", lambda text, flags=0: compiled.append(text) or compile_(text, flags))
    pattern = late_pattern(r"\d+")
    assert compiled == []
    assert pattern.match("12")
    assert pattern.match("3")
    assert compiled == [r"\d+"]


def test_it_has_no_other_attributes() -> None:
    with pytest.raises(AttributeError):
        _ = late_pattern("a").nothing  # type: ignore[attr-defined]


def test_a_copy_is_an_expression_too() -> None:
    """What Python asks for on its own account, such as `__deepcopy__`, is not asked of the expression."""
    pattern = late_pattern("a+")
    for made in (copy.copy(pattern), copy.deepcopy(pattern), pickle.loads(pickle.dumps(pattern))):
        assert made.sub("-", "baab") == "b-b"
    assert not hasattr(pattern, "__deepcopy__")
    assert hasattr(re.compile("a+"), "__deepcopy__")
