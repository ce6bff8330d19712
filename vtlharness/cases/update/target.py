"""The new value of a part of an expectation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vtlharness.cases.compare.comparing import override_data
from vtlharness.cases.compare.equality import json_equal
from vtlharness.cases.compare.paths import excluded_paths, step_text
from vtlharness.cases.compare.readings import Readings, takes_text
from vtlharness.cases.compare.texts import same_text
from vtlharness.cases.matchers.presence import Matcher, has_matchers
from vtlharness.cases.matchers.writing import literal, literal_body, names_content
from vtlharness.cases.model import STRICT, CompareOptions, ExpectedData, ExpectedText, MissingFile
from vtlharness.documents.json.values import JsonTextError, parse_json
from vtlharness.limits.bounded_pattern import BoundedPattern


class CannotUpdateError(Exception):
    """Raised when an expectation is left unchanged; the reason in one sentence."""


@dataclass(frozen=True, slots=True)
class Target:
    """The value at `path` in `expect` of the case becomes `value`; `file` is the expected file that holds it.

    `instead_of` is the key that the path's last one replaces, where an expected error becomes an output. A `value` of
    bytes is for a file that holds them. `new`: the file does not exist yet. `in_case`: the path begins in the case.
    """

    path: tuple[str, ...]
    value: object
    file: Path | None = None
    instead_of: str | None = None
    new: bool = False
    in_case: bool = False

    @property
    def name(self) -> str:
        """The path as text: `response.body`."""
        return ".".join(self.path)


def text_target(
    path: tuple[str, ...], expected: ExpectedText | ExpectedData | MissingFile, text: str, options: CompareOptions
) -> Target:
    """The target of expected text or data. Raises CannotUpdateError when expected data is no longer JSON."""
    if isinstance(expected, ExpectedText):
        same = same_text(expected.text, text, options)
        return Target(path, expected.text if same else text, expected.file)
    try:
        if isinstance(expected, MissingFile):
            is_json = expected.file.suffix == ".json"
            return Target(path, literal(parse_json(text)) if is_json else text, expected.file, new=True)
        if isinstance(expected.data, Matcher) and takes_text(expected.data):
            return Target(path, as_expected(text), expected.file)
        data = parse_json(text)
        if expected.file is None and names_content(data):
            return Target(path, {"equals": data})
        if expected.file is None and isinstance(data, str):  # in a case file, text is the text itself
            return Target(path, text)
        return Target(path, _new_data(expected.data, data, options), expected.file)
    except JsonTextError:
        raise CannotUpdateError(_not_json(path[-1], expected)) from None


def _new_data(expected: object, actual: object, options: CompareOptions) -> object:
    if not has_matchers(expected):
        return literal(kept(expected, actual, options))
    from vtlharness.cases.update.kept_matchers import resolved, with_kept_matchers

    new = kept(resolved(expected, actual, options), actual, options)
    return with_kept_matchers(expected, new, options)


def as_expected(text: str) -> object:
    """A text as an expectation holds it: objects and lists as data, anything else as text."""
    try:
        data = parse_json(text)
    except JsonTextError:
        return text
    return literal_body(data) if isinstance(data, (dict, list)) else text


def _not_json(part: str, expected: ExpectedData | MissingFile) -> str:
    if isinstance(expected, MissingFile):
        return f"the {part} is not JSON; only a file whose name does not end in .json can hold it"
    return f"the {part} is no longer JSON; fix the template, or expect text"


def with_old_spelling(old: object, new: object) -> object:
    """The new override or query string, with the old value if it means the same: `5` and `"5"` are one header."""
    if isinstance(old, Mapping) and isinstance(new, dict):
        ordered = [*(key for key in old if key in new), *(key for key in new if key not in old)]
        return {key: with_old_spelling(old[key], new[key]) if key in old else new[key] for key in ordered}
    if json_equal(override_data({"": {"": old}}), override_data({"": {"": new}})):
        return old
    return new


def with_matchers_kept(old: object, new: object, readings: Readings) -> object:
    """A new override, header or query string as a file has it, with the matchers of the old one that hold."""
    if not has_matchers(old):
        return new
    from vtlharness.cases.update.kept_matchers import with_kept_matchers

    return with_kept_matchers(old, new, STRICT, readings)


def kept(old: object, new: object, options: CompareOptions) -> object:
    """The new value, with the old one wherever the options treat both as equal."""
    return new if options.strict else _Keeper(options).kept(old, new, "root")


class _Keeper:
    def __init__(self, options: CompareOptions) -> None:
        self._options = CompareOptions(ignore_order=options.ignore_order, significant_digits=options.significant_digits)
        self._paths = excluded_paths(options.exclude_paths)
        self._patterns = [BoundedPattern(pattern) for pattern in options.exclude_regex_paths]

    def kept(self, old: object, new: object, path: str) -> object:
        if json_equal(old, new) or self._excluded(path):
            return old
        if isinstance(old, dict) and isinstance(new, dict):
            return self._kept_keys(old, new, path)
        if not self._options.strict:
            from vtlharness.cases.compare.data_changes import data_changes

            if not data_changes(old, new, self._options):
                return old
        if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
            return [self.kept(old[index], new[index], path + step_text(index)) for index in range(len(old))]
        return self._counted(new, path)

    def _kept_keys(self, old: dict[str, object], new: dict[str, object], path: str) -> dict[str, object]:
        """Old keys first, in their order; keys that are not compared stay as they were."""
        paths = {key: path + step_text(key) for key in (*old, *new)}
        kept = {key: self.kept(old[key], new[key], paths[key]) for key in old if key in new}
        added = {key: self._counted(new[key], paths[key]) for key in new if key not in old}
        added = {key: value for key, value in added.items() if not self._excluded(paths[key])}
        gone = {key: old[key] for key in old if key not in new and self._excluded(paths[key])}
        return {**kept, **added, **gone}

    def _counted(self, new: object, path: str) -> object:
        """The new keys, without those that are not compared."""
        if isinstance(new, dict):
            paths = {key: path + step_text(key) for key in new}
            return {key: self._counted(new[key], paths[key]) for key in new if not self._excluded(paths[key])}
        if isinstance(new, list):
            return [self._counted(item, path + step_text(index)) for index, item in enumerate(new)]
        return new

    def _excluded(self, path: str) -> bool:
        return path in self._paths or any(pattern.search(path) for pattern in self._patterns)
