"""How xdist distributes tests in a run with `--vtl-live`: one process runs all cases of a file, in their order.

Imported only where xdist is in use.
"""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

from vtlharness.pytest_plugin.hooks import SUFFIXES


class CaseFileScheduling(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Keeps the cases of a file together, and distributes every other test by itself."""

    def _split_scope(self, nodeid: str) -> str:
        for suffix in SUFFIXES:
            file, mark, _ = nodeid.partition(f"{suffix}::")
            if mark:
                return file + suffix
        return nodeid
