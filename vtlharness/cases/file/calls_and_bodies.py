"""What the messages of both kinds of case have in common: calls, bodies, expected bodies.

Comes in: checked data. Goes out: arguments of records. Used by `template_loading` and `integration_loading`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from vtlharness.cases.file.named_files import NamedFiles, file_name, json_data
from vtlharness.cases.model import ExpectedData, ExpectedText, MissingFile


def call_of(data: dict[str, Any]) -> dict[str, Any]:
    """What every `methodRequest` has, as arguments of a MethodRequest."""
    return {
        "http_method": data.get("httpMethod") or "GET",
        "path": data.get("path") or "/",
        "query_string": given(data.get("queryStringParameters")),
        "headers": given(data.get("headers")),
    }


def given(values: dict[str, Any] | None) -> dict[str, Any]:
    """The names that have a value: null takes one away, and so does a list of nothing."""
    if not values:
        return {}
    if None in values.values() or [] in values.values():
        return {name: value for name, value in values.items() if value is not None and value != []}
    return values


def expected_text_or_data(value: Any, files: NamedFiles, *place: str) -> ExpectedText | ExpectedData | MissingFile:
    """What stands in an expectation at a place: text, data, or a file with either, which need not exist yet.

    Raises MisfitError where the file cannot be read, CaseFileError for what is wrong in it.
    """
    if type(value) is str:
        return ExpectedText(value)
    name = file_name(value)
    if name is None:
        return ExpectedData(value)
    missing = files.missing(name)
    if missing is not None:
        return missing
    source = files.expected_source(name, *place, "file")
    if not name.endswith(".json"):
        return ExpectedText(source.text, Path(source.name))
    hint = "a file whose name does not end in .json is compared as text"
    return ExpectedData(json_data(source, "this expected file", hint), Path(source.name))
