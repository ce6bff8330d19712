"""The `$input` root: body, json, path, params.

Comes in: a payload and the parameters of the method request. Goes out: the values that the template asks for. The
payload is parsed once, at its first use, so that a change to `$input.path('$')` shows in `$input.json('$')`
(docs/fidelity.md#payload-changes-show). Evidence: docs/fidelity.md#input; the oracle where the recordings are silent.
"""

from __future__ import annotations

from typing import Any, ClassVar

from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.roots.java_objects import OBJECT_METHODS, RootError
from vtlharness.gateway.roots.params import param, params_map
from vtlharness.gateway.roots.payload import parse_payload
from vtlharness.java.json_text import to_json
from vtlharness.java.methods.table import MethodTable
from vtlharness.java.values import HashMap, JavaError
from vtlharness.jsonpath import JsonPathError, Query, compile_path
from vtlharness.limits.budget import met

UNPARSED = object()
"""Stands for the value of a payload that has not been used yet."""

_TRIMMED = "".join(map(chr, range(0x21)))  # what Java's `trim` takes away
_NO_REQUEST = MethodRequest()


def input_query(path: str) -> Query:
    """The query of a path as `$input` reads it: blanks around a lone `$` are ignored. Raises JsonPathError."""
    return compile_path("$" if path.strip(_TRIMMED) == "$" else path)


class Input:
    """The value of `$input`; prints `{}`.

    `parsed` is the payload's value, `UNPARSED` before its first use; `places` the map of `$input.params()`, None until
    the template asks for it; until then, parameters are read from `request`. `objects` are all objects of the payload,
    if a template that changes none has looked for them. `unsure` contains the paths whose queries have findings.
    """

    __slots__ = ("body", "objects", "parsed", "places", "request", "unsure")

    def __init__(
        self, body: str | None, request: MethodRequest = _NO_REQUEST, params: dict[str, object] | None = None
    ) -> None:
        self.body = body or "{}"
        self.request = request
        self.places = params
        self.parsed: object = UNPARSED
        self.objects: list[dict[Any, Any]] | None = None
        self.unsure: list[Query] | None = None

    def __str__(self) -> str:
        return "{}"

    def document(self) -> object:
        """The parsed payload. Raises JavaError if it cannot be parsed."""
        if self.parsed is UNPARSED:
            self.parsed = parse_payload(self.body)
        return self.parsed

    def text(self) -> str:
        """The payload as it came."""
        met(self.body)
        return self.body

    def path_query(self, query: Query) -> object:
        """`$input.path` of a compiled path; None for a missing value and for null."""
        document = self.parsed
        if document is UNPARSED:
            document = self.parsed = parse_payload(self.body)
        if document is None:
            return None
        if query.findings:
            self._remember(query)
        try:
            return query.read(document)
        except JsonPathError as problem:
            raise _invalid_path(query.text, problem) from problem

    def json_query(self, query: Query) -> str:
        """`$input.json` of a compiled path: compact JSON; two quotes for a missing value and for null."""
        value = self.path_query(query)
        return '""' if value is None else to_json(value)

    def path(self, path: object) -> object:
        """`$input.path(path)`; None also for an argument that is not a text.

        Raises JavaError for a payload that cannot be parsed, for null, and for a path that is not valid.
        """
        if type(path) is not str:
            if path is None and self.document() is not None:
                raise JavaError("java.lang.NullPointerException", "the JSONPath is null")
            return None
        if self.document() is None:  # null has nothing in it, whatever the path is
            return None
        try:
            query = input_query(path)
        except JsonPathError as problem:
            raise _invalid_path(path, problem) from problem
        return self.path_query(query)

    def json(self, path: object) -> str | None:
        """`$input.json(path)`; None for an argument that is not a text. Raises JavaError as `path` does."""
        if path is not None and type(path) is not str:
            return None
        value = self.path(path)
        return '""' if value is None else to_json(value)

    def params(self) -> dict[str, object]:
        """`$input.params()`: the map of the three places, the same one at each call."""
        params = self.places
        if params is None:
            params = self.places = params_map(self.request)
        return params

    def param(self, name: object) -> object:
        """`$input.params(name)`: the first value in path, query string, header; "" if there is none."""
        if type(name) is not str and name is not None:
            # Velocity 1.7 picks params() then, and calls it with an argument.
            raise JavaError("java.lang.IllegalArgumentException", "wrong number of arguments")
        if self.places is None:
            return "" if name is None else param(self.request, name)
        for place in self.places.values():
            if isinstance(place, (dict, HashMap)):
                value = place.get(name)
                if value is not None:
                    return value
        return ""

    def _remember(self, query: Query) -> None:
        if self.unsure is None:
            self.unsure = [query]
        elif query not in self.unsure:
            self.unsure.append(query)

    java_methods: ClassVar[MethodTable] = {
        **OBJECT_METHODS,
        ("getBody", 0): text,
        ("json", 1): json,
        ("path", 1): path,
        ("params", 0): params,
        ("params", 1): param,
    }


def _invalid_path(path: str, problem: JsonPathError) -> RootError:
    place = "" if problem.position is None else f" (at character {problem.position + 1} of the path)"
    message = f"JSONPath '{path}': {problem.message}{place}"
    return RootError("com.jayway.jsonpath.InvalidPathException", message, problem.hint)
