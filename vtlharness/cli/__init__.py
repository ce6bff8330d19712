"""The commands: `vtl-run` runs cases, `vtl-render` renders one template.

Comes in: command lines. Goes out: text and exit codes. `command` is where every command ends, `run` and `outcomes` are
`vtl-run`, `render` and `jsonl` are `vtl-render`.
"""

from vtlharness.cli.render import vtl_render
from vtlharness.cli.run import vtl_run

__all__ = ["vtl_render", "vtl_run"]
