"""The short summary says what differs first."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.pytest_plugin.test_pytest_plugin import mode, run, write

__all__ = ["mode", "run"]

pytest_plugins = ["pytester"]
pytestmark = pytest.mark.usefixtures("plugin_installed")

Run = Callable[..., pytest.RunResult]

CASES = r"""
inline: $input.body
cases:
- {name: data, methodRequest: {body: '{"Item": {"id": "2"}}'}, expect: {output: {Item: {id: "1"}}}}
- {name: two, methodRequest: {body: '{"a": 1, "b": 2}'}, expect: {output: {a: 2, b: 3}}}
- {name: missing, methodRequest: {body: '{}'}, expect: {output: {a: 2}}}
- {name: unexpected, methodRequest: {body: '{"a": 1}'}, expect: {output: {}}}
- {name: matcher, methodRequest: {body: '{"a": 1}'}, expect: {output: {a: {any: string}}}}
- {name: text, methodRequest: {body: "a\nb \nc"}, expect: {output: "a\nb\nc"}}
- {name: empty, methodRequest: {body: "a"}, expect: {output: ""}}
- {name: escape, methodRequest: {body: "\e[31m"}, expect: {output: "a"}}
- {name: no json, methodRequest: {body: "{"}, expect: {output: {a: 1}}}
- {name: long, methodRequest: {body: LONG}, expect: {output: b}}
- {name: must fail, methodRequest: {body: x}, expect: {error: nix}}
""".replace("LONG", "x" * 5000)
SHORT = {
    "data": """root['Item']['id']: expected "1", got "2\"""",
    "two": "root['a']: expected 2, got 1 (and 1 more)",
    "missing": "root['a']: expected 2, got nothing",
    "unexpected": "root['a']: expected nothing, got 1",
    "text": r'output line 2: expected "b\n", got "b \n"',
    "empty": 'output: expected "", got "a"',
}


def test_the_first_difference(pytester: pytest.Pytester, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    write(pytester, {"a.vtl.yaml": CASES})
    text = run("-ra").stdout.str()
    found = dict(re.findall(r"^FAILED a\.vtl\.yaml::(.*?) - (.*)$", text, re.MULTILINE))
    assert len(found) == 11, text
    assert {name: found[name] for name in SHORT} == SHORT
    assert max(map(len, found.values())) < 200
    assert found["matcher"].startswith("root['a']: ")
    assert found["no json"].startswith("output is not valid JSON")
    assert found["must fail"].startswith("rendering must fail")
    assert "\x1b" not in found["escape"]


def test_with_other_reasons(pytester: pytest.Pytester, run: Run, mode: tuple[str, ...]) -> None:
    write(pytester, {"a.vtl.yaml": "inline: '#if('\ncases: [{name: a, expect: {output: a}}]\n"})
    result = run(*mode)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["FAILED a.vtl.yaml::a - rendering failed: *"])


def test_a_broken_file(pytester: pytest.Pytester, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    write(pytester, {"b.vtl.yaml": "inline: a\ncsaes: []\n"})
    result = run()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["ERROR b.vtl.yaml - *csaes*"])
