"""Reads the text or data that a case expects, from the case file or a file that it names.

Comes in: checked data. Goes out: records of `model`. Used by `template.loading` and `integration.loading`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from vtlharness.cases.file.named_files import NamedFiles, file_name, json_data
from vtlharness.cases.model import ExpectedData, ExpectedText, MissingFile


def expected_content(value: Any, files: NamedFiles, *place: str) -> ExpectedText | ExpectedData | MissingFile:
    """The content of an expectation: text, data, or a file with either, which need not exist yet.

    Raises MisfitError when the file cannot be read, CaseFileError for a fault in its content.
    """
    if type(value) is str:
        return ExpectedText(value)
    name = file_name(value)
    if name is None:
        return ExpectedData(value)
    missing = files.missing(name, *place, "file")
    if missing is not None:
        return missing
    source = files.expected_source(name, *place, "file")
    if not name.endswith(".json"):
        return ExpectedText(source.text, Path(source.name))
    hint = "a file whose name does not end in .json is compared as text"
    return ExpectedData(json_data(source, "this expected file", hint), Path(source.name))
