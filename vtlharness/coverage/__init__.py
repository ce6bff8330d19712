"""Coverage: the lines and branch arms of templates, and the parts of definitions, that cases reach.

`counting` makes templates count. The package is also a plugin of coverage.py, which calls `coverage_init`:

    [tool.coverage.run]
    plugins = ["vtlharness.coverage"]
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from vtlharness.coverage.counting import counting
from vtlharness.vtl.counts import ArmCount, Recorder, TemplateCounts

if TYPE_CHECKING:
    from coverage.plugin_support import Plugins

__all__ = ["ArmCount", "Recorder", "TemplateCounts", "counting", "coverage_init"]


def coverage_init(reg: Plugins, options: Mapping[str, Any]) -> None:
    """Makes this process measure templates for coverage.py; `options` are not used."""
    from vtlharness.coverage.plugin import TemplatePlugin, start_measuring

    reg.add_file_tracer(TemplatePlugin())
    start_measuring()
