"""The commands: `vtl-run` runs cases, `vtl-render` renders one template.

Comes in: command lines. Goes out: text and exit codes. `command` is where every command ends, `run` and `reports` are
`vtl-run`, `render` and `jsonl` are `vtl-render`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vtlharness.cli.render import vtl_render
    from vtlharness.cli.run import vtl_run

__all__ = ["vtl_render", "vtl_run"]


def __getattr__(name: str) -> Any:
    """Loads one command and not the other: the entry points name them here, and start-up time is felt."""
    if name == "vtl_run":
        from vtlharness.cli.run import vtl_run

        return vtl_run
    if name == "vtl_render":
        from vtlharness.cli.render import vtl_render

        return vtl_render
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
