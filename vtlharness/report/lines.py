"""A result to the lines that say what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from vtlharness.cases.model import CaseResult
from vtlharness.cases.updating import Update
from vtlharness.errors import VtlHarnessError
from vtlharness.report.style import PLAIN, Style


def result_lines(result: CaseResult, style: Style = PLAIN) -> list[str]:
    """The block for one case: header, differences, warnings; for a passing case only its notices, often none."""
    raise NotImplementedError


def error_lines(error: VtlHarnessError, style: Style = PLAIN) -> list[str]:
    """An error with its place, excerpt and hint, safe for a terminal."""
    raise NotImplementedError


def update_lines(updates: Sequence[Update], style: Style = PLAIN) -> list[str]:
    """What `--update` rewrote and what it refused, one line each."""
    raise NotImplementedError
