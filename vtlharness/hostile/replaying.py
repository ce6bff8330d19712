"""A finding as the data of a case, which fails until the template is mended.

Comes in: a `Found`, and the data of its case file. Goes out: data of cases that may replay it, the plainest first.
Next: `saving` writes the first that does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from vtlharness.cases.matchers.writing import literal_body
from vtlharness.cases.results import HostileFinding
from vtlharness.documents.json.values import JsonTextError, parse_json
from vtlharness.engines.native import NativeEngine
from vtlharness.gateway.codecs.json_body import json_body
from vtlharness.gateway.codecs.percent import url_encode
from vtlharness.hostile.calls import call
from vtlharness.hostile.changes import VALUE_OF_NAME
from vtlharness.hostile.checking import Found
from vtlharness.hostile.data_paths import MISSING, with_value
from vtlharness.hostile.heads import HeadFault
from vtlharness.hostile.inputs import form_body
from vtlharness.hostile.json_texts import held_json
from vtlharness.hostile.texts import HARMLESS

_ONE_LINE = r"\A[^\x00-\x08\x0a-\x1f\x7f]*\Z"
_ONE_SEGMENT = r"\A[^/?#]*\Z"


def case_name(finding: HostileFinding) -> str:
    """The name of the case that replays a finding."""
    value = "is missing" if finding.input == "missing" else f"is {finding.input}"
    return f"hostile: {finding.place} {value} ({finding.kind})"


def replays(found: Found, file: Mapping[str, Any], engine: NativeEngine) -> Iterator[dict[str, Any]]:
    """Data of cases that may replay a finding; the value stands in the first as data, in the last as text."""
    own = deepcopy(_own_data(found, file))
    case: dict[str, Any] = {"name": case_name(found.finding)}
    case.update((key, value) for key, value in own.items() if key not in _OF_THE_OTHER)
    expectation = _expectation(found, engine)
    for values in _changed(found, case, file.get("defaults") or {}):
        yield {**case, **values, **({} if expectation is None else {"expect": expectation})}


_OF_THE_OTHER = ("name", "expect", "description", "skip", "xfail", "parameters")
"""Keys that the case in which something was found has for itself."""


def _own_data(found: Found, file: Mapping[str, Any]) -> dict[str, Any]:
    """The data of the case in which something was found, with the values of its row."""
    row = found.case.row
    if row is None:
        own: dict[str, Any] = file["cases"][found.case.index]
        return own
    from vtlharness.cases.file.parameters import written_cases

    written = written_cases(dict(file)) or []
    return next(one.own for one in written if one.number == found.case.index and one.row == row)


def _changed(found: Found, case: dict[str, Any], defaults: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The section of the case with the change in it."""
    weakness = found.weakness
    given, section = weakness.place.input, weakness.place.input.keys[0]
    held = case.get(section)
    if held is None:  # only these are not merged with their defaults
        held = deepcopy(defaults.get(section) or {}) if section in ("backend", "authorizer") else {}
    if given.kind in ("data", "text", "form"):
        value = weakness.place.changed_input(weakness.change)
        yield from ({section: one} for one in _bodies(found, held, value))
        return
    value = None if weakness.change.value is MISSING else weakness.change.value
    name: tuple[str | int, ...] = ()
    if weakness.place.of_names:
        name, value = (str(value),), VALUE_OF_NAME
    if given.keys[-1] == "path":
        yield {section: {**held, "path": weakness.place.changed(found.case, weakness.change).method_request.path}}
        return
    steps = (*given.keys[1:], *weakness.place.steps, *name)
    yield {section: _put(held, steps, value)}
    if value is None:
        yield {section: _without(held, steps)}


def _bodies(found: Found, held: dict[str, Any], value: Any) -> Iterator[dict[str, Any]]:
    given = found.weakness.place.input
    for key in ("lambdaResult", "lambdaError"):
        if key in held:
            yield {key: value}
            yield {"statusCode": 200, "body": json_body(value)}
            return
    if given.kind == "data":
        if isinstance(value, (dict, list)):
            yield {**held, "body": value}
        value = json_body(value)
    elif given.kind == "form":
        value = form_body(value)
    yield {**held, "body": value}


