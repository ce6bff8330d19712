"""What an expectation has to become so that its case passes.

Comes in: a failing `CaseResult`. Goes out: a `Target` per part of its `expect` (the new value), or the reason why
there is none. What looser comparison leaves out keeps its old value. Next: `updating`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vtlharness.cases.comparing import override_data
from vtlharness.cases.equality import json_equal
from vtlharness.cases.model import CompareOptions, ExpectedData, ExpectedText, MissingFile, TemplateCase
from vtlharness.cases.results import CaseResult, DataDifference, NotJson, RenderFailed, RenderSucceeded
from vtlharness.documents.json_text import JsonTextError, parse_json


class CannotUpdateError(Exception):
    """Why a case's expectation is left as it is, in one sentence."""


@dataclass(frozen=True, slots=True)
class Target:
    """What stands at `path` in the case's `expect` has to be `value`; `file` is the expected file that holds it.

    `instead_of` is the key that the path's last one replaces, where an expected error becomes an output. A `value` of
    bytes is for a file that holds them. `new`: there is no such file yet.
    """

    path: tuple[str, ...]
    value: object
    file: Path | None = None
    instead_of: str | None = None
    new: bool = False

    @property
    def name(self) -> str:
        """The path as text: `response.body`."""
        return ".".join(self.path)


def targets(result: CaseResult) -> list[Target]:
    """The targets of a failing case. Raises CannotUpdateError."""
    if result.outcome == "error":
        raise CannotUpdateError("the case could not be run")
    if result.engine != "native":
        raise CannotUpdateError(f"expectations are not taken from {result.engine}, but from our own engine only")
    if not isinstance(result.case, TemplateCase):
        from vtlharness.cases.message_targets import message_targets

        return message_targets(result)
    return _template_targets(result, result.case)


def _template_targets(result: CaseResult, case: TemplateCase) -> list[Target]:
    found = []
    for difference in result.differences:
        if isinstance(difference, RenderFailed):
            found.append(_error_target(difference))
        elif isinstance(difference, NotJson):
            raise CannotUpdateError("the output is not JSON any more; mend the template, or expect text")
        elif isinstance(difference, RenderSucceeded):
            found.append(Target(("output",), _as_expected(difference.actual), instead_of="error"))
        elif isinstance(difference, DataDifference) and difference.part != "output":
            found.append(_override_target(result, case, difference.part))
        else:
            found.append(_output_target(result, case))
    return found


def _error_target(difference: RenderFailed) -> Target:
    if difference.expected is None:
        raise CannotUpdateError("rendering failed, and an output is expected; mend the template, or expect the error")
    return Target(("error",), difference.error.message)


def _as_expected(text: str) -> object:
    """An output as it is written into an expectation: objects and lists as data, anything else as text."""
    try:
        data = parse_json(text)
    except JsonTextError:
        return text
    return data if isinstance(data, (dict, list)) else text


def _output_target(result: CaseResult, case: TemplateCase) -> Target:
    assert case.expect.output is not None
    assert result.rendering is not None
    return text_target(("output",), case.expect.output, result.rendering.text, case.compare)


def text_target(
    path: tuple[str, ...], expected: ExpectedText | ExpectedData | MissingFile, text: str, options: CompareOptions
) -> Target:
    """The target of a text that is expected as text or as data. Raises CannotUpdateError where data is no JSON now."""
    if isinstance(expected, ExpectedText):
        return Target(path, text, expected.file)
    try:
        if isinstance(expected, MissingFile):
            is_json = expected.file.suffix == ".json"
            return Target(path, parse_json(text) if is_json else text, expected.file, new=True)
        return Target(path, kept(expected.data, parse_json(text), options), expected.file)
    except JsonTextError:
        raise CannotUpdateError(_not_json(path[-1], expected)) from None


def _not_json(part: str, expected: ExpectedData | MissingFile) -> str:
    if isinstance(expected, MissingFile):
        return f"the {part} is not JSON; only a file whose name does not end in .json can hold it"
    return f"the {part} is not JSON any more; mend the template, or expect text"


def _override_target(result: CaseResult, case: TemplateCase, part: str) -> Target:
    assert result.rendering is not None
    is_request = part == "requestOverride"
    expect, rendering = case.expect, result.rendering
    expected = expect.request_override if is_request else expect.response_override
    actual = override_data(rendering.request_override if is_request else rendering.response_override)
    assert expected is not None
    wanted = {section: values for section, values in actual.items() if values != {} or section in expected}
    return Target((part,), with_old_spelling(expected, wanted))


def with_old_spelling(old: object, new: object) -> object:
    """The new override or query string, with the old value where it means the same: `5` and `"5"` are one header."""
    if isinstance(old, Mapping) and isinstance(new, dict):
        ordered = [*(key for key in old if key in new), *(key for key in new if key not in old)]
        return {key: with_old_spelling(old[key], new[key]) if key in old else new[key] for key in ordered}
    if json_equal(override_data({"": {"": old}}), override_data({"": {"": new}})):
        return old
    return new


def kept(old: object, new: object, options: CompareOptions) -> object:
    """The new value, with the old one wherever the options do not tell them apart."""
    return new if options.strict else _Keeper(options).kept(old, new, "root")


class _Keeper:
    def __init__(self, options: CompareOptions) -> None:
        self._options = CompareOptions(ignore_order=options.ignore_order, significant_digits=options.significant_digits)
        self._paths = {_root_path(path) for path in options.exclude_paths}
        self._patterns = [re.compile(pattern) for pattern in options.exclude_regex_paths]

    def kept(self, old: object, new: object, path: str) -> object:
        if json_equal(old, new) or self._excluded(path):
            return old
        if isinstance(old, dict) and isinstance(new, dict):
            return self._kept_keys(old, new, path)
        if not self._options.strict:
            from vtlharness.cases.data_changes import data_changes

            if not data_changes(old, new, self._options):
                return old
        if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
            return [self.kept(old[index], new[index], f"{path}[{index}]") for index in range(len(old))]
        return self._counted(new, path)

    def _kept_keys(self, old: dict[str, object], new: dict[str, object], path: str) -> dict[str, object]:
        """Old keys first, in their order; what does not count stays as it was, there or not."""
        paths = {key: f"{path}['{key}']" for key in (*old, *new)}
        kept = {key: self.kept(old[key], new[key], paths[key]) for key in old if key in new}
        added = {key: self._counted(new[key], paths[key]) for key in new if key not in old}
        added = {key: value for key, value in added.items() if not self._excluded(paths[key])}
        gone = {key: old[key] for key in old if key not in new and self._excluded(paths[key])}
        return {**kept, **added, **gone}

    def _counted(self, new: object, path: str) -> object:
        """What is new, without the keys that do not count."""
        if isinstance(new, dict):
            paths = {key: f"{path}['{key}']" for key in new}
            return {key: self._counted(new[key], paths[key]) for key in new if not self._excluded(paths[key])}
        if isinstance(new, list):
            return [self._counted(item, f"{path}[{index}]") for index, item in enumerate(new)]
        return new

    def _excluded(self, path: str) -> bool:
        return path in self._paths or any(pattern.search(path) for pattern in self._patterns)


def _root_path(path: str) -> str:
    path = path.replace('"', "'")
    return path if path.startswith("root") else f"root['{path}']"
