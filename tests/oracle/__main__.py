"""`python -m tests.oracle --record [TESTS...]`: writes the oracle's answers to the tests into the golden files.

Runs the tests that ask through the fixture `oracle`: all of them, or those of the files and folders given. Needs a JDK
and Maven. Answers that no test asks for any more are removed, but not while a test fails. Exit code: pytest's.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

import pytest

from tests.oracle.recording import GOLDEN, RECORDER, TESTS, Recorder

_RAN = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)


class RecordingPlugin:
    """Runs only the tests that ask, and keeps the answers."""

    def __init__(self) -> None:
        self.recorder = Recorder()

    def pytest_configure(self, config: pytest.Config) -> None:
        """Gives the fixture the recorder."""
        config.stash[RECORDER] = self.recorder

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keeps the tests that ask."""
        items[:] = [item for item in items if "oracle" in getattr(item, "fixturenames", ())]


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", allow_abbrev=False)
    parser.add_argument("--record", action="store_true", required=True, help="write the oracle's answers")
    parser.add_argument("tests", nargs="*", metavar="TESTS", help="test modules or folders; without them, all")
    options = parser.parse_args(arguments)
    if any("::" in each for each in options.tests):
        parser.error("a golden file belongs to a whole module: give files or folders")
    os.environ["VTLHARNESS_REQUIRE_ORACLE"] = "1"
    os.environ.pop("VTLHARNESS_ORACLE", None)
    plugin = RecordingPlugin()
    chosen = options.tests or [str(TESTS)]
    code = pytest.main(["-q", "-p", "no:xdist", "-p", "no:cacheprovider", *chosen], [plugin])
    if code in _RAN:
        complete = code == pytest.ExitCode.OK
        plugin.recorder.write(complete=complete)
        if complete and not options.tests:
            for file in set(GOLDEN.rglob("*.jsonl")) - set(plugin.recorder.files):
                file.unlink()
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