def _put(data: Any, steps: tuple[str | int, ...], value: object) -> Any:
    if not steps:
        return value
    held = data if isinstance(data, dict) else {}
    first, rest = steps[0], steps[1:]
    name = next((own for own in held if str(own).lower() == str(first).lower()), first)
    return {**held, name: _put(held.get(name), rest, value)}


def _without(data: Any, steps: tuple[str | int, ...]) -> Any:
    try:
        return with_value(data, steps, MISSING)
    except (KeyError, IndexError, TypeError):
        return data


def _expectation(found: Found, engine: NativeEngine) -> dict[str, Any] | None:
    """What the case expects; None for a template that only has to render."""
    finding = found.finding
    if finding.kind == "fails":
        return None
    if found.weakness.fault.head is not None:
        return _expected_head(found, found.weakness.fault.head, engine)
    expected = _expected_output(found, engine)
    if finding.part == "output":
        return {"output": expected}
    section, key = finding.part.split(".")
    return {section: {key: expected}}


def _expected_head(found: Found, fault: HeadFault, engine: NativeEngine) -> dict[str, Any]:
    """What a message has that no value can break: the header without control characters, the path as it was meant."""
    weakness, part = found.weakness, found.finding.part
    made = call(weakness.place.changed(found.case, weakness.change._replace(value=HARMLESS)), engine)
    head = made.heads[part]
    value: object = {"matches": _ONE_LINE if fault.about == "header" else _ONE_SEGMENT}
    if part in ("integrationRequest", "response"):
        if fault.about == "header":
            return {part: {"headers": {fault.name: value}}}
        if fault.about == "path":
            return {part: {"uri": {"matches": rf"\A{re.escape(head.uri or '').replace(HARMLESS, '[^/?#]*')}\Z"}}}
        return {part: {"queryStringParameters": {name: {"any": "string"} for name in head.query}}}
    rendering = made.runs["output"].rendering
    override = rendering.request_override if part == "requestOverride" else rendering.response_override
    section = override[fault.about]
    assert isinstance(section, dict)
    return {part: {**override, fault.about: {**section, fault.name: value}}}


def _expected_output(found: Found, engine: NativeEngine) -> object:
    weakness = found.weakness
    own = call(found.case, engine).runs[weakness.part].rendering.text
    output_format = found.format
    text = weakness.change.value
    harmless = None
    if isinstance(text, str):
        made = call(weakness.place.changed(found.case, weakness.change._replace(value=HARMLESS)), engine).runs.get(
            weakness.part
        )
        harmless = None if made is None else made.rendering.text
    if output_format != "JSON":
        if harmless is None or not isinstance(text, str):
            return own
        return harmless.replace(HARMLESS, _escaped(text, output_format))
    if harmless is not None and HARMLESS in harmless:
        try:
            return literal_body(_replaced(parse_json(harmless), str(text)))
        except JsonTextError:
            pass
    if found.finding.kind == "adds keys":
        return literal_body(parse_json(own))
    return {"any": "array" if own.lstrip().startswith("[") else "object"}


def _escaped(text: str, output_format: str) -> str:
    if output_format == "form":
        return url_encode(text)
    kept = "".join(char for char in text if char in "\t\n\r" or char >= " ")
    for char, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        kept = kept.replace(char, written)
    return kept


def _replaced(data: Any, text: str) -> Any:
    if isinstance(data, dict):
        return {key.replace(HARMLESS, text): _replaced(value, text) for key, value in data.items()}
    if isinstance(data, list):
        return [_replaced(item, text) for item in data]
    if not isinstance(data, str):
        return data
    return data.replace(HARMLESS, text if held_json(data) is None else json_body(text)[1:-1])
