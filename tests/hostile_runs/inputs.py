"""The golden text of hostile input: the places of the cases of inputs.yaml, and what is sent there.

`python -m tests.hostile_runs.inputs --write` writes `inputs.txt` again; its difference shows what changed.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from vtlharness.cases.integration.case import IntegrationCase
from vtlharness.cases.loading import parse_case_file
from vtlharness.cases.model import Case
from vtlharness.hostile.changes import Place, places_of
from vtlharness.source import Source

GOLDEN = Path(__file__).with_name("inputs.txt")
CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("inputs.yaml").read_text("utf-8"))

_LONG = re.compile(r"(long(?: |%20|\+)){800}")


def block(entry: dict[str, Any]) -> str:
    """The part of the golden text for one case."""
    with tempfile.TemporaryDirectory() as folder:
        if "definition" in entry:
            Path(folder, "api.json").write_text(entry["definition"], "utf-8")
        file = parse_case_file(Path(folder, "own.vtl.yaml"), Source(entry["text"], "own.vtl.yaml"))
        return "\n".join(
            [entry["name"], *(line for place in places_of(file.cases[0]) for line in _of(place, file.cases[0]))]
        )


def _of(place: Place, case: Case) -> list[str]:
    changes = [*place.changes()]
    lines = [f"  {place.words}, written by the {place.input.sender} in {'.'.join(place.input.keys)}"]
    for family in dict.fromkeys(change.family for change in changes):
        lines.append(f"    {family}: " + " ".join(change.words for change in changes if change.family == family))
    lines += [f"    probes: {' '.join(change.words for change in place.probes())}"]
    for change in (changes[0], changes[-1]):
        before, after = _sent(case), _sent(place.changed(case, change))
        assert [key for key in after if after[key] != before[key]], (place.words, change)
        lines += [f"    {change.words} makes {key} {after[key]}" for key in after if after[key] != before[key]]
    return lines


def _sent(case: Case) -> Mapping[str, str]:
    request = case.method_request
    told: dict[str, Any] = {
        "the body": request.body,
        "the headers": request.headers,
        "the query": request.query_string,
        "the path parameters": request.path_parameters,
        "the path": request.path,
        "$context": case.context,
    }
    if isinstance(case, IntegrationCase):
        told["the authorizer"] = case.access.authorizer
        told["the backend"] = case.backend
    else:
        told["the backend"] = case.integration_response
    texts = {key: json.dumps(value, ensure_ascii=False, default=str) for key, value in told.items()}
    return {key: _LONG.sub(r"\1 × 800", text) for key, text in texts.items()}


def main(arguments: list[str]) -> int:
    """Writes the golden file."""
    if arguments != ["--write"]:
        print("usage: python -m tests.hostile_runs.inputs --write", file=sys.stderr)
        return 2
    GOLDEN.write_text("\n\n".join(map(block, CASES)) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
