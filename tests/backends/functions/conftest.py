"""Makes functions of this computer, and ends their processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vtlharness.backends.functions.local_function import LocalFunction
from vtlharness.backends.functions.settings import FunctionSettings

Made = Callable[..., LocalFunction]


@pytest.fixture
def function(tmp_path: Path) -> Iterator[Made]:
    """Makes a function from its handler below `tmp_path`, and more of its settings."""
    made: list[LocalFunction] = []

    def make(handler: str, **more: object) -> LocalFunction:
        made.append(LocalFunction(FunctionSettings("Orders", handler, str(tmp_path), **more)))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.close()
