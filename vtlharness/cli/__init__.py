"""The commands: `vtl-run` runs cases, `vtl-render` renders one template, `vtl-call` makes one call, `vtl-lint`
finds faults, `vtl-init` writes first case files.

Comes in: command lines. Goes out: text and exit codes. `run`, `render` and `call` hold a command each, in `vtl_run`,
`vtl_render` and `vtl_call`; `lint` and `init` are one module each. Every command ends in `command`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vtlharness.cli.call.vtl_call import vtl_call
    from vtlharness.cli.init import vtl_init
    from vtlharness.cli.lint import vtl_lint
    from vtlharness.cli.render.vtl_render import vtl_render
    from vtlharness.cli.run.vtl_run import vtl_run

__all__ = ["vtl_call", "vtl_init", "vtl_lint", "vtl_render", "vtl_run"]


def __getattr__(name: str) -> Any:
    """Loads one command without the others, because the entry points name all here and start-up time matters."""
    if name == "vtl_run":
        from vtlharness.cli.run.vtl_run import vtl_run

        return vtl_run
    if name == "vtl_render":
        from vtlharness.cli.render.vtl_render import vtl_render

        return vtl_render
    if name == "vtl_call":
        from vtlharness.cli.call.vtl_call import vtl_call

        return vtl_call
    if name == "vtl_init":
        from vtlharness.cli.init import vtl_init

        return vtl_init
    if name == "vtl_lint":
        from vtlharness.cli.lint import vtl_lint

        return vtl_lint
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
