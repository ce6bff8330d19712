"""The pytest plugin: case files as tests, and the `vtl` fixture for tests written in Python.

Comes in: files that pytest finds. Goes out: one item per case, its differences in the failure section. Every project in
an environment loads this package, so it imports only pytest, `state`, `hooks` and the names of the options; the
rest waits for the first case file. pytest finds the hooks and the fixture here.
"""

from vtlharness.pytest_plugin.hooks import (
    pytest_addoption,
    pytest_collect_file,
    pytest_collection_modifyitems,
    pytest_configure,
    pytest_load_initial_conftests,
    pytest_runtestloop,
    pytest_sessionfinish,
    pytest_terminal_summary,
    pytest_testnodedown,
    pytest_unconfigure,
    pytest_xdist_make_scheduler,
    vtl,
)
from vtlharness.pytest_plugin.state import VtlTemplateWarning

__all__ = [
    "VtlTemplateWarning",
    "pytest_addoption",
    "pytest_collect_file",
    "pytest_collection_modifyitems",
    "pytest_configure",
    "pytest_load_initial_conftests",
    "pytest_runtestloop",
    "pytest_sessionfinish",
    "pytest_terminal_summary",
    "pytest_testnodedown",
    "pytest_unconfigure",
    "pytest_xdist_make_scheduler",
    "vtl",
]
