"""The commands: `vtl-run` runs cases, `vtl-render` renders one template.

Comes in: command lines. Goes out: text and exit codes. Every command ends in `command`. `run` and `reports`
make up `vtl-run`; `render` and `jsonl` make up `vtl-render`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vtlharness.cli.render import vtl_render
    from vtlharness.cli.run import vtl_run

__all__ = ["vtl_render", "vtl_run"]


def __getattr__(name: str) -> Any:
    """Loads one command without the other, because the entry points name both here and start-up time matters."""
    if name == "vtl_run":
        from vtlharness.cli.run import vtl_run

        return vtl_run
    if name == "vtl_render":
        from vtlharness.cli.render import vtl_render

        return vtl_render
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
