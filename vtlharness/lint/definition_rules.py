"""`API4xx`: what a definition says besides its templates.

Comes in: an API. Goes out: findings.
"""

from __future__ import annotations

from collections.abc import Iterator

from vtlharness.findings import Finding
from vtlharness.lint.subjects import Definition


def definition_findings(definition: Definition) -> Iterator[Finding]:
    """The findings of a definition."""
    return iter(())
