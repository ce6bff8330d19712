"""From tokens to functions: each token becomes a closure that does its part of the work and calls the next.

A step takes a value and the `Run`, and calls the following step for every value that it finds; the last step adds the
value to the results. A path made only of keys and single indexes needs no steps: it is one loop.

Jayway's compiled paths keep state: a scan leaves its last index behind, a function removes a wildcard from its
argument, so a later evaluation of the same path may give less, or fail. Here every evaluation is like the first
(docs/fidelity.md#difference-worn-paths).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from vtlharness.java.keys import OTHER_KEYS
from vtlharness.jsonpath.containers import check_keys, is_array, is_object
from vtlharness.jsonpath.definite import follow
from vtlharness.jsonpath.errors import IndexOutOfBoundsError, InvalidPathError, PathNotFound
from vtlharness.jsonpath.filters import Predicate, compile_filter
from vtlharness.jsonpath.functions import call
from vtlharness.jsonpath.run import CHARGED_AT_ONCE, FEW, MISSING, Run, Step
from vtlharness.jsonpath.scan import scan_step
from vtlharness.jsonpath.selection import selection, slice_indexes
from vtlharness.jsonpath.syntax.tokens import (
    ArrayIndex,
    ArraySlice,
    Filter,
    Function,
    JsonArgument,
    JsonPath,
    Property,
    Scan,
    Token,
    Wildcard,
    is_definite,
)
from vtlharness.limits.budget import spend_items


class Evaluator:
    """A path ready to run: `definite`; `keys`, the keys and indexes of a path of single keys and indexes; and `select`,
    for a common path to several values (see `jsonpath.selection`)."""

    __slots__ = ("_children", "_path", "_step", "definite", "ends_in_function", "keys", "select")

    def __init__(self, path: JsonPath, *, of_children: bool = False) -> None:
        """`of_children`: a wildcard follows, as in Jayway's length(path), without changing whether the path counts as
        definite.
        """
        self.definite = path.definite
        self.ends_in_function = path.ends_in_function
        self.keys = None if of_children else _keys(path)
        self.select = None if of_children or self.definite else selection(path, _predicate)
        # What the selection leaves is rare, so its steps are made for the first document that needs them.
        self._step = _compile(path, of_children) if self.select is None else None
        self._path = path
        self._children: Evaluator | None = None

    def value(self, document: Any, root: Any, *, require: bool = False) -> Any:
        """The value of the path in `document`; `root` is the value of `$` in its filters and arguments.

        `require`: any missing key raises PathNotFound (Jayway's REQUIRE_PROPERTIES). Raises PathNotFound,
        JsonPathError.
        """
        if self.keys is not None:
            found = follow(self.keys, document)
            if found is MISSING:
                raise PathNotFound(f"The path finds nothing in this document: {_shown(self.keys)}")
            return found
        if self.select is not None and not require:
            selected = self.select(document, root)
            if selected is not None:
                return selected
        run = Run(root, require)
        if self._step is None:
            self._step = _compile(self._path, of_children=False)
        self._step(document, run)
        if not self.definite:
            if len(run.results) > FEW:
                spend_items(len(run.results) % CHARGED_AT_ONCE)
            return run.results
        if not run.results:
            raise PathNotFound("The path finds nothing in this document")
        return run.results[-1]

    def read(self, document: Any, root: Any, *, require: bool = False) -> Any:
        """As `value`, but MISSING if the path finds nothing. Raises JsonPathError."""
        if self.keys is not None:
            return follow(self.keys, document)
        try:
            return self.value(document, root, require=require)
        except PathNotFound:
            return MISSING

    def children(self, document: Any, root: Any, *, require: bool = False) -> Any:
        """As `value`, for the path with a wildcard after it, as definite as the path itself."""
        if not self._path.tokens:
            return self.value(document, root, require=require)
        if self._children is None:
            self._children = Evaluator(self._path, of_children=True)
        return self._children.value(document, root, require=require)


def _shown(keys: Sequence[str | int]) -> str:
    return "$" + "".join(f"['{key}']" if isinstance(key, str) else f"[{key}]" for key in keys)


def _keys(path: JsonPath) -> tuple[str | int, ...] | None:
    keys: list[str | int] = []
    for token in path.tokens:
        if isinstance(token, Property) and len(token.names) == 1:
            keys.append(token.names[0])
        elif isinstance(token, ArrayIndex) and len(token.indexes) == 1:
            keys.append(token.indexes[0])
        else:
            return None
    return tuple(keys)


def _emit(value: Any, run: Run) -> None:
    results = run.results
    results.append(value)
    if not len(results) % CHARGED_AT_ONCE:
        spend_items(CHARGED_AT_ONCE)


def _compile(path: JsonPath, of_children: bool) -> Step:
    tokens: tuple[Token, ...] = (*path.tokens, Wildcard(-1)) if of_children else path.tokens
    last = len(tokens) - 1
    upstream = [not path.after_scan]  # for each token: whether all tokens before it lead to one value
    for index, token in enumerate(tokens):
        upstream.append(upstream[-1] and is_definite(token, leaf=index == last))
    steps: list[Step] = [_emit]  # from the end of the path to its beginning
    accept: Predicate | None = None  # of the filter met last
    for index in range(last, -1, -1):
        token = tokens[index]
        if isinstance(token, Scan):
            steps.append(_scan_step(token.offset, tokens[index + 1 : index + 4], steps, accept))
            continue
        if isinstance(token, Filter):
            accept = _predicate(token)
            steps.append(_filter_step(token.offset, accept, steps[-1], upstream[index]))
            continue
        of_key = steps[-1]
        if index == last and index >= 2 and isinstance(tokens[index - 2], Scan):
            of_key = _only_scanned_item(None if of_children else tokens[index - 1])
        steps.append(_step(token, steps[-1], of_key, index == last, upstream[index]))
    return steps[-1]


def _predicate(token: Filter) -> Predicate:
    return compile_filter(token.expression, Evaluator)


def _step(token: Token, following: Step, of_key: Step, leaf: bool, upstream_definite: bool) -> Step:
    """The step of any token except scans and filters; `of_key` is the following step for the value of a key."""
    if isinstance(token, Property):
        if leaf and len(token.names) > 1:
            return _merge_step(token, upstream_definite)
        return _property_step(token, of_key, leaf, upstream_definite)
    if isinstance(token, ArrayIndex):
        return _index_step(token, following, upstream_definite)
    if isinstance(token, ArraySlice):
        return _slice_step(token, following, upstream_definite)
    if isinstance(token, Function):
        return _function_step(token, None if leaf else following)
    return _wildcard_step(of_key, following)


def _scan_step(offset: int, behind: Sequence[Token], steps: Sequence[Step], accept: Predicate | None) -> Step:
    """The step of a scan: `behind` are the first three tokens after it, `steps` theirs, from the end of the path."""
    if not behind:
        return scan_step(offset, None, steps[-1], None)
    target = behind[0]
    after = steps[-2] if len(behind) > 1 else None
    return scan_step(offset, target, steps[-1], after, accept, mark=len(behind) == 2)


def _only_scanned_item(scanned: Token | None) -> Step:
    """The end of `..[n].key`: Jayway looks at all items of an array, and keeps the results of item n.

    For any other token in that place, it keeps nothing from the first array that the scan has found.
    """
    wanted = -2
    if isinstance(scanned, ArrayIndex) and len(scanned.indexes) == 1:
        wanted = scanned.indexes[0]

    def step(value: Any, run: Run) -> None:
        if run.scanned_item in (-1, wanted):
            run.results.append(value)

    return step


def _property_step(token: Property, following: Step, leaf: bool, upstream_definite: bool) -> Step:
    names, offset = token.names, token.offset
    must_exist = upstream_definite and len(names) == 1 and not leaf

    def step(value: Any, run: Run) -> None:
        if not is_object(value):
            if upstream_definite:
                raise PathNotFound(f"Cannot read the key '{names[0]}': the value before it is not an object", offset)
            return
        for name in names:
            if name in value:
                following(value[name], run)
            elif must_exist or run.require:
                raise PathNotFound(f"The key '{name}' does not exist", offset)

    return step


def _merge_step(token: Property, upstream_definite: bool) -> Step:
    names, offset = token.names, token.offset

    def step(value: Any, run: Run) -> None:
        if not is_object(value):
            if upstream_definite:
                raise PathNotFound("Cannot read several keys: the value before them is not an object", offset)
            return
        merged = {}
        for name in names:
            if name in value:
                merged[name] = value[name]
            elif run.require:
                raise PathNotFound(f"The key '{name}' does not exist", offset)
        run.results.append(merged)

    return step


def _follow_index(array: Any, index: int, length: int, following: Step, run: Run) -> None:
    if -length <= index < length:
        with suppress(IndexOutOfBoundsError):  # Jayway takes a function's failure after an index for the index's own
            following(array[index], run)


def _is_array_or_missing(value: Any, upstream_definite: bool, offset: int) -> bool:
    if is_array(value):
        return True
    if upstream_definite:
        raise PathNotFound("Cannot read items: the value before them is not an array", offset)
    return False


def _index_step(token: ArrayIndex, following: Step, upstream_definite: bool) -> Step:
    indexes, offset = token.indexes, token.offset

    def step(value: Any, run: Run) -> None:
        if _is_array_or_missing(value, upstream_definite, offset):
            length = len(value)
            for index in indexes:
                _follow_index(value, index, length, following, run)

    return step


def _slice_step(token: ArraySlice, following: Step, upstream_definite: bool) -> Step:
    start, stop, offset = token.start, token.stop, token.offset

    def step(value: Any, run: Run) -> None:
        if not _is_array_or_missing(value, upstream_definite, offset):
            return
        length = len(value)
        for index in slice_indexes(start, stop, length):
            _follow_index(value, index, length, following, run)

    return step


def _wildcard_step(of_object: Step, of_array: Step) -> Step:
    def step(value: Any, run: Run) -> None:
        if is_object(value):
            if OTHER_KEYS:
                check_keys(value, null=False)
            for item in value.values():
                of_object(item, run)
        elif is_array(value):
            for item in value:
                try:
                    of_array(item, run)
                except IndexOutOfBoundsError:
                    pass
                except PathNotFound:
                    if run.require:
                        raise

    return step


def _filter_step(offset: int, accept: Predicate, following: Step, upstream_definite: bool) -> Step:
    def step(value: Any, run: Run) -> None:
        if is_object(value):
            if accept(value, run):
                following(value, run)
        elif is_array(value):
            for item in value:
                if accept(item, run):
                    with suppress(IndexOutOfBoundsError):
                        following(item, run)
        elif upstream_definite:
            raise InvalidPathError("A filter needs an array or an object, but the value before it is neither", offset)

    return step


def _function_step(token: Function, following: Step | None) -> Step:
    arguments = tuple(
        argument.text if isinstance(argument, JsonArgument) else Evaluator(argument.path)
        for argument in token.arguments
    )

    def step(value: Any, run: Run) -> None:
        result = call(token.name, value, arguments, run, token.offset)
        run.results.append(result)
        if following is not None:
            following(result, run)

    return step
