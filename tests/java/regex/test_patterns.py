"""Tables of patterns and of replacements: what they find, and the messages of wrong ones, by the oracle."""

from __future__ import annotations

from typing import Any

from tests.java.regex.patterns import GROUPS, PATTERNS, REPLACED, REPLACEMENTS, TEXTS
from tests.oracle.client import Oracle
from vtlharness.java.methods.string_patterns import matches, replace_all, replace_first, split
from vtlharness.java.values import JavaError

TEMPLATE = (
    "$text.matches($pattern)|$text.replaceAll($pattern,$new)|$text.replaceFirst($pattern,$new)|"
    "#foreach($x in $text.split($pattern))[$x]#end"
)


def _ours(text: str, pattern: str, new: str) -> str:
    try:
        found = f"{str(matches(text, pattern)).lower()}|{replace_all(text, pattern, new)}|"
        found += f"{replace_first(text, pattern, new)}|" + "".join(f"[{part}]" for part in split(text, pattern))
    except JavaError as error:
        return f"{error.java_class}: {error.message}"
    except RecursionError:
        return "java.lang.StackOverflowError: None"
    return found.encode("utf-8", "replace").decode()


def _javas(answer: dict[str, Any]) -> str:
    if "output" in answer:
        return str(answer["output"]).encode("utf-8", "replace").decode()
    return f"{answer['cause']}: {answer.get('message')}"


def _differing(oracle: Oracle, cases: list[tuple[str, str, str]]) -> list[Any]:
    requests = [
        {"template": TEMPLATE, "vars": {"text": text, "pattern": pattern, "new": new}} for text, pattern, new in cases
    ]
    pairs = zip(cases, map(_javas, oracle.ask(requests)), strict=True)
    return [(case, _ours(*case), javas) for case, javas in pairs if _ours(*case) != javas]


def test_patterns(oracle: Oracle) -> None:
    assert len(set(PATTERNS)) == len(PATTERNS)
    assert _differing(oracle, [(text, pattern, "<$0>") for pattern in PATTERNS for text in TEXTS]) == []


def test_replacements(oracle: Oracle) -> None:
    cases = [(text, pattern, new) for pattern in GROUPS for new in REPLACEMENTS for text in REPLACED]
    assert _differing(oracle, cases) == []
