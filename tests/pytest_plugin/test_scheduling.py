"""Which tests stay together in a run of several processes."""

from __future__ import annotations

import pytest

pytest.importorskip("xdist")

pytest_plugins = ["pytester"]
pytestmark = pytest.mark.usefixtures("plugin_installed")


@pytest.mark.parametrize(
    ("arguments", "kept"),
    [
        (("--vtl-live", "--dist=load"), True),
        (("--vtl-live", "--dist=worksteal"), True),
        (("--vtl-live", "--dist=each"), False),
        (("--vtl-live", "--dist=loadgroup"), False),
        (("--dist=load",), False),
    ],
)
def test_cases_of_a_file_stay_together(pytester: pytest.Pytester, arguments: tuple[str, ...], kept: bool) -> None:
    from vtlharness.pytest_plugin.scheduling import CaseFileScheduling

    config = pytester.parseconfigure("--tx=2*popen", *arguments)
    from vtlharness.pytest_plugin.hooks import pytest_xdist_make_scheduler

    made = pytest_xdist_make_scheduler(config, None)
    assert isinstance(made, CaseFileScheduling) is kept
    assert (made is None) is not kept
    if made is not None:
        assert [made._split_scope(one) for one in ("a.vtl.yaml::x", "b/a.vtl.json::x::y", "test_a.py::test_a")] == [
            "a.vtl.yaml",
            "b/a.vtl.json",
            "test_a.py::test_a",
        ]
