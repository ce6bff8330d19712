"""`VTL3xx`: paths and regular expressions that the engine refuses or reads otherwise, and loops that are too long.

Comes in: the references and loops of a template. Goes out: findings. Most paths and patterns are plain, and are not
parsed.
"""

from __future__ import annotations

import re

from vtlharness.lint.findings_list import Report
from vtlharness.vtl.syntax.nodes import (
    Constant,
    Expression,
    Foreach,
    Interpolation,
    MethodCall,
    Range,
    Reference,
)
from vtlharness.vtl.trap_messages import MESSAGES

MOST_ROUNDS = 1000
_PLAIN_PATH = re.compile(r"\$(?:\.[A-Za-z_][\w-]*|\[[0-9]+\]|\['[^'\\]+'\])*")
_PLAIN_PATTERN = re.compile(r"(?:[\w \"'<>&;:,/@=%#!~-]|\\[\\'\".\[\](){}*+?|$^ntrswdSWD/-])*")
_PATTERN_METHODS = {"matches": (1,), "replaceAll": (2,), "replaceFirst": (2,), "split": (1, 2)}


def reference_rules(node: Reference, report: Report) -> None:
    """Looks at the paths and patterns in a reference."""
    for number, step in enumerate(node.steps):
        if not isinstance(step, MethodCall) or not step.arguments:
            continue
        first = step.arguments[0]
        text = _written(first)
        if text is None:
            continue
        if number == 0 and node.root == "input" and step.name in ("path", "json") and len(step.arguments) == 1:
            _path(node, text, report)
        elif len(step.arguments) in _PATTERN_METHODS.get(step.name, ()):
            _pattern(node, step.name, text, report)


def _written(node: Expression) -> str | None:
    """The text of an argument that is written out, also in double quotes; None for any other."""
    if isinstance(node, Constant):
        return node.value if isinstance(node.value, str) else None
    return node.only_text() if isinstance(node, Interpolation) else None


def _path(node: Reference, path: str, report: Report) -> None:
    if _PLAIN_PATH.fullmatch(path):
        return
    from vtlharness.gateway.roots.input import input_query
    from vtlharness.jsonpath import JsonPathError

    try:
        query = input_query(path)
    except JsonPathError as problem:
        report.add("VTL305", node.offset, f"the path '{path}' can't be read: {problem.message}", problem.hint)
        return
    for finding in query.findings:
        report.add(finding.rule, node.offset, finding.message, finding.hint)


def _pattern(node: Reference, method: str, pattern: str, report: Report) -> None:
    if _PLAIN_PATTERN.fullmatch(pattern):
        return
    from vtlharness.java.regex.pattern import compile_java
    from vtlharness.java.values import JavaError

    try:
        compile_java(pattern)
    except JavaError as problem:
        told = (problem.message or "").splitlines()[0]
        if "not supported here" in told:
            return
        message = f"Java refuses the regular expression of {method}: {told}"
        report.add("VTL331", node.offset, message, "escape a special character with \\\\, or put it in brackets: [.]")


def loop_rules(node: Foreach, report: Report) -> None:
    """Looks at the length of a loop."""
    items = node.items
    if not isinstance(items, Range):
        return
    first, last = items.first, items.last
    if not (isinstance(first, Constant) and isinstance(last, Constant)):
        return
    if isinstance(first.value, int) and isinstance(last.value, int) and abs(last.value - first.value) >= MOST_ROUNDS:
        message, hint = MESSAGES["VTL311"]
        report.add("VTL311", node.offset, message.format(MOST_ROUNDS), hint)
