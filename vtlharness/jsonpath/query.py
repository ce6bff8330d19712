"""A compiled path, which finds values in documents."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from vtlharness.jsonpath.definite import follow, plain_keys
from vtlharness.jsonpath.errors import JsonPathError, PathNotFound
from vtlharness.jsonpath.run import MISSING

if TYPE_CHECKING:
    from vtlharness.findings import Finding
    from vtlharness.jsonpath.evaluation import Evaluator
    from vtlharness.jsonpath.selection import Selection

CACHED_PATHS = 1024


class Query:
    """A path, parsed and ready; it keeps no state of its evaluations, so threads may share it.

    `definite`: the path leads to one value; other paths give a list. `steps`: the keys and indexes of a path made only
    of keys and indexes from the beginning, else None. `select`: the fast selection for a common path to several values,
    else None (see `jsonpath.selection`). `scanned`: the key of `$..key`, None for another path. `findings`: the path's
    findings, without places.
    """

    __slots__ = ("_evaluator", "_keys", "definite", "findings", "scanned", "select", "steps", "text")

    def __init__(self, text: str) -> None:
        """Parses a path; raises JsonPathError if Jayway refuses it."""
        self.text = text
        self._keys = plain_keys(text)
        self._evaluator: Evaluator | None = None
        self.definite: bool = True
        self.findings: tuple[Finding, ...] = ()
        self.select: Selection | None = None
        self.scanned: str | None = None
        if self._keys is None:
            self._parse()
        keys = self._keys
        self.steps = keys if keys is None or all(isinstance(key, str) or key >= 0 for key in keys) else None

    def _parse(self) -> Evaluator:
        # Imported for the first path that is not plain: most runs have none.
        from vtlharness.jsonpath.parsed_path import parsed_path

        evaluator, self.findings, self.scanned = parsed_path(self.text)
        self._evaluator = evaluator
        self.definite = evaluator.definite
        self.select = evaluator.select
        self._keys = evaluator.keys
        return evaluator

    def __repr__(self) -> str:
        return f"Query({self.text!r})"

    def find(self, document: Any) -> Any:
        """The result of the path: for a definite path the value itself, as it stands in the document, else a new list.

        Raises PathNotFound if a definite path finds nothing, JsonPathError if Jayway fails otherwise.
        """
        try:
            return (self._evaluator or self._parse()).value(document, document)
        except RecursionError:
            raise JsonPathError("The path is too long for this document") from None

    def read(self, document: Any) -> Any:
        """As `find`, but None if the path finds nothing, as `$input.path` does."""
        if self._keys is not None:
            value = follow(self._keys, document)
            return None if value is MISSING else value
        try:
            return self.find(document)
        except PathNotFound:
            return None


@lru_cache(maxsize=CACHED_PATHS)
def compile_path(path: str) -> Query:
    """The query of a path, from a cache of recent ones. Raises JsonPathError for a path that Jayway refuses."""
    return Query(path)
