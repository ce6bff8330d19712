"""Fixtures that every folder of tests may use, and what a run leaves out: the slow batches, unless it asks for them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.observations import FOLDER
from tests.oracle.build import OracleUnavailableError
from tests.oracle.client import Oracle
from tests.oracle.recording import RECORDER, RecordedOracle, golden_file
from vtlharness.limits.budget import current_budget
from vtlharness.vtl.template import Template

# The checks that recordings share tell both sides of what differs, as those in test modules do.
pytest.register_assert_rewrite("tests.gateway.stages.agreement", "tests.gateway.stages.recorded_stages")

_STARTS_PROCESSES = frozenset({"command", "pytester"})


def pytest_report_header(config: pytest.Config) -> list[str]:
    return [] if config.option.markexpr else ["slow batches: left out (`pytest -m slow` runs them)"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out the tests marked slow, except where `-m` chooses, and except those that the command line names. Marks
    those that start commands or sessions of pytest.
    """
    for item in items:
        if not _STARTS_PROCESSES.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker("processes")
    if config.option.markexpr:
        return
    left_out = [item for item in items if item.get_closest_marker("slow") and not _is_named(item, config)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def _is_named(item: pytest.Item, config: pytest.Config) -> bool:
    """Whether an argument such as `tests/x.py::test_y` or `tests/x.py::test_y[z]` names the test."""
    name = item.nodeid.partition("::")[2]
    for argument in config.args:
        file, _, named = argument.partition("::")
        meant = named and name in (named, f"{named}[{name.partition('[')[2]}")
        if meant and (config.invocation_params.dir / file).resolve() == item.path:
            return True
    return False


@pytest.fixture(autouse=True)
def _nothing_spent() -> None:
    """A test that calls what renderings call, outside of a rendering, begins with the whole budget."""
    current_budget().spent = None


@pytest.fixture(scope="session")
def live_oracle() -> Iterator[Oracle]:
    """One JVM for the session (for each xdist worker); tests are skipped without it, or fail where CI requires it."""
    if os.environ.get("VTLHARNESS_ORACLE") == "off":
        pytest.skip("VTLHARNESS_ORACLE=off")
    try:
        made = Oracle()
    except OracleUnavailableError as problem:
        if os.environ.get("VTLHARNESS_REQUIRE_ORACLE") == "1":
            pytest.fail(str(problem))
        pytest.skip(str(problem))
    yield made
    made.close()


@pytest.fixture
def oracle(request: pytest.FixtureRequest) -> Oracle:
    """The oracle's answers as recorded for the test's module, held to those of the JVM where there is one.

    A slow test and one marked unrecorded ask the JVM alone.
    """
    if any(request.node.get_closest_marker(name) for name in ("slow", "unrecorded")):
        return request.getfixturevalue("live_oracle")
    try:
        live = request.getfixturevalue("live_oracle")
    except pytest.skip.Exception:
        live = None
    return RecordedOracle(golden_file(request.node.path), live, request.config.stash.get(RECORDER, None))


@pytest.fixture(scope="session")
def shared_observations() -> Path:
    """The folder of recordings beside the repository; tests that read it are skipped elsewhere."""
    if not FOLDER.is_dir():
        pytest.skip(f"no recordings at {FOLDER}")
    return FOLDER


@pytest.fixture(params=["closures", "short", "inlined"])
def each_form(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test runs once with each form of a template."""
    monkeypatch.setitem(Template.__init__.__kwdefaults__, "form", request.param)
