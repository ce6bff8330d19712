"""Reads what a case expects: texts and data, from the case file or a file that it names, and single values.

Data may have matchers, and a single value (a header, a parameter, a status) may be one. Comes in: checked data. Goes
out: records of `model`, and values. Used by `template.loading` and `integration.loading`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vtlharness.cases.file.named_files import NamedFiles, file_name, json_data
from vtlharness.cases.matchers.presence import (
    Matcher,
    is_written_matcher,
    is_written_part,
    may_write_matchers,
    writes_matchers,
)
from vtlharness.cases.model import ExpectedData, ExpectedText, MissingFile
from vtlharness.documents.misfit import MisfitError
from vtlharness.errors import CaseFileError
from vtlharness.source import Source


def expected_content(value: Any, files: NamedFiles, *place: str) -> ExpectedText | ExpectedData | MissingFile:
    """The content of an expectation: text, data, or a file with either, which need not exist yet.

    Raises MisfitError when the file cannot be read, CaseFileError for a fault in its content.
    """
    if type(value) is str:
        return ExpectedText(value)
    if files.matchers and writes_matchers(value):
        return _with_matchers(value)
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
    data = json_data(source, "this expected file", hint)
    if may_write_matchers(source.text) and writes_matchers(data):
        data = _matchers_of_file(data, source)
    return ExpectedData(data, Path(source.name))


def _with_matchers(value: Any) -> ExpectedText | ExpectedData:
    from vtlharness.cases.matchers.reading import with_matchers
    from vtlharness.cases.matchers.records import Equals

    data = with_matchers(value)
    if isinstance(data, Equals) and isinstance(data.value, str):
        return ExpectedText(data.value)
    return ExpectedData(data)


def _matchers_of_file(data: object, source: Source) -> object:
    """The data of an expected file, with its matchers. Raises CaseFileError for a wrong one."""
    from vtlharness.cases.matchers.reading import with_matchers
    from vtlharness.documents.positions import Positions

    try:
        return with_matchers(data)
    except MisfitError as misfit:
        place, message = Positions(source, json=True), misfit.sentence("the value" if misfit.path else "the file")
        raise place.error(CaseFileError, message, misfit.path, at_key=misfit.at_key, hint=misfit.hint) from None


def expected_value(value: Any) -> Any:
    """The value, or the list of values, with its matchers as records."""
    if not writes_matchers(value):
        return value
    from vtlharness.cases.matchers.reading import text_matcher

    if isinstance(value, list):
        return [text_matcher(item) if is_written_matcher(item) else item for item in value]
    return text_matcher(value) if is_written_matcher(value) else value


def expected_names(values: Mapping[str, Any] | None) -> Mapping[str, Any] | Matcher | None:
    """Names with their expected values; a name may be any text, that of a matcher too. Or `contains` with some."""
    if is_written_part(values):
        from vtlharness.cases.matchers.records import Contains

        assert values is not None
        return Contains(expected_names(values["contains"]))
    return None if values is None else {name: expected_value(value) for name, value in values.items()}


def expected_override(override: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """An override: its status, and its sections with names."""
    if override is None:
        return None
    return {
        section: expected_value(values) if section == "status" else expected_names(values)
        for section, values in override.items()
    }
