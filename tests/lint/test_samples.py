"""What is prepared is what the methods give."""

from __future__ import annotations

import pytest

from vtlharness.gateway.roots.util import UTIL, Util
from vtlharness.java.methods.table import METHODS
from vtlharness.lint.flow.json_state import string_fault
from vtlharness.lint.flow.samples import PREPARED, called, kept
from vtlharness.lint.known_names import COMMON_METHODS
from vtlharness.vtl.missing_methods import FOREACH_METHODS, UTIL_METHODS


@pytest.mark.parametrize(("name", "sample"), PREPARED)
def test_prepared_results(name: str, sample: str) -> None:
    assert Util.java_methods[name, 1](UTIL, sample) == PREPARED[name, sample]


def test_the_methods_of_util_are_all_known() -> None:
    assert {name for name, _ in Util.java_methods} >= set(UTIL_METHODS)


def test_common_methods_exist() -> None:
    every = {name for table in METHODS.values() for name, _ in table}
    assert COMMON_METHODS - every - FOREACH_METHODS == set()


def test_methods_are_called_on_samples() -> None:
    assert called(["a'b", "a"], "replaceAll", ["[^a-z]", ""]) == ("ab", "a")
    assert called(["a,b"], "split", [","]) == ("a", "b")
    assert called(["ab"], "substring", [5]) == ("ab",)
    assert kept(["a", "1"], "matches", ["[0-9]+"], True) == ("1",)


@pytest.mark.parametrize(
    ("text", "fault"),
    [("a", None), ('a"', "raw"), ("a\\", "raw"), ("\\n", None), ("\\'", "apostrophe"), ("\n", "raw"), ("\\x", "raw")],
)
def test_faults_of_json_strings(text: str, fault: str | None) -> None:
    assert string_fault(text) == fault
