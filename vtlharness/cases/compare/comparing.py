"""Compares a rendering with the expectation of its case: equality first, the explanation only if that fails.

Comes in: an `Expectation`, its `CompareOptions` and a `Rendering` (or the error that ended rendering). Goes out: the
differences, none for a case that passes. Next: `report`. Only a failing case, or one with looser comparison whose data
is not strictly equal, imports deepdiff.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from vtlharness.cases.compare.equality import json_equal
from vtlharness.cases.matchers.presence import Matcher, has_matchers
from vtlharness.cases.model import STRICT, CompareOptions, Expectation, ExpectedData, ExpectedText, MissingFile
from vtlharness.cases.results import (
    DataChange,
    DataDifference,
    Difference,
    NoExpectedFile,
    NotJson,
    Part,
    RenderFailed,
    RenderSucceeded,
    TextDifference,
    error_record,
)
from vtlharness.documents.json.values import JsonTextError, parse_json
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.codecs.text_values import text_value
from vtlharness.gateway.templates.rendering import Rendering

Place: TypeAlias = Literal["data", "texts", "override"]
"""Where compared data stands: in JSON, in headers, parameters and a status, or in an override."""

MOST_CHANGES = 1000
"""The number of places that a difference of data names."""


def compare_rendering(expect: Expectation, options: CompareOptions, rendering: Rendering) -> tuple[Difference, ...]:
    """The differences between an expectation and a rendering."""
    if expect.error is not None:
        wanted_error = expect.error if isinstance(expect.error, str) else _written_text(expect.error)
        return (RenderSucceeded(wanted_error, rendering.text),)
    found: list[Difference] = []
    if expect.output is not None:
        found.extend(compare_text("output", expect.output, options, rendering.text))
    if expect.request_override is not None:
        wanted = full_override(expect.request_override, ("header", "path", "querystring"))
        found.extend(_compare_override("requestOverride", wanted, rendering.request_override))
    if expect.response_override is not None:
        wanted = full_override(expect.response_override, ("header",))
        found.extend(_compare_override("responseOverride", wanted, rendering.response_override))
    return tuple(found)


def compare_error(expect: Expectation, error: VtlHarnessError) -> tuple[Difference, ...]:
    """The differences of a failed rendering: none if the message, or its first line, contains the expected text."""
    expected = expect.error
    texts = (error.message, str(error).partition("\n")[0])
    if isinstance(expected, Matcher):
        return () if _fits_one(expected, texts) else (RenderFailed(error_record(error), _written_text(expected)),)
    if expected is None or not any(expected in text for text in texts):
        return (RenderFailed(error_record(error), expected),)
    return ()


def _fits_one(matcher: Matcher, texts: tuple[str, ...]) -> bool:
    return any(not compare_data("output", matcher, text) for text in texts)


def _written_text(matcher: Matcher) -> str:
    """A matcher as text, for a message."""
    import json

    from vtlharness.cases.matchers.writing import written

    return json.dumps(written(matcher), ensure_ascii=False)


def compare_renderings(expected: Rendering, actual: Rendering) -> tuple[Difference, ...]:
    """The differences between the renderings of one case by two engines; texts are compared byte for byte."""
    found: list[Difference] = []
    if expected.text != actual.text:
        found.append(TextDifference(expected.text, actual.text))
    found.extend(_compare_override("requestOverride", expected.request_override, actual.request_override))
    found.extend(_compare_override("responseOverride", expected.response_override, actual.response_override))
    return tuple(found)


def full_override(given: Mapping[str, object], sections: tuple[str, ...]) -> dict[str, object]:
    """An expected override with every section; a section that is left out must be empty."""
    return {**{section: {} for section in sections}, **given}


def override_data(override: Mapping[str, object]) -> dict[str, object]:
    """An override as it is compared: names with a text, or with a list of texts when a name is sent several times.

    Only the status keeps its type, because the service ignores a status that is text (docs/fidelity.md#status-as-text).
    """
    return {section: _override_section(values) for section, values in override.items()}


def _override_section(values: object) -> object:
    if isinstance(values, Mapping):
        return {name: _override_value(value) for name, value in values.items()}
    if isinstance(values, Matcher):
        from vtlharness.cases.matchers.records import Contains

        return Contains(_override_section(values.part)) if isinstance(values, Contains) else values
    return values


def _override_value(value: object) -> object:
    if isinstance(value, list):
        return [_override_value(item) for item in value]
    return value if isinstance(value, (dict, Matcher)) or value is None else text_value(value)


def _compare_override(part: Part, expected: Mapping[str, object], actual: Mapping[str, object]) -> list[Difference]:
    if expected == actual:
        return []
    return compare_data(part, override_data(expected), override_data(actual), place="override")


def compare_text(
    part: Part, expected: ExpectedText | ExpectedData | MissingFile, options: CompareOptions, text: str
) -> list[Difference]:
    """The differences of a text that is expected byte for byte, or as JSON data."""
    if isinstance(expected, MissingFile):
        return [NoExpectedFile(expected.file.as_posix(), expected.hint, part)]
    if isinstance(expected, ExpectedText):
        if expected.text == text:
            return []
        from vtlharness.cases.compare.texts import same_text, text_hint

        if same_text(expected.text, text, options):
            return []
        return [TextDifference(expected.text, text, part, text_hint(expected.text, text))]
    wanted = expected.data
    try:
        actual = parse_json(text)
    except JsonTextError as error:
        if isinstance(wanted, Matcher) and _takes_text(wanted):
            return compare_data(part, wanted, text, options)
        return [_not_json(part, expected, text, error)]
    if isinstance(wanted, Matcher) and _takes_text(wanted):
        return _compare_whole(part, wanted, options, text, actual)
    return compare_data(part, wanted, actual, options)


def _takes_text(matcher: Matcher) -> bool:
    from vtlharness.cases.compare.readings import takes_text

    return takes_text(matcher)


def _compare_whole(part: Part, matcher: Matcher, options: CompareOptions, text: str, data: object) -> list[Difference]:
    """The differences of JSON text from a matcher that is about its text, its data, or either."""
    from vtlharness.cases.compare.readings import whole_values

    found = [compare_data(part, matcher, value, options) for value in whole_values(matcher, text, data)]
    return found[0] if all(found) else []


def _not_json(part: Part, expected: ExpectedData, text: str, error: JsonTextError) -> NotJson:
    hint = error.hint
    if not text and expected.data is None:
        key = part.rpartition(".")[2]
        hint = f"write {'empty output' if key == 'output' else 'an empty body'} as text: {key}: ''"
    elif text.endswith(".vtl") and " " not in text and "\n" not in text:
        hint = f"for a template file, write `template: {text}` in a case file, `{{file: {text}}}` in a definition"
    return NotJson(error.message, text, error.offset, hint, part)


def compare_data(
    part: Part,
    expected: object,
    actual: object,
    options: CompareOptions = STRICT,
    place: Place = "data",
) -> list[Difference]:
    """The differences of JSON data from expected data, which may have matchers.

    `place` says where the data stands: in a header or an override, a text that reads `5` is a number to a matcher.
    """
    if json_equal(expected, actual):
        return []
    changes: tuple[DataChange, ...]
    if has_matchers(expected):
        from vtlharness.cases.compare.matched_changes import matched_changes
        from vtlharness.cases.compare.readings import READINGS

        changes = matched_changes(expected, actual, options, MOST_CHANGES + 1, READINGS[place])
    else:
        from vtlharness.cases.compare.data_changes import data_changes

        changes = data_changes(expected, actual, options, MOST_CHANGES + 1)
    more = len(changes) > MOST_CHANGES
    return [DataDifference(part, changes[:MOST_CHANGES], more)] if changes else []
