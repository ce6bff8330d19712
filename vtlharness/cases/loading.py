"""A case file's path to its `CaseFile`: text to data, data checked, defaults merged, named files read.

Comes in: a path. Goes out: the `CaseFile` with its cases ready to run. Next: `running`. Only reads: a case file can
name any file, and what it names is shown in no message beyond a line of a file that is not UTF-8 or not JSON.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from vtlharness.cases.checking import MisfitError, check_case_file
from vtlharness.cases.merging import merged_case
from vtlharness.cases.model import (
    STRICT,
    Case,
    CaseFile,
    CaseTemplate,
    CompareOptions,
    Expectation,
    ExpectedData,
    ExpectedText,
)
from vtlharness.cases.positions import Positions
from vtlharness.documents.json_text import JsonTextError, parse_json
from vtlharness.documents.nodes import Node
from vtlharness.documents.reading import BOM, UnreadableFileError, read_source
from vtlharness.errors import CaseFileError
from vtlharness.gateway.records import BackendReply, MethodRequest
from vtlharness.gateway.text_values import text_values
from vtlharness.source import Source


def load_case_file(path: str | Path) -> CaseFile:
    """Read a case file.

    Raises CaseFileError for anything wrong with it or with a file that it names, with file, line and column.
    """
    path = Path(path)
    try:
        source = read_source(path)
    except UnreadableFileError as error:
        raise CaseFileError(f"{path} {error.reason}", hint=error.hint) from None
    return parse_case_file(path, source)


def parse_case_file(path: Path, source: Source) -> CaseFile:
    """The case file of a text that stands (or is going to stand) at a path. Raises as `load_case_file` does."""
    if source.text.startswith(BOM):
        source = Source(source.text[1:], source.name)
    is_json = path.suffix == ".json"
    data, odd_numbers, lines = _read_data(source, json=is_json)
    loader = _Loader(path, source, Positions(source, json=is_json, case_lines=lines))
    try:
        check_case_file(data)
        if odd_numbers:
            loader.check_written_numbers(data)
        return loader.case_file(data)
    except MisfitError as misfit:
        raise loader.error(misfit) from None


def file_data(source: Source, *, json: bool) -> Any:
    """The data of a case file's text, not yet checked. Raises CaseFileError where it does not parse."""
    return _read_data(source, json=json)[0]


def _read_data(source: Source, *, json: bool) -> tuple[Any, bool, list[int]]:
    """The data, whether numbers are written oddly, and the lines of the cases where they are known."""
    if json:
        return _json_data(source), False, []
    from vtlharness.documents.yaml_text import YamlText

    read = YamlText(source)
    return read.value, read.odd_numbers, read.item_lines


