"""Sends one input through the public interfaces. Whatever is raised that is not ours is a fault of ours."""

from __future__ import annotations

import json
from pathlib import Path

from vtlharness import (
    Limits,
    MappingTemplate,
    MethodRequest,
    VtlHarnessError,
    load_definition,
    render_request,
    run_cases,
)
from vtlharness.cli.render.jsonl import answer_line

LIMITS = Limits(rounds=20_000, characters=500_000, items=100_000, seconds=3)
BODY = '{"a": {"b": [1, "x", null, {"c": 1.5}]}, "l": [3, 1, 2], "s": "text", "n": 123456789012345678901234567890}'
READING = (
    "$input.body $input.json('$') $input.path('$.a.b') #foreach($i in $input.path('$'))$i#end "
    "$util.parseJson($input.body)"
)


def send(kind: str, given: str | bytes, folder: Path) -> str | None:
    """What is wrong with the answer to an input; None if nothing is."""
    if isinstance(given, bytes):
        answer = answer_line(given)
        json.dumps(answer)
        return _internal(str(answer.get("error", "")))
    try:
        if kind == "payloads":
            render_request(MappingTemplate.from_text(READING), MethodRequest("POST", body=given), limits=LIMITS)
        elif kind in ("templates", "paths"):
            render_request(MappingTemplate.from_text(given), MethodRequest("POST", body=BODY), limits=LIMITS)
        elif kind == "definitions":
            _write(folder / "api.yaml", given)
            load_definition(folder / "api.yaml")
        else:
            _write(folder / "a.vtl.yaml", given)
            records = run_cases(folder / "a.vtl.yaml", limits=LIMITS, cache=False)
            return next(
                (told for record in records if record.error and (told := _internal(record.error.message))), None
            )
    except VtlHarnessError as problem:
        return _internal(str(problem))
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"
    return None


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8", "surrogatepass"))


def _internal(message: str) -> str | None:
    return message if "internal error: " in message else None
