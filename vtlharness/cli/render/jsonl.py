"""`vtl-render --jsonl`: renders for programs in other languages, one JSON object a line in, one a line out, in order.

Comes in: `id`, `template`, `body`, `vars`, `params` {path, querystring, header}, `context`, `stageVariables`,
`overrides` (true: answer with the override maps), `repeat` (a number: also time that many renders). A template sees
exactly the values of its line, without defaults. Goes out: `id` and `output` (with `requestOverride` and
`responseOverride`; with `parse_and_render_us` and `render_us`), or `id`, `error` and `kind`: `parse` (the template or
the line itself), `eval` (rendering, or a wrong field), `stackoverflow`. An error is an answer, even where the answer
itself cannot be written; only the end of the input ends the stream. Answers are flushed when no complete line of input
is waiting.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from time import perf_counter_ns
from typing import Any, BinaryIO

from vtlharness import json_smart
from vtlharness.documents.json.writing import json_line
from vtlharness.errors import LimitError, VtlHarnessError, VtlSyntaxError
from vtlharness.gateway.templates.evaluation import Evaluation
from vtlharness.gateway.templates.mapping_template import MappingTemplate
from vtlharness.gateway.templates.render import render_evaluation
from vtlharness.gateway.templates.rendering import Rendering
from vtlharness.limits.budget import DEFAULT_LIMITS
from vtlharness.limits.errors import under_limits
from vtlharness.source import Source

_CHUNK = 1 << 16
_INT_DIGITS = 4000
_MOST_REPEATS = 1_000_000
_LONGEST_NAME = 60
_FIELDS = (
    "id", "template", "body", "vars", "params", "context", "stageVariables", "overrides", "repeat"
)  # fmt: skip
_PLACES = ("path", "querystring", "header")


class _WrongLineError(Exception):
    """A line that cannot be rendered; `kind` as in the answer."""

    def __init__(self, message: str, kind: str) -> None:
        super().__init__(message)
        self.kind = kind


def serve(stdin: BinaryIO, stdout: BinaryIO) -> None:
    """Answers every line until the end of the input. Raises only what the streams raise."""
    read = getattr(
        stdin, "read1", stdin.read
    )  # a pipe's read1 returns the available bytes instead of waiting for a whole chunk
    begun: list[bytes] = []  # the chunks of an unfinished line
    while chunk := read(_CHUNK):
        first, *others = chunk.split(b"\n")
        begun.append(first)
        if others:
            _answer_lines([b"".join(begun), *others[:-1]], stdout)
            begun = [others[-1]]
    _answer_lines([b"".join(begun)], stdout)


def _answer_lines(lines: list[bytes], stdout: BinaryIO) -> None:
    for line in lines:
        if line.strip():
            stdout.write(_written(answer_line(line)))
    stdout.flush()


def _written(answer: dict[str, Any]) -> bytes:
    """The line of an answer; of one that cannot be written, an error with the same `id`."""
    try:
        return json_line(answer)
    except RecursionError:
        problem, kind = "the answer is nested too deeply", "stackoverflow"
    except Exception as raised:
        problem, kind = f"the answer cannot be written: {_reason(raised)}", "eval"
    for identity in (answer["id"], None):
        with suppress(Exception):
            return json_line({"id": identity, "error": problem, "kind": kind})
    raise AssertionError("an error without an id can be written")


def _reason(problem: Exception) -> str:
    try:
        return str(problem) or type(problem).__name__
    except Exception:
        return type(problem).__name__


def answer_line(line: bytes) -> dict[str, Any]:
    """The answer to one line, as data; never raises."""
    identity: Any = None
    try:
        text, given = _strict(line)
        identity = given.get("id")
        return {"id": identity, **_answer(json_smart.parse(text))}
    except _WrongLineError as problem:
        return {"id": identity, "error": str(problem), "kind": problem.kind}
    except json_smart.JsonError as problem:
        return {"id": identity, "error": f"the line cannot be read: {problem}", "kind": "parse"}
    except LimitError as problem:
        return {"id": identity, "error": str(problem), "kind": "limit"}
    except VtlHarnessError as problem:
        kind = "parse" if isinstance(problem, VtlSyntaxError) else "eval"
        return {"id": identity, "error": str(problem), "kind": kind}
    except RecursionError:
        return {"id": identity, "error": "nested too deeply", "kind": "stackoverflow"}
    except Exception as problem:
        return {
            "id": identity,
            "error": f"internal error: {type(problem).__name__}: {_reason(problem)}",
            "kind": "eval",
        }


def _strict(line: bytes) -> tuple[str, dict[str, Any]]:
    """A line's text, and its fields as strict JSON; the template's values are read anew as the service reads them."""
    try:
        text = line.decode()
        fields = _JSON.decode(text)
    except UnicodeDecodeError as problem:
        raise _WrongLineError(f"the line is not UTF-8 at byte {problem.start + 1}", "parse") from None
    except ValueError as problem:
        raise _WrongLineError(f"the line is not JSON: {problem}", "parse") from None
    if type(fields) is not dict:
        raise _WrongLineError("the line is not a JSON object", "parse")
    return text, fields


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def _whole_number(digits: str) -> int | Decimal:
    """A number that an `id` may hold; Python gives up on an `int` of more than 4,300 digits."""
    return int(digits) if len(digits) <= _INT_DIGITS else Decimal(digits)


_JSON = json.JSONDecoder(parse_constant=_no_constant, parse_int=_whole_number)


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    _check_names(request, _FIELDS)
    source = Source(_text(request, "template", required=True))
    evaluation = _evaluation(request)
    repeat = request.get("repeat")
    if repeat is not None and (type(repeat) not in (int, float) or not 1 <= repeat <= _MOST_REPEATS):
        raise _WrongLineError(f"'repeat' must be a number from 1 to {_MOST_REPEATS:,}", "eval")
    rendering = under_limits(DEFAULT_LIMITS, render_evaluation, MappingTemplate(source), evaluation)
    answer: dict[str, Any] = {"output": rendering.text}
    if request.get("overrides") is True:
        answer["requestOverride"] = rendering.request_override
        answer["responseOverride"] = rendering.response_override
    if repeat is not None:
        answer.update(_timed(source, evaluation, int(repeat)))
    return answer


def _evaluation(request: dict[str, Any]) -> Evaluation:
    params = _map(request, "params")
    _check_names(params, _PLACES, within="params.")
    for place in _PLACES:
        _map(params, place, within="params.")
    return Evaluation(
        body=_text(request, "body"),
        params=params,
        context=_map(request, "context"),
        stage_variables=_map(request, "stageVariables"),
        variables=_map(request, "vars"),
    )


def _check_names(given: dict[str, Any], known: tuple[str, ...], within: str = "") -> None:
    """Raises _WrongLineError for a field with another name: most likely it is misspelt."""
    for name in given:
        if name not in known:
            from vtlharness.nearest import nearest_hint

            hint = nearest_hint(name[:_LONGEST_NAME], known)
            raise _WrongLineError(f"'{within}{name[:_LONGEST_NAME]}' is not a field: {hint}", "eval")


def _text(request: dict[str, Any], name: str, *, required: bool = False) -> str:
    value = request.get(name)
    if value is None and not required:
        return ""
    if type(value) is not str:
        raise _WrongLineError(f"'{name}' must be text" if name in request else f"'{name}' is missing", "eval")
    return value


def _map(request: dict[str, Any], name: str, within: str = "") -> dict[str, Any]:
    value = request.get(name)
    if value is None:
        return {}
    if type(value) is not dict:
        raise _WrongLineError(f"'{within}{name}' must be an object", "eval")
    return value


def _timed(source: Source, evaluation: Evaluation, repeat: int) -> dict[str, float]:
    """Microseconds of one evaluation: from the template's text, and of the compiled template."""
    template = MappingTemplate(source)
    return {
        "parse_and_render_us": _microseconds(lambda: render_evaluation(MappingTemplate(source), evaluation), repeat),
        "render_us": _microseconds(lambda: render_evaluation(template, evaluation), repeat),
    }


def _microseconds(run: Callable[[], Rendering], repeat: int) -> float:
    start = perf_counter_ns()
    for _ in range(repeat):
        run()
    return (perf_counter_ns() - start) / 1000 / repeat
