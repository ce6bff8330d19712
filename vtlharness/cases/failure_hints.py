"""Hints for the reader of a failing case: what the case itself may lack.

Comes in: a failing `CaseResult`. Goes out: sentences. A hint about a place in the case file begins with it. Next:
`report`, which shows them below the differences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from vtlharness.cases.compare.paths import path_meanings, step_text
from vtlharness.cases.matchers.presence import WORDS
from vtlharness.cases.model import Case, ExpectedData, TemplateCase
from vtlharness.cases.results import CaseResult, DataDifference, RenderFailed
from vtlharness.documents.json.values import JsonTextError, parse_json
from vtlharness.limits.bounded_pattern import BoundedPattern
from vtlharness.limits.budget import DEFAULT_LIMITS, LimitExceeded
from vtlharness.limits.deadline import within_limits
from vtlharness.nearest import nearest_name

MOST_PATHS = 10_000
"""The number of paths among which a path or a pattern that leaves something out is looked for."""

_PARTS = ("output", "integrationRequest.body", "response.body", "accessLog")
"""The parts to which `compare` applies."""

_LIMITS = DEFAULT_LIMITS._replace(seconds=1)


def failure_hints(result: CaseResult) -> tuple[str, ...]:
    """The hints for a failing case; none for most, and none where looking for them takes too long."""
    try:
        return within_limits(_LIMITS, _hints, result)
    except LimitExceeded:
        return ()


def _hints(result: CaseResult) -> tuple[str, ...]:
    hints = [*_exclusion_hints(result), *_matcher_hints(result)]
    if result.invocation is not None:
        hints.extend(_backend_hints(result))
    return tuple(hints)


# Paths that leave nothing out


def _exclusion_hints(result: CaseResult) -> Iterator[str]:
    case, options = result.case, result.case.compare
    if not (options.exclude_paths or options.exclude_regex_paths):
        return
    parts = {part: data for part in _PARTS if (data := tuple(_sides(result, part)))}
    differing = [one for one in result.differences if isinstance(one, DataDifference) and one.part in parts]
    if not differing:
        return
    paths = set(
        islice((path for sides in parts.values() for data in sides for path in _paths("root", data)), MOST_PATHS)
    )
    if len(paths) == MOST_PATHS:
        return
    changed = [change.path for difference in differing for change in difference.changes]
    for number, path in enumerate(options.exclude_paths):
        if not paths.isdisjoint(path_meanings(path)):
            continue
        near = nearest_name(_keys(path), {_keys(one): one for one in changed})
        meant = next((one for one in changed if _keys(one) == near), None)
        form = "paths look like root['a'][0]" if meant is None else f"did you mean `{meant}`?"
        yield f"{_place(case, 'exclude_paths', number)}`{path}` in exclude_paths leaves nothing out: {form}"
    for number, pattern in enumerate(options.exclude_regex_paths):
        search = BoundedPattern(pattern).search
        if not any(search(path) for path in paths):
            place = _place(case, "exclude_regex_paths", number)
            yield f"{place}`{pattern}` in exclude_regex_paths matches no path: paths look like {changed[0]}"


def _keys(path: str) -> str:
    """The keys of a path in any spelling (`$.a.b`, `root.a.b`, `root['a']['b']`), for comparing it with others."""
    return re.sub(r"^(?:root|\$)?\W*", "", re.sub(r"\W+", ".", path)).strip(".")


def _paths(path: str, data: object) -> Iterator[str]:
    waiting = [(path, data)]
    while waiting:
        path, data = waiting.pop()
        yield path
        if isinstance(data, dict):
            waiting.extend((path + step_text(key), item) for key, item in data.items())
        elif isinstance(data, list):
            waiting.extend((path + step_text(index), item) for index, item in enumerate(data))


def _sides(result: CaseResult, part: str) -> Iterator[object]:
    """The expected and the actual data of a part; none where the case does not compare it as data."""
    expected, text = _content(result, part)
    if not isinstance(expected, ExpectedData):
        return
    yield expected.data
    if text is not None:
        try:
            yield parse_json(text)
        except JsonTextError:
            return


def _content(result: CaseResult, part: str) -> tuple[object, str | None]:
    case = result.case
    if isinstance(case, TemplateCase):
        return case.expect.output, None if part != "output" or result.rendering is None else result.rendering.text
    from vtlharness.cases.integration.case import ExpectedMessage, IntegrationCase

    invocation = result.invocation
    assert isinstance(case, IntegrationCase)
    if invocation is None:
        return None, None
    if part == "accessLog":
        return case.expect.access_log, invocation.access_log
    if part == "response.body":
        expected = case.expect.response
        return None if expected is None else expected.body, invocation.response.body_text
    sent, wanted = invocation.integration_request, case.expect.integration_request
    if part == "integrationRequest.body" and sent is not None and isinstance(wanted, ExpectedMessage):
        return wanted.body, sent.body_text
    return None, None


def _place(case: Case, key: str, number: int) -> str:
    """The place of an item under a key of `compare`, as `file:line:column: `."""
    for top in (("cases", case.index), ("defaults",)):
        listed = case.positions.node((*top, "compare", key))
        if listed is not None:
            node = case.positions.node((*top, "compare", key, number)) or listed
            position = case.positions.source.position(node.start)
            return f"{case.positions.source.name}:{position.line}:{position.column}: "
    return ""


# A mapping with a matcher's key and other keys


def _matcher_hints(result: CaseResult) -> Iterator[str]:
    """The hint for expected data that is hardly meant as data: `{matches: x, flags: i}`, where no map came out."""
    for difference in result.differences:
        for change in difference.changes if isinstance(difference, DataDifference) else ():
            expected = change.expected
            if change.kind != "changed" or not isinstance(expected, dict) or isinstance(change.actual, dict):
                continue
            hint = _no_matcher_hint(change.path, expected)
            if hint is not None:
                yield hint
                return


def _no_matcher_hint(path: str, expected: dict[str, object]) -> str | None:
    word = next((key for key in expected if key in WORDS), None)
    other = next((key for key in expected if key not in WORDS), None)
    if other is None:
        return None
    if word is not None:
        return f"the mapping at {path} is data, not a matcher: it has the key `{other}` beside `{word}`"
    near = nearest_name(other, sorted(WORDS)) if len(expected) == 1 else None
    return None if near is None else f"the mapping at {path} is data: for a matcher, did you mean `{near}`?"


# A backend that the case says nothing about


def _backend_hints(result: CaseResult) -> Iterator[str]:
    """The hint for a case whose backend answers 200 with nothing, because the case does not say what it answers."""
    from vtlharness.backends.canned import CannedBackend
    from vtlharness.cases.integration.case import IntegrationCase

    case, invocation = result.case, result.invocation
    assert isinstance(case, IntegrationCase)
    assert invocation is not None
    if case.backend != CannedBackend() or invocation.backend_reply is None or not _about_the_answer(result):
        return
    sent = invocation.integration_request
    if sent is None or sent.type in ("MOCK", "AWS_PROXY"):  # for a function's proxy, the gateway's answer says so
        return
    is_function = sent.service is not None and sent.service.function is not None
    answer = "`backend: {lambdaResult: ...}`" if is_function else "`backend: {statusCode: ..., body: ...}`"
    yield f"the case has no `backend`, so the backend answers 200 without a body; {answer} says what it answers"


def _about_the_answer(result: CaseResult) -> bool:
    """Whether a difference may come from what the backend answers."""
    return any(
        isinstance(difference, RenderFailed) or not getattr(difference, "part", "").startswith("integrationRequest")
        for difference in result.differences
    )
