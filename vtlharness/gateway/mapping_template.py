"""A mapping template: a Velocity template compiled for the roots that API Gateway gives it.

Calls of `$input.path` and `$input.json` with a literal path become direct reads of the payload: the path is compiled
with the template, once. `$input.params` with a literal name goes straight to the parameters.
"""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import Any

from vtlharness.errors import VtlSyntaxError
from vtlharness.gateway.input import Input, input_query
from vtlharness.gateway.util import UTIL, Util
from vtlharness.java.methods import METHODS, call
from vtlharness.jsonpath import JsonPathError, Query
from vtlharness.source import Source
from vtlharness.vtl.cache import TemplateCache
from vtlharness.vtl.template import Template


class MappingTemplate(Template):
    """A compiled mapping template, for `render_request` and `render_response`."""

    def __init__(self, source: Source, *, traced: bool = False, cache: TemplateCache | None = None) -> None:
        """Compiles a template as `vtl.template.Template` does. Raises VtlSyntaxError."""
        super().__init__(source, specialize, traced=traced, cache=cache)

    @classmethod
    def from_text(cls, text: str, name: str = "<template>") -> MappingTemplate:
        """Compiles a template's text; messages call it `name`. Raises VtlSyntaxError."""
        return cls(Source(text, name))

    @classmethod
    def from_file(cls, path: str | PathLike[str]) -> MappingTemplate:
        """Compiles a template file, read as UTF-8. Raises VtlSyntaxError, also for other encodings, and OSError."""
        data = Path(path).read_bytes()
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as problem:
            raise VtlSyntaxError(f"{path}: not UTF-8 (byte {problem.start + 1})") from None
        return cls(Source(text, str(path)))


def specialize(root: str, method: str, arguments: tuple[Any, ...] | int) -> Callable[..., Any] | None:
    """What a call of a root's method becomes (see `vtl.compilation.Specializer`); None where it stays a call."""
    if isinstance(arguments, int):
        return _util_function(method) if root == "util" and arguments == 1 else None
    if root != "input" or len(arguments) != 1 or type(arguments[0]) is not str:
        return None
    if method == "params":
        return _params_reader(arguments[0])
    reader = _PATH_READERS.get(method)
    if reader is None:
        return None
    try:
        return reader(input_query(arguments[0]))
    except JsonPathError:
        return None  # the call fails when, and only when, it is reached


def _util_function(method: str) -> Callable[..., Any] | None:
    function = METHODS[Util].get((method, 1))
    if function is None:
        return None

    def call_util(target: Any, argument: Any) -> Any:
        return function(target, argument) if target is UTIL else call(target, method, (argument,))

    return call_util


def _path_reader(query: Query) -> Callable[[Any], Any]:
    def read_path(target: Any) -> Any:
        return target.path_query(query) if type(target) is Input else call(target, "path", (query.text,))

    return read_path


def _json_reader(query: Query) -> Callable[[Any], Any]:
    def read_json(target: Any) -> Any:
        return target.json_query(query) if type(target) is Input else call(target, "json", (query.text,))

    return read_json


def _params_reader(name: str) -> Callable[[Any], Any]:
    def read_params(target: Any) -> Any:
        return target.param(name) if type(target) is Input else call(target, "params", (name,))

    return read_params


_PATH_READERS = {"path": _path_reader, "json": _json_reader}
