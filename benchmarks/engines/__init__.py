"""The engines that do the work: each turns a `Work` into a `Runner`, which times it in whatever process it lives.

Goes in: a work. Comes out: its text, and seconds per operation of a kind. Every engine parses the payload in every
render, as a case does.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from enum import Enum
from time import perf_counter

from benchmarks.work import Work


class Kind(str, Enum):
    """What is timed; the value is the name in the tables."""

    WARM = "warm render"
    COMPILE = "compile"
    INLINE = "compile once more, to code that is quick to run"
    FIRST = "compile + first render"
    KEPT = "first render, compiled template from the disk"


class EngineMissingError(Exception):
    """Raised when this machine lacks the engine, or the engine cannot do the work; the text says why."""


class Runner(ABC):
    """One engine, ready for one work."""

    note = ""
    """How the work differs from ours, if it does: an adapted template, for example."""

    @property
    @abstractmethod
    def kinds(self) -> frozenset[Kind]:
        """What can be timed."""

    @abstractmethod
    def output(self) -> str:
        """The text of one render."""

    @abstractmethod
    def seconds(self, kind: Kind, count: int) -> float:
        """Seconds per operation, over so many."""

    def close(self) -> None:  # noqa: B027 (most have nothing to end)
        """Ends its process, if it has one."""


class PythonRunner(Runner):
    """An engine in this process: one function for each kind; that of the warm render gives the text."""

    def __init__(self, functions: Mapping[Kind, Callable[[], object]], note: str = "") -> None:
        self._functions = functions
        self.note = note

    @property
    def kinds(self) -> frozenset[Kind]:
        """What can be timed."""
        return frozenset(self._functions)

    def function(self, kind: Kind) -> Callable[[], object]:
        """The timed functions, for other tools."""
        return self._functions[kind]

    def output(self) -> str:
        """The text of one render."""
        return str(self._functions[Kind.WARM]())

    def seconds(self, kind: Kind, count: int) -> float:
        """Seconds per operation, over so many."""
        function = self._functions[kind]
        start = perf_counter()
        for _ in range(count):
            function()
        return (perf_counter() - start) / count


class Engine(ABC):
    """Raises EngineMissingError when it is made on a machine that lacks it."""

    name: str
    about: str
    """Its version, and anything else that a reader of the figures should know."""

    @abstractmethod
    def runner(self, work: Work) -> Runner:
        """The engine on one work. Raises EngineMissingError for a work that it cannot do."""

    def close(self) -> None:  # noqa: B027 (most have nothing to take away)
        """Removes its own files."""
