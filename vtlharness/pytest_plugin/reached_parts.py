"""The parts of definitions that no test reached, in a run that coverage.py measures.

Comes in: what this process, and each xdist worker, has reached. Goes out: lines of the terminal summary. Used only
where the plugin `vtlharness.coverage` is.
"""

from __future__ import annotations

import sys
from typing import Any

import pytest

_WORKER_KEY = "vtlharness_parts"
_PARTS = pytest.StashKey[list[Any]]()


def hand_over(config: pytest.Config) -> None:
    """Gives what templates have reached to coverage.py, and keeps what was reached of definitions."""
    plugin = sys.modules.get("vtlharness.coverage.plugin")
    if plugin is None:
        return
    found = [(path, list(reach.parts.items())) for path, reach in plugin.hand_over().files.items() if reach.parts]
    if hasattr(config, "workeroutput"):
        config.workeroutput[_WORKER_KEY] = found
    else:
        _kept(config).extend(found)


def take_from_worker(node: Any) -> None:
    """Takes what an xdist worker has reached, which has ended."""
    _kept(node.config).extend((getattr(node, "workeroutput", None) or {}).get(_WORKER_KEY, []))


def summary_lines(config: pytest.Config) -> list[str]:
    """The sentences on what no test reached; none in a run that is not measured, or used no definition."""
    found = _kept(config)
    if not found:
        return []
    from vtlharness.coverage.definition_parts import unreached_parts
    from vtlharness.coverage.reached import Reached

    reached = Reached()
    reached.add((path, {}, {}, {tuple(part): count for part, count in parts}) for path, parts in found)
    return list(map(str, unreached_parts(reached)))


def _kept(config: pytest.Config) -> list[Any]:
    return config.stash.setdefault(_PARTS, [])
