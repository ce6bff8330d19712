"""airspeed as an engine of the protocol, to compare: `python -m tests.conformance.airspeed_engine`.

Payloads, paths and `$util` are this project's own, so that only airspeed's reading of the language differs.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from vtlharness import MethodRequest, VtlHarnessError, VtlSyntaxError
from vtlharness.engines.airspeed import AirspeedEngine
from vtlharness.source import Source


class _Engine(AirspeedEngine):
    """The engine with more root variables, and with `$context` as given: without the samples of a plain call."""

    def __init__(self) -> None:
        super().__init__()
        self.request: Mapping[str, Any] = {}

    def _merge(self, template: Source, roots: dict[str, object]) -> str:
        context = roots["context"]
        assert isinstance(context, dict)
        context.clear()
        context.update(self.request.get("context") or {})
        for name, places in {
            "requestOverride": ("header", "path", "querystring"),
            "responseOverride": ("header",),
        }.items():
            override = context.setdefault(name, {})
            for place in places:
                override.setdefault(place, {})
        return super()._merge(template, {**(self.request.get("vars") or {}), **roots})


def answer(engine: _Engine, request: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to a request."""
    engine.request = request
    params = request.get("params") or {}
    try:
        rendering = engine.render(
            Source(request["template"]),
            MethodRequest(
                body=request.get("body") or "",
                path_parameters=params.get("path") or {},
                query_string=params.get("querystring") or {},
                headers=params.get("header") or {},
            ),
            stage_variables=request.get("stageVariables") or {},
        )
    except VtlHarnessError as problem:
        return {"error": str(problem), "kind": "parse" if isinstance(problem, VtlSyntaxError) else "eval"}
    except RecursionError:
        return {"error": "nested too deeply", "kind": "stackoverflow"}
    made: dict[str, Any] = {"output": rendering.text}
    if request.get("overrides") is True:
        made.update(requestOverride=rendering.request_override, responseOverride=rendering.response_override)
    return made


def main() -> None:
    """Answers line by line until the input ends."""
    engine = _Engine()
    for line in sys.stdin.buffer:
        request = json.loads(line)
        text = json.dumps({"id": request.get("id"), **answer(engine, request)}, default=str)
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
