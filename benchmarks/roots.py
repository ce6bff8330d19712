"""The roots of a work's request for engines other than ours: the same plain data for all."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.work import Work
from vtlharness.gateway.roots.context import request_context
from vtlharness.gateway.roots.params import params_map


@dataclass(frozen=True)
class Roots:
    """The payload's text, and `$input.params()`, `$context` and `$stageVariables` as JSON data.

    `$context` is without its nulls, which print as nothing, as absent names do.
    """

    body: str
    params: dict[str, dict[str, str]]
    context: dict[str, Any]
    stage_variables: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        """The same for an engine in another process, by the names of the oracle."""
        data = asdict(self)
        data["stageVariables"] = data.pop("stage_variables")
        return data


def roots_of(work: Work) -> Roots:
    """Made once: an engine may use them for every render, but for the payload, which it parses each time."""
    return Roots(
        work.request.body or "{}",
        _plain(params_map(work.request)),
        _plain(request_context(work.request)),
        work.stage_variables,
    )


def _plain(data: object) -> Any:
    if isinstance(data, dict):
        return {name: _plain(value) for name, value in dict.items(data) if value is not None}
    return data
