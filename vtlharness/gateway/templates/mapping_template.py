"""A mapping template: a Velocity template compiled for the roots that API Gateway gives it.

Calls of `$input.path` and `$input.json` with a literal path become direct reads of the payload: the path is compiled
with the template, once. `$input.params` with a literal name goes straight to the parameters.
"""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vtlharness.errors import VtlSyntaxError
from vtlharness.gateway.roots.input import UNPARSED, Input, input_query
from vtlharness.gateway.roots.params import param
from vtlharness.gateway.roots.util import UTIL, Util, escaped_value
from vtlharness.java.json_text import to_json
from vtlharness.jsonpath import JsonPathError, Query
from vtlharness.source import Source
from vtlharness.vtl.compile.compilation import RootFunction
from vtlharness.vtl.compile.template_cache import TemplateCache
from vtlharness.vtl.template import Template, Watcher

if TYPE_CHECKING:
    from vtlharness.jsonpath.selection import Selection
    from vtlharness.vtl.compile.compiled_template import CompiledTemplate


class MappingTemplate(Template):
    """A compiled mapping template, for `render_request` and `render_response`.

    What it needs of its roots is found once, so that a rendering makes nothing else: whether it `reads_context` and
    `reads_stage_variables` at all, and whether it `only_reads_stage_variables` by their names; whether it may look up
    a parameter by a name that it writes out (`names_parameters`); whether it may write overrides (`names_overrides`);
    whether all that a rendering needs besides is the payload, the parameters and the stage variables (`is_plain`).
    """

    given = ("input", "util", "context", "stageVariables")

    reads_context: bool
    reads_stage_variables: bool
    only_reads_stage_variables: bool
    names_parameters: bool
    names_overrides: bool
    is_plain: bool

    def __init__(self, source: Source, *, traced: bool = False, watcher: Watcher | None = None) -> None:
        """Compiles a template as `vtl.template.Template` does. Raises VtlSyntaxError."""
        super().__init__(source, specialize, traced=traced, watcher=watcher)

    def _use(self, compiled: CompiledTemplate, closures: Callable[..., str | None] | None = None) -> None:
        super()._use(compiled, closures)
        text = self.source.text
        self.reads_context = "context" in self.root_names
        self.reads_stage_variables = "stageVariables" in self.root_names
        self.only_reads_stage_variables = "stageVariables" in self.root_properties
        tight = "".join(text.split()) if "input.params(" in text else ""
        self.names_parameters = "params('" in tight or 'params("' in tight or "params().header" in tight
        self.names_overrides = "Override" in text
        self.is_plain = self.inlined and not (self.traced or self.certain_traps or self.reads_context)

    @classmethod
    def from_text(cls, text: str, name: str = "<template>") -> MappingTemplate:
        """Compiles a template's text; messages call it `name`. Raises VtlSyntaxError."""
        return cls(Source(text, name))

    @classmethod
    def from_file(cls, path: str | PathLike[str]) -> MappingTemplate:
        """Compiles a template file, read as UTF-8. Raises VtlSyntaxError, also for other encodings, and OSError."""
        from vtlharness.documents.utf8 import utf8_text

        name = str(path)
        return cls(Source(utf8_text(Path(path).read_bytes(), name, VtlSyntaxError), name))


def kept_template(source: Source, cache: TemplateCache) -> MappingTemplate:
    """The template of a source, from a cache on disk where it is there. Raises VtlSyntaxError."""
    template = MappingTemplate.__new__(MappingTemplate)
    Template.__init__(template, source, specialize, cache=cache)
    return template


def specialize(root: str, method: str, arguments: tuple[Any, ...] | int, changes: bool) -> RootFunction | None:
    """The function for a call of a root's method (see `vtl.compile.compilation`); None if it stays a call."""
    if isinstance(arguments, int):
        return _util_function(method) if root == "util" and arguments == 1 else None
    if root != "input" or len(arguments) != 1 or type(arguments[0]) is not str:
        return None
    if method == "params":
        return RootFunction(_params_reader(arguments[0]))
    if method not in ("path", "json"):
        return None
    try:
        query = input_query(arguments[0])
    except JsonPathError:
        return None  # the call fails when, and only when, it is reached
    read_path = _path_reader(query, changes)
    return RootFunction(read_path) if method == "path" else RootFunction(_json_reader(read_path), gives_text=True)


def _util_function(method: str) -> RootFunction | None:
    if method == "escapeJavaScript":
        return RootFunction(escaped_value, takes_root=False, gives_text=True)
    function = Util.java_methods.get((method, 1))
    if function is None:
        return None

    def call_util(argument: Any) -> Any:
        return function(UTIL, "" if argument is None else argument)

    return RootFunction(call_util, takes_root=False)


def _path_reader(query: Query, changes: bool) -> Callable[[Input], object]:
    if not query.findings:
        if query.steps is not None:
            return _steps_reader(query, query.steps)
        if query.scanned is not None and not changes:
            return _scan_reader(query, query.scanned)
        if query.select is not None:
            return _selection_reader(query, query.select)

    def read_path(target: Input) -> object:
        return target.path_query(query)

    return read_path


def _steps_reader(query: Query, steps: tuple[str | int, ...]) -> Callable[[Input], object]:
    def read_steps(target: Input) -> object:
        value: Any = target.parsed
        if value is UNPARSED:
            value = target.document()
        try:
            for step in steps:
                if step.__class__ is str or value.__class__ is list:
                    value = value[step]
                else:
                    return target.path_query(query)
        except (KeyError, IndexError, TypeError):
            return None
        return value

    return read_steps


def _selection_reader(query: Query, select: Selection) -> Callable[[Input], object]:
    def read_selection(target: Input) -> object:
        document = target.document()
        found = select(document, document)
        return target.path_query(query) if found is None else found

    return read_selection


def _scan_reader(query: Query, name: str) -> Callable[[Input], object]:
    from vtlharness.jsonpath.selection import objects_of

    def read_scan(target: Input) -> object:
        objects = target.objects
        if objects is None:
            objects = target.objects = objects_of(target.document())
            if objects is None:
                return target.path_query(query)
        return [item[name] for item in objects if name in item]

    return read_scan


def _json_reader(read_path: Callable[[Input], object]) -> Callable[[Input], str]:
    def read_json(target: Input) -> str:
        value = read_path(target)
        return '""' if value is None else to_json(value)

    return read_json


def _params_reader(name: str) -> Callable[[Input], object]:
    def read_params(target: Input) -> object:  # `param`, with its usual case first
        if target.places is not None:
            return target.param(name)
        request = target.request
        value: object = request.query_string.get(name)
        if value.__class__ is str and name not in request.path_parameters:
            return value
        return param(request, name)

    return read_params
