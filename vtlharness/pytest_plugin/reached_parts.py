"""What a session reached of templates and definitions, in a run that coverage.py measures.

Comes in: what this process, and each xdist worker, has reached. Goes out: the parts of definitions that no test
reached, for the terminal summary, and the coverage for reports. Used only where the plugin `vtlharness.coverage` is.
"""

from __future__ import annotations

import marshal
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from vtlharness.coverage.reached import Reached
    from vtlharness.report.coverage_section import CoverageSection

_WORKER_KEY = "vtlharness_reached"
_REACHED = pytest.StashKey["list[Any]"]()


def hand_over(config: pytest.Config) -> None:
    """Gives what templates have reached to coverage.py, and keeps it."""
    plugin = sys.modules.get("vtlharness.coverage.plugin")
    if plugin is None:
        return
    found = plugin.hand_over().plain()
    if hasattr(config, "workeroutput"):
        config.workeroutput[_WORKER_KEY] = marshal.dumps(found)
    else:
        _kept(config).extend(found)


def take_from_worker(node: Any) -> None:
    """Takes what an xdist worker has reached, which has ended."""
    found = (getattr(node, "workeroutput", None) or {}).get(_WORKER_KEY)
    if found is not None:
        _kept(node.config).extend(marshal.loads(found))


def summary_lines(config: pytest.Config) -> list[str]:
    """The sentences on what no test reached; none in a run that is not measured, or used no definition."""
    if not any(parts for _, _, _, parts in _kept(config)):
        return []
    from vtlharness.coverage.definition_parts import unreached_parts

    return list(map(str, unreached_parts(_reached(config))))


def section(config: pytest.Config) -> CoverageSection | None:
    """The coverage of the session for its reports; None for a run that is not measured."""
    if not _kept(config):
        return None
    from vtlharness.coverage.section import coverage_section

    return coverage_section(_reached(config), [argument.partition("::")[0] for argument in config.args])


def _reached(config: pytest.Config) -> Reached:
    from vtlharness.coverage.reached import Reached

    reached = Reached()
    reached.add(_kept(config))
    return reached


def _kept(config: pytest.Config) -> list[Any]:
    return config.stash.setdefault(_REACHED, [])
