"""Fixtures that every folder of tests may use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.observations import FOLDER
from tests.oracle.build import OracleUnavailableError
from tests.oracle.client import Oracle
from vtlharness.vtl.template import Template


@pytest.fixture(scope="session")
def oracle() -> Iterator[Oracle]:
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


@pytest.fixture(scope="session")
def shared_observations() -> Path:
    """The folder of recordings beside the repository; tests that read it are skipped elsewhere."""
    if not FOLDER.is_dir():
        pytest.skip(f"no recordings at {FOLDER}")
    return FOLDER


@pytest.fixture(params=[False, True], ids=["first compiled", "inlined"])
def each_form(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test runs twice: with the code that a template is first compiled to, and with that of one rendered often."""
    monkeypatch.setitem(Template.__init__.__kwdefaults__, "inline", request.param)
