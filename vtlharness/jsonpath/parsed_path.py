"""A path that is more than keys and indexes: parsed, ready to run, and with its findings.

Comes in: its text. Goes out: what `jsonpath.query` keeps of it. Runs without such a path do not import this module.
"""

from __future__ import annotations

from typing import NamedTuple

from vtlharness.findings import Finding
from vtlharness.jsonpath.errors import JsonPathError
from vtlharness.jsonpath.evaluation import Evaluator
from vtlharness.jsonpath.path_findings import findings_of
from vtlharness.jsonpath.selection import scanned_key
from vtlharness.jsonpath.syntax.parser import parse_path


class ParsedPath(NamedTuple):
    """The path ready to run, its findings without places, and the key of `$..key`."""

    evaluator: Evaluator
    findings: tuple[Finding, ...]
    scanned: str | None


def parsed_path(text: str) -> ParsedPath:
    """Parses a path. Raises JsonPathError."""
    try:
        path = parse_path(text)
        return ParsedPath(Evaluator(path), findings_of(path), scanned_key(path))
    except RecursionError:
        raise JsonPathError("The path is nested too deeply") from None