def _json_data(source: Source) -> Any:
    repeated = False

    def as_dict(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        mapping = dict(pairs)
        repeated = repeated or len(mapping) < len(pairs)
        return mapping

    try:
        parse_json(source.text)
    except JsonTextError as problem:
        raise CaseFileError(f"this is not JSON: {problem.message}", source=source, offset=problem.offset) from None
    data = json.loads(source.text, object_pairs_hook=as_dict)
    if repeated:
        raise _repeated_key(source)
    return data


def _repeated_key(source: Source) -> CaseFileError:
    from vtlharness.documents.json_nodes import json_nodes, repeated_key

    key = repeated_key(json_nodes(source.text))
    assert key
    return CaseFileError(
        f"the key {key.text!r} is repeated",
        source=source,
        offset=key.start,
        length=key.end - key.start,
        hint="keep one of them",
    )


class _Loader:
    """One case file on its way to records; keeps what it has read from other files."""

    def __init__(self, path: Path, source: Source, positions: Positions) -> None:
        self.path = path
        self.source = source
        self.positions = positions
        self._folder = os.path.dirname(path)
        self._texts: dict[str, Source] = {}

    def case_file(self, data: dict[str, Any]) -> CaseFile:
        """The records of data that fits. Raises MisfitError, and CaseFileError for a fault inside a named file."""
        template = self._template(data)
        defaults = data.get("defaults")
        cases = []
        for index, own in enumerate(data["cases"]):
            try:
                cases.append(self._case(merged_case(defaults, own), index, template))
            except MisfitError as misfit:
                raise self._in_case_or_defaults(misfit, index, own) from None
        return CaseFile(self.path, self.source, template, tuple(cases))

    def error(self, misfit: MisfitError) -> CaseFileError:
        """The error at its line and column."""
        node = self.positions.nearest(misfit.path, key=misfit.at_key)
        length = node.end - node.start if node.kind == "scalar" and node.style not in ("|", ">") else 1
        return CaseFileError(
            misfit.message, source=self.source, offset=node.start, length=max(length, 1), hint=misfit.hint
        )

    def _template(self, data: dict[str, Any]) -> CaseTemplate:
        if "inline" in data:
            return CaseTemplate(Source(data["inline"], f"{self.source.name} (inline)"))
        source = self._named_file(data["template"], "the template", "template")
        return CaseTemplate(source, Path(source.name))

    def _case(self, data: dict[str, Any], index: int, template: CaseTemplate) -> Case:
        response = data.get("integrationResponse")
        context = data.get("context")
        stage_variables = data.get("stageVariables")
        compare = data.get("compare")
        return Case(
            name=data["name"],
            file=self.path,
            index=index,
            template=template,
            method_request=self._method_request(data.get("methodRequest") or {}),
            integration_response=None if response is None else self._integration_response(response),
            context=context or {},
            stage_variables=text_values(stage_variables) if stage_variables else {},
            expect=self._expectation(data.get("expect") or {}),
            compare=_compare_options(compare) if compare else STRICT,
            positions=self.positions,
        )

    def _method_request(self, data: dict[str, Any]) -> MethodRequest:
        return MethodRequest(
            http_method=data.get("httpMethod") or "GET",
            path=data.get("path") or "/",
            resource_path=data.get("resourcePath"),
            path_parameters=_given(data.get("pathParameters")),
            query_string=_given(data.get("queryStringParameters")),
            headers=_given(data.get("headers")),
            body=self._body(data.get("body"), "methodRequest"),
        )

    def _integration_response(self, data: dict[str, Any]) -> BackendReply:
        status = data.get("statusCode")
        return BackendReply(
            status_code=200 if status is None else status,
            headers=_given(data.get("headers")),
            body=self._body(data.get("body"), "integrationResponse"),
        )

    def _body(self, body: Any, section: str) -> str | None:
        if body is None or type(body) is str:
            return body
        name = _file_name(body)
        if name is not None:
            return self._named_file(name, "the body file", section, "body", "file").text
        return json.dumps(body, ensure_ascii=False, separators=(",", ":"))

    def _expectation(self, data: dict[str, Any]) -> Expectation:
        if not data:
            return Expectation()
        return Expectation(
            output=self._output(data["output"]) if "output" in data else None,
            request_override=data.get("requestOverride"),
            response_override=data.get("responseOverride"),
            error=data.get("error"),
        )

    def _output(self, output: Any) -> ExpectedText | ExpectedData:
        if type(output) is str:
            return ExpectedText(output)
        name = _file_name(output)
        if name is None:
            return ExpectedData(output)
        source = self._named_file(name, "the expected file", "expect", "output", "file")
        if not name.endswith(".json"):
            return ExpectedText(source.text, Path(source.name))
        return ExpectedData(expected_data(source), Path(source.name))

    def _named_file(self, name: str, what: str, *path: str) -> Source:
        full = os.path.normpath(os.path.join(self._folder, name))
        if full not in self._texts:
            try:
                self._texts[full] = read_source(full)
            except UnreadableFileError as error:
                hint = error.hint
                if hint is None and not os.path.isabs(name) and error.reason == "does not exist":
                    hint = "paths are relative to the case file"
                raise MisfitError(f"{what} {name!r} {error.reason}", *path, hint=hint) from None
        return self._texts[full]

    def _in_case_or_defaults(self, misfit: MisfitError, index: int, own: dict[str, Any]) -> MisfitError:
        """A fault of merged data is the defaults' where the case itself does not speak of it."""
        if misfit.path[:1] == ["template"]:
            return misfit
        value: Any = own
        for step in misfit.path:
            if not isinstance(value, dict) or step not in value:
                return misfit.inside("defaults")
            value = value[step]
        return misfit.inside(index).inside("cases")

    def check_written_numbers(self, data: dict[str, Any]) -> None:
        """Refuse numbers that would lose their written form where they become text. Raises MisfitError.

        Called only for files that have a number which JSON writes otherwise: `007` is 7, `1.10` is 1.1.
        """
        homes: list[tuple[str | int, ...]] = [("defaults",), *(("cases", index) for index in range(len(data["cases"])))]
        places = (
            ("methodRequest", "pathParameters"),
            ("methodRequest", "queryStringParameters"),
            ("methodRequest", "headers"),
            ("integrationResponse", "headers"),
            ("stageVariables",),
        )
        for home in homes:
            for place in places:
                node = self.positions.node((*home, *place))
                for key, value in node.pairs if node else ():
                    _check_written(value, (*home, *place, key.text))


def expected_data(source: Source) -> object:
    """The data of an expected JSON file. Raises CaseFileError."""
    if source.text.startswith(BOM):
        source = Source(source.text[1:], source.name)
    try:
        return parse_json(source.text)
    except JsonTextError as problem:
        raise CaseFileError(
            f"this expected file is not JSON: {problem.message}",
            source=source,
            offset=problem.offset,
            hint="a file whose name does not end in .json is compared as text",
        ) from None


def _check_written(node: Node, path: tuple[str | int, ...]) -> None:
    from vtlharness.documents.yaml_text import plain_value

    for index, item in enumerate(node.items):
        _check_written(item, (*path, index))
    if node.kind != "scalar" or node.style != "plain":
        return
    value = plain_value(node.text)
    if type(value) in (int, float) and str(value) != node.text:
        raise MisfitError(
            f"{{}} becomes text, and the number {node.text} would become {value}", *path, hint=f'write "{node.text}"'
        )


def _file_name(value: object) -> str | None:
    """The path of `{file: path}`, None for anything else."""
    if type(value) is dict and len(value) == 1 and "file" in value:
        return value["file"]  # type: ignore[no-any-return]
    return None


def _given(values: dict[str, Any] | None) -> dict[str, Any]:
    """The names that have a value: null takes one away, and so does a list of nothing."""
    if not values:
        return {}
    if None in values.values() or [] in values.values():
        return {name: value for name, value in values.items() if value is not None and value != []}
    return values


def _compare_options(data: dict[str, Any]) -> CompareOptions:
    return CompareOptions(
        ignore_order=data.get("ignore_order") or False,
        exclude_paths=_texts(data.get("exclude_paths")),
        exclude_regex_paths=_texts(data.get("exclude_regex_paths")),
        significant_digits=data.get("significant_digits"),
    )


def _texts(value: str | list[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)
